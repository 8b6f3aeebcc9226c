"""Questions that go on from the one before: it, of these, and last year?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from graph_platform.asking.answers import NotUnderstood
from graph_platform.asking.chunks import Before, Candidate, Chunk, Fixed, Named
from graph_platform.asking.draft import Link, Phrase, Test, having, narrowed, sides
from graph_platform.asking.lexicon import Lexicon, Noun, Speech, ValueWord
from graph_platform.asking.plan import Groups, Listing, Nodes, Number, Plan
from graph_platform.asking.plans import ROWS
from graph_platform.asking.times import Found
from graph_platform.asking.tokens import Token, joined
from graph_platform.asking.values import Confirming
from graph_platform.ontology import ONTOLOGY


def remembered(parts: Sequence[Token], lexicon: Lexicon, before: Plan | None) -> Fixed:
    """Pronouns of a question as what they stand for: the one node, or the nodes, of the question before."""
    if before is None:
        return {}
    single = _one_node(before)
    many = _set_of(before)
    found: Fixed = {}
    for start in range(len(parts)):
        for behind in range(start + 1, min(len(parts), start + 5) + 1):
            senses = lexicon.phrases.get(joined(list(parts[start:behind])), ())
            spoken = {sense.part for sense in senses if isinstance(sense, Speech)}
            if "it" in spoken and single is not None:
                candidate = Candidate(single.id or "", single.mention, (single.label,))
                found[start, behind] = (Named(single.mention, (candidate,)),)
            elif "these" in spoken and many is not None and many.id is None:
                found[start, behind] = (Before(_phrase(many)),)
    return found


def there(chunks: Sequence[Chunk], before: Plan | None) -> tuple[Chunk, ...]:
    """The chunks, with `there` as at the one organization of the question before; `there are` stays as it is."""
    single = _one_node(before) if before is not None else None
    if single is None or ONTOLOGY.dimension(single.label) != "Organization":
        return tuple(chunks)
    made: list[Chunk] = []
    for place, chunk in enumerate(chunks):
        around = [each.text for each in (*chunks[max(0, place - 1) : place], *chunks[place + 1 : place + 2])]
        be = {"is", "are", "was", "were", "be", "been"}
        if chunk.text not in ("there", "over there") or be.intersection(around):
            made.append(chunk)
            continue
        named = Named(single.mention, (Candidate(single.id or "", single.mention, (single.label,)),))
        made += [replace(chunk, text="at", senses=(Speech("prep"),)), replace(chunk, senses=(named,))]
    return tuple(made)


def _set_of(plan: Plan) -> Nodes | None:
    """The nodes that a plan was about, where they are a set that can be said again: a top five is none."""
    if isinstance(plan, Listing) and plan.order is None and plan.first == ROWS:
        return plan.nodes
    return (
        plan.nodes
        if isinstance(plan, Groups) or (isinstance(plan, Number) and plan.function == "count")
        else None
    )


def _one_node(plan: BaseModel) -> Nodes | None:
    """The only node that a plan names; None where it names none or several."""
    named = list({nodes.id: nodes for nodes in _all_nodes(plan) if nodes.id}.values())
    return named[0] if len(named) == 1 else None


def _all_nodes(part: Any) -> Iterator[Nodes]:
    if isinstance(part, Nodes):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _all_nodes(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _all_nodes(each)


def _phrase(nodes: Nodes) -> Phrase:
    links = tuple(
        Link(
            each.end,
            _phrase(each.nodes),
            tuple(Test((c.property,), c.op, c.value, sure=True) for c in each.edge),
            each.none,
            each.at_least,
        )
        for each in nodes.related
    )
    return Phrase(
        (nodes.label,),
        id=nodes.id,
        mention=nodes.mention,
        where=tuple(Test((c.property,), c.op, c.value, sure=True) for c in nodes.where),
        during=nodes.during,
        related=links,
        bare=False,
    )


_FILL = ("follow", "stop", "fill", "prep", "de", "inside", "and", "fill_have", "have", "relative", "poss")


async def follow(chunks: Sequence[Chunk], before: Plan | None, confirming: Confirming) -> Plan | None:
    """The plan of before with the one thing changed that the question says; None where it is no such question.

    Raises: `NotUnderstood` where it goes on from nothing, or it is not clear what it changes.
    """
    content = [chunk for chunk in chunks if not chunk.speaks(*_FILL)]
    if len(content) == 2 and before is not None and (nodes := _set_of(before)) is not None:
        # in Reading the companies: the noun says again what was asked for
        again = [each for each in content if (noun := each.sense(Noun)) and noun == Noun(nodes.label)]
        content = [each for each in content if each not in again] if len(again) == 1 else content
    said = any(chunk.speaks("follow") for chunk in chunks)
    if before is None:
        pronoun = next(
            (chunk for chunk in chunks if chunk.speaks("it", "these") and not chunk.speaks("fill")), None
        )
        if pronoun is not None and all(isinstance(sense, Speech) for sense in pronoun.senses):
            raise NotUnderstood(
                f"“{pronoun.text}”指什么？前面没有问题",
                f"what does “{pronoun.text}” stand for? No question came before",
                pronoun.text,
            )
        return None
    if said and len(content) == 2 and before.ask in ("number", "list", "groups"):
        # and in August, how many?
        content = [each for each in content if not each.speaks("how_many", "which", "who")] or content
    if len(content) != 1 or any(chunk.sense(Before) for chunk in chunks):
        return None
    chunk = content[0]
    if chunk.speaks("how_many") and (nodes := _set_of(before)) is not None:
        return Number(nodes=nodes, as_of=before.as_of)
    if not said and not (chunk.sense(Found) or chunk.sense(Named) or chunk.is_unknown or chunk.sense(Noun)):
        return None
    if (found := chunk.sense(Found)) is not None:
        return _with_time(before, found, chunk)
    if (named := chunk.sense(Named)) is not None:
        return _with_name(before, named, chunk) if said else None
    if chunk.is_unknown or chunk.sense(ValueWord):
        return await _with_value(before, chunk, confirming) if said else None
    if (noun := chunk.sense(Noun)) is not None and said and not _asks(chunks):
        return _with_label(before, noun, chunk)
    return None


def _asks(chunks: Sequence[Chunk]) -> bool:
    return any(chunk.speaks("how_many", "count", "who") for chunk in chunks)


def _with_label(before: Plan, noun: Noun, chunk: Chunk) -> Plan:
    """Of the same, those of a finer kind, or another kind where all that was said may be said of it too."""
    nodes = _set_of(before)
    if (
        nodes is None
        or noun.where
        or noun.has
        or ONTOLOGY.dimension(noun.label) != ONTOLOGY.dimension(nodes.label)
    ):
        raise _unclear(chunk)
    fits = all(narrowed((noun.label,), sides(link.end)[0]) for link in nodes.related) and all(
        having((noun.label,), test.property) == (noun.label,) for test in nodes.where
    )
    if not fits or noun.label == nodes.label or nodes.id is not None:
        raise _unclear(chunk)
    return before.model_copy(update={"nodes": nodes.model_copy(update={"label": noun.label})})


def goes_on(chunks: Sequence[Chunk], before: Plan | None) -> bool:
    """Whether a question says that it goes on from the one before, and names nothing of it again."""
    said = [chunk for chunk in chunks if not chunk.speaks("stop", "comma")]
    begins = bool(said) and (said[0].speaks("follow") or said[-1].speaks("follow"))
    return (
        before is not None
        and begins
        and not any(chunk.sense(Before) or chunk.sense(Named) for chunk in chunks)
    )


def _changed(part: Any, change: Any) -> Any:
    """A plan with every one of its `Nodes` changed by a function."""
    if isinstance(part, BaseModel):
        fields = {name: _changed(getattr(part, name), change) for name in type(part).model_fields}
        made = part.model_copy(update=fields)
        return change(made) if isinstance(made, Nodes) else made
    if isinstance(part, tuple):
        return tuple(_changed(each, change) for each in part)
    return part


def _unclear(chunk: Chunk) -> NotUnderstood:
    return NotUnderstood(
        f"不清楚“{chunk.text}”要换掉前一个问题的哪一部分",
        f"it is not clear which part of the question before “{chunk.text}” stands for",
        chunk.text,
    )


def _with_time(before: Any, found: Found, chunk: Chunk) -> Plan:
    if found.window is None:
        raise _unclear(chunk)
    if before.as_of is not None:
        if found.day is None:
            raise _unclear(chunk)
        return before.model_copy(update={"as_of": found.day})  # type: ignore[no-any-return]
    if getattr(before, "during", None) is not None or before.ask == "timeline":
        return before.model_copy(update={"during": found.window})  # type: ignore[no-any-return]
    timed = [nodes for nodes in _all_nodes(before) if nodes.during is not None]
    if len({str(nodes.during) for nodes in timed}) > 1:
        raise _unclear(chunk)
    if timed:
        name = timed[0].during.property if timed[0].during else None
        window = found.window.model_copy(update={"property": name})
        return _changed(before, lambda n: n.model_copy(update={"during": window}) if n.during else n)  # type: ignore[no-any-return]
    open_ = [nodes for nodes in _all_nodes(before) if _happens(nodes)]
    if len(open_) != 1:
        raise _unclear(chunk)
    return _changed(before, lambda n: n.model_copy(update={"during": found.window}) if _happens(n) else n)  # type: ignore[no-any-return]


def _happens(nodes: Nodes) -> bool:
    return (
        nodes.id is None
        and ONTOLOGY.dimension(nodes.label) in ("Event", "Content")
        and nodes.label != "Skill"
    )


def _with_name(before: Plan, named: Named, chunk: Chunk) -> Plan:
    old = _one_node(before)
    label = ONTOLOGY.finest(named.candidates[0].labels)
    if old is None or ONTOLOGY.dimension(old.label) != ONTOLOGY.dimension(label):
        raise _unclear(chunk)
    new = {"id": named.candidates[0].id, "mention": named.mention}
    return _changed(before, lambda n: n.model_copy(update=new) if n.id == old.id else n)  # type: ignore[no-any-return]


async def _with_value(before: Plan, chunk: Chunk, confirming: Confirming) -> Plan:
    fitting: list[tuple[Nodes, Test, str]] = []
    for nodes in _all_nodes(before):
        for condition in nodes.where:
            if condition.op in ("eq", "in") and isinstance(condition.value, str | tuple):
                raw = Phrase((nodes.label,), where=(Test((condition.property,), "eq", chunk.text, raw=True),))
                try:
                    made = (await confirming.confirmed(raw)).where[0]
                except NotUnderstood:
                    continue
                fitting.append((nodes, made, condition.property))
    if len(fitting) != 1:
        raise _unclear(chunk)
    _, test, name = fitting[0]

    def change(nodes: Nodes) -> Nodes:
        where = tuple(
            each.model_copy(update={"op": test.op, "value": test.value}) if each.property == name else each
            for each in nodes.where
        )
        return nodes.model_copy(update={"where": where})

    return _changed(before, change)  # type: ignore[no-any-return]
