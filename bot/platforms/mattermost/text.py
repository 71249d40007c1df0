r"""People's text in Markdown, so that it is only read: nobody is called, nothing is a link, a title, a table.

Where its Markdown lets us, a sign is escaped; it only takes `\` before some of them, and looks for mentions,
channels and emoji in what was escaped all the same (mattermost/marked, lib/marked.js). There, a mark
without width stands between the sign and what follows it.
"""

import re

from bot.platforms.plain import clean, one_line

MARK = "\u2060"
"""WORD JOINER: it is not seen, breaks no line, and belongs to no name, address or tag."""
_BREAKS = tuple(
    (re.compile(pattern, re.IGNORECASE), rf"\g<0>{MARK}")
    for pattern in (
        r"@(?=[\w.-])",  # @all, @ada, ada@exemple.fr
        r"~(?=\w)",  # ~town-square
        r"#(?=[^\W\d_])",  # #tag
        r":(?=[\w+-]+:)",  # :tada:
        r"\b[a-z][a-z\d.+-]*:(?=[/\w%])",  # https://…, mailto:…
        r"\bwww\d{0,3}(?=\.)",
        r"\.[^\W\d_]{2,4}(?=/)",  # exemple.fr/…
        r"&(?=#?\w+;)",  # &lt;
    )
)
_MAIL = re.compile(r"<(?=[^ >\n]*@)")  # <ada@exemple.fr>, which no mark breaks
_FORMULA = re.compile(r"\$(?=.*\$)")
_SIGNS = re.compile(r"[`*_~\[|]|\\(?![A-Za-z0-9])")
_START = re.compile(r"^([ \u00a0]*)([#>+-]|\d+(?=[.)]))", re.MULTILINE)
_UNDERLINE = re.compile(r"^(?=[ \u00a0]*=|[ \u00a0]{4})", re.MULTILINE)
_RULE = re.compile(r"\|(?: --- \|)+")
_ROW = re.compile(r"\| (.*) \|")
_MARKED = re.compile(rf"\\([`*_~\[|\\#>+.)-])|\*\*|{MARK}|&lt;|&#36;")
_ENTITIES = {"&lt;": "<", "&#36;": "$"}


def inert(text: str) -> str:
    """Return people's text as Markdown that shows it as it is, and calls nobody."""
    said = _FORMULA.sub("&#36;", _MAIL.sub("&lt;", unlinked(text)))
    said = _SIGNS.sub(r"\\\g<0>", said)
    return _UNDERLINE.sub(MARK, _START.sub(_escaped_start, said))


def _escaped_start(found: re.Match[str]) -> str:
    sign = f"{found[2]}\\" if found[2].isdigit() else f"\\{found[2]}"
    return f"{found[1]}{sign}"


def unlinked(text: str) -> str:
    """Return people's text where no Markdown is read, such as the name of a button: it calls nobody."""
    said = clean(text).replace("\u2424", "\u240a")  # their Markdown takes this one for the end of a line
    for pattern, broken in _BREAKS:
        said = pattern.sub(broken, said)
    return said


def line(text: str) -> str:
    """Return people's text as Markdown, on one line."""
    return inert(one_line(text)).strip()


def unmarked(text: str) -> str:
    """Return what a person reads of a text that calls nobody."""
    return text.replace(MARK, "")


def readable(markdown: str) -> str:
    """Return what a person reads of Markdown that we wrote, without its empty lines."""
    lines = (each for each in markdown.split("\n") if each.strip() and not _RULE.fullmatch(each))
    return "\n".join(_read(each) for each in lines)


def _read(line: str) -> str:
    row = _ROW.fullmatch(line)
    said = row[1] if row else line
    said = f"• {said[2:]}" if said.startswith("- ") else said
    return _MARKED.sub(lambda found: found[1] or _ENTITIES.get(found[0], ""), said)
