"""Recognizers that a YAML file declares: the shipped `builtin.yaml`, and a user's own of the same form."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph_platform.strict_yaml import Document, first_error
from privacy.recognition.checks import CHECKS
from privacy.recognition.finding import NotAnalyzed
from privacy.recognition.folding import BORDER
from privacy.recognition.numbers import before, behind
from privacy.recognition.span import Span
from privacy.recognition.triggers import Need

CODE_TYPES = frozenset(
    ("ADDRESS", "BANK_CARD", "CN_ID", "EMAIL", "ENCODED", "ORGANIZATION", "PERSON", "PHONE")
)
"""The types of what recognizers find that are code."""
SECONDS = 0.25
"""So long a user's pattern may look at one text; then the text counts as not analysed."""
_BUILTIN = Path(__file__).parent / "builtin.yaml"
_PART = re.compile(r"<([a-z_]+)>")
_SEPARATORS = re.compile(r"[\s\-._()\[\]+/:,]+")
_BEHIND = 12


class Recognizer(BaseModel):
    """A pattern over folded text, the type of what it finds, and what has to be so besides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,40}$", description="Its name, which findings carry.")
    type: str = Field(pattern=r"^[A-Z][A-Z0-9_]{1,40}$", description="The type of its findings.")
    pattern: str = Field(min_length=1, max_length=4000, description="Regular expression over folded text.")
    score: float = Field(gt=0, le=1, description="How sure a finding is.")
    words: tuple[str, ...] = Field((), description="Words, one of which has to be in the text at all.")
    digits: int = Field(0, ge=0, le=40, description="So many digits have to be in the text.")
    context: tuple[str, ...] = Field((), description="Words, one of which has to stand close by.")
    check: str = Field("", description="Name of a check that the value has to pass.")
    strip: bool = Field(False, description="Take separators away before the check.")

    @field_validator("check")
    @classmethod
    def _known(cls, check: str) -> str:
        if check and check not in CHECKS:
            close = get_close_matches(check, CHECKS, 1)
            raise ValueError(
                f"is no check that there is; did you mean {close[0]}?"
                if close
                else f"is none of {', '.join(CHECKS)}"
            )
        return check


class Code(BaseModel):
    """What a text has to hold for a recognizer that is code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...] = ()
    digits: int = 0


class RecognizerFile(BaseModel):
    """A file of recognizers: parts that patterns name in <angle brackets>, and the recognizers."""

    model_config = ConfigDict(extra="forbid")

    parts: dict[str, str] = Field(default_factory=dict, description="Parts of patterns, by name.")
    recognizers: list[Recognizer] = Field(description="The recognizers.")
    code: dict[str, Code] = Field(
        default_factory=dict, description="In the shipped file alone: what recognizers that are code need."
    )


class Declared:
    """A declared recognizer, ready to look at folded text.

    One of ours sees many texts at once, with borders between them. A user's sees one, and has `SECONDS` for it:
    Python's own regular expressions cannot be stopped, so it is run by the package `regex`.
    """

    def __init__(self, recognizer: Recognizer, parts: dict[str, str], trusted: bool) -> None:
        self.recognizer = recognizer
        self.trusted = trusted
        written = _PART.sub(lambda found: parts.get(found[1], found[0]), recognizer.pattern)
        for _ in range(3):
            written = _PART.sub(lambda found: parts.get(found[1], found[0]), written)
        self.written = written
        self._pattern: Any = re.compile(written) if trusted else regex.compile(written)
        self._group: str | int = "value" if "value" in self._pattern.groupindex else 0
        words = "|".join(re.escape(word.lower()) for word in recognizer.context)
        self._context = re.compile(words) if words else None
        self._check = CHECKS.get(recognizer.check)

        self.need = Need(tuple(word.lower() for word in recognizer.words), recognizer.digits)

    def look(self, text: str, source: str, start: int, end: int) -> list[Span]:
        """What it finds between two places of folded text."""
        return self.spans(text, start, end)

    def spans(self, text: str, begin: int = 0, finish: int | None = None) -> list[Span]:
        """What it finds in folded text. Raises `NotAnalyzed` where a user's pattern runs out of time."""
        declared = self.recognizer
        found: list[Span] = []
        try:
            for match in self._matches(text, begin, len(text) if finish is None else finish):
                start, end = match.span(self._group)
                if start == end or not self._is_so(text, match[self._group], start, end):
                    continue
                found.append(Span(declared.type, start, end, declared.score, declared.name))
        except TimeoutError:
            raise NotAnalyzed("a pattern ran out of time", declared.name) from None
        return found

    def _matches(self, text: str, begin: int, finish: int) -> Any:
        if self.trusted:
            return self._pattern.finditer(text, begin, finish)
        return self._pattern.finditer(text, begin, finish, timeout=SECONDS)

    def _is_so(self, text: str, value: str, start: int, end: int) -> bool:
        if BORDER in value:
            return False
        if self._check and not self._check(_SEPARATORS.sub("", value) if self.recognizer.strip else value):
            return False
        return not self._context or bool(
            self._context.search(before(text, start)) or self._context.search(behind(text, end, _BEHIND))
        )


@lru_cache(maxsize=1)
def builtin() -> tuple[Declared, ...]:
    """The shipped recognizers."""
    return read(_BUILTIN, trusted=True)


def read(path: Path, trusted: bool = False) -> tuple[Declared, ...]:
    """The recognizers of a file. Raises `MappingError` with file, line and suggestion where it is not right."""
    document = Document(path, help="docs/recognition.md")
    try:
        file = RecognizerFile.model_validate(document.data)
    except ValidationError as error:
        raise first_error(error, document, RecognizerFile) from None
    made = []
    parts = {**(_shipped().parts if not trusted else {}), **file.parts}
    for index, recognizer in enumerate(file.recognizers):
        place = ("recognizers", index)
        if [each.name for each in file.recognizers].index(recognizer.name) != index:
            raise document.error(
                (*place, "name"), f"{recognizer.name} stands here twice", "Give it another name."
            )
        try:
            made.append(Declared(recognizer, parts, trusted))
        except (re.error, regex.error) as error:
            raise document.error(
                (*place, "pattern"), f"pattern of {recognizer.name}: {error.msg}", "Mend the pattern."
            ) from None
        unknown = _PART.search(re.sub(r"\(\?P?<[^>]*>", "", made[-1].written))
        if unknown and unknown[1] in get_close_matches(unknown[1], parts, 1, 0.6):
            raise document.error(
                (*place, "pattern"), f"<{unknown[1]}> is no part", "See docs/recognition.md."
            )
    return tuple(made)


def risk(pattern: str) -> str:
    """Why a pattern may take exponential time, or "": a repetition without end inside another.

    A static look that finds the usual ones; what it misses is ended by the time limit.
    """
    inner = r"\((?:[^()\\]|\\.)*(?:[^()\\]|\\.)(?:[+*]|\{\d+,\})(?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,?\d*\})"
    return "a repetition stands inside a repetition" if re.search(inner, pattern) else ""


def needs_of_code() -> dict[str, Need]:
    """What a text has to hold for the recognizers that are code."""
    return {name: Need(code.words, code.digits) for name, code in _shipped().code.items()}


@lru_cache(maxsize=1)
def _shipped() -> RecognizerFile:
    return RecognizerFile.model_validate(Document(_BUILTIN).data)
