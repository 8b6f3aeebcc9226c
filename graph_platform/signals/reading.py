"""Reading signal files: strictly, and against the ontology. What is wrong is said with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph_platform.errors import SignalError
from graph_platform.ontology import ONTOLOGY
from graph_platform.signals import compiling
from graph_platform.signals.conditions import Day, condition
from graph_platform.signals.model import Leg, Signal, Surge, Where, Words
from graph_platform.signals.names import SHOWN, Names, UnknownName, type_of
from graph_platform.signals.paths import parse
from graph_platform.strict_yaml import Document, Place, did_you_mean, first_error

HELP = "docs/signals.md"
FOLDER = "signals"
OWNER = "account_owner"
OF_SURGE = ("recent", "expected", "last_year", "weeks", "chance")
_FILLED = re.compile(r"\{(\w+)\}")
_DAY = date(2000, 1, 1)


def declared(home: Path | None = None) -> list[Signal]:
    """The shipped signals and those of a user, in `signals/` of the home; by name. Raises `SignalError`.

    A user's signal replaces a shipped one of its name.
    """
    found = {signal.name: signal for signal in map(read, _shipped())}
    folder = home / FOLDER if home else None
    if folder and folder.is_dir():
        found |= {signal.name: signal for signal in map(read, sorted(folder.glob("*.yaml")))}
    return [found[name] for name in sorted(found)]


def _shipped() -> list[Path]:
    folder = Path(str(files("graph_platform.signals").joinpath("shipped")))
    return sorted(folder.glob("*.yaml"))


def read(path: Path) -> Signal:
    """Reads one file. Raises `SignalError` with file, line, and what was perhaps meant."""
    document = Document(path, SignalError, HELP)
    try:
        signal = Signal.model_validate(document.data)
    except ValidationError as error:
        raise first_error(error, document, Signal) from None
    if signal.name != path.stem:
        raise document.error(("name",), f"the signal is called {signal.name!r}, and its file {path.name!r}",
                             "Give both the same name.")  # fmt: skip
    _Check(document, signal).all()
    return signal


class _Check:
    """One file while its names are looked up, part by part in the order in which they are bound."""

    def __init__(self, document: Document, signal: Signal) -> None:
        self.document = document
        self.signal = signal
        self.names = Names()
        self.bound: list[str] = []
        self.roles: set[str] = set()
        self.measured: list[str] = []

    def all(self) -> None:
        """Raises what is wrong first."""
        if not self.signal.surge and not self.signal.legs:
            raise self.document.error((), "a signal needs a surge or legs")
        if self.signal.surge:
            self._surge(self.signal.surge)
        for name, leg in self.signal.legs.items():
            self._leg(name, leg)
        self._requirements()
        self._roles()
        self._words()
        # what could not be compiled would be a mistake of ours; it shows here and not in somebody's run
        compiling.statement(self.signal, Day(_DAY))

    def _surge(self, surge: Surge) -> None:
        place: Place = ("surge",)
        names = Names()
        self._paths(place, surge.path, names, [], surge.where)
        self._where((*place, "where"), surge.where, names)
        label = names.nodes.get(surge.event, "")
        if not label or label == "Event" or not ONTOLOGY.is_a(label, "Event"):
            raise self.document.error((*place, "event" if "event" in surge.model_fields_set else "path"),
                f"({surge.event}) has to be an event of a finer kind in its path: only these have an index by time",
                f"Name it like ({surge.event}:Ticket).")  # fmt: skip
        self._known((*place, "per"), surge.per, names.nodes)
        self.names = Names({name: names.nodes[name] for name in surge.per})
        self.bound = list(surge.per)
        if surge.installed:
            other = Names(dict(self.names.nodes))
            self._paths((*place, "installed"), [surge.installed], other, self.bound)
        self.measured += OF_SURGE

    def _leg(self, name: str, leg: Leg) -> None:
        place: Place = ("legs", name)
        if name == "surge":
            raise self.document.error(place, "the surge has that name already", "Call the leg otherwise.")
        names = Names(dict(self.names.nodes), dict(self.names.hops))
        self._paths(place, leg.path, names, self.bound, leg.where)
        self._where((*place, "where"), leg.where, names)
        self._known((*place, "count"), [each.of for each in leg.count], names.nodes)
        self._known((*place, "by"), leg.by, names.nodes)
        for each in leg.count:
            if each.as_ in self.measured:
                raise self.document.error((*place, "count"), f"two numbers are called {each.as_!r}")
            self.measured.append(each.as_)
            if each.role and each.role in (self.roles | {OWNER}):
                raise self.document.error((*place, "count"), f"two roles are called {each.role!r}")
            if each.role:
                self.roles.add(each.role)
        if leg.none:
            if any("~" in path for path in leg.path):
                raise self.document.error((*place, "path"), "what is missing cannot be looked for by name")
            if not self.bound:
                raise self.document.error(place, "a signal cannot begin with what is missing")
            return
        if not self.bound:
            self._beginning(place, leg, names)
        if leg.count:
            self.names.nodes |= {each: names.nodes[each] for each in leg.by}
            self.bound += [each for each in leg.by if each not in self.bound]
            if not self.bound:
                raise self.document.error(
                    place, "a leg that begins with counting needs by: what is counted for"
                )
        else:
            self.names = names
            self.bound = list(names.nodes)

    def _beginning(self, place: Place, leg: Leg, names: Names) -> None:
        """Where nothing is bound, the statement begins at the fine label of some node: never at all that there is."""
        labels = [node.label for path in map(parse, leg.path) for node in path.nodes]
        if not any(ONTOLOGY.labels[each].parent for each in labels if each):
            raise self.document.error((*place, "path"), "the first leg needs a finer label than a dimension's",
                                      "Write Contract or Lawsuit, not Content or Event.")  # fmt: skip

    def _paths(
        self, place: Place, texts: list[str], names: Names, bound: list[str], where: Where | None = None
    ) -> None:
        """Reads paths, each beginning or passing where something is known already."""
        reached = set(bound)
        for number, text in enumerate(texts):
            at = (*place, "path", number) if place[-1] != "installed" else place
            try:
                path = parse(text)
                names.add(path)
            except UnknownName as error:
                raise self.document.error(at, str(error), error.hint or f"See {HELP}.") from None
            except ValueError as error:
                raise self.document.error(at, str(error), f"See {HELP}.") from None
            here = {node.name for node in path.nodes if node.name}
            if path.alike and (path.nodes[0].name not in reached or path.nodes[1].name in reached):
                raise self.document.error(
                    at,
                    "what is alike leads from a node that is known to a new one",
                    "Write (known)~(new:Label).",
                )
            if reached and not here & reached and not _joined(here, reached, where or {}):
                known = ", ".join(sorted(reached))
                raise self.document.error(
                    at,
                    "this path meets nothing that was named before",
                    f"Let it pass one of: {known}; or let a property be the same as one of theirs.",
                )
            reached |= here

    def _where(self, place: Place, where: Where, names: Names) -> None:
        for reference, said in where.items():
            at = (*place, reference)
            hop = names.hops.get(reference.partition(".")[0])
            try:
                condition(reference, said, names, Day(_DAY))
            except UnknownName as error:
                raise self.document.error(at, str(error), error.hint or f"See {HELP}.") from None
            except ValueError as error:
                raise self.document.error(at, str(error), f"See {HELP}.") from None
            compares = said.before or said.after or said.shares or said.names or said.says
            if hop and not hop.single and compares:
                raise self.document.error(at, "a step that repeats can be compared with nothing else")

    def _known(self, place: Place, said: list[str], known: Any) -> None:
        for name in said:
            if name not in known:
                raise self.document.error(place, f"nothing is named {name!r} here", did_you_mean(name, known))

    def _requirements(self) -> None:
        for number, each in enumerate(self.signal.require):
            counted = [c.as_ for leg in self.signal.legs.values() for c in leg.count]
            self._known(("require", number), [each.measure, each.over], counted)
        for name, reference in self.signal.measures.items():
            at = ("measures", name)
            try:
                self.names.kind(reference)
            except UnknownName as error:
                raise self.document.error(at, str(error), error.hint or f"See {HELP}.") from None
            if type_of(self.names, reference) not in SHOWN:
                raise self.document.error(at, f"{reference} may not stand in a finding",
                                          "Days, shares, whole numbers and words of the ontology may.")  # fmt: skip
            self.measured.append(name)

    def _roles(self) -> None:
        known = [*self.bound, *self.roles]
        self._known(("roles",), self.signal.roles, known)
        self._known(("identity",), self.signal.identity, self.signal.roles)
        if self.signal.tell:
            self._known(("tell",), [self.signal.tell], self.bound)

    def _words(self) -> None:
        known = {*self.signal.roles, *self.measured} | ({OWNER} if self.signal.tell else set())
        for key, words in self._all_words():
            for language in ("zh", "en"):
                for name in _FILLED.findall(words.in_(language)):
                    if name not in known:
                        raise self.document.error((key, language), f"{{{name}}} is neither a role nor a measure",
                                                  did_you_mean(name, known))  # fmt: skip

    def _all_words(self) -> Iterator[tuple[str, Words]]:
        yield "claim", self.signal.claim


def _joined(here: set[str], reached: set[str], where: Where) -> bool:
    """Whether something on a path has to be the same as something that is known."""
    return any(
        reference.partition(".")[0] in here and said.same and said.same.partition(".")[0] in reached
        for reference, said in where.items()
    )
