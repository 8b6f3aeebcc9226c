"""Chinese characters in a text: whether there are any, and how they sound."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.pinyin import readings

HAS_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=65536)
def spoken(characters: str) -> str:
    """The characters in Pinyin without tones and blanks."""
    return "".join(reading.syllable for reading in readings(characters))


def spoken_apart(characters: str) -> tuple[str, ...]:
    """The same, a syllable for each character."""
    return tuple(reading.syllable for reading in readings(characters))
