"""What analyses found, over GraphQL: each finding whole, or not at all.

A finding is there for a viewer who may see every entity that it rests on, every kind of relationship in it, and read
in clear every property that it was computed from; so neither its score nor its number tells of anything hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry.types import Info

from gql.called import names_of
from gql.connections import (
    AssociationStrength,
    Chain,
    Community,
    InfluenceRanking,
    read_communities,
    read_influence,
    read_introductions,
    read_strength,
)
from gql.declared import optional, resolved, told
from gql.errors import ArgumentRefused, NotFound
from gql.values import Date, DateTime
from gql.viewers import Viewing
from graph_platform.database import Database
from graph_platform.discovery.analyses import kinds
from graph_platform.discovery.running import families_of
from graph_platform.errors import SignalError, UsageError
from graph_platform.findings.judging import VERDICTS, judge
from graph_platform.findings.kind import Kind
from graph_platform.findings.reading import Leg, StoredFinding, list_findings, read_finding
from graph_platform.findings.telling import claim_of
from graph_platform.statements import scoped, statement

FIRST = 100
LOOKED_AT = 2_000
"""Findings that are looked at for one page: what a viewer may not see is passed over."""


@strawberry.enum(description="What somebody decided about a finding.")
class FindingVerdict(Enum):
    """What somebody decided about a finding."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    OPPORTUNITY = "opportunity"


@strawberry.type(description="Who plays which part in a finding.")
class FindingRole:
    """Who plays which part in a finding."""

    role: str = told("The part.")
    ids: list[strawberry.ID] = told("Who plays it.")
    names: list[str] = told("What they are called.")


@strawberry.type(description="One relationship that a finding rests on.")
class FindingStep:
    """One relationship that a finding rests on."""

    start: strawberry.ID = told("From where.")
    relation: str = told("The relationship's type.")
    end: strawberry.ID = told("To where.")
    facts: list[strawberry.ID] = told("The claims that say it.")


@strawberry.type(description="One part of what a finding rests on.")
class FindingEvidence:
    """One part of what a finding rests on."""

    part: str = told("Which part of the claim it carries.")
    steps: list[FindingStep] = told("The way, step by step.")
    nodes: list[strawberry.ID] = told("What was counted: events, documents.")


@strawberry.type(description="A number or word that a claim says.")
class FindingMeasure:
    """A number or word that a claim says."""

    name: str = told("Its name.")
    value: str = told("What it is.")


@strawberry.type(description="What an analysis found and no source says.")
class Finding:
    """What an analysis found and no source says."""

    id: strawberry.ID = told("The same for the same claim about the same entities.")
    kind: str = told("Its family and name.")
    title: str = told("What findings of its kind are called, in the language that is asked for.")
    claim: str = told("What it says, with names as the viewer may read them.")
    meaning: str = told("Why it matters.")
    refuted_by: str = told("What would show it to be wrong.")
    computed_by: str = told("How it was computed.")
    score: float = told("How sure the analysis is, 0 to 1.")
    about: list[FindingRole] = told("Who it is about.")
    measures: list[FindingMeasure] = told("The numbers in it.")
    evidence: list[FindingEvidence] = told("What it rests on, part by part.")
    verdict: FindingVerdict | None = told("What somebody decided about it.")
    as_of: Date = told("The day that the graph was looked at as of.")
    found: DateTime = told("When it was found first.")
    last_found: DateTime = told("When it was found last.")
    changed: DateTime | None = told("When it last changed.")
    gone: DateTime | None = told("Since when it is not found any more.")


@strawberry.input(description="What somebody decides about a finding.")
class JudgeFindingInput:
    """What somebody decides about a finding."""

    id: strawberry.ID = told("The finding.")
    verdict: FindingVerdict = told("What is decided.")
    why: str | None = optional("Why.")


@strawberry.type(description="The finding that was judged.")
class JudgeFindingPayload:
    """The finding that was judged."""

    id: strawberry.ID = told("Its id.")


def _is_open(finding: StoredFinding, viewing: Viewing) -> bool:
    """Whether the policy shows everything that a finding says to this kind of viewer."""
    sight = viewing.sight
    return not set(finding.relations) & set(sight.hidden.relationships) and all(
        sight.decision(*property_.split(".", 1)).is_clear for property_ in finding.reads
    )


def _seen(
    database: Database, found: Sequence[StoredFinding], viewing: Viewing, scopes: Sequence[str]
) -> list[StoredFinding]:
    """Those of the findings that are there for a viewer."""
    open_ = [finding for finding in found if _is_open(finding, viewing)]
    if not viewing.rows.hides_any or not open_:
        return open_
    ids = sorted({id_ for finding in open_ for id_ in finding.entities})
    given = {"ids": ids, "scopes": list(scopes), "hidden": list(viewing.sight.hidden.entities)}
    (row,) = database.read(scoped(statement("findings/visible"), viewing.rows), given)
    visible = set(row["ids"])
    return [finding for finding in open_ if visible.issuperset(finding.entities)]


def _listed(
    database: Database, viewing: Viewing, scopes: Sequence[str], first: int, asked: Mapping[str, Any]
) -> list[StoredFinding]:
    looked_at = list_findings(database, most=LOOKED_AT, **asked)
    found: list[StoredFinding] = []
    for start in range(0, len(looked_at), FIRST):
        if len(found) >= first:
            break
        found += _seen(database, looked_at[start : start + FIRST], viewing, scopes)
    return found[:first]


