"""Two more stories, about what customers do together: a group that buys as one, and a rival with a seat on the board.

*A group buys as one*: three customers, each looked after by another of our people, ask for the same thing within a
month (sales); that one group owns them all, directly or through a holding, only the register says. Decoys: the group
has but a minority of two of them; the requests are spread over more than a year.

*A rival on the board*: somebody who runs a rival of ours (register) joins a customer's board some weeks before the
customer's tender (sales). The register gives people no number, so this one waits for resolution by what is around the
names. Decoys: the new director merely has the same name; the seat was taken after the deal was closed.
"""

from __future__ import annotations

from datetime import timedelta

from graph_platform.generator import life
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import OWNERS, Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import hold
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Deal, Organization, Person


def group_purchase(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of a group that buys as one, or a decoy of it, into the cast."""
    rng = cast.rng
    group = founder.company(cast, "group", part.language)
    boss = founder.post(cast, group, "boss", officer=True)
    founder.holding(cast, boss.person, group, 100.0)
    newest = founder.as_of - timedelta(days=rng.randrange(3, 20))
    roles, evidence = {"parent": group}, list[str]()
    for place in range(part.customers):
        sister = founder.company(cast, rng.choice(("plant", "logistics", "retail")), part.language)
        sister.customer = True
        # three accounts that none of our people sees together
        sister.owner = (sister.owner + place * 5) % (OWNERS // 3 * 2)
        founder.post(cast, sister, "boss", officer=True)
        buyer = founder.post(cast, sister, "buyer", contact=True)
        minor = part.decoy == "minority_share" and place > 0
        evidence += hold(cast, founder, group, sister, 25.0 if minor else float(rng.choice((60, 75, 100))))
        days = place * 190 + 7 if part.decoy == "spread_out" else rng.randrange(21)
        made = life.moment(cast, newest - timedelta(days=days))
        close = made.date() + timedelta(days=60)
        amount = rng.randrange(200, 900) * 10_000
        id_, stage = founder.id("deal"), "presentationscheduled"
        cast.deals.append(Deal(id_, sister, "software", stage, amount, "CNY", made, close, buyer.person))
        evidence.append(id_)
        roles[f"customer_{place + 1}"] = sister
    tell(cast, founder, part, roles, {"newest": newest.isoformat()}, evidence)


def board_interlock(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of a rival on the board, or a decoy of it, into the cast."""
    rng = cast.rng
    rival = founder.company(cast, "supplier", part.language)
    customer = founder.company(cast, "plant", part.language)
    customer.customer = True
    runs = founder.post(cast, rival, "boss", officer=True)
    founder.holding(cast, runs.person, rival, 100.0)
    founder.post(cast, customer, "boss", officer=True)
    buyer = founder.post(cast, customer, "buyer", contact=True)
    life.own(cast, founder, customer, None)

    tender = founder.as_of - timedelta(days=rng.randrange(70, 160))
    seat = tender - timedelta(days=rng.randrange(20, 80))
    stage = "contractsent"
    if part.decoy == "after_closing":
        seat, stage = tender + timedelta(days=50), "closedwon"
    director = runs.person
    if part.decoy == "namesake":
        director = founder.person(cast, part.language)
        director.name, director.given_en = runs.person.name, runs.person.given_en
        director.family_en = runs.person.family_en
    sits = founder.seat(cast, director, customer, "director", officer=True)
    sits.since = seat
    made, close = life.moment(cast, tender), tender + timedelta(days=45)
    amount, id_ = rng.randrange(100, 500) * 10_000, founder.id("deal")
    cast.deals.append(Deal(id_, customer, "maintenance", stage, amount, "CNY", made, close, buyer.person))
    roles: dict[str, Organization | Person] = {
        "customer": customer,
        "rival": rival,
        "director": director,
        "rival_head": runs.person,
    }
    tell(cast, founder, part, roles, {"seat": seat.isoformat(), "tender": tender.isoformat()}, [id_])
