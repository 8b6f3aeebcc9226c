"""The same asked of two or more: a question that compares, as one question for each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graph_platform.asking.chunks import Chunk, Named
from graph_platform.asking.lexicon import Noun, Speech, ValueWord, Verb
from graph_platform.asking.times import Found

_TRIGGERS = ("compare", "each", "more")
_JOINTS = ("and", "or", "compare", "comma", "prep", "stop")


def compared(chunks: Sequence[Chunk]) -> list[list[Chunk]] | None:
    """The sides of a comparison, each as a question of its own; None where nothing is compared."""
    triggers = [chunk for chunk in chunks if chunk.speaks(*_TRIGGERS) and not _is_bound(chunks, chunk)]
    if not triggers:
        return None
    joined = _coordinated(chunks)
    if joined is None:
        return None
    items, between = joined
    drop = {id(chunk) for chunk in (*items, *between)} | {id(c) for c in chunks if c.text in ("把", "将")}
    if any(chunk.speaks("compare", "each") or not chunk.speaks("more") for chunk in triggers):
        drop |= {id(chunk) for chunk in triggers}
    more = [chunk for chunk in triggers if chunk.speaks("more")]
    drop |= {id(chunk) for chunk in more}
    if more:
        # which of the two has more tickets: how many has each
        drop |= {id(chunk) for chunk in chunks if chunk.speaks("who", "which", "or")}
        for before, behind in pairwise(chunks):
            if before.speaks("who", "which") and behind.speaks("de", "poss"):
                drop.add(id(behind))
    made: list[list[Chunk]] = []
    for item in items:
        side = [chunk for chunk in chunks if id(chunk) not in drop or chunk is item]
        if more:
            place = side.index(item)
            if any(chunk.sense(Verb) for chunk in side[:place]):
                # who raised more, X or Y: X raised how many
                side.remove(item)
                side.insert(0, item)
            elif place and side[place - 1].sense(Noun):
                side.insert(place, replace(item, text="of", senses=(Speech("of"),)))
            side.append(replace(item, text="数量", senses=(Speech("count"),)))
        made.append(side)
    return made


def _is_bound(chunks: Sequence[Chunk], chunk: Chunk) -> bool:
    """Whether a chunk speaks of a number that stands beside it, or groups: each status, more than five."""
    return chunk.speaks("group") and not chunk.speaks("each")


def _kind(chunk: Chunk) -> str:
    if chunk.sense(Named):
        return "name"
    if chunk.sense(Found):
        return "time"
    if chunk.is_unknown or chunk.sense(ValueWord):
        return "value"
    return "noun" if chunk.sense(Noun) else ""


def _coordinated(chunks: Sequence[Chunk]) -> tuple[list[Chunk], list[Chunk]] | None:
    """The first things of one kind that stand beside one another with nothing but joints between."""
    for kind in ("name", "time", "value", "noun"):
        for start, chunk in enumerate(chunks):
            if _kind(chunk) != kind:
                continue
            items, between = [chunk], list[Chunk]()
            pending: list[Chunk] = []
            for following in chunks[start + 1 :]:
                if _kind(following) == kind and pending:
                    items.append(following)
                    between += pending
                    pending = []
                elif all(isinstance(sense, Speech) for sense in following.senses) and following.speaks(
                    *_JOINTS
                ):
                    pending.append(following)
                else:
                    break
            if 2 <= len(items) <= 5:
                return items, between
    return None
