"""A plan in words, Chinese and English, so that who asked sees what was understood: every part of a plan is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from graph_platform.asking.answers import Said
from graph_platform.asking.lexicon import ENDS
from graph_platform.asking.plan import (
    Condition,
    Dimension,
    Events,
    Groups,
    Influence,
    Introductions,
    Listing,
    Nodes,
    Number,
    Plan,
    Ranking,
    Related,
    Route,
    Sides,
    Signals,
    Sources,
    Strength,
    Window,
)
from graph_platform.ontology import ONTOLOGY

_OPS = {
    "eq": ("为", "is"), "ne": ("不为", "is not"), "in": ("为其中之一：", "is one of"), "gt": ("大于", "is more than"),
    "gte": ("不小于", "is at least"), "lt": ("小于", "is less than"), "lte": ("不大于", "is at most"),
    "contains": ("包含", "contains"), "starts_with": ("开头为", "begins with"), "is_null": ("为空：", "is empty:"),
}  # fmt: skip
_FUNCTIONS = {
    "count": ("数量", "number"), "sum": ("合计", "sum"), "average": ("平均值", "average"), "min": ("最小值", "least"),
    "max": ("最大值", "greatest"),
}  # fmt: skip


def in_words(plan: Plan) -> Said:
    """The plan in words."""
    zh, en = _plan(plan)
    if plan.as_of:
        zh, en = f"{zh}（以 {plan.as_of} 为准）", f"{en}, as of {plan.as_of}"
    return Said(zh, en[:1].upper() + en[1:])


def _plan(plan: Plan) -> tuple[str, str]:
    match plan:
        case Listing():
            return _listing(plan)
        case Number():
            zh, en = _nodes(plan.nodes)
            if plan.function == "count":
                return f"{zh}的数量", f"how many {en} there are"
            names = _FUNCTIONS[plan.function]
            return f"{zh}的 {plan.property} {names[0]}", f"the {names[1]} of {plan.property} over {en}"
        case Groups():
            zh, en = _nodes(plan.nodes)
            return f"按 {plan.property} 统计{zh}的数量", f"how many {en} there are of each {plan.property}"
        case Ranking():
            return _ranking(plan)
        case Sides():
            sides = [_plan(side) for side in plan.sides]
            return "比较：" + "；".join(zh for zh, _ in sides), "compare: " + "; ".join(en for _, en in sides)
        case Route():
            (a_zh, a_en), (b_zh, b_en) = _nodes(plan.start), _nodes(plan.end)
            strong = ("最强的" if plan.strongest else "", "strongest " if plan.strongest else "")
            return f"{a_zh}与{b_zh}之间{strong[0]}路径", f"the {strong[1]}path between {a_en} and {b_en}"
        case Strength():
            (a_zh, a_en), (b_zh, b_en) = _nodes(plan.start), _nodes(plan.end)
            return f"{a_zh}与{b_zh}的关联强度", f"how strongly {a_en} and {b_en} are associated"
        case _:
            return _about_one(plan)


def _about_one(plan: Plan) -> tuple[str, str]:
    match plan:
        case Dimension():
            zh, en = _nodes(plan.of)
            return f"{zh}的派生维度 {plan.name}", f"the dimension {plan.name} of {en}"
        case Signals():
            return _signals(plan)
        case Influence():
            if plan.at is None:
                return (
                    f"在“{plan.topic}”领域最有影响力的人（前 {plan.first}）",
                    f"who leads in “{plan.topic}” (first {plan.first})",
                )
            zh, en = _nodes(plan.at)
            return (
                f"{zh}里影响决策的人（前 {plan.first}）",
                f"who moves decisions at {en} (first {plan.first})",
            )
        case Introductions():
            zh, en = _nodes(plan.to)
            return (
                f"通过谁能认识{zh}（前 {plan.first} 条）",
                f"through whom our people reach {en} (first {plan.first})",
            )
        case Events():
            zh, en = _nodes(plan.of)
            kinds = ("、".join(ONTOLOGY.labels[k].zh for k in plan.kinds), ", ".join(plan.kinds))
            when = _window(plan.during) if plan.during else ("", "")
            what = (f"的{kinds[0]}" if kinds[0] else "", f" ({kinds[1]})" if kinds[1] else "")
            return (
                f"{when[0]}{zh}发生的事{what[0]}（前 {plan.first}）",
                f"what happened around {en}{what[1]}{when[1]} (first {plan.first})",
            )
        case Sources():
            zh, en = _nodes(plan.of)
            return (
                f"{zh}的 {plan.property} 来自哪里" if plan.property else f"{zh}的资料来自哪里",
                f"how we know the {plan.property} of {en}"
                if plan.property
                else f"how we know what we know of {en}",
            )
        case _:
            raise AssertionError(plan.ask)


def _listing(plan: Listing) -> tuple[str, str]:
    zh, en = _nodes(plan.nodes)
    if plan.properties:
        zh, en = f"{zh}的 {'、'.join(plan.properties)}", f"{', '.join(plan.properties)} of {en}"
    if plan.order:
        way = ("降序", "descending") if plan.order.descending else ("升序", "ascending")
        zh, en = f"{zh}，按 {plan.order.property} {way[0]}", f"{en}, by {plan.order.property} {way[1]}"
    if plan.nodes.id:
        return zh, en
    return f"列出{zh}（前 {plan.first}）", f"list {en} (first {plan.first})"


def _ranking(plan: Ranking) -> tuple[str, str]:
    zh, en = _nodes(plan.nodes)
    by_zh, by_en = _related(plan.by)
    names = _FUNCTIONS[plan.function]
    way = ("最多", "most") if plan.descending else ("最少", "least")
    if plan.function == "count":
        what = (f"{by_zh}的数量", f"number of those: {by_en}")
    else:
        what = (f"{by_zh}的 {plan.property} {names[0]}", f"{names[1]} of {plan.property} of those: {by_en}")
    return (
        f"{zh}中{what[0]}{way[0]}的前 {plan.first} 个",
        f"the first {plan.first} of {en} by {way[1]}, {what[1]}",
    )


def _signals(plan: Signals) -> tuple[str, str]:
    kind = (f"{plan.kind} 类" if plan.kind else "", f" of kind {plan.kind}" if plan.kind else "")
    about = _nodes(plan.about) if plan.about else ("", "")
    since = (f"自 {plan.since} 起" if plan.since else "", f" since {plan.since}" if plan.since else "")
    return (
        f"{since[0]}{'关于' + about[0] + '的' if about[0] else ''}{kind[0]}发现（前 {plan.first}）",
        f"findings{kind[1]}{' about ' + about[1] if about[1] else ''}{since[1]} (first {plan.first})",
    )


def _nodes(nodes: Nodes) -> tuple[str, str]:
    label = ONTOLOGY.labels.get(nodes.label)
    zh_label = label.zh if label else nodes.label
    if nodes.id is not None:
        zh, en = f"“{nodes.mention}”（{zh_label}）", f"“{nodes.mention}” ({nodes.label})"
        if not (nodes.where or nodes.related or nodes.during):
            return zh, en
    else:
        zh, en = zh_label, nodes.label
    said = [_condition(each) for each in nodes.where]
    if nodes.during:
        window = _window(nodes.during)
        said.append((window[0], window[1].strip()))
    said += [_related(each) for each in nodes.related]
    if not said:
        return zh, en
    return f"{zh}（{'，'.join(each for each, _ in said)}）", f"{en} ({'; '.join(each for _, each in said)})"


def _related(related: Related) -> tuple[str, str]:
    zh, en = _nodes(related.nodes)
    relationship = ENDS[related.end][0] if related.end in ENDS else None
    called = related.end.replace("_", " ")
    zh_called = f"{relationship.zh}（{related.end}）" if relationship else related.end
    edge = (
        "、".join(_condition(each)[0] for each in related.edge),
        ", ".join(_condition(e)[1] for e in related.edge),
    )
    with_ = (f"，且{edge[0]}" if edge[0] else "", f" with {edge[1]}" if edge[1] else "")
    if related.none:
        return f"没有{zh_called}：{zh}{with_[0]}", f"no {called}: {en}{with_[1]}"
    count = related.at_least
    many = (f"至少 {count} 个", f"at least {count} ") if count > 1 else ("", "")
    return f"{zh_called}：{many[0]}{zh}{with_[0]}", f"{called}: {many[1]}{en}{with_[1]}"


def _condition(condition: Condition) -> tuple[str, str]:
    zh, en = _OPS[condition.op]
    value = _value(condition.value)
    return f"{condition.property} {zh} {value}", f"{condition.property} {en} {value}"


def _value(value: Any) -> str:
    if isinstance(value, tuple | list):
        return " / ".join(map(str, value))
    return str(value)


def _window(window: Window) -> tuple[str, str]:
    named = (f"{window.property} ", f" with {window.property}") if window.property else ("", "")
    last = window.until - timedelta(days=1) if window.until and window.until > date.min else None
    if window.since and last:
        if window.since == last:
            return f"{named[0]}在 {last}", f"{named[1]} on {last}"
        return f"{named[0]}从 {window.since} 到 {last}", f"{named[1]} from {window.since} through {last}"
    if window.since:
        return f"{named[0]}自 {window.since} 起", f"{named[1]} since {window.since}"
    return f"{named[0]}到 {last} 为止", f"{named[1]} through {last}"
