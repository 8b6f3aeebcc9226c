"""What may happen to a file between a source and us, by a seed: the same seed always does the same damage."""

from __future__ import annotations

import copy
import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

SPOILS = (
    *(
        b"\0",
        b"\xff",
        b'"',
        b"'",
        b"\n",
        b"\r",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b";",
        b"\t",
        b"\\",
        b"\x1a",
        b"\x1b[",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xd6\xd0",
        b"\xe4\xb8",
        b"\xed\xa0\x80",
        "\u2028\u202e".encode(),
    ),
    *(
        b"null",
        b"-1e999",
        b"NaN",
        b'"@type"',
        b"<script>",
        b"]]>",
        b"<!--",
        b"[[" * 300,
        b'{"a":' * 300,
        b"9" * 400,
    ),
    *(
        b"=cmd|' /C calc'!A0",
        b"1.1E+17",
        b"\\u0000",
        b"\\ud800",
        b"\n\n\n",
        b"From nobody\n",
        b"BEGIN:VCARD\n",
    ),
)
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "gb18030", "utf-8-sig", "cp1252", "big5", "shift_jis")
VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        10**30,
        -0.5,
        1e308,
        float("inf"),
        float("nan"),
        "",
        " ",
        "-",
        "\0",
        "\ud800",
        "＝1",
    ),
    *(
        [],
        {},
        [[]],
        [None],
        [{}],
        {"": None},
        {"value": {}},
        ["a", 1, None],
        "x" * 5_000,
        "9" * 25,
        "9999-99-99",
    ),
    *("1.1E+17", "2024-13-45", "=1+1", "null", "张三李四王五", {"id": []}, [{"id": {}}], "#/:+", "a/b#c[0]"),
)


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The file after one to three kinds of damage."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        content = rng.choice(MUTATIONS)(content, rng)
    return content


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _behead(content: bytes, rng: random.Random) -> bytes:
    return content[rng.randrange(len(content) + 1) :]


def _delete(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + content[at + rng.randint(1, 60) :]


def _repeat(content: bytes, rng: random.Random) -> bytes:
    return content * rng.randint(2, 3)


def _double(content: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(content) + 1), rng.randint(1, 400)
    return content[: at + length] + content[at:]


def _flip(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 6) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _insert(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        at = rng.choice((0, len(content), rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)))
        content = content[:at] + rng.choice(SPOILS) + content[at:]
    return content


def _encode(content: bytes, rng: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def _encode_a_part(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join([*lines[:at], _encode(b"\n".join(lines[at:]), rng)])


def _lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[other])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        rng.shuffle(lines)
    else:
        return rng.choice((b"\r\n", b"\r", b"", b"\n\n")).join(lines)
    return b"\n".join(lines)


def _columns(content: bytes, rng: random.Random) -> bytes:
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"))))
    except csv.Error:
        return content
    width = max(map(len, rows), default=0)
    if width < 2:
        return _structure(content, rng)
    order = list(range(width))
    kind = rng.randrange(5)
    if kind == 0:
        rng.shuffle(order)
    elif kind == 1:
        order.remove(rng.randrange(width))
    elif kind == 2:
        order.insert(rng.randrange(width), rng.randrange(width))
    rows = [[row[n] if n < len(row) else "" for n in order] for row in rows]
    if kind == 3:
        rows.insert(0, ["Title"])
        rows.append(["Total", *["1"] * (width - 1)])
    if kind == 4:
        row = rng.choice(rows[1:] or rows)
        row[rng.randrange(len(row))] = str(rng.choice(VALUES)).encode("utf-8", "replace").decode()
    out = io.StringIO()
    csv.writer(out, delimiter=rng.choice(",,;\t|")).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _structure(content: bytes, rng: random.Random) -> bytes:
    """Another type somewhere in a JSON file, or in one line of a file of objects."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        lines = content.split(b"\n")
        at = rng.randrange(len(lines))
        try:
            lines[at] = json.dumps(_changed(json.loads(lines[at]), rng)).encode()
        except (ValueError, RecursionError):
            return _flip(content, rng)
        return b"\n".join(lines)
    return json.dumps(_changed(whole, rng), indent=rng.choice((None, 1))).encode()


def _changed(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(list(value))
        if rng.random() < 0.15:
            value.pop(key)
        else:
            value[key] = _changed(value[key], rng)
        return value
    if isinstance(value, list) and value and rng.random() < 0.85:
        at = rng.randrange(len(value))
        value[at] = _changed(value[at], rng)
        return value
    return copy.deepcopy(rng.choice(VALUES))


def _packed(content: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.5:
        return gzip.compress(content, 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(rng.choice(("a.csv", "b/a.json", "../a")), content)
    return out.getvalue()


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(
        _cut,
        _behead,
        _delete,
        _repeat,
        _double,
        _flip,
        _insert,
        _insert,
        _encode,
        _encode_a_part,
        _lines,
        _lines,
    ),
    *(_columns, _columns, _columns, _structure, _structure, _structure, _structure, _packed),
)
