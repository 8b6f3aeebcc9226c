"""Addresses that somebody else names: whether they may be asked at all."""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit


def check_elsewhere(address: str, named_by: str) -> None:
    """Raise `ValueError` where an address leads further inside than `named_by`, the address that named it.

    On the same scheme, host and port it is as good as that one. Anywhere else it is https: a certificate for the name
    is asked for, so what the name is turned to after this look is not sent anything. What is reached from outside
    names nothing inside.
    """
    said, ours = urlsplit(address), urlsplit(named_by)
    if (said.scheme, said.hostname, said.port) == (ours.scheme, ours.hostname, ours.port):
        return
    if said.scheme != "https" or not said.hostname or said.username is not None:
        raise ValueError("not an address that may be asked")
    if _is_inside(said.hostname) and not _is_inside(ours.hostname or ""):
        raise ValueError("an address inside, named from outside")


def _is_inside(host: str) -> bool:
    """Whether a name leads to an address that is not everybody's: this machine, its network, a cloud's metadata."""
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        raise ValueError("the name is not known") from None
    return not all(_is_global(str(address)) for address in found)


def _is_global(address: str) -> bool:
    read = ip_address(address.partition("%")[0])
    if isinstance(read, IPv6Address) and read.ipv4_mapped:
        return read.ipv4_mapped.is_global
    return read.is_global
