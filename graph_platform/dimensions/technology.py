"""Which way the organization's technology goes: the skills that it hires, its patents, its publications, over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph_platform.dimensions.common import Dimension, Row, headline, only

YEARS = 5
LARGEST = 50


class TopicKind(StrEnum):
    """What tells of a topic."""

    SKILL = "skill"
    """A skill that posts ask for."""
    PATENT_CLASS = "patent_class"
    """A subclass of the IPC or CPC, such as `H01M`."""
    KEYWORD = "keyword"
    """A keyword of publications."""


class WorkKind(StrEnum):
    """What is counted."""

    POST = "post"
    PATENT = "patent"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class TechnologyTopic:
    """One topic over five years."""

    kind: TopicKind
    """What tells of it."""
    id: str | None
    """Id of the skill; classes and keywords have none."""
    name: str | None
    """Skill, subclass or keyword."""
    by_year: tuple[int, ...]
    """Posts, patents or publications in each of the last five years, the last 365 days first."""
    new: bool
    """Met in the last 365 days, and not in the four years before, of which something of the kind is known."""
    gone: bool
    """Met in the year before, and no more in the last 365 days."""


@dataclass(frozen=True, slots=True)
class WorksByYear:
    """How much there is of one kind."""

    kind: WorkKind
    """Posts, patents or publications."""
    by_year: tuple[int, ...]
    """In each of the last five years, the last 365 days first."""
    undated: int
    """Without a date, and in no year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyDirection(Dimension):
    """What the organization works on, and where it is going."""

    unit: str = "topics"
    formula: str = (
        "Number of skills, patent subclasses and keywords in its posts, patents and publications of the last 365 days. "
        "Patents are dated by their filing."
    )
    formula_zh: str = "近 365 天内招聘职位、专利（按申请日）与论文中出现的技能、专利小类与关键词的个数。"
    topics: tuple[TechnologyTopic, ...]
    """The fifty most frequent topics of the last 365 days, then of the years before."""
    new_topics: int
    """How many topics are new in the last 365 days."""
    gone_topics: int
    """How many topics of the year before are met no more."""
    works: tuple[WorksByYear, ...]
    """Posts, patents and publications by year."""


def compute(rows: Sequence[Row]) -> TechnologyDirection:
    """The direction out of the rows of `dimensions/technology`."""
    row = only(rows)
    said: Sequence[Row] = row.get("topics") or ()
    years: dict[tuple[str, str | None, str | None], list[int]] = defaultdict(lambda: [0] * YEARS)
    for each in said:
        if 0 <= each["year"] < YEARS:
            years[each["kind"], each["id"], each["name"]][each["year"]] += each["works"]
    past = {kind for (kind, _, _), counts in years.items() if any(counts[1:])}
    topics = [_topic(*key, counts, has_past=key[0] in past) for key, counts in years.items()]
    topics.sort(key=lambda it: ([-count for count in it.by_year], it.kind, it.name or ""))
    return TechnologyDirection(
        **headline(sum(topic.by_year[0] > 0 for topic in topics) if topics else None, row),
        topics=tuple(topics[:LARGEST]),
        new_topics=sum(topic.new for topic in topics),
        gone_topics=sum(topic.gone for topic in topics),
        works=_works(row.get("works") or ()),
    )


def _topic(
    kind: str, id_: str | None, name: str | None, counts: Sequence[int], *, has_past: bool
) -> TechnologyTopic:
    return TechnologyTopic(
        TopicKind(kind),
        id_,
        name,
        tuple(counts),
        new=has_past and counts[0] > 0 and not any(counts[1:]),
        gone=counts[0] == 0 and counts[1] > 0,
    )


def _works(said: Sequence[Row]) -> tuple[WorksByYear, ...]:
    found: dict[str, list[int]] = defaultdict(lambda: [0] * (YEARS + 1))
    for each in said:
        year = YEARS if each["year"] is None else each["year"]
        if year <= YEARS and (year < YEARS or each["year"] is None):
            found[each["kind"]][year] += each["works"]
    return tuple(
        WorksByYear(WorkKind(kind), tuple(counts[:YEARS]), counts[YEARS])
        for kind, counts in sorted(found.items())
    )
