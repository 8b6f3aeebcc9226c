"""A customer is about to do itself what it bought from us.

A sister company of the customer's, under one group (register), has filed patents on battery diagnosis in the last
year and a half: the office names the applicant, and gives no number. The group or the customer looks for engineers of
that trade (job posts), and the customer has just turned our diagnostics offer down (sales).

Decoys: the patents have lapsed (`patents_lapsed`); the group had sold the sister before it filed (`sold_before`); the
patents are about pumps (`other_field`); the customer took our offer (`deal_won`).
"""

from __future__ import annotations

from datetime import timedelta

from graph_platform.generator import life, paperwork
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import hold, staffed
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Deal, Holding, Organization


def technology_shift(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of a customer that builds it itself, or a decoy of it, into the cast."""
    rng, decoy = cast.rng, part.decoy
    group = staffed(cast, founder, "group", part.language)
    boss = next(post.person for post in cast.posts if post.organization is group)
    founder.holding(cast, boss, group, 100.0)
    customer = staffed(cast, founder, "plant", part.language, customer=True)
    laboratory = staffed(cast, founder, "supplier", part.language)
    evidence = hold(cast, founder, group, customer, float(rng.choice((60, 75, 100))))
    evidence += hold(cast, founder, group, laboratory, float(rng.choice((51, 70, 100))))
    if decoy == "sold_before":
        _sell(cast, founder, laboratory)

    inventors = [founder.post(cast, laboratory, "technician").person for _ in range(rng.randrange(2, 4))]
    topic = "pumps" if decoy == "other_field" else "diagnosis"
    for _ in range(rng.randrange(3, 7)):
        filed = paperwork.days_ago(cast, founder, 150, 540)
        lapsed = decoy == "patents_lapsed"
        evidence.append(
            paperwork.patent(cast, founder, laboratory, inventors, topic, filed, lapsed=lapsed).id
        )
    posted = paperwork.days_ago(cast, founder, 5, 80)
    hiring = rng.choice((customer, group))
    evidence.append(life.advertise(cast, founder, hiring, "diagnosis", posted).id)
    closed = paperwork.days_ago(cast, founder, 15, 80)
    stage = "closedwon" if decoy == "deal_won" else "closedlost"
    buyer = next(post.person for post in cast.posts if post.organization is customer and post.contact)
    made = life.moment(cast, closed - timedelta(days=rng.randrange(40, 120)))
    amount, id_ = rng.randrange(50, 400) * 10_000, founder.id("deal")
    cast.deals.append(Deal(id_, customer, "diagnostics", stage, amount, "CNY", made, closed, buyer))
    roles = {"customer": customer, "parent": group, "laboratory": laboratory}
    facts: dict[str, str | int | float] = {
        "closed": closed.isoformat(),
        "patents": len(cast.patents),
        "posted": posted.isoformat(),
    }
    tell(cast, founder, part, roles, facts, [*evidence, id_])


def _sell(cast: Cast, founder: Founder, laboratory: Organization) -> None:
    """The group (or its holding) sold the company two years ago, before anything was filed."""
    buyer = staffed(cast, founder, "group", laboratory.language)
    shares = [holding for holding in cast.holdings if holding.held is laboratory]
    sold = next(holding for holding in shares if isinstance(holding.holder, Organization))
    _end(cast, founder, sold)
    new = founder.holding(cast, buyer, laboratory, sold.share)
    new.since = sold.until or new.since


def _end(cast: Cast, founder: Founder, holding: Holding) -> None:
    holding.until = paperwork.days_ago(cast, founder, 560, 700)
    holding.since = min(holding.since, holding.until - timedelta(days=400))
