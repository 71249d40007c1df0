"""What may be said in answer to an act: by its own address, or in the answer to the act itself."""

from tests.slack.fake.limits import UPDATED_TEXT, check_message
from tests.slack.fake.methods import posted_by_bot, show_ephemeral, with_ids
from tests.slack.fake.state import (
    RESPONSE_LIFE,
    RESPONSE_USES,
    Json,
    ResponseUrl,
    Slack,
    refuse,
)


def respond_to(slack: Slack, id_: str, body: Json) -> None:
    """Do what was posted to the address of an act: five times, within half an hour."""
    url = slack.responses.get(id_)
    if url is None or slack.now() - url.at > RESPONSE_LIFE:
        refuse("expired_url")
    if url.uses >= RESPONSE_USES:
        refuse("used_url")
    url.uses += 1
    if body.get("delete_original"):
        _remove(slack, url)
        return
    text, blocks = body.get("text"), body.get("blocks")
    check_message(text, blocks, shown_text=UPDATED_TEXT)
    if body.get("replace_original") and url.original:
        url.original |= {"text": text or "", "blocks": with_ids(slack, blocks or [])}
        return
    say(slack, url, body)


def say(slack: Slack, url: ResponseUrl, body: Json) -> Json:
    """Say something where the act was done: to that person alone, unless asked otherwise."""
    team = slack.teams[url.team]
    text, blocks = body.get("text") or "", body.get("blocks")
    if body.get("response_type") == "in_channel":
        return posted_by_bot(slack, team, team.conversations[url.channel], text, blocks)
    return show_ephemeral(slack, team, url.user, url.channel, text, blocks)


def _remove(slack: Slack, url: ResponseUrl) -> None:
    if url.original is None:
        return
    shown = [slack.ephemerals[url.team, url.user]]
    shown += [each.messages for each in slack.teams[url.team].conversations.values()]
    for messages in shown:
        if any(each is url.original for each in messages):
            messages.remove(url.original)
