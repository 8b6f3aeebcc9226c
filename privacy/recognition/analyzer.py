"""All recognizers over a text: one by one, or over many texts at once with the same findings."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from privacy.recognition.addresses import chinese_addresses, streets
from privacy.recognition.declared import Declared, builtin, needs_of_code
from privacy.recognition.encoded import decoded_runs
from privacy.recognition.finding import Finding, NotAnalyzed, settled
from privacy.recognition.folding import BORDER, folded, joined
from privacy.recognition.gazetteer import Gazetteer
from privacy.recognition.mail import mailboxes
from privacy.recognition.numbers import letters_as_digits, numbers, roman
from privacy.recognition.people import led_names
from privacy.recognition.span import Span
from privacy.recognition.spoken import in_parts, said
from privacy.recognition.triggers import Need, Triggers
from privacy.recognition.views import DEEPEST, is_hard, seen_whole, too_deep, views

LONGEST = 20_000_000
"""A text of more characters is not analysed."""
PIECE = 40_000
"""A longer text is analysed in pieces of so many characters."""
OVERLAP = 4_096
"""So far a piece sees into its neighbours: further than any finding and its context reach."""
_BLOCK = 100_000
_UNEXPECTED = (RecursionError, MemoryError, ValueError, LookupError, TypeError, AssertionError)

Look = Callable[[str, str, int, int], Iterable[Span]]
"""A recognizer that is code: folded text, the text before it was folded, from where to where."""
_CODE: dict[str, Look] = {
    "numbers": lambda text, source, start, end: numbers(text, start, end),
    "letters_as_digits": lambda text, source, start, end: letters_as_digits(text, start, end),
    "roman": lambda text, source, start, end: roman(text, start, end),
    "mail": lambda text, source, start, end: mailboxes(text, start, end),
    "said": lambda text, source, start, end: said(text, start, end),
    "in_parts": lambda text, source, start, end: in_parts(text, start, end),
    "address_zh": lambda text, source, start, end: chinese_addresses(text, start, end),
    "address_en": streets,
    "names": led_names,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some of several texts, joined as all of them are, so that a pattern goes over them once."""

    text: str
    source: str
    starts: list[int]
    shifts: list[int]
    """How far behind its place here each text stands in the whole."""

    @classmethod
    def of(cls, text: str, source: str, starts: Sequence[int], places: Sequence[int]) -> Part:
        """The texts with these numbers."""
        if len(places) == len(starts):
            return cls(text, source, [0], [0])
        bounds = [
            (starts[place], starts[place + 1] - 1 if place + 1 < len(starts) else len(text))
            for place in places
        ]
        own = [0, *accumulate(end - start + 1 for start, end in bounds[:-1])]
        return cls(
            BORDER.join([text[start:end] for start, end in bounds]),
            BORDER.join([source[start:end] for start, end in bounds]),
            own,
            [start - at for (start, _), at in zip(bounds, own, strict=True)],
        )

    def spans(self, look: Look) -> Iterator[Span]:
        """What a recognizer finds, with places in the whole."""
        for span in look(self.text, self.source, 0, len(self.text)):
            shift = self.shifts[bisect_right(self.starts, span.start) - 1]
            yield Span(span.type, span.start + shift, span.end + shift, span.score, span.recognizer)


