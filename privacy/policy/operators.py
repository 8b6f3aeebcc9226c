"""What a viewer reads in the place of a value: operators, from all of it to nothing at all.

Every operator keeps the value's type, so that a schema needs no second one: what is not text is either brought to a
coarser value of its type, or null. `mask` never looks at the value: whether there is one can't be told from it.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph_platform.words import words

MASK = "•••"


class Operator(StrEnum):
    """What is shown of a value."""

    SHOW = "show"
    SPANS = "spans"
    """Free text without what its findings cover."""
    SURNAME = "surname"
    """张三 as 张*, John Smith as S*."""
    REGION = "region"
    """An address to its city, or its province."""
    YEAR = "year"
    """A date by its year."""
    BAND = "band"
    """A number or a sum by its order of magnitude: 1, 2 or 5 times a power of ten, downwards."""
    LAST4 = "last4"
    """The last four characters."""
    TOKENISE = "tokenise"
    """A keyed token: the same for the same value inside a purpose, and for nobody else."""
    AGGREGATE = "aggregate"
    """Only sums and counts over k or more; by itself masked."""
    MASK = "mask"


ORDER = tuple(Operator)
"""From the most open to the strictest."""


def strictest(operators: list[Operator]) -> Operator:
    """The one that shows least."""
    return max(operators, key=ORDER.index, default=Operator.MASK)


def widest(operators: list[Operator]) -> Operator:
    """The one that shows most; with none, nothing is shown."""
    return min(operators, key=ORDER.index, default=Operator.MASK)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What makes tokens of values: a key of this installation, and the purpose inside of which they are joinable."""

    key: bytes
    purpose: str

    def token(self, value: str) -> str:
        """A token of 24 characters: no order, one length, not to be guessed without the key."""
        digest = hmac.new(self.key, f"{self.purpose}\0{value}".encode(), hashlib.sha256)
        return f"tok_{digest.hexdigest()[:20]}"


def applied(operator: Operator) -> Callable[[Any], Any]:
    """What makes of a stored value what is read, for the operators that look at nothing else."""
    one = {
        Operator.SURNAME: _text(surname),
        Operator.REGION: _text(region),
        Operator.YEAR: year,
        Operator.BAND: band,
        Operator.LAST4: _text(last4),
    }[operator]

    def read(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [one(each) for each in value]
        return None if value is None else one(value)

    return read


def _text(of: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: of(value) if isinstance(value, str) else None


def surname(name: str) -> str:
    """张三 as 张*, 欧阳测试 as 欧阳*, John Smith as S*: always one star, so that no length is told."""
    said = name.strip()
    if not said:
        return MASK
    if not said[0].isascii() and said[0].isalpha() and not said[0].islower() and not said[0].isupper():
        return f"{said[: 2 if said[:2] in words('compound_surnames') else 1]}*"
    return f"{said.split()[-1][0].upper()}*"


_CITY = re.compile(r"^.*?(?:省|自治区|特别行政区)?.*?(?:市|自治州|地区|盟)")
_PROVINCE = re.compile(r"^.*?(?:省|自治区|特别行政区)")


def region(address: str) -> str:
    """An address as far as its city; of one in Latin letters its last two parts."""
    for pattern in (_CITY, _PROVINCE):
        if found := pattern.match(address):
            return found[0]
    parts = [part.strip() for part in address.split(",") if part.strip()]
    kept = [part for part in parts[-2:] if not re.search(r"\d", part)] if len(parts) > 2 else []
    return ", ".join(kept) or MASK


def year(value: Any) -> Any:
    """`1990-05-17` as `1990-01-01`, `1990-05` as `1990`; of a moment its year's first."""
    if not isinstance(value, str) or not re.match(r"\d{4}", value):
        return None
    if "T" in value:
        return f"{value[:4]}-01-01T00:00:00Z"
    return f"{value[:4]}-01-01" if len(value) == 10 else value[:4]


def band(value: Any) -> Any:
    """A number brought down to 1, 2 or 5 times a power of ten: 123456 to 100000."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if value == 0:
        return value
    power = 10.0 ** math.floor(math.log10(abs(value)))
    step = max(each for each in (1, 2, 5) if each * power <= abs(value) * (1 + 1e-12))
    made = math.copysign(step * power, value)
    return int(made) if isinstance(value, int) else made


def last4(value: str) -> str:
    """The last four characters of eight or more; of fewer, none."""
    return f"{MASK}{value[-4:]}" if len(value) >= 8 else MASK
