"""Which settings of a Mattermost server keep Pouce from working, and exactly what to change.

The names are those of the server's `config.json`; the places are those of its System Console. Which addresses
a server refuses to call is in its source (services/httpservice, 2021): those within, unless they are listed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from socket import getaddrinfo
from typing import Any
from urllib.parse import urlsplit

Resolve = Callable[[str], Sequence[str]]
"""From the name of a machine to its addresses; none when it is not known from here."""

_RESERVED = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "::/128",
            "::1/128",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done or looked at."""

    what: str
    said: str
    fix: str = ""
    """What to change; empty when all is well."""


def addresses(host: str) -> list[str]:
    """Return the addresses of a machine, as they are known here."""
    try:
        return sorted({str(each[4][0]) for each in getaddrinfo(host, None)})
    except OSError:
        return []


def blocking(
    told: Mapping[str, Any], doors: str, resolve: Resolve = addresses, *, makes_a_bot: bool = True
) -> Iterator[Step]:
    """Say what a server's configuration forbids that Pouce needs; a setting that is not told is fine.

    `doors` is where the server has to bring commands and buttons.
    """
    service = told.get("ServiceSettings") or {}
    if service.get("SiteURL") == "":
        fix = "set it to the address that people type (System Console > Environment > Web Server > Site URL)"
        yield Step("ServiceSettings.SiteURL", "it is empty, and without it no command is answered", fix)
    for name, said, place in _SWITCHES:
        if service.get(name) is False and (makes_a_bot or name != _MAKES_BOTS):
            yield Step(f"ServiceSettings.{name}", said, f"set it to true (System Console > {place})")
    yield from unreached(str(service.get(_ALLOWED) or ""), doors, resolve)


_MAKES_BOTS = "EnableBotAccountCreation"
_ALLOWED = "AllowedUntrustedInternalConnections"
LISTED = f"ServiceSettings.{_ALLOWED}"
_INTEGRATIONS = "Integrations > Integration Management"
_SWITCHES = (
    ("EnableCommands", "custom slash commands are off", f"{_INTEGRATIONS} > Enable Custom Slash Commands"),
    (_MAKES_BOTS, "no bot may be made", "Integrations > Bot Accounts > Enable Bot Account Creation"),
)


def unreached(listed: str, doors: str, resolve: Resolve = addresses) -> Iterator[Step]:
    """Say whether a server calls our address: one that is within its network only if it is listed."""
    host = urlsplit(doors).hostname or ""
    found = [host] if _is_address(host) else resolve(host)
    within = [each for each in found if _is_reserved(each)]
    if not within or host in _entries(listed) or all(_is_covered(each, listed) for each in within):
        return
    kept = f"{listed} {host}".strip()
    shown = host if host in within else f"{host} ({', '.join(within)})"
    yield Step(
        LISTED,
        f"the server calls nothing within its network, such as {shown}, that is not listed",
        f"set it to « {kept} » (System Console > Environment > Developer)",
    )


def beside(server: str, doors: str, resolve: Resolve = addresses) -> bool:
    """Say whether both are at one address: a server may refuse to call its own machine too."""
    one, other = (set(resolve(urlsplit(url).hostname or "")) for url in (server, doors))
    return bool(one & other)


def in_clear(what: str, url: str) -> Iterator[Step]:
    """Say that an address lets others on the way read what passes, tokens included."""
    host = urlsplit(url).hostname or ""
    near = host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)
    if url.startswith("http://") and not near:
        yield Step(what, f"{url} is plain http: whoever is on the way reads the tokens", f"give {what} https")


def _entries(listed: str) -> list[str]:
    return [each for each in re.split(r"[\s,]+", listed) if each]


def _is_covered(address: str, listed: str) -> bool:
    return any(
        ip_address(address) in ip_network(each, strict=False) for each in _entries(listed) if _is_range(each)
    )


def _is_range(entry: str) -> bool:
    """Tell `10.0.0.0/8` from a name or an address, which the server only compares with what is called."""
    try:
        ip_network(entry, strict=False)
    except ValueError:
        return False
    return "/" in entry


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_reserved(address: str) -> bool:
    return any(ip_address(address) in each for each in _RESERVED)