async def read_findings(
    info: Info,
    first: int = 20,
    kinds: list[str] | None = None,
    about: strawberry.ID | None = None,
    since: Date | None = None,
    judged: bool | None = False,
    gone: bool = False,
) -> list[Finding]:
    if not 0 <= first <= FIRST:
        raise ArgumentRefused(f"first: from 0 to {FIRST}")
    words = _words(info)
    try:
        named = families_of(words, kinds or ())
    except UsageError as error:
        raise ArgumentRefused(f"kinds: there is no such kind of finding. {error.suggestion}") from None
    verdicts = None if judged is None else tuple(VERDICTS.values()) if judged else ("",)
    asked = {
        "kinds": named,
        "verdicts": verdicts,
        "gone": gone,
        "since": datetime.fromisoformat(f"{since}T00:00:00+00:00") if since else None,
        "entity": about,
    }
    viewing, viewer, service = await info.context.viewing_now(), info.context.viewer, info.context.service
    try:
        found = await service.thinking.call(_listed, viewing, viewer.scopes, first, asked)
    except NotFound:
        return []
    return await _told(info, found, words)


async def read_one(info: Info, id: strawberry.ID) -> Finding | None:
    found = await _one(info, id)
    return (await _told(info, [found], _words(info)))[0] if found else None


async def judge_finding(info: Info, input: JudgeFindingInput) -> JudgeFindingPayload:
    found = await _one(info, input.id)
    if found is None:
        raise NotFound("there is no such finding", "没有这个发现")
    verdict = next(said for said, stored in VERDICTS.items() if stored == input.verdict.value)
    why = input.why if isinstance(input.why, str) else ""
    await info.context.service.writes.call(judge, found.id, verdict, info.context.viewer.subject, why)
    return JudgeFindingPayload(id=strawberry.ID(found.id))


async def _one(info: Info, id_: str) -> StoredFinding | None:
    viewing, viewer, service = await info.context.viewing_now(), info.context.viewer, info.context.service
    try:
        found = await service.thinking.call(read_finding, id_)
    except (NotFound, ArgumentRefused):
        # too short an id, or of none: all the same to whoever asks
        return None
    if found.id != id_:
        return None
    seen = await service.thinking.call(_seen, [found], viewing, viewer.scopes)
    return seen[0] if seen else None


def _words(info: Info) -> Mapping[str, Kind]:
    """The kinds that there are; without a user's own where one of their files cannot be read."""
    try:
        return kinds(info.context.service.home)
    except SignalError:
        return kinds()


async def _told(info: Info, found: Sequence[StoredFinding], words: Mapping[str, Kind]) -> list[Finding]:
    names = await names_of(info, (id_ for each in found for ids in each.roles.values() for id_ in ids))
    info.context.met += [id_ for each in found for id_ in each.entities]
    # between the two reads an entity may have been taken from the viewer's rows
    there = [each for each in found if all(id_ in names for ids in each.roles.values() for id_ in ids)]
    return [
        _finding(each, words[each.kind], names, info.context.language) for each in there if each.kind in words
    ]


def _finding(found: StoredFinding, kind: Kind, names: Mapping[str, str], language: str) -> Finding:
    return Finding(
        id=strawberry.ID(found.id),
        kind=found.kind,
        title=kind.title.in_(language),
        claim=claim_of(kind, language, found.roles, found.measures, names),
        meaning=kind.meaning.in_(language),
        refuted_by=kind.refuted.in_(language),
        computed_by=kind.computed.in_(language),
        score=round(found.score, 4),
        about=[
            FindingRole(role=role, ids=[strawberry.ID(id_) for id_ in ids], names=[names[id_] for id_ in ids])
            for role, ids in found.roles.items()
        ],
        measures=[FindingMeasure(name=name, value=str(value)) for name, value in found.measures.items()],
        evidence=[_evidence(leg) for leg in found.evidence],
        verdict=FindingVerdict(found.verdict) if found.verdict else None,
        as_of=Date(found.as_of),
        found=DateTime(found.found.isoformat()),
        last_found=DateTime(found.last_found.isoformat()),
        changed=DateTime(found.changed.isoformat()) if found.changed else None,
        gone=DateTime(found.gone.isoformat()) if found.gone else None,
    )


def _evidence(leg: Leg) -> FindingEvidence:
    return FindingEvidence(
        part=leg.part,
        steps=[
            FindingStep(
                start=strawberry.ID(step.entities[0]),
                relation=step.relation,
                end=strawberry.ID(step.entities[1]),
                facts=[strawberry.ID(fact) for fact in step.facts],
            )
            for step in leg.steps
        ],
        nodes=[strawberry.ID(node.entities[0]) for node in leg.nodes],
    )


@strawberry.type(description="Hidden connections: what analyses found, why, and what people say to it.")
class Discovery:
    """Hidden connections."""

    findings: list[Finding] = resolved(read_findings, "What was found, the surest first.")
    finding: Finding | None = resolved(read_one, "One finding by its id.")
    strength: AssociationStrength | None = resolved(
        read_strength, "How strongly two entities are associated, as far as the viewer sees."
    )
    introductions: list[Chain] | None = resolved(
        read_introductions, "The strongest ways from our people to a person, or to an organization's."
    )
    communities: list[Community] | None = resolved(
        read_communities, "Communities, the largest first. For those who see every row."
    )
    influence: InfluenceRanking | None = resolved(
        read_influence, "Who moves decisions at an organization, or is influential in a topic."
    )
