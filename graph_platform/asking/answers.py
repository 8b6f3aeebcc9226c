"""What a question comes to: a plan, a question back with choices, or which part is not understood."""

from __future__ import annotations

from dataclasses import dataclass

from graph_platform.asking.chunks import Candidate
from graph_platform.asking.plan import Plan


@dataclass(frozen=True, slots=True)
class Said:
    """The same in Chinese and English."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """In one of the two."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of what is ambiguous: the plan it makes, or the node it means."""

    text: Said
    plan: Plan | None = None
    node: Candidate | None = None


@dataclass(frozen=True, slots=True)
class AsksBack:
    """A question back: the choices exclude one another."""

    text: Said
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no answer: `part` are the words of the question that are not understood, or not to be asked."""

    text: Said
    part: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """A stretch of the question (characters) and what it was taken for."""

    start: int
    end: int
    text: str
    as_: str


@dataclass(frozen=True, slots=True)
class Understood:
    """Exactly one of `plan`, `asks` and `refused`; `words` says the plan in words."""

    plan: Plan | None = None
    asks: AsksBack | None = None
    refused: Refused | None = None
    words: Said = Said("", "")
    used: tuple[Used, ...] = ()


class NotUnderstood(Exception):
    """A part of a question that ends the reading: what `Refused` tells."""

    def __init__(self, zh: str, en: str, part: str = "") -> None:
        super().__init__(en)
        self.refused = Refused(Said(zh, en), part)


class Forbidden(NotUnderstood):
    """A property that the asker may not read: nothing is asked for or by it, and no other reading is tried."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"您无权查看“{name}”", f"you may not see “{name}”, so it cannot be asked for or by", name
        )


class Unclear(Exception):
    """Several phrases are meant equally; each with what it is called."""

    def __init__(self, zh: str, en: str, options: list[tuple[Said, object]]) -> None:
        super().__init__(en)
        self.text = Said(zh, en)
        self.options = options
