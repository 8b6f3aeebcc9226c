"""Which relationships are looked for, and the words of their findings."""

from __future__ import annotations

from dataclasses import dataclass

from graph_platform.findings.kind import Kind, Words


@dataclass(frozen=True, slots=True)
class Link:
    """A type of relationship that may be missing: and what its ends are called."""

    type: str
    source: str
    target: str
    kind: Kind


_COMPUTED = Words(
    "Ranked by an ensemble that was learned by hiding some of the graph's own relationships from it: those that began "
    "last where days are known, others at random. The probability is calibrated on what was hidden.",
    "由集成模型排序：先从图谱自身隐藏部分关系（有日期者隐藏最近的，其余随机）进行学习，概率按被隐藏的关系校准。",
)
_REFUTED = Words(
    "A record that says otherwise; or the paths beside it, when what they rest on turns out wrong.",
    "有相反的记录；或所列路径的依据被证明有误。",
)


def _kind(type_: str, title: Words, claim: Words, meaning: Words) -> Kind:
    return Kind(f"link/{type_}", title, claim, meaning, _REFUTED, _COMPUTED)


LINKS = (
    Link("SUPPLIES", "supplier", "customer", _kind(
        "SUPPLIES",
        Words("Probable supply", "可能的供应关系"),
        Words("{supplier} probably supplies {customer}, or will.", "{supplier} 很可能向 {customer} 供货，或将要供货。"),
        Words("Who supplies those alike supplies this one too.", "向同类客户供货者，很可能也向该客户供货。"),
    )),
    Link("OWNS", "owner", "owned", _kind(
        "OWNS",
        Words("Probable holding", "可能的持股关系"),
        Words("{owner} probably holds a share of {owned}.", "{owner} 很可能持有 {owned} 的股份。"),
        Words("There may be a holding that no register here states.", "可能存在登记中未载明的持股。"),
    )),
    Link("HOLDS_POST", "officer", "organization", _kind(
        "HOLDS_POST",
        Words("Probable interlock", "可能的兼任关系"),
        Words(
            "{officer} probably holds a post at {organization}, or will.",
            "{officer} 很可能在 {organization} 任职，或将要任职。",
        ),
        Words("The two boards may be tied through one person.", "两家机构的管理层可能由同一人相连。"),
    )),
    Link("WORKS_FOR", "person", "employer", _kind(
        "WORKS_FOR",
        Words("Probable employment", "可能的就职关系"),
        Words("{person} probably works for {employer}, or will.", "{person} 很可能就职于 {employer}，或将要就职。"),
        Words("They may be met there.", "可在该处与其接触。"),
    )),
    Link("KNOWS", "person", "acquaintance", _kind(
        "KNOWS",
        Words("Probable acquaintance", "可能相识"),
        Words("{person} and {acquaintance} probably know one another.", "{person} 与 {acquaintance} 很可能相识。"),
        Words("One may introduce the other.", "一方可引荐另一方。"),
    )),
    Link("PARTNER_OF", "partner", "organization", _kind(
        "PARTNER_OF",
        Words("Probable partnership", "可能的合作关系"),
        Words(
            "{partner} probably works together with {organization}, or will.",
            "{partner} 很可能与 {organization} 合作，或将要合作。",
        ),
        Words("The two have the same partners.", "二者有共同的合作伙伴。"),
    )),
)  # fmt: skip
