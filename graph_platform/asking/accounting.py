"""Does a plan say all that the question said? A second look, which knows nothing of how the plan was read.

Each chunk that carries content has to be found again in the plan: a name by its id, a time by its days, a number as it
stands, a noun, verb or property by what it stands for, a negation as a negation. One that is not found refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from graph_platform.asking.chunks import Before, Chunk, Named
from graph_platform.asking.lexicon import (
    ENDS,
    DateVerb,
    EventVerb,
    Noun,
    PropertyWord,
    Role,
    Speech,
    ValueWord,
    Verb,
    other_end,
)
from graph_platform.asking.pieces import Figure, Words
from graph_platform.asking.plan import Plan
from graph_platform.asking.times import Found
from graph_platform.ontology import ONTOLOGY

_EXTREMES = ("most", "least", "highest", "lowest", "newest", "oldest", "top")
_BOUNDS = ("gt", "gte", "lt", "lte", "post_gte", "post_lte")


def unaccounted(chunks: Sequence[Chunk], plan: Plan) -> Chunk | None:
    """The first chunk that the plan does not hold; None where all are there."""
    held = _Held(plan)
    if (other := _asked_for_another(chunks, plan)) is not None:
        return other
    if (number := _cut_off(chunks, plan)) is not None:
        return number
    return next((chunk for chunk in chunks if not held.holds(chunk)), None)


def _cut_off(chunks: Sequence[Chunk], plan: Plan) -> Chunk | None:
    """A number of what somebody has (customers with one ticket) that the plan took for how many rows are wanted."""
    said = {value for name, value in _leaves(plan, "") if name in ("at_least", "value", "none")}
    for before, chunk in pairwise(chunks):
        figure = chunk.sense(Figure)
        if figure is None or not before.speaks("have", "fill_have"):
            continue
        if getattr(plan, "first", None) == figure.value and not said & {figure.value, figure.value + 1, True}:
            return chunk
    return None


def _asked_for_another(chunks: Sequence[Chunk], plan: Plan) -> Chunk | None:
    """The noun that which or how many asks for, where the plan is about other nodes."""
    head = getattr(plan, "nodes", None)
    if head is None:
        return None
    for place, chunk in enumerate(chunks):
        # 哪一家工单最多 asks for a company, whose tickets are most
        measured = (
            plan.ask == "ranking"
            and chunk.text.startswith("哪")
            and chunk.text.endswith(("家", "位", "个", "名"))
        )
        if not chunk.speaks("which", "how_many") or measured:
            continue
        for following, behind in pairwise((*chunks[place + 1 :], None)):
            if following is None:
                break
            nouns = [sense.label for sense in following.senses if isinstance(sense, Noun)]
            if nouns and all(isinstance(sense, Noun | Role) for sense in following.senses):
                for role in (sense for sense in following.senses if isinstance(sense, Role)):
                    relationship, outgoing = ENDS[role.end]
                    nouns += [role.to] if role.to else relationship.end if outgoing else relationship.start
                compound = behind is not None and (
                    behind.sense(Noun) or behind.sense(Role) or behind.sense(PropertyWord)
                )
                fits = any(ONTOLOGY.is_a(head.label, n) or ONTOLOGY.is_a(n, head.label) for n in nouns)
                if not fits and not compound:
                    return following
                break
            if not (following.is_unknown or following.sense(ValueWord) or following.sense(Figure)):
                break
    return None


class _Held:
    """Everything that stands in a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.leaves = list(_leaves(plan, ""))
        self.texts = {str(value) for _, value in self.leaves}
        self.labels = {str(value) for name, value in self.leaves if name in ("label", "kinds")}
        self.ends = {str(value) for name, value in self.leaves if name == "end"}
        self.numbers = {
            float(v) for _, v in self.leaves if isinstance(v, int | float) and not isinstance(v, bool)
        }

    def holds(self, chunk: Chunk) -> bool:
        """Whether one of a chunk's senses is in the plan, or it has a sense that needs not be."""
        return chunk.text in self.texts or any(self._holds(sense) for sense in chunk.senses)

    def _holds(self, sense: Any) -> bool:
        match sense:
            case Named(candidates=candidates):
                return any(each.id in self.texts for each in candidates)
            case Found(window=window, day=day):
                days = {str(each) for each in (window and window.since, window and window.until, day) if each}
                return bool(days & self.texts)
            case Figure(value=1) if ("none", True) in self.leaves:
                return True
            case Figure(value=value):
                return value in self.numbers or value + 1 in self.numbers
            case Noun(label=label, where=where, has=has):
                meant = any(ONTOLOGY.is_a(each, label) or ONTOLOGY.is_a(label, each) for each in self.labels)
                return (
                    meant and all(value in self.texts for _, value in where) and (not has or has in self.ends)
                )
            case Role(end=end, edge=edge):
                return bool({end, other_end(end)} & self.ends) and all(
                    value in self.texts for _, value in edge
                )
            case Verb(relationship=name, edge=edge):
                edge = tuple((key, value.removeprefix("> ")) for key, value in edge)
                relationship = ONTOLOGY.relationships[name]
                joined = {relationship.incoming, relationship.outgoing} & self.ends
                begins = any(key in ("since", "until") for key, _ in self.leaves)
                # which territory does X belong to: a property is all that is asked for
                belongs = name == "PART_OF" and bool(getattr(self.plan, "properties", ()))
                return bool(joined or begins or belongs) and all(value in self.texts for _, value in edge)
            case EventVerb(label=label):
                return label in self.labels
            case PropertyWord(names=names):
                there = bool(set(names) & self.texts)
                return (
                    there
                    or names == ("name",)
                    or (names == ("share",) and bool({"owners", "holdings"} & self.ends))
                )
            case ValueWord(value=value):
                return value.lower() in {text.lower() for text in self.texts}
            case DateVerb(property=name):
                # an event's own time is not named
                return name in self.texts or name in ("at", "published")
            case Speech(part=part):
                return self._says(part)
            case Words() | Before():
                return True
        return False

    def _says(self, part: str) -> bool:
        if part in ("not", "no", "nobody"):
            return ("none", True) in self.leaves or ("op", "ne") in self.leaves
        if part in _EXTREMES:
            return self.plan.ask in ("ranking", "groups") or any(
                n in ("descending",) or v in ("max", "min") for n, v in self.leaves
            )
        if part in ("sum", "average", "max", "min"):
            return ("function", part) in self.leaves or part in ("max", "min")
        if part in _BOUNDS:
            return any(
                n == "at_least" or (n == "op" and v in ("gt", "gte", "lt", "lte")) for n, v in self.leaves
            )
        if part == "each":
            return self.plan.ask in ("groups", "comparison")
        if part in ("or",):
            return ("op", "in") in self.leaves
        return part not in ("path", "strength", "compare", "each", "more", "ranked") or (
            part == "ranked"
            and (self.plan.ask == "ranking" or any(name == "descending" for name, _ in self.leaves))
        )


_ALWAYS_SAID = ("label", "ask", "first", "descending")


def _leaves(part: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(part, BaseModel):
        for each in type(part).model_fields:
            value = getattr(part, each)
            # what was left out says nothing
            if value != type(part).model_fields[each].default or each in _ALWAYS_SAID:
                yield from _leaves(value, each)
    elif isinstance(part, tuple):
        for item in part:
            yield from _leaves(item, name)
    elif part is not None and name != "mention":
        yield name, part
