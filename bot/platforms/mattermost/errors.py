"""Which of the four failures is an answer of Mattermost? The server's clients branch on the id of its error.

The ids are in the server's source: app/post.go, app/channel.go, app/command.go, app/integration_action.go,
model/post.go, model/integration_action.go, of 2021 and of 2026.
"""

from bot.platforms.base import Busy, Lost, PlatformError, Refused, Unreachable

_WAIT = 30.0
"""Seconds to wait when the server, or a proxy, asks for it without saying how long."""
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404
_TIMEOUT, _TOO_LARGE, _TOO_MANY, _BROKEN, _DISABLED = 408, 413, 429, 500, 501

_LATE = "the form came too late: press again"
_TOO_OFTEN = "this answer comes too late, or was given too often"
_OURS = "Mattermost does not take this message, and takes others: a fault of Pouce, please report it"
_GONE = "this account is not there"
_NOT_THERE = "this conversation is not there, or Pouce is not a member of it: add it there"

_APART = (
    "this person is in no team with Pouce, and the server keeps direct messages within a team "
    "(TeamSettings.RestrictDirectMessage)"
)

_UNREACHABLE = {
    "api.context.permissions.app_error": _NOT_THERE,
    "api.post.create_post.can_not_post_to_deleted.error": "this channel is archived",
    "api.post.create_post.can_not_post_in_restricted_dm.error": _APART,
    "api.channel.create_channel.direct_channel.team_restricted_error": _APART,
    "api.post.create_post.town_square_read_only": "this channel can only be read",
    "api.channel.create_direct_channel.invalid_user.app_error": _GONE,
    "app.user.missing_account.const": _GONE,
    "store.sql_user.missing_account.const": _GONE,
    "api.post.update_post.permissions_time_limit.app_error": "the message is too old to be changed, by the "
    "settings of the server (ServiceSettings.PostEditTimeLimit)",
    "api.post.update_post.find.app_error": "the message is not there any more",
    "api.post.update_post.permissions_details.app_error": "the message is not there any more",
    "interactive_message.decode_trigger_id.expired": _LATE,
    "web.command_webhook.invalid.app_error": _TOO_OFTEN,
    "app.command_webhook.get.missing": _TOO_OFTEN,
    "app.command_webhook.try_use.invalid": _TOO_OFTEN,
    "model.post.is_valid.msg.app_error": _OURS,
    "model.post.is_valid.message_length.app_error": _OURS,
    "model.post.is_valid.props.app_error": _OURS,
    "model.post.is_valid.file_ids.app_error": _OURS,
}

_FIXES = {
    "api.context.session_expired.app_error": "the server does not know the token: make a new one for the bot "
    "and set POUCE_MATTERMOST__TOKEN, and see that the bot is enabled",
    "api.context.404.app_error": "the server has no such page: POUCE_MATTERMOST__URL has to be its SiteURL",
    "api.command.disabled.app_error": "turn on custom slash commands (ServiceSettings.EnableCommands)",
    "api.bot.create_disabled": "allow bot accounts (ServiceSettings.EnableBotAccountCreation)",
    "app.user_access_token.disabled": "allow access tokens (ServiceSettings.EnableUserAccessTokens)",
    "api.file.attachments.disabled.app_error": "let people send files (FileSettings.EnableFileAttachments)",
}
_NOBODY = "no Mattermost answers there: POUCE_MATTERMOST__URL has to be the SiteURL of the server"


def failure(status: int, id_: str, retry_after: float | None = None) -> PlatformError:
    """Return what an answer means that is not a success; without an id, it is not Mattermost that speaks."""
    if status == _TOO_MANY:
        return Busy(max(retry_after, 1.0) if retry_after is not None else _WAIT)
    if status == _DISABLED or (id_ in _FIXES and status < _BROKEN):
        return Refused(f"{_FIXES.get(id_, 'this is turned off in the settings of the server')} ({id_})")
    if status >= _BROKEN or status == _TIMEOUT:
        return Lost(f"status {status} {id_}".strip())
    if id_ in _UNREACHABLE:
        return Unreachable(f"{_UNREACHABLE[id_]} ({id_})")
    if id_.startswith("interactive_message.decode_trigger_id."):
        return Unreachable(f"the form cannot be opened from there ({id_})")
    return _unknown(status, id_)


def _unknown(status: int, id_: str) -> PlatformError:
    """Say what is in no table: nothing was posted, since the server refused.

    What is not there concerns one person or one channel. Anything else is told to whoever runs Pouce under
    its own name, and other messages prove whether it is that one alone.
    """
    if not id_:
        return Refused(f"{_by_a_proxy(status)} (status {status})")
    if status == _NOT_FOUND:
        return Unreachable(f"what was asked for is not there ({id_})")
    return Refused(f"Mattermost answers {id_}, which Pouce does not know (status {status})")


def _by_a_proxy(status: int) -> str:
    if status in {_UNAUTHORIZED, _FORBIDDEN}:
        return "something in front of the server keeps Pouce out: allow this machine's address there"
    if status == _TOO_LARGE:
        return "something in front of the server takes no request as long as this one"
    return _NOBODY
