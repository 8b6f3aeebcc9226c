"""Who may reach the door at all: names and origins of this server, compared whole, before anything is parsed.

A page in somebody's browser can have a name of its own resolve to this machine (DNS rebinding); what it cannot do is
send another name or another origin than its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers

HERE = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::(\d{1,5}))?")
_ORIGIN = re.compile(rf"(https?)://{_HOST.pattern}")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names that this server goes by, in small letters; an IPv6 address in brackets. Any port."""

    names: frozenset[str]

    def refusal(self, headers: Headers) -> tuple[int, str] | None:
        """Status and words for a request that is not meant for this server; nothing for one that is."""
        host = _HOST.fullmatch(_only(headers, "host") or "")
        if host is None or host[1].lower() not in self.names:
            return 421, "this server has another name"
        if "origin" in headers:
            origin = _ORIGIN.fullmatch(_only(headers, "origin") or "")
            if origin is None or origin[2].lower() not in self.names:
                return 403, "this origin is not served"
        return None


def _only(headers: Headers, name: str) -> str | None:
    """The one header of a name; nothing where there are several, of which anybody could take another."""
    said = headers.getlist(name)
    return said[0] if len(said) == 1 else None


def hosts_of(*addresses: str | None, more: Iterable[str] = ()) -> Hosts:
    """This machine's own names, those of the addresses that are given, and `more`."""
    named = {urlsplit(address).hostname or "" for address in addresses if address}
    named |= set(more)
    bracketed = {f"[{name}]" if ":" in name and not name.startswith("[") else name for name in named}
    return Hosts(frozenset(name.lower() for name in (*HERE, *bracketed) if name and name != "0.0.0.0"))  # noqa: S104


HERE_ALONE = hosts_of()
"""A server that is reached on its own machine only."""
