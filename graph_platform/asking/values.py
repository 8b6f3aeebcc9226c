"""Whether what a question says of a property is a value that somebody may see there, and how the data write it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from graph_platform.asking.answers import Forbidden, NotUnderstood
from graph_platform.asking.draft import Link, Phrase, Test, contradict, having
from graph_platform.asking.lexicon import ENDS, Lexicon, ValueWord
from graph_platform.asking.pieces import PLACES
from graph_platform.asking.places import country, is_place, key
from graph_platform.asking.plan import Comparison
from graph_platform.ontology import ONTOLOGY, Sensitivity
from graph_platform.search_keys import fold, typed_key

MOST = 10
"""Look-ups of values in one question."""
Values = Callable[[str, str, str], Awaitable[Sequence[str]]]
"""Of a label's property the distinct values, or of one that is never listed the given text where it is a value."""
Readable = Callable[[str, str], bool]

GUESSED = (
    "status", "stage", "priority", "category", "industry", "severity", "service", "channel", "city", "region",
    "territory", "lifecycle_stage", "tags", "job_title", "pipeline", "device_type", "topics", "concepts", "level",
    "field", "platform", "court", "cause", "item",
)  # fmt: skip
"""Properties whose value may stand alone before or behind a noun: urgent tickets."""


@dataclass
class Confirming:
    """The values that were looked up for one question."""

    values: Values
    readable: Readable
    lexicon: Lexicon
    asked: int = 0
    held: dict[tuple[str, str, str], Sequence[str]] = field(default_factory=dict)

    async def confirmed(self, phrase: Phrase) -> Phrase:
        """The phrase with every raw value as the data write it.

        Raises: `NotUnderstood` naming the first value that no property has, or that several have.
        """
        where = tuple([await self._test(phrase.labels, test) for test in phrase.where])
        for place, test in enumerate(where):
            if any(contradict(each, test) for each in where[:place]):
                said = test.value if isinstance(test.value, str) else " / ".join(map(str, [test.value]))
                raise NotUnderstood(
                    f"{test.names[0]} 不能同时是两个值：“{said}”",
                    f"{test.names[0]} cannot be two things at once: “{said}”",
                    str(said),
                )
        related = tuple([await self._link(link) for link in phrase.related])
        rank = await self._link(phrase.rank) if phrase.rank else None
        return replace(phrase, where=where, related=related, rank=rank)

    async def _link(self, link: Link) -> Link:
        kept = []
        for test in link.edge:
            # the posts of the ontology, and values that facets do not list, are taken as they are declared
            kept.append(replace(test, names=(_edge_name(link, test),), raw=False))
        return replace(link, nodes=await self.confirmed(link.nodes), edge=tuple(kept))

    async def _test(self, labels: tuple[str, ...], test: Test) -> Test:
        if test.sure:
            return test
        if not test.raw:
            return await self._declared(labels, test)
        texts = test.value if isinstance(test.value, tuple) else (str(test.value),)
        names = _candidates(labels, test)
        met: dict[str, list[str]] = {}
        for name in names:
            if not self.readable(labels[0], name):
                continue
            spellings = [await self._spellings(labels[0], name, text) for text in texts]
            if all(spellings):
                met[name] = sorted({each for several in spellings for each in several})
                if name in PLACES and test.names == PLACES:
                    break
        if not met:
            masked = [name for name in names if not self.readable(labels[0], name)]
            if masked and len(names) == len(masked):
                raise Forbidden(masked[0])
            raise NotUnderstood(
                f"没有看懂“{'、'.join(texts)}”：没有这样的名称，也没有可见的取值",
                f"“{', '.join(texts)}” is not understood: nothing that you may see is called so or has this value",
                texts[0],
            )
        if len(met) > 1:
            raise NotUnderstood(
                f"“{texts[0]}”可以是{'、'.join(met)}的取值：请说明是哪一项",
                f"“{texts[0]}” may be a value of {', '.join(met)}: please say which",
                texts[0],
            )
        ((name, found),) = met.items()
        if test.op == "ne":
            if len(found) > 1:
                raise NotUnderstood(
                    f"“{texts[0]}”有多种写法，不能排除",
                    f"“{texts[0]}” is written in several ways: it cannot be left out",
                    texts[0],
                )
            return Test((name,), "ne", found[0])
        op: Comparison = "eq" if len(found) == 1 else "in"
        return Test((name,), op, found[0] if len(found) == 1 else tuple(found))

    async def _declared(self, labels: tuple[str, ...], test: Test) -> Test:
        name = next((each for each in test.names if having(labels, each)), test.names[0])
        test = replace(test, names=(name,))
        known = ONTOLOGY.properties(having(labels, name)[0]).get(name) if having(labels, name) else None
        if (
            not isinstance(test.value, str | tuple)
            or known is None
            or known.type == "enumeration"
            or name == "buying_role"
        ):
            return test
        said = test.value if isinstance(test.value, tuple) else (test.value,)
        found = [each for text in said for each in await self._spellings(labels[0], name, text)]
        if not found:
            raise NotUnderstood(
                f"{name} 没有“{'、'.join(said)}”这个取值",
                f"no {name} that you may see is “{', '.join(said)}”",
                said[0],
            )
        return replace(test, value=tuple(found) if isinstance(test.value, tuple) else found[0])

    async def _spellings(self, label: str, name: str, text: str) -> list[str]:
        held = await self._held(label, name, text)
        if name == "country":
            code = country(text) or text.upper()
            return [each for each in held if each == code]
        same = typed_key(fold(text))
        exact = [each for each in held if typed_key(fold(each)) == same]
        if name in PLACES:
            return [each for each in held if key(each) == key(text)]
        if exact:
            return exact
        synonyms = {
            fold(sense.value)
            for sense in self.lexicon.phrases.get(text.lower(), ())
            if isinstance(sense, ValueWord) and sense.property == name
        }
        return [each for each in held if fold(each) in synonyms]

    async def _held(self, label: str, name: str, text: str) -> Sequence[str]:
        if (label, name, text) not in self.held:
            if self.asked >= MOST:
                return ()
            self.asked += 1
            self.held[label, name, text] = tuple(await self.values(label, name, text))
        return self.held[label, name, text]


def _candidates(labels: tuple[str, ...], test: Test) -> list[str]:
    names = GUESSED if test.names == ("*",) else test.names
    texts = test.value if isinstance(test.value, tuple) else (str(test.value),)
    if test.names == ("*",) and all(is_place(text) for text in texts):
        names = PLACES
    known = ONTOLOGY.properties(labels[0])
    # a place is a branch's or a post's: what has no own city is not looked at any further
    return [name for name in names if name in known and known[name].sensitivity is not Sensitivity.TEXT]


def _edge_name(link: Link, test: Test) -> str:
    known = {each.name for each in ENDS[link.end][0].properties}
    return next((name for name in test.names if name in known), test.names[0])
