"""Chinese characters in a text: whether there are any, and how they sound."""

from __future__ import annotations

import re

from graph_platform.pinyin import readings

HAS_HAN = re.compile(r"[\u3400-\u9fff]")


def spoken(characters: str) -> str:
    """The characters in Pinyin without tones and blanks."""
    return "".join(reading.syllable for reading in readings(characters))
