"""The same interest behind: circular holdings, common control that nobody stated, the same hands under other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from graph_platform.database import Database
from graph_platform.discovery.analysis import Analysis, Asked
from graph_platform.discovery.holdings import Control, Held, circles, controlled, controls, read_holdings
from graph_platform.discovery.interest_kinds import (
    BUYING_APART,
    CIRCULAR_HOLDING,
    CUSTOMER_AND_SUPPLIER,
    SAME_HANDS,
    SHELL_LIKE,
)
from graph_platform.discovery.interest_kinds import SIGNS as WORDS_OF_SIGNS
from graph_platform.discovery.ties import together
from graph_platform.findings.model import Evidence, Finding, Step
from graph_platform.statements import statement

SHARED_BY = 4
"""By how many organizations a phone, an address, a domain or an officer may be shared and still tell something."""
WEIGHTS = {"phone": 0.45, "address": 0.3, "domain": 0.35, "officer": 0.4}
"""How sure one shared thing alone makes us that the same hands are behind two organizations; set by hand.

It does not depend on how many more share it: whoever may not see these would read their number from the score."""
SURE = 0.55
"""From which score on two organizations are said to be in the same hands: no single shared thing reaches it."""
CROWDED = 10
"""From how many organizations on an address, or a person's posts, look like an agent's."""
WORTH = {CUSTOMER_AND_SUPPLIER.name: 0.8, BUYING_APART.name: 0.6}
"""How much a stated majority all the way up is worth looking at, beside findings of other kinds; set by hand."""
SIGNS = 3
"""How many signs make an organization look like a shell."""


def find(database: Database, asked: Asked) -> list[Finding]:
    """Every finding of these kinds."""
    holdings = read_holdings(database, asked.day)
    chains = controls(holdings)
    shared = _Shared(database, asked)
    return [
        *_circular(holdings),
        *_customer_and_supplier(database, asked, chains),
        *_buying_apart(database, asked, chains),
        *_same_hands(shared, chains, holdings),
        *_shells(database, shared, holdings, asked),
    ]


ANALYSIS = Analysis(
    "interests", (CIRCULAR_HOLDING, CUSTOMER_AND_SUPPLIER, BUYING_APART, SAME_HANDS, SHELL_LIKE), find
)


def _circular(holdings: Sequence[Held]) -> Iterator[Finding]:
    for circle in circles(holdings):
        members = [held.owner for held in circle]
        shares = [held.share for held in circle if held.share is not None]
        stated = {"smallest_share": round(min(shares), 4)} if len(shares) == len(circle) else {}
        yield Finding(
            kind=CIRCULAR_HOLDING.name,
            roles={"member": members},
            identity=("member",),
            score=0.9,
            evidence=(Evidence("circle", tuple(held.step for held in circle)),),
            measures={"members": len(members), **stated},
        )


def _customer_and_supplier(
    database: Database, asked: Asked, chains: Mapping[str, Control]
) -> Iterator[Finding]:
    for row in database.read(statement("discovery/supplies"), {"day": asked.day}):
        supplier, customer = row["supplier"], row["customer"]
        one, other = chains.get(supplier), chains.get(customer)
        if one is None or other is None or one.controller != other.controller:
            continue
        if len(one.chain) == len(other.chain) == 1 and one.controller in (supplier, customer):
            continue
        yield Finding(
            kind=CUSTOMER_AND_SUPPLIER.name,
            roles={"supplier": [supplier], "customer": [customer], "controller": [one.controller]},
            identity=("supplier", "customer"),
            score=round(WORTH[CUSTOMER_AND_SUPPLIER.name] * min(one.share, other.share), 4),
            evidence=(
                Evidence("supply", (Step(supplier, "SUPPLIES", customer),)),
                Evidence("control of the supplier", one.steps),
                Evidence("control of the customer", other.steps),
            ),
            measures={"layers": max(len(one.chain), len(other.chain))},
        )


def _buying_apart(database: Database, asked: Asked, chains: Mapping[str, Control]) -> Iterator[Finding]:
    managers: defaultdict[str, set[str]] = defaultdict(set)
    for row in database.read(statement("discovery/accounts"), {"day": asked.day}):
        managers[row["organization"]].add(row["manager"])
    for controller, members in controlled(chains).items():
        customers = [member for member in (controller, *members) if member in managers]
        apart = [customer for customer in customers if customer in chains]
        if len(customers) < 2 or not apart:
            continue
        if all(managers[customer] & managers[customers[0]] for customer in customers[1:]):
            continue
        yield Finding(
            kind=BUYING_APART.name,
            roles={"controller": [controller], "customer": customers},
            identity=("controller",),
            score=round(WORTH[BUYING_APART.name] * min(chains[customer].share for customer in apart), 4),
            evidence=tuple(
                Evidence(
                    "customer",
                    (
                        *(chains[customer].steps if customer in chains else ()),
                        *(
                            Step(manager, "MANAGES_ACCOUNT", customer)
                            for manager in sorted(managers[customer])
                        ),
                    ),
                )
                for customer in customers
            ),
            measures={
                "customers": len(customers),
                "managers": len(set().union(*(managers[customer] for customer in customers))),
            },
        )


class _Shared:
    """What organizations have in common, by kind: the thing, and who has it. The things themselves are not kept."""

    def __init__(self, database: Database, asked: Asked) -> None:
        having: dict[str, defaultdict[str, set[str]]] = {kind: defaultdict(set) for kind in WEIGHTS}
        for row in database.read(statement("discovery/contacts")):
            for phone in row["phones"]:
                having["phone"][phone].add(row["id"])
            for domain in row["domains"]:
                having["domain"][domain].add(row["id"])
            if row["address"]:
                having["address"][row["address"].casefold()].add(row["id"])
        for row in database.read(statement("discovery/posts"), {"day": asked.day}):
            having["officer"][row["person"]].add(row["organization"])
        self.groups = {
            kind: [(thing, sorted(ids)) for thing, ids in sorted(things.items()) if len(ids) > 1]
            for kind, things in having.items()
        }

    def crowd(self, kind: str) -> dict[str, int]:
        """With how many at most each organization shares a thing of a kind."""
        found: dict[str, int] = {}
        for _, ids in self.groups[kind]:
            for id_ in ids:
                found[id_] = max(found.get(id_, 0), len(ids))
        return found


def _same_hands(
    shared: _Shared, chains: Mapping[str, Control], holdings: Iterable[Held]
) -> Iterator[Finding]:
    pairs: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for kind, groups in shared.groups.items():
        for thing, ids in groups:
            if len(ids) <= SHARED_BY:
                for pair in combinations(ids, 2):
                    pairs[pair].setdefault(kind, thing)
    linked = {(held.owner, held.owned) for held in holdings}
    for (one, other), things in sorted(pairs.items()):
        sure = together(WEIGHTS[kind] for kind in things)
        if sure < SURE or _is_known(one, other, chains, linked):
            continue
        officers = [thing for kind, thing in things.items() if kind == "officer"]
        steps = tuple(
            Step(officer, "HOLDS_POST", organization) for officer in officers for organization in (one, other)
        )
        yield Finding(
            kind=SAME_HANDS.name,
            roles={"organization": [one, other]},
            identity=("organization",),
            score=round(sure, 4),
            evidence=(Evidence("shared", steps, (one, other)),),
            measures={"shared": ", ".join(sorted(things))},
            reads=tuple(f"Organization.{kind}" for kind in ("phone",) if kind in things),
        )


def _is_known(one: str, other: str, chains: Mapping[str, Control], linked: set[tuple[str, str]]) -> bool:
    """Whether a stated holding joins the two already."""
    tops = [chains[each].controller if each in chains else each for each in (one, other)]
    return tops[0] == tops[1] or (one, other) in linked or (other, one) in linked


def _shells(database: Database, shared: _Shared, holdings: Sequence[Held], asked: Asked) -> Iterator[Finding]:
    crowds = {kind: shared.crowd(kind) for kind in ("address", "phone", "officer")}
    held = defaultdict[str, list[Held]](list)
    for each in holdings:
        held[each.owner].append(each)
    suspects = sorted({id_ for crowd in crowds.values() for id_, size in crowd.items() if size >= CROWDED})
    for row in database.read(statement("discovery/activity"), {"ids": suspects}):
        id_ = row["id"]
        signs = [f"{kind} of many" for kind in crowds if crowds[kind].get(id_, 0) >= CROWDED]
        if row["staff"] == 0 and not (row["employees"] or 0) > 1:
            signs.append("nobody")
        if row["dealings"] == 0:
            signs.append("no business")
        if id_ in held:
            signs.append("holdings")
        if row["founded"] and asked.day.year - int(row["founded"][:4]) <= 1:
            signs.append("new")
        if len(signs) >= SIGNS:
            yield Finding(
                kind=SHELL_LIKE.name,
                roles={"organization": [id_]},
                identity=("organization",),
                score=round(len(signs) / len(WORDS_OF_SIGNS), 4),
                evidence=(Evidence("signs", tuple(each.step for each in held[id_][:5]), (id_,)),),
                measures={"signs": ", ".join(signs)},
                reads=("Organization.phone",) if crowds["phone"].get(id_, 0) >= CROWDED else (),
            )
