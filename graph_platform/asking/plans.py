"""A noun phrase that was read whole, as a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_platform.asking.answers import NotUnderstood, Said, Unclear
from graph_platform.asking.draft import Link, Phrase, Test, edge_of, having, sides
from graph_platform.asking.lexicon import other_end
from graph_platform.asking.plan import (
    Condition,
    Groups,
    Listing,
    Nodes,
    Number,
    Order,
    Plan,
    Ranking,
    Related,
)
from graph_platform.ontology import ONTOLOGY

ROWS, RANKS = 20, 10


def plan_of(phrase: Phrase) -> Plan:
    """The plan of a phrase.

    Raises: `NotUnderstood` where something of it has no place in a plan; `Unclear` where it has several labels.
    """
    if phrase.at_least is not None or phrase.none:
        raise NotUnderstood("没有看懂数量或否定所指", "it is not clear what is counted or negated here")
    if phrase.most is not None and phrase.rank is None:
        raise NotUnderstood("没有说明按什么来比较多少", "it is not said of whom there is most or least")
    if phrase.generic and len(phrase.labels) > 2:
        raise NotUnderstood("没有说明问的是哪一类", "it is not said which kind of thing is meant")
    label = one_label(phrase)
    if phrase.rank is not None:
        return _ranking(phrase, label)
    if phrase.group is not None:
        if phrase.order or phrase.first or phrase.properties or phrase.total:
            raise NotUnderstood(
                "分组时不能再排序或取值", "groups cannot be ordered or told with other properties"
            )
        return Groups(nodes=nodes(phrase, label), property=phrase.group, as_of=phrase.as_of)
    if phrase.total is not None:
        if phrase.order or phrase.properties:
            raise NotUnderstood(
                "合计时不能再排序或取值", "a sum cannot be ordered or told with other properties"
            )
        function, name = phrase.total
        return Number(nodes=nodes(phrase, label), function=function, property=name, as_of=phrase.as_of)
    if phrase.asked == "count":
        if phrase.order or phrase.properties or phrase.first:
            raise NotUnderstood("计数时不能再排序或取值", "a count cannot be ordered or told with properties")
        return Number(nodes=nodes(phrase, label), as_of=phrase.as_of)
    order = Order(property=phrase.order[0], descending=phrase.order[1]) if phrase.order else None
    if phrase.first is not None and order is None and phrase.which is False and not phrase.asked:
        pass
    first = phrase.first or (1 if order and phrase.single else ROWS)
    return Listing(
        nodes=nodes(phrase, label),
        # a name is always told
        properties=phrase.properties
        if phrase.is_named
        else tuple(n for n in phrase.properties if n != "name"),
        order=order,
        first=first,
        as_of=phrase.as_of,
    )


def _ranking(phrase: Phrase, label: str) -> Plan:
    if phrase.rank is None or phrase.order or phrase.properties or phrase.group or phrase.total:
        raise NotUnderstood(
            "排名时不能再排序或取值", "a ranking cannot be ordered or told with other properties"
        )
    rank, total = phrase.rank, phrase.rank.nodes.total
    # those that have nothing of it are in no ranking anyway
    said = replace(rank, nodes=replace(rank.nodes, total=None, bare=False, said=""))
    kept = tuple(
        link
        for link in phrase.related
        if replace(link, nodes=replace(link.nodes, bare=False, said="")) != said
    )
    phrase = replace(phrase, related=kept)
    return Ranking(
        nodes=nodes(phrase, label),
        by=related(rank),
        function=total[0] if total else "count",
        property=total[1] if total else None,
        descending=phrase.rank_most,
        first=phrase.first or (1 if phrase.single else RANKS),
        as_of=phrase.as_of,
    )


def one_label(phrase: Phrase) -> str:
    """The phrase's one label. Raises: `Unclear` where there are several."""
    if len(phrase.labels) == 1:
        return phrase.labels[0]
    if (
        phrase.which
        and phrase.labels == ("Person", "Organization")
        and any(link.end == "assigned" for link in (*phrase.related, *([phrase.rank] if phrase.rank else ())))
    ):
        # to whom work is given is a person
        return "Person"
    if not phrase.labels or len(phrase.labels) > 2:
        raise NotUnderstood("没有说明问的是哪一类", "it is not said which kind of thing is meant")
    zh = "、".join(ONTOLOGY.labels[each].zh for each in phrase.labels)
    raise Unclear(
        f"指的是哪一类：{zh}？",
        f"Which do you mean: {' or '.join(phrase.labels)}?",
        [(Said(ONTOLOGY.labels[each].zh, each), each) for each in phrase.labels],
    )


def nodes(phrase: Phrase, label: str | None = None) -> Nodes:
    """The plan's nodes of a phrase."""
    label = label or _label_there(phrase)
    if phrase.is_named and not phrase.related:
        return Nodes(
            label=named_label(label, phrase.properties),
            id=phrase.id,
            mention=phrase.mention,
            where=_conditions(phrase.where),
            during=phrase.during,
        )
    links = phrase.related
    if phrase.role is not None:
        there = sides(phrase.role.end)[0]
        other = Phrase(("Organization",) if "Organization" in there else there[:1])
        links = (
            *links,
            Link(other_end(phrase.role.end), other, (*edge_of(phrase.role.edge), *phrase.role_edge)),
        )
    return Nodes(
        label=label,
        id=phrase.id,
        mention=phrase.mention,
        where=_conditions(phrase.where),
        during=phrase.during,
        related=tuple(dict.fromkeys(related(each) for link in links for each in _each_label(link))),
    )


def _each_label(link: Link) -> Sequence[Link]:
    """A link; one for each label where not a single one may be there."""
    if link.none and len(link.nodes.labels) > 1 and not link.nodes.where:
        return [replace(link, nodes=replace(link.nodes, labels=(label,))) for label in link.nodes.labels]
    return [link]


def named_label(label: str, properties: Sequence[str] = ()) -> str:
    """The label of one named node: a person's or organization's dimension, unless a property needs more."""
    dimension = ONTOLOGY.dimension(label)
    if dimension in ("Person", "Organization") and all(
        having((dimension,), each) == (dimension,) for each in properties
    ):
        return dimension
    return label


def related(link: Link) -> Related:
    """The plan's relationship of a link."""
    return Related(
        end=link.end,
        nodes=nodes(link.nodes),
        edge=_conditions(link.edge),
        none=link.none,
        at_least=link.at_least,
    )


def _label_there(phrase: Phrase) -> str:
    if len(phrase.labels) == 1:
        return phrase.labels[0]
    return one_label(phrase)


def _conditions(tests: Sequence[Test]) -> tuple[Condition, ...]:
    return tuple(Condition(property=test.names[0], op=test.op, value=test.value) for test in tests)