class Analyzer:
    """Recognizers and names, ready to look at texts. `version` changes when what they find may change.

    `recognizers` are declared ones, `declared.builtin()` where none are given; a user's own are added behind those.
    """

    def __init__(self, gazetteer: Gazetteer, recognizers: Sequence[Declared] | None = None) -> None:
        chosen = tuple(builtin() if recognizers is None else recognizers)
        self.gazetteer = gazetteer
        self._always = [each for each in chosen if each.trusted and each.need == Need()]
        self._called = dict(_CODE)
        self._called |= {each.recognizer.name: each.look for each in chosen if each.trusted}
        self._own = [each for each in chosen if not each.trusted]
        needs = needs_of_code() | {each.recognizer.name: each.need for each in chosen if each.trusted}
        self._triggers = Triggers({name: need for name, need in needs.items() if need != Need()})
        self.types = frozenset(each.recognizer.type for each in chosen)
        self.version = _version(chosen, gazetteer)

    def find(self, text: str) -> tuple[Finding, ...]:
        """What is found in a text, in its order, none over another.

        Raises `NotAnalyzed` where the text could not be looked at to its end.
        """
        found = self._singly(text)
        if isinstance(found, NotAnalyzed):
            raise found
        return found

    def _singly(self, text: str) -> tuple[Finding, ...] | NotAnalyzed:
        if len(text) > PIECE or self._own or is_hard(text):
            return self._alone(text)
        try:
            return settled([Finding(*span) for span in self._spans(folded(text), text, [0])])
        except _UNEXPECTED:
            return self._alone(text)

    def find_many(self, texts: Sequence[str]) -> list[tuple[Finding, ...] | NotAnalyzed]:
        """For each text what `find` gives, or the `NotAnalyzed` that it raises."""
        results: list[tuple[Finding, ...] | NotAnalyzed] = [()] * len(texts)
        easy: list[int] = []
        size = 0
        for index, text in enumerate(texts):
            if len(text) > PIECE or self._own or is_hard(text):
                results[index] = self._alone(text)
                continue
            easy.append(index)
            size += len(text)
            if size > _BLOCK:
                self._fill(results, texts, easy)
                easy, size = [], 0
        self._fill(results, texts, easy)
        return results

    def _fill(
        self, results: list[tuple[Finding, ...] | NotAnalyzed], texts: Sequence[str], chosen: Sequence[int]
    ) -> None:
        """Find in these texts together, and each alone where something goes wrong with one of them."""
        given = [texts[index] for index in chosen]
        try:
            found = self._together(given) if given else {}
        except _UNEXPECTED:
            for index in chosen:
                results[index] = self._alone(texts[index])
            return
        for place, findings in found.items():
            results[chosen[place]] = settled(findings)

    def _together(self, given: Sequence[str]) -> dict[int, list[Finding]]:
        """Find in texts that hold nothing to decode, all at once; what is found by the text's number."""
        block = joined(given)
        starts = [0, *accumulate(len(text) + 1 for text in given[:-1])]
        found: dict[int, list[Finding]] = {}
        for span in self._spans(block, BORDER.join(given), starts):
            place = bisect_right(starts, span.start) - 1
            begin = starts[place]
            if span.end <= begin + len(given[place]):
                finding = Finding(
                    span.type, span.start - begin, span.end - begin, span.score, span.recognizer
                )
                found.setdefault(place, []).append(finding)
        return found

    def _alone(self, text: str) -> tuple[Finding, ...] | NotAnalyzed:
        if len(text) > LONGEST:
            return NotAnalyzed(f"it is longer than {LONGEST:,} characters")
        found: list[Finding] = []
        try:
            for begin in range(0, max(len(text), 1), PIECE):
                first = max(0, begin - OVERLAP)
                piece = text[first : begin + PIECE + OVERLAP] if len(text) > PIECE else text
                for each in self._hard(piece, DEEPEST):
                    start, end = each.start + first, each.end + first
                    if start < begin + PIECE and end > begin:
                        found.append(Finding(each.type, start, end, each.score, each.recognizer))
        except NotAnalyzed as error:
            return error
        except _UNEXPECTED as error:
            # whatever goes wrong here must never look like a text with nothing in it
            return NotAnalyzed(f"unexpected {type(error).__name__}")
        return settled(found)

    def _hard(self, text: str, depth: int) -> Iterator[Finding]:
        """Find in each of the ways to read a text, with the places in the text as it is."""
        for view in views(text):
            plain = folded(view.text)
            spans = list(self._spans(plain, view.text, [0]))
            for own in self._own:
                spans += own.spans(plain)
            for span in spans:
                start, end = view.span(span.start, span.end)
                yield Finding(span.type, start, seen_whole(text, end), span.score, span.recognizer)
            for begin, end, said_there in decoded_runs(view.text):
                yield from self._in_run(said_there, *view.span(begin, end), depth)
        for begin, end in too_deep(text):
            yield Finding("ENCODED", begin, end, 0.5, "nested_codes")

    def _in_run(self, said_there: str, begin: int, end: int, depth: int) -> Iterator[Finding]:
        """A run that is text in another form is one finding, where there is something in what it says."""
        if depth == 0:
            yield Finding("ENCODED", begin, end, 0.5, "nested_codes")
            return
        inside = list(self._hard(said_there, depth - 1))
        if inside:
            surest = max(inside, key=lambda it: (it.score, it.end - it.start))
            yield Finding(surest.type, begin, end, surest.score, surest.recognizer)

    def _spans(self, text: str, source: str, starts: Sequence[int]) -> Iterator[Span]:
        """The spans in folded texts with borders between them, which begin at these places."""
        for each in self._always:
            yield from each.look(text, source, 0, len(text))
        if len(starts) == 1:
            for name, _ in self._triggers.called(text, starts):
                yield from self._called[name](text, source, 0, len(text))
            yield from self.gazetteer.spans(text, source)
            return
        parts: dict[tuple[int, ...], Part] = {}
        for name, places in self._triggers.called(text, starts):
            key = tuple(places)
            if key not in parts:
                parts[key] = Part.of(text, source, starts, key)
            yield from parts[key].spans(self._called[name])
        yield from self.gazetteer.spans(text, source)


def _version(recognizers: Sequence[Declared], gazetteer: Gazetteer) -> str:
    """A hash of the code that recognizes, of what is declared, and of the names."""
    digest = hashlib.sha256()
    for path in sorted(each for each in Path(__file__).parent.iterdir() if each.suffix in (".py", ".yaml")):
        digest.update(path.read_bytes())
    for each in recognizers:
        digest.update(f"{each.recognizer!r} {each.written}".encode())
    digest.update(gazetteer.version.encode())
    return digest.hexdigest()[:16]
