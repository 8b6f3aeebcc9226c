"""Free text as it may be read: without whatever could be a number, an address or an account."""

from __future__ import annotations

import re

from privacy.policy.operators import MASK

_DIGIT = "[0-9０-９零〇一二三四五六七八九幺]"
_MAILBOX = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|@[A-Za-z0-9._-]+"
_ACCOUNT = r"[A-Za-z]+_[A-Za-z0-9_]+"
_PLATE = r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}"
_NUMBER = rf"[A-Za-z]{{0,3}}{_DIGIT}+[A-Za-z]{{0,2}}(?:[-\s.·/()（）]{{0,2}}{_DIGIT}+[A-Za-z]?)*"
_MAY_TELL = re.compile(f"{_MAILBOX}|{_ACCOUNT}|{_PLATE}|(?P<number>{_NUMBER})")
_DIGITS = re.compile(_DIGIT)
FEWEST_DIGITS = 5
"""From so many on, digits could be somebody's number, however they are parted."""


def masked_text(text: str) -> str:
    """Free text without what could be a number, a mailbox or an account in it."""
    return _MAY_TELL.sub(_told, text)


def _told(found: re.Match[str]) -> str:
    number = found["number"]
    return number if number and len(_DIGITS.findall(number)) < FEWEST_DIGITS else MASK
