"""Whoever invents for a customer runs a prospect by now: the customer's technology, and perhaps the customer, moves.

Somebody who stood on a customer's patents is an officer of a company that sales has as a prospect (register), which
files for patents of the same field with the same inventor since. Neither the office nor the register numbers people,
so this one waits for resolution by what is around the names.

Decoys: the officer merely has the name, and the prospect's patents are of another field (`namesake`); the customer
owns the prospect (`own_subsidiary`).
"""

from __future__ import annotations

from graph_platform.generator import life, paperwork
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import hold, staffed
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Organization, Person


def inventor_moved(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of an inventor who moved, or a decoy of it, into the cast."""
    rng, decoy = cast.rng, part.decoy
    customer = staffed(cast, founder, "plant", part.language, customer=True)
    life.own(cast, founder, customer, None)
    life.deal(cast, founder, customer)
    inventor = founder.person(cast, part.language, at=customer)
    colleagues = [founder.person(cast, part.language, at=customer) for _ in range(2)]
    moved = paperwork.days_ago(cast, founder, 300, 600)
    evidence = []
    for _ in range(rng.randrange(2, 5)):
        filed = paperwork.days_ago(cast, founder, 700, 1400)
        evidence.append(
            paperwork.patent(cast, founder, customer, [inventor, *colleagues], "casting", filed).id
        )
    prospect = staffed(cast, founder, "plant", part.language)
    prospect.prospect = True
    officer = inventor
    if decoy == "namesake":
        officer = founder.person(cast, part.language, at=prospect)
        officer.name, officer.given_en, officer.family_en = (
            inventor.name, inventor.given_en, inventor.family_en
        )  # fmt: skip
    if decoy == "own_subsidiary":
        evidence += hold(cast, founder, customer, prospect, 100.0)
    else:
        founder.holding(cast, officer, prospect, 100.0)
    seat = founder.seat(cast, officer, prospect, "technical", officer=True)
    seat.since = moved
    topic = "pumps" if decoy == "namesake" else "casting"
    for _ in range(rng.randrange(1, 4)):
        filed = paperwork.days_ago(cast, founder, 150, 290)
        evidence.append(paperwork.patent(cast, founder, prospect, [officer], topic, filed).id)
    roles: dict[str, Organization | Person] = {
        "customer": customer,
        "prospect": prospect,
        "inventor": inventor,
        "officer": officer,
    }
    tell(cast, founder, part, roles, {"moved": moved.isoformat()}, evidence)
