"""Neo4j's logs, without what they may quote of the graph."""

import re
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph_platform.managed.home import Home

NAMES = ("neo4j.log", "debug.log", "console.log", "admin.log")
POLL_SECONDS = 0.3
HIDDEN = "•••"

_MOMENT = re.compile(r"^(?:\{\"time\":\")?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,\d]*(?:Z|[+-]\d\d:?\d\d)?\"?")
_FIELD = re.compile(r'"(?:time|level|category|databaseId)":"[^"]*"|"(?:message|stacktrace|type)":"')
_VALUES = (
    # Neo4j writes English: whatever is beyond ASCII came out of the graph
    re.compile(r"[^\x00-\x7f]+"),
    re.compile(r"\\u[0-9a-fA-F]{4}"),
    re.compile(r"\\?'(?:[^'\\]|\\.)*?\\?'"),
    re.compile(r'\\"(?:[^"\\]|\\[^"])*\\"'),
    re.compile(r'(?<![:{,])"(?:[^"\\]|\\.)*"(?!:)'),
    re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+"),
    re.compile(r"(?<![\w.-])\+?\d(?:[ .()-]?\d){6,}[0-9Xx]?(?![\w-])"),
)


def scrub(line: str) -> str:
    """Hide what may be a value in a line of a log: quoted text, addresses, long numbers, all beyond ASCII."""
    moment = _MOMENT.match(line)
    start = moment.end() if moment else 0
    head, rest = line[:start], line[start:]
    parts, at = [], 0
    for field in _FIELD.finditer(rest):
        parts += [_hide(rest[at : field.start()]), field.group()]
        at = field.end()
    return head + "".join(parts) + _hide(rest[at:])


def _hide(text: str) -> str:
    for values in _VALUES:
        text = values.sub(HIDDEN, text)
    return text


def last_lines(home: Home, name: str, count: int) -> list[str]:
    """Give the last lines of a log, scrubbed; none where there is no such log yet."""
    try:
        with (home.logs / name).open(encoding="utf-8", errors="replace") as file:
            return [scrub(line.rstrip("\n")) for line in deque(file, maxlen=count)]
    except FileNotFoundError:
        return []


def follow(path: Path) -> Iterator[str]:
    """Give the lines that are added to a log from now on, scrubbed, without end."""
    yield from (scrub(line) for line in _whole_lines(_added(path)))


def _added(path: Path) -> Iterator[str]:
    position = path.stat().st_size if path.exists() else 0
    while True:
        size = path.stat().st_size if path.exists() else 0
        # a log that is turned over begins anew
        position = 0 if size < position else position
        if size > position:
            with path.open("rb") as file:
                file.seek(position)
                content = file.read(size - position)
            position = size
            yield content.decode("utf-8", errors="replace")
        else:
            time.sleep(POLL_SECONDS)


def _whole_lines(pieces: Iterable[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from lines
