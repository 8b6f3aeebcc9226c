"""Said on the telephone, and nowhere else: a fleet wants charging points.

A fleet's manager says in a recorded call that they will build charging points (transcript; the speaker is known by
the address that sales has, too). The fleet looks for somebody to run them (job posts), is on the road (dispatches),
and sales has no deal about them.

Decoys: our own person says it (`our_words`); it is said of another company (`about_another`); the deal has been
made since (`made_since`); the fleet looks for an accountant only (`no_hiring`).
"""

from __future__ import annotations

from datetime import timedelta

from graph_platform.generator import life, paperwork, phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import staffed
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.world import Deal, Organization, Person


def promise_in_call(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of what was said in a call, or a decoy of it, into the cast."""
    rng, decoy, language = cast.rng, part.decoy, part.language
    fleet = staffed(cast, founder, "fleet", language, customer=True)
    life.own(cast, founder, fleet, None)
    life.deal(cast, founder, fleet)
    life.drive(cast, founder, fleet)
    manager = founder.post(cast, fleet, "fleet", contact=True).person
    said, points = paperwork.days_ago(cast, founder, 45, 75), rng.randrange(6, 60)
    how, other = {"our_words": "ours", "about_another": "other"}.get(decoy or "", "said"), ""
    roles: dict[str, Organization | Person] = {"fleet": fleet, "manager": manager}
    if how == "other":
        roles["another"] = another = staffed(cast, founder, "fleet", language)
        other = another.short if language == "zh" else another.english
    turns = phrases.charging_call(how, points, language, other)
    call = paperwork.call(cast, founder, fleet, manager, said, turns)
    topic = "finance" if decoy == "no_hiring" else "charging"
    posting = life.advertise(cast, founder, fleet, topic, paperwork.days_ago(cast, founder, 3, 40))
    evidence = [call.id, posting.id]
    if decoy == "made_since":
        closed = said + timedelta(days=rng.randrange(10, 40))
        made, amount = life.moment(cast, said + timedelta(days=2)), points * 40_000
        id_ = founder.id("deal")
        cast.deals.append(Deal(id_, fleet, "charging", "closedwon", amount, "CNY", made, closed, manager))
        evidence.append(id_)
    facts: dict[str, str | int | float] = {
        "said": said.isoformat(),
        "points": points,
        "dispatches": len(cast.dispatches),
    }
    tell(cast, founder, part, roles, facts, evidence)
