"""YAML that may hold nothing but data."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_platform.errors import MappingError
from graph_platform.strict_yaml import Document

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tag"),
        ("a: 1\nb: !custom x\n", 2, "tag"),
        ("a: !!binary aGVsbG8=\n", 1, "tag"),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "twice"),
        ("a: 1\nb: [1, 2\n", 3, "not valid YAML"),
        ("a: 1\n? [x, y]\n: 2\n", 2, "a key must be a word"),
        (BOMB, 4, "aliases"),
    ],
)
def test_refused_with_its_line(make: Callable[..., Path], text: str, line: int, says: str) -> None:
    with pytest.raises(MappingError, match=says) as caught:
        Document(make("m.yaml", text))
    found = int(caught.value.message.split(":")[1])
    assert found == line or says == "aliases"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"a: \xe9\n",
        b"x" * 2_000_000,
        b"[" * 5_000,
        b"a: \x07\n",
        b"a: &x [*x]\n",
        b"--- 1\n--- 2\n",
    ],
)
def test_what_is_no_mapping_at_all(make: Callable[..., Path], content: bytes) -> None:
    with pytest.raises(MappingError):
        Document(make("m.yaml", content))


def test_words_stay_words(make: Callable[..., Path]) -> None:
    document = Document(make("m.yaml", "on: x\nno: 2024-01-02\n1: [true, 1, 1.5, null, '5']\n"))
    assert document.data == {"on": "x", "no": "2024-01-02", "1": [True, 1, 1.5, None, "5"]}
    assert document.line(("1", 2)) == 3
