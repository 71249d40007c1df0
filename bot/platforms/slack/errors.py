"""Which of the four failures is an answer of Slack? Each code is from the pages of the methods we call.

docs.slack.dev/reference/methods: chat.postMessage, chat.update, chat.postEphemeral, conversations.open,
conversations.history, users.info, dnd.info, dnd.teamInfo, views.open, views.publish,
files.getUploadURLExternal, files.completeUploadExternal, auth.test, oauth.v2.access. Read in August 2026.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.platforms.base import Busy, Lost, PlatformError, Refused, Unreachable

_WAIT = 30.0
"""Seconds to wait when Slack asks for it without saying how long: it always says."""
_TOO_MANY = 429
_BROKEN = 500
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_ACCIDENT = re.compile(r"error|failed|time_?out|unavailable")

_BUSY = frozenset({"ratelimited", "rate_limited"})

_LOST = frozenset(
    {
        "fatal_error",  # « It's possible some aspect of the operation succeeded before the error was raised »
        "internal_error",  # same
        "request_timeout",
        "service_unavailable",
        "update_failed",
    }
)

_UNREACHABLE = {
    "channel_not_found": "this conversation is not there, or Pouce may not see it",
    "invalid_channel": "this conversation is not there, or Pouce may not see it",
    "channel_is_limited_access": "this conversation is open to few",
    "is_archived": "this channel is archived",
    "is_inactive": "this channel is archived",
    "not_in_channel": "Pouce is not a member of this channel: invite it there",
    "user_not_in_channel": "this person is not a member of the channel",
    "method_not_supported_for_channel_type": "this kind of conversation cannot be written to",
    "user_not_found": "this account is not there",
    "user_not_visible": "Pouce may not see this account",
    "user_disabled": "this account was deactivated",
    "users_not_found": "this account is not there",
    "cannot_dm_bot": "this account is a bot",
    "invalid_user_combination": "this person of another organisation shares no channel with Pouce",
    "app_access_restricted": "this person may not use the app",
    "restricted_action": "the settings of the workspace keep Pouce from writing there",
    "restricted_action_read_only_channel": "this channel can only be read",
    "restricted_action_thread_only_channel": "this channel takes answers in threads alone",
    "restricted_action_non_threadable_channel": "this channel takes no threads",
    "message_not_found": "the message is not there any more",
    "cant_update_message": "the message is not one of Pouce's",
    "edit_window_closed": "the message is too old to be changed, by the settings of the workspace",
    "hash_conflict": "a newer one is shown there",
    "expired_trigger_id": "the form came too late: press again",
    "exchanged_trigger_id": "the form was opened already",
    "invalid_trigger_id": "the form cannot be opened from there",
    "trigger_expired": "the form came too late: press again",
    "trigger_exchanged": "the form was opened already",
    "used_url": "this answer was given too often",
    "expired_url": "this answer comes too late",
}

_MIGRATING = "Slack moves this workspace into an Enterprise organisation: wait until that is over"
_REINSTALL = "install the app in this workspace again, and give Pouce the new bot token"
_OURS = "Slack does not take this message: a fault of Pouce, please report it"

_FIXES = {
    "not_authed": "no token was given: set POUCE_SLACK__BOT_TOKEN",
    "invalid_auth": "Slack does not know the token, or does not take it from this server's address: "
    "copy the bot token (xoxb-…) from the page « OAuth & Permissions » of the app again, "
    "and look at its list of allowed addresses",
    "token_revoked": f"the token was revoked: {_REINSTALL}",
    "token_expired": f"the token has expired and was not renewed: {_REINSTALL}",
    "account_inactive": f"the app was removed from this workspace, or its bot was deactivated: {_REINSTALL}",
    "not_allowed_token_type": "this is the wrong kind of token: a bot token begins with xoxb-, "
    "an app token with xapp-",
    "is_bot": "this is the token of an old kind of bot: create the app from the manifest of Pouce",
    "messages_tab_disabled": "on the page « App Home » of the app, show the Messages Tab "
    "and let people send messages from it",
    "not_enabled": "on the page « App Home » of the app, show the Home Tab",
    "no_permission": "the app lacks a permission, or is not a member of the conversation: "
    "compare its scopes with the manifest of Pouce, then install it again",
    "access_denied": "an administrator of Slack has to give the app access",
    "accesslimited": "Slack does not take requests from this network: allow this server's address",
    "ekm_access_denied": "the administrators of Slack have suspended posting (Enterprise Key Management)",
    "enterprise_is_restricted": "this cannot be asked of a whole Enterprise organisation: "
    "install the app in the workspace itself",
    "two_factor_setup_required": "the account that installed the app has to set up two-factor sign-in",
    "team_access_not_granted": "the app is not allowed in this workspace of the organisation: "
    "an administrator of the organisation has to add it there",
    "team_not_found": "the app is not allowed in this workspace of the organisation",
    "org_login_required": _MIGRATING,
    "team_added_to_org": _MIGRATING,
    "message_limit_exceeded": "the free plan of this workspace takes no more messages",
    "storage_limit_reached": "this workspace has no room for files any more",
    "file_uploads_disabled": "this workspace takes no files, by its settings",
    "file_uploads_except_images_disabled": "this workspace takes no files but pictures, by its settings",
    "method_deprecated": "Slack has withdrawn what this version of Pouce asks for: update Pouce",
    "deprecated_endpoint": "Slack has withdrawn what this version of Pouce asks for: update Pouce",
    "unknown_method": "this server does not know the method: POUCE_SLACK__API_URL has to end in /api/",
    "invalid_client_id": "Slack does not know POUCE_SLACK__CLIENT_ID",
    "bad_client_secret": "POUCE_SLACK__CLIENT_SECRET is not the app's: copy it from « Basic Information »",
    "bad_redirect_uri": "add /slack/oauth_redirect of POUCE_WEB__PUBLIC_URL to the redirect URLs of the app",
    "invalid_refresh_token": f"the refresh token is not valid any more: {_REINSTALL}",
    "invalid_code": "the installation took too long, or was done already: begin again at /slack/install",
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "invalid_arguments": _OURS,
    "msg_blocks_too_long": _OURS,
    "msg_too_long": _OURS,
    "no_text": _OURS,
    "view_too_large": _OURS,
    "metadata_too_large": _OURS,
    "invalid_metadata_format": _OURS,
    "invalid_metadata_schema": _OURS,
}


def failure(status: int, headers: Mapping[str, Any], body: object) -> PlatformError:
    """Return what an answer that is not `ok` means; what no page documents is explained in `_unknown`."""
    code = body.get("error") if isinstance(body, Mapping) else body
    if status == _TOO_MANY or code in _BUSY:
        return Busy(_retry_after(headers))
    if status >= _BROKEN or not isinstance(code, str) or not _CODE.fullmatch(code):
        return Lost(f"status {status} and no answer that can be read")
    if code in _LOST:
        return Lost(code)
    if code in _UNREACHABLE:
        return Unreachable(f"{_UNREACHABLE[code]} ({code})")
    return _refused(code, body if isinstance(body, Mapping) else {})


@contextmanager
def only_four_failures() -> Iterator[None]:
    """Let out Busy, Unreachable, Refused and Lost, and nothing else."""
    try:
        yield
    except SlackApiError as refusal:
        answer = refusal.response
        raise failure(answer.status_code, answer.headers, answer.data) from refusal
    # slack_sdk meets an answer that is JSON and no object with an AttributeError
    except (SlackClientError, OSError, HTTPException, ValueError, AttributeError) as cut:
        raise Lost(repr(cut)) from cut


def _refused(code: str, body: Mapping[str, Any]) -> PlatformError:
    if code == "missing_scope":
        needed, provided = body.get("needed", "?"), body.get("provided", "?")
        return Refused(f"add the scope {needed} to the app and install it again ({code}; it has {provided})")
    if code not in _FIXES:
        return _unknown(code)
    return Refused(f"{_FIXES[code]} ({': '.join([code, *_details(body)])})")


def _unknown(code: str) -> PlatformError:
    """Say what a code means that is in no table.

    One that speaks of an accident on their side leaves the message in doubt. Any other is a refusal: `ok` is
    false, hence nothing was posted; it is told to whoever runs Pouce under its own name, other messages of
    the workspace prove whether it is this one alone, and nobody is taken for gone because of it.
    """
    if _ACCIDENT.search(code):
        return Lost(code)
    return Refused(f"Slack answers {code}, which Pouce does not know: see the page of the method")


def _details(body: Mapping[str, Any]) -> list[str]:
    """Return what Slack says of the fault, such as the block it does not take."""
    told = body.get("response_metadata")
    messages = told.get("messages", []) if isinstance(told, Mapping) else []
    return [str(each) for each in messages] or [str(each) for each in body.get("errors", [])]


def _retry_after(headers: Mapping[str, Any]) -> float:
    """Return how many seconds to wait, whatever the case of the header's name."""
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    try:
        return max(float(told), 1.0) if told is not None else _WAIT
    except (TypeError, ValueError):
        return _WAIT
