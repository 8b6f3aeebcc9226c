"""Cues out of WebVTT files: who speaks (`<v Name>`), and what is said, without the marks of the format."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder, line_blocks

_VOICE = re.compile(r"<v(?:\.[^\s>]{1,60})*[ \t]+([^>]{1,200})>")
_TAG = re.compile(r"</?[a-z0-9:.][^<>]{0,200}>|<>", re.IGNORECASE)
_HEADER = re.compile(r"([A-Za-z-]{1,40}):\s*(.{1,200})")
_APART = ("NOTE", "STYLE", "REGION")


def is_webvtt(head: bytes) -> bool:
    """Whether a file begins as WebVTT does."""
    return bool(re.match(r"WEBVTT(?:[ \t\r\n]|$)", Decoder(head).decode(head).lstrip("\ufeff")))


def read(stream: Stream, head: bytes) -> Iterator[tuple[int, str, str]]:
    """The cues: line, speaker (empty where none is said), text. What a file says of itself comes as cues of line 0."""
    for line, block in _blocks(stream, head):
        if line == 1:
            for each in block[1:]:
                if found := _HEADER.fullmatch(each.strip()):
                    yield 0, found[1].lower(), found[2].strip()
            continue
        timing = next((place for place, each in enumerate(block[:2]) if "-->" in each), None)
        if timing is None or block[0].startswith(_APART):
            continue
        speaker = ""
        for each in re.split(r"(?=<v[ .\t])", "\n".join(block[timing + 1 :])):
            voice = _VOICE.match(each)
            speaker = html.unescape(voice[1]).strip() if voice else speaker
            if text := " ".join(html.unescape(_TAG.sub("", each)).split()):
                yield line, speaker, text


def _blocks(stream: Stream, head: bytes) -> Iterator[tuple[int, list[str]]]:
    """Lines that no blank line divides, with the number of the first."""
    begin = line = 0
    block: list[str] = []
    for lines in line_blocks(Decoder(head).texts(stream.chunks())):
        for text in lines:
            line += 1
            if text := text.strip("\r\n\ufeff"):
                begin = begin if block else line
                block.append(text)
            elif block:
                yield begin, block
                block = []
    if block:
        yield begin, block
