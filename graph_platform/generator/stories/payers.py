"""Three accounts pay out of one purse: a hidden group, whose limits and prices we agree on three times over.

For months, the invoices of three customers have been paid by somebody else: that is only to be seen in the references
of the payments, which name the customer and its contract. The payer owns all three (register). In Chinese, the
payments come as a table with registered numbers, and the Chinese register says who owns whom; in English, they stand
on a bank statement (camt.053) with the payer's LEI, and ownership statements say it.

Decoys: the payer owns none of the three, it buys claims for a living (`factor`); it paid once, for one of them, and
each pays for itself otherwise (`one_off`); it has a tenth or a fifth of two of them (`minority_share`).
"""

from __future__ import annotations

from datetime import timedelta

from graph_platform.generator import life, paperwork
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import OWNERS, Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import hold, staffed
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Deal, Organization


def hidden_payer(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of three accounts with one purse, or a decoy of it, into the cast."""
    rng, decoy = cast.rng, part.decoy
    register, country = ("cn", "CN") if part.language == "zh" else ("bods", "GB")
    payer = staffed(cast, founder, "factor" if decoy == "factor" else "group", part.language, country=country)
    life.own(cast, founder, payer, None)
    roles, evidence = {"payer": payer}, list[str]()
    months = rng.randrange(4, 8)
    for place in range(part.customers):
        customer = staffed(
            cast, founder, rng.choice(("retail", "plant", "logistics")), part.language, customer=True
        )
        customer.in_bods = register == "bods"
        # three accounts that none of our people sees together
        customer.owner = (customer.owner + place * 5) % (OWNERS // 3 * 2)
        share = float(rng.choice((60, 75, 100)))
        if decoy == "minority_share" and place:
            share = float(rng.choice((10, 20)))
        if decoy == "factor":
            life.own(cast, founder, customer, None)
        else:
            evidence += hold(cast, founder, payer, customer, share, register)
        deal = _contract(cast, founder, customer)
        evidence.append(deal.id)
        for month in range(months):
            itself = decoy == "one_off" and not (place == month == 0)
            day = paperwork.days_ago(cast, founder, 30 * month + 2, 30 * month + 12)
            amount = deal.amount // 12
            paid = paperwork.payment(cast, founder, customer if itself else payer, deal, day, amount)
            evidence.append(paid.id)
        roles[f"customer_{place + 1}"] = customer
    tell(cast, founder, part, roles, {"months": months, "payments": len(cast.payments)}, evidence)


def _contract(cast: Cast, founder: Founder, customer: Organization) -> Deal:
    """The maintenance contract that is paid for month by month."""
    won = paperwork.days_ago(cast, founder, 250, 400)
    buyer = next(post.person for post in cast.posts if post.organization is customer and post.contact)
    made = life.moment(cast, won - timedelta(days=60))
    amount, currency = cast.rng.randrange(24, 240) * 12_000, "GBP" if customer.in_bods else "CNY"
    deal = Deal(founder.id("deal"), customer, "maintenance", "closedwon", amount, currency, made, won, buyer)
    cast.deals.append(deal)
    return deal
