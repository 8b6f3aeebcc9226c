"""What papers an ordinary company leaves behind. Nothing here leads anywhere: it is what stories hide among."""

from __future__ import annotations

from datetime import timedelta

from graph_platform.generator import life, paperwork, phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.world import Organization


def file_papers(cast: Cast, founder: Founder, organization: Organization) -> None:
    """Gives an ordinary customer some of each paper that offices, banks and our own people keep."""
    rng = cast.rng
    _pay(cast, founder, organization)
    if rng.random() < 0.08:
        _talk(cast, founder, organization)
    if rng.random() < 0.02:
        life.advertise(cast, founder, organization, rng.choice(("charging", "diagnosis")))
    if not organization.uscc:
        return
    if rng.random() < 0.12:
        paperwork.case(
            cast, founder, organization, paperwork.days_ago(cast, founder, 20, 1500), claims=rng.random() < 0.5,
            enforced=rng.random() < 0.3,
        )  # fmt: skip
    if rng.random() < 0.25:
        paperwork.certificate(cast, founder, organization)
    if organization.kind == "plant":
        _invent(cast, founder, organization)
        _import(cast, founder, organization)
    elif organization.kind == "fleet":
        _license(cast, founder, organization)
    elif organization.kind == "dealer" and rng.random() < 0.3:
        _mend(cast, founder, organization)


def _pay(cast: Cast, founder: Founder, organization: Organization) -> None:
    """Deals that were won are paid for, by the customer itself and in one sum or two."""
    for deal in cast.deals:
        if deal.organization is organization and deal.stage == "closedwon" and deal.close < founder.as_of:
            parts = cast.rng.randrange(1, 3)
            for _ in range(parts):
                day = min(deal.close + timedelta(days=cast.rng.randrange(5, 60)), founder.as_of)
                paperwork.payment(
                    cast, founder, organization, deal, day - timedelta(days=1), deal.amount // parts
                )


def _talk(cast: Cast, founder: Founder, organization: Organization) -> None:
    people = [post.person for post in cast.posts if post.organization is organization and post.contact]
    topics = [cast.rng.randrange(3) for _ in range(cast.rng.randrange(1, 4))]
    turns = phrases.small_talk(topics, organization.language)
    day = paperwork.days_ago(cast, founder, 2, 300)
    paperwork.call(cast, founder, organization, cast.rng.choice(people), day, turns)


def _invent(cast: Cast, founder: Founder, organization: Organization) -> None:
    if cast.rng.random() < 0.2:
        inventors = [founder.person(cast, organization.language, at=organization) for _ in range(2)]
        for _ in range(cast.rng.randrange(1, 3)):
            topic = cast.rng.choice(tuple(phrases.INVENTIONS))
            filed = paperwork.days_ago(cast, founder, 150, 2500)
            paperwork.patent(
                cast, founder, organization, inventors, topic, filed, lapsed=cast.rng.random() < 0.2
            )


def _import(cast: Cast, founder: Founder, organization: Organization) -> None:
    """Imports that go on all year, at whatever pace."""
    if cast.rng.random() < 0.2:
        for month in range(12):
            for _ in range(cast.rng.randrange(1, 3)):
                day = paperwork.days_ago(cast, founder, 30 * month + 1, 30 * month + 31)
                paperwork.declaration(cast, founder, organization, day)


def _license(cast: Cast, founder: Founder, organization: Organization) -> None:
    """Half of the fleets keep a list of their drivers' licences: they are good, or have just been renewed."""
    if cast.rng.random() < 0.5:
        drivers = {d.driver: None for d in cast.dispatches if d.operator is organization}
        for driver in drivers:
            holder = founder.person(cast, organization.language, at=organization)
            expires = founder.as_of + timedelta(days=cast.rng.randrange(20, 1000))
            if cast.rng.random() < 0.2:
                old = expires - timedelta(days=3 * 365)
                paperwork.licence(cast, founder, holder, driver, organization, old)
            paperwork.licence(cast, founder, holder, driver, organization, expires)


def _mend(cast: Cast, founder: Founder, organization: Organization) -> None:
    """Some of a dealer's devices were mended, with parts of a supplier that is doing well."""
    rng = cast.rng
    supplier = founder.company(cast, "supplier", organization.language)
    life.staff(cast, founder, supplier)
    life.own(cast, founder, supplier, None)
    parts = [paperwork.spare_part(cast, founder, supplier, short=rng.random() < 0.3)]
    devices = [device for device in cast.devices if device.organization is organization]
    for device in devices[: rng.randrange(1, 4)]:
        paperwork.repair(cast, founder, device, parts, paperwork.days_ago(cast, founder, 2, 500))
