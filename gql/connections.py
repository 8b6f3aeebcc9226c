"""How people and organizations hang together, computed for the viewer out of what is there for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import strawberry
from strawberry.types import Info

from gql.called import names_of
from gql.declared import told
from gql.errors import ArgumentRefused, NotAllowed
from gql.values import Date, DateTime
from gql.viewers import Viewing
from graph_platform.discovery import influence, introductions
from graph_platform.discovery import strength as strengths
from graph_platform.discovery.standings import communities
from graph_platform.discovery.ties import Looking
from graph_platform.discovery.topics import topic as topic_of
from graph_platform.findings.model import Step

MOST = 20
T = TypeVar("T")


@strawberry.type(description="One relationship of a chain, as it is stored.")
class ChainStep:
    """One relationship of a chain, as it is stored."""

    start: strawberry.ID = told("From where.")
    relation: str = told("The relationship's type.")
    end: strawberry.ID = told("To where.")


@strawberry.type(description="A chain of entities, each tied to the next.")
class Chain:
    """A chain of entities, each tied to the next."""

    ids: list[strawberry.ID] = told("The entities, in order.")
    names: list[str] = told("What they are called, as the viewer may read it.")
    steps: list[ChainStep] = told("What ties each to the next.")
    strength: float = told("How strong it is, 0 to 1.")


@strawberry.type(description="How strongly two entities are associated.")
class AssociationStrength:
    """How strongly two entities are associated."""

    value: float = told("0.00 to 0.99, out of what the viewer may see.")
    ways: list[Chain] = told("The best ways between the two.")
    count: int = told("How many ways of at most three ties there are.")


@strawberry.type(description="One of the influential.")
class InfluentialPerson:
    """One of the influential."""

    id: strawberry.ID = told("Who.")
    name: str = told("What they are called, as the viewer may read it.")
    share: float = told("Their share of the influence of all who are ranked.")
    because: list[ChainStep] = told("A way from them to where the ranking begins.")


@strawberry.type(description="Who is influential, the most first.")
class InfluenceRanking:
    """Who is influential, the most first."""

    ranked: list[InfluentialPerson] = told("They.")
    people: int = told("How many were ranked.")
    seeds: int = told("From how many the ranking begins.")
    from_deciders: bool = told("Whether those are known to decide.")


@strawberry.type(description="A community of people and organizations.")
class Community:
    """A community of people and organizations."""

    id: strawberry.ID = told("Stays from run to run.")
    name: str = told("What sets it apart.")
    size: int = told("How many belong to it.")
    leaders: list[strawberry.ID] = told("The most influential of it.")
    before: int | None = told("Its size in the run before; null for a new one.")
    joined: int = told("How many have come since.")
    left: int = told("How many have gone.")
    computed: DateTime = told("When it was computed.")


async def _seen(info: Info, as_of: str | None) -> tuple[Viewing, Looking]:
    """What the viewer may see under the policy in force, and through which eyes the graph is looked at."""
    viewing, viewer = await info.context.viewing_now(), info.context.viewer
    hidden = viewing.sight.hidden
    day = date.fromisoformat(as_of) if as_of else date.today()
    return viewing, Looking(day, viewing.rows, viewer.scopes, hidden.entities, hidden.relationships)


async def _look(info: Info, work: Callable[..., T], *arguments: Any) -> T:
    found: T = await info.context.service.thinking.call(work, *arguments)
    return found


async def read_strength(
    info: Info, a: strawberry.ID, b: strawberry.ID, as_of: Date | None = None
) -> AssociationStrength:
    _, looking = await _seen(info, as_of)
    found = await _look(info, strengths.strength, looking, a, b)
    names = await _names(info, (id_ for way in found.ways for id_ in way.nodes))
    ways = [_chain(way.nodes, way.steps, way.worth, names) for way in found.ways]
    return AssociationStrength(value=found.value, ways=ways, count=found.count)


async def read_introductions(
    info: Info, to: strawberry.ID, first: int = 3, as_of: Date | None = None
) -> list[Chain]:
    _, looking = await _seen(info, as_of)
    found = await _look(info, introductions.introduce, looking, to, _page(first))
    names = await _names(info, (id_ for chain in found for id_ in chain.nodes))
    return [_chain(chain.nodes, chain.steps, chain.strength, names) for chain in found]


async def read_influence(
    info: Info,
    at: strawberry.ID | None = None,
    topic: str | None = None,
    first: int = 10,
    as_of: Date | None = None,
) -> InfluenceRanking:
    if (at is None) == (topic is None):
        raise ArgumentRefused("give an organization, or a topic")
    viewing, looking = await _seen(info, as_of)
    if at is not None:
        by_role = viewing.sight.decision("Contact", "buying_role").is_clear
        found = await _look(info, influence.at_customer, looking, at, by_role, _page(first))
    else:
        scopes = looking.scopes if looking.rows.by_scope else None
        belonging = await _look(info, topic_of, topic, scopes)
        found = await _look(info, influence.of_topic, looking, belonging, _page(first))
    names = await _names(info, (each.id for each in found.ranked))
    return InfluenceRanking(
        ranked=[
            InfluentialPerson(
                id=strawberry.ID(each.id),
                name=names.get(each.id, each.id),
                share=each.share,
                because=[_step(step) for step in each.because],
            )
            for each in found.ranked
        ],
        people=found.people,
        seeds=found.seeds,
        from_deciders=found.from_deciders,
    )


async def read_communities(info: Info, first: int = 10) -> list[Community]:
    viewing, _ = await _seen(info, None)
    if viewing.rows.hides_any:
        raise NotAllowed(
            "communities are computed out of every row, and are for those who see every row",
            "社群由全部数据算得，仅可查看全部数据者可见",
        )
    found = await _look(info, communities, _page(first))
    info.context.met += [id_ for each in found for id_ in each.leaders]
    return [
        Community(
            id=strawberry.ID(each.id),
            name=each.name,
            size=each.size,
            leaders=[strawberry.ID(id_) for id_ in each.leaders],
            before=each.before,
            joined=each.joined,
            left=each.left,
            computed=DateTime(each.computed.isoformat()),
        )
        for each in found
    ]


async def _names(info: Info, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(ids))
    info.context.met += wanted
    return await names_of(info, wanted)


def _page(first: int) -> int:
    if not 0 <= first <= MOST:
        raise ArgumentRefused(f"first: from 0 to {MOST}")
    return first


def _chain(nodes: Sequence[str], steps: Sequence[Step], worth: float, names: dict[str, str]) -> Chain:
    return Chain(
        ids=[strawberry.ID(id_) for id_ in nodes],
        names=[names.get(id_, id_) for id_ in nodes],
        steps=[_step(step) for step in steps],
        strength=round(worth, 2),
    )


def _step(step: Step) -> ChainStep:
    return ChainStep(start=strawberry.ID(step.start), relation=step.relation, end=strawberry.ID(step.end))
