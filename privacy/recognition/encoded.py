"""Runs of letters that are text in another form: base64 and hexadecimal digits, and encoded words of mail."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator

_RUN = re.compile(r"[A-Za-z0-9+/_\-]{14,}(?:(?<=[A-Za-z0-9+/]{60})\r?\n[A-Za-z0-9+/]+)*={0,2}")
_SPACED_HEX = re.compile(r"(?<![0-9A-Fa-f])(?:0x)?3[0-9](?:[ ,:]{1,2}(?:0x)?3[0-9]){6,40}(?![0-9A-Fa-f])")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){7,}")
_HEX_ALONE = re.compile(r"(?:0x)?(?:[0-9A-Fa-f]{2}){7,}")
_WORD = re.compile(r"=\?([A-Za-z0-9\-]{2,20})\?([BbQq])\?([^?\s]{1,2000})\?=")
_ASCII = re.compile(rb"[!-~ ]{10,}")
_SHORT = 200
_SAFE = bytes.maketrans(b"-_", b"+/")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def decoded_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """The runs of a text that are text themselves: from where to where, and what they say."""
    for found in _WORD.finditer(text):
        said = _said(found)
        if said:
            yield found.start(), found.end(), said
    for found in _SPACED_HEX.finditer(text):
        yield found.start(), found.end(), "".join(code[-1] for code in re.findall("3[0-9]", found[0]))
    for found in _RUN.finditer(text):
        at_edge = found.start() == 0
        run = "".join(found[0].split())
        said = _from_hex(run) or _from_base64(run, at_edge)
        if said:
            yield found.start(), found.end(), said
            continue
        for part in _HEX.finditer(found[0]):
            said = _from_hex(part[0])
            if said:
                yield found.start() + part.start(), found.start() + part.end(), said


def _from_hex(run: str) -> str:
    run = run.removeprefix("0x").rstrip("=")
    if len(run) % 2 or not _HEX_ALONE.fullmatch(run):
        return ""
    return _printed(bytes.fromhex(run))


def _from_base64(run: str, at_edge: bool) -> str:
    if run.isdigit() or (run.isalpha() and (run.islower() or run.isupper())):
        return ""
    raw = run.rstrip("=").encode().translate(_SAFE)
    # the beginning may lie before what we see
    for skipped in range(4 if at_edge and len(raw) > 1000 else 1):
        part = raw[skipped:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            said = _printed(base64.b64decode(part + b"=" * (-len(part) % 4)))
        except binascii.Error:
            continue
        if said:
            return said
    return _within(raw) if len(raw) <= _SHORT else ""


def _within(raw: bytes) -> str:
    """What is printed in a run that other letters stand before or behind of, whatever the place where it begins."""
    for skipped in range(4):
        part = raw[skipped:]
        part = part[:-1] if len(part) % 4 == 1 else part
        try:
            found = _ASCII.findall(base64.b64decode(part + b"=" * (-len(part) % 4)))
        except binascii.Error:
            continue
        if found:
            return str(max(found, key=len).decode())
    return ""


def _said(found: re.Match[str]) -> str:
    charset, kind, code = found[1], found[2].upper(), found[3]
    try:
        raw = (
            base64.b64decode(code + "=" * (-len(code) % 4))
            if kind == "B"
            else quopri.decodestring(code, header=True)
        )
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return ""


def _printed(raw: bytes) -> str:
    """The text that bytes are, or "" where they are none."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(raw) > 8 and not raw[1:12:2].strip(b"\0")):
        said = raw.decode("utf-16" if raw[:1] in (b"\xff", b"\xfe") else "utf-16-le", "replace")
    else:
        try:
            said = raw.decode()
        except UnicodeDecodeError as error:
            # cut in the middle of a character, as a run at the edge may be
            if error.start < len(raw) - 3 or error.start < 12:
                return ""
            said = raw[: error.start].decode()
    return "" if _UNPRINTED.search(said) else said
