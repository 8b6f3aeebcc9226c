"""What courts, authorities and lists have against the organization, and against its owners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_platform.dimensions.common import Dimension, DimensionParty, Row, headline, moment, only, party

CLAIMING = ("原告", "申请执行人", "申请人", "再审申请人", "plaintiff", "claimant", "creditor", "applicant")
"""Roles of those that want something; to be one is no risk."""
NEUTRAL = (
    "第三人",
    "案外人",
    "异议人",
    "利害关系人",
    "公诉机关",
    "公诉人",
    "其他当事人",
    "third party",
    "prosecutor",
)
CLOSED = ("结案", "已履行", "全部履行", "撤诉", "撤回", "驳回", "closed", "settled", "dismissed", "withdrawn")
"""Words of a status that says that the case is over. 终本 is not among them: what is owed is still owed."""
LISTED = ("sanction", "debarment", "crime", "wanted", "export.", "reg.", "role.pep", "role.rca", "poi")
"""Beginnings of topics that are a risk; others (`corp.public`, `gov`) only say what somebody is."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of one kind, in one role and state."""

    role: str | None
    """The part in them, as said."""
    status: str | None
    """Their state, as said."""
    kinds: tuple[str, ...]
    """What they are, as their source says: 裁判文书, 被执行人, 行政处罚."""
    against: bool
    """Somebody wants something of the party."""
    open: bool
    """Not known to be over."""
    cases: int
    """How many."""
    amount: float
    """Sum in dispute or to be enforced, where stated."""
    currency: str | None
    """Its currency."""
    newest: str | None
    """When the newest of them happened (ISO 8601, UTC)."""


@dataclass(frozen=True, slots=True)
class PartyRisk:
    """The risk of the organization itself, or of one of its owners."""

    party: DimensionParty
    """Who."""
    listed_as: tuple[str, ...]
    """What lists say of it, in FollowTheMoney's words: `sanction`, `debarment`."""
    open_cases: int
    """Open cases against it."""
    cases: tuple[Cases, ...]
    """All its cases, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudicialRisk(Dimension):
    """Judicial and compliance risk, its own and through its owners."""

    unit: str = "open cases and listings"
    formula: str = (
        "Number of open cases against the organization and of lists that name it, and the same for its owners "
        "through three layers. Cases in which it is plaintiff, creditor or third party do not count."
    )
    formula_zh: str = (
        "本组织及其上溯三层所有者的未结不利案件数与名单记录数之和；作为原告、申请执行人、第三人的案件不计。"
    )
    own: PartyRisk | None
    """The organization's own; none where nothing is known."""
    through_owners: tuple[PartyRisk, ...]
    """Its owners with any case or listing, the riskiest first."""


def compute(rows: Sequence[Row]) -> JudicialRisk:
    """The risk out of the rows of `dimensions/judicial_risk`."""
    row = only(rows)
    said: Sequence[Row] = row.get("cases") or ()
    risks = []
    for each in row.get("parties") or ():
        cases = tuple(_cases(it) for it in said if it["party"] == each["id"])
        listed = tuple(topic for topic in each["topics"] if topic.startswith(LISTED))
        if cases or listed:
            open_ = sum(it.cases for it in cases if it.against and it.open)
            risks.append((each["own"], PartyRisk(party(each), listed, open_, cases)))
    value = sum(_weight(risk) for _, risk in risks) if risks else None
    return JudicialRisk(
        **headline(value, row),
        own=next((risk for own, risk in risks if own), None),
        through_owners=tuple(
            sorted((risk for own, risk in risks if not own), key=lambda it: (-_weight(it), it.party.id))
        ),
    )


def _weight(risk: PartyRisk) -> int:
    return risk.open_cases + len(risk.listed_as)


def _cases(said: Row) -> Cases:
    role, status = said["role"], said["status"]
    return Cases(
        role,
        status,
        tuple(said["tags"] or ()),
        against=not _among((role or "").strip(), (*CLAIMING, *NEUTRAL)),
        open=_is_open(status or ""),
        cases=said["cases"],
        amount=float(said["amount"] or 0),
        currency=said["currency"],
        newest=moment(said["newest"]),
    )


def _is_open(status: str) -> bool:
    """Whether a state leaves the case open: 未结案 holds the words of 结案, and says the opposite."""
    return "未" in status or not any(word in status.lower() for word in CLOSED)


def _among(role: str, roles: Iterable[str]) -> bool:
    """Whether one of the roles is said; 被申请人 is another one than 申请人, so that the whole word counts."""
    return role.lower() in roles
