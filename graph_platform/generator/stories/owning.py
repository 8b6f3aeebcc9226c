"""Who owns a company of a story, as the registers say it."""

from __future__ import annotations

from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.world import Organization


def hold(
    cast: Cast,
    founder: Founder,
    owner: Organization,
    held: Organization,
    share: float,
    register: str = "cn",
) -> list[str]:
    """An owner's share in a company, half of the time through a holding, the rest somebody's; the shares' ids.

    With the register `bods` the owner is abroad: the Chinese register has the last share, and no number of its holder.
    """
    top, ids = owner, []
    if cast.rng.random() < 0.5:
        top = founder.company(cast, "holding", held.language, country="GB" if register == "bods" else "CN")
        founder.post(cast, top, "boss", officer=True)
        ids.append(founder.holding(cast, owner, top, 100.0, register).id)
    last = founder.holding(cast, top, held, share, *dict.fromkeys(("cn", register)))
    last.nameless = register == "bods"
    ids.append(last.id)
    if share < 100:
        founder.holding(cast, founder.person(cast, held.language), held, 100 - share)
    return ids


def staffed(
    cast: Cast, founder: Founder, kind: str, language: str, *, country: str = "CN", customer: bool = False
) -> Organization:
    """A company with somebody who runs it, and (a customer) somebody whom sales knows."""
    made = founder.company(cast, kind, language, country=country)
    made.customer = customer
    founder.post(cast, made, "boss", officer=True)
    if customer:
        founder.post(cast, made, "buyer", contact=True)
    return made
