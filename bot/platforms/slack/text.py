"""Text on its way to Slack and back: what is a command there, and what people typed."""

import re
from html import unescape

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TAG = re.compile(r"<([^<>\n]+)>")
_MENTION = re.compile(r"(?<!\w)@([UW][A-Z0-9]{5,})\b")


def escape(text: str) -> str:
    """Return a text that mrkdwn shows as it is: no `<!channel>`, no `<@U…>`, no link of anybody's."""
    return text.translate(_ESCAPES)


def typed(text: str) -> str:
    """Return what somebody typed, from what Slack makes of it in a message or a command.

    Links come as `<https://…|label>`, people as `<@U…|name>`, channels as `<#C…|name>`.
    """
    return _unescape(_TAG.sub(lambda found: _said(found[1]), text))


def mentions(text: str) -> list[str]:
    """Return who is named in what somebody typed, by their ids, each once."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def _unescape(text: str) -> str:
    """Return a text with the three signs that Slack escapes, and no other entity touched."""
    return re.sub(r"&(?:amp|lt|gt);", lambda found: unescape(found[0]), text)


def _said(tag: str) -> str:
    target, _, label = tag.partition("|")
    match target[0]:
        case "@":
            return target
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
        case _:
            return target.removeprefix("mailto:").removeprefix("tel:")
