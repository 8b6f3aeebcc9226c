"""What goes on in an ordinary company: its owners, its people, its devices, its dealings with us.

Nothing here surges. Diagnostics of an ordinary dealer come at a steady pace, so a surge in the data was planted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.world import (
    Deal,
    Device,
    Diagnostic,
    Dispatch,
    Engagement,
    Organization,
    Person,
    Post,
    Posting,
    Ticket,
)

HISTORY_WEEKS = 78
"""How far back events go: long enough to compare any twelve weeks with the same ones a year before."""

CODES = {
    "battery": ("BMS-0A7F", "BMS-0B21", "BMS-P0A80", "BMS-1C04"),
    "charger": ("CHG-E101", "CHG-E117"),
    "motor": ("MCU-P0A2B", "MCU-U0110"),
}
STAGES = (
    "appointmentscheduled",
    "qualifiedtobuy",
    "presentationscheduled",
    "contractsent",
    "closedwon",
    "closedlost",
)
DEAL_TOPICS = ("diagnostics", "swap", "maintenance", "software")
JOB_TOPICS = ("sales", "it", "finance", "technician", "driver", "mes", "swap")
TICKET_TOPICS = ("range", "charging", "noise", "invoice", "app")


def moment(cast: Cast, day: date) -> datetime:
    """Some time of that day in working hours."""
    return datetime.combine(
        day, time(8 + cast.rng.randrange(10), cast.rng.randrange(60), cast.rng.randrange(60))
    )


def past(cast: Cast, founder: Founder, *, days: int = HISTORY_WEEKS * 7) -> datetime:
    """Some time within the last `days` before the date of the export."""
    return moment(cast, founder.as_of - timedelta(days=1 + cast.rng.randrange(days)))


def settle(
    cast: Cast, founder: Founder, organization: Organization, *, parent: Organization | None = None
) -> None:
    """Gives a customer everything that an ordinary one has."""
    staff(cast, founder, organization)
    own(cast, founder, organization, parent)
    deal(cast, founder, organization)
    if cast.rng.random() < 0.35:
        advertise(cast, founder, organization, cast.rng.choice(JOB_TOPICS))
    if organization.kind == "dealer":
        organization.serviced = True
        equip(cast, founder, organization)
    elif organization.kind == "fleet":
        drive(cast, founder, organization)
        organization.serviced = cast.rng.random() < 0.5
    elif cast.rng.random() < 0.4:
        organization.serviced = True
        machine = founder.machine(cast, organization, cast.rng.choice(("charger", "motor")))
        check(cast, founder, [machine], past(cast, founder).date())
        complain(cast, founder, machine, past(cast, founder))


def staff(cast: Cast, founder: Founder, organization: Organization) -> Post:
    """A boss whom the register and sometimes sales know, and one to three contacts."""
    boss = founder.post(cast, organization, "boss", officer=True, contact=cast.rng.random() < 0.3)
    if organization.customer:
        parts = ["buyer", "technician", "finance"][: cast.rng.randrange(1, 4)]
        if organization.kind == "fleet" and cast.rng.random() < 0.6:
            parts.append("fleet")
        for part in parts:
            founder.post(cast, organization, part, contact=True, officer=cast.rng.random() < 0.08)
    return boss


def own(cast: Cast, founder: Founder, organization: Organization, parent: Organization | None) -> None:
    """Shareholders that add up to a hundred per cent: the parent, if there is one, and people."""
    registers = ("cn",) if organization.country == "CN" else ("bods",)
    left = 100.0
    if parent:
        share = float(cast.rng.choice((51, 60, 67, 70, 80, 100)))
        founder.holding(cast, parent, organization, share, *registers)
        left -= share
    bosses = [p.person for p in cast.posts if p.organization is organization and p.officer]
    if left:
        half = round(left * cast.rng.choice((1, 0.9, 0.75, 0.6)), 2)
        founder.holding(cast, bosses[0], organization, half, *registers)
        if left > half:
            other = founder.person(cast, organization.language)
            founder.holding(cast, other, organization, round(left - half, 2), *registers)


def deal(cast: Cast, founder: Founder, organization: Organization) -> None:
    """Up to three opportunities, and what our people did about them."""
    people = [p.person for p in cast.posts if p.organization is organization and p.contact]
    for _ in range(cast.rng.choice((0, 1, 1, 2, 3))):
        created = past(cast, founder)
        amount = cast.rng.randrange(8, 900) * (1000 if organization.country == "GB" else 5000)
        cast.deals.append(
            Deal(
                founder.id("deal"),
                organization,
                cast.rng.choice(DEAL_TOPICS),
                cast.rng.choice(STAGES),
                amount,
                "GBP" if organization.country == "GB" else "CNY",
                created,
                created.date() + timedelta(days=cast.rng.randrange(20, 200)),
                cast.rng.choice(people),
            )
        )
    for _ in range(cast.rng.randrange(1, 4)):
        engage(cast, founder, organization, cast.rng.choice(people))


def engage(cast: Cast, founder: Founder, organization: Organization, person: Person) -> None:
    """One call, meeting or e-mail of ours."""
    kind, topic = cast.rng.choice(("CALL", "MEETING", "EMAIL")), cast.rng.choice(DEAL_TOPICS)
    cast.engagements.append(Engagement(kind, organization, person, topic, past(cast, founder)))


def advertise(
    cast: Cast, founder: Founder, organization: Organization, topic: str, posted: date | None = None
) -> Posting:
    """A job that the organization advertises."""
    day = posted or past(cast, founder, days=240).date()
    made = Posting(
        founder.id("job"), organization, topic, day, day + timedelta(days=cast.rng.choice((30, 60, 90)))
    )
    cast.postings.append(made)
    return made


def equip(cast: Cast, founder: Founder, organization: Organization) -> list[Device]:
    """A dealer's batteries and chargers, each with a ticket, and a steady trickle of diagnostics."""
    batteries = [founder.battery(cast, organization) for _ in range(cast.rng.randrange(4, 8))]
    others = [founder.machine(cast, organization, "charger") for _ in range(cast.rng.randrange(1, 3))]
    for device in (*batteries, *others):
        complain(cast, founder, device, past(cast, founder))
    trickle(cast, founder, batteries, steps=(9, 22))
    trickle(cast, founder, others, steps=(25, 60))
    return batteries


def trickle(cast: Cast, founder: Founder, devices: Sequence[Device], steps: tuple[int, int]) -> None:
    """Diagnostics at even distances of some days, over the whole history."""
    day = founder.as_of - timedelta(days=HISTORY_WEEKS * 7)
    while (day := day + timedelta(days=cast.rng.randrange(*steps))) < founder.as_of:
        check(cast, founder, devices, day)


def check(
    cast: Cast, founder: Founder, devices: Sequence[Device], day: date, *, worn: bool = False
) -> Diagnostic:
    """One diagnostic of one of the devices."""
    device, rng = cast.rng.choice(devices), cast.rng
    soh = None
    if device.kind == "battery":
        soh = round(rng.uniform(58, 74) if worn else rng.uniform(80, 97), 1)
    severity = rng.choice(("high", "critical", "medium") if worn else ("low", "low", "medium", "info"))
    code = rng.choice(CODES.get(device.kind, CODES["motor"]))
    made = Diagnostic(founder.id("diag"), device, code, severity, soh, moment(cast, day), not worn)
    cast.diagnostics.append(made)
    return made


def complain(cast: Cast, founder: Founder, device: Device, at: datetime, *, topic: str = "") -> Ticket:
    """A ticket of the organization that brought us the device, in its own words."""
    solved = at + timedelta(hours=cast.rng.randrange(3, 240))
    end = datetime.combine(founder.as_of, time())
    people = [p.person for p in cast.posts if p.organization is device.organization and p.contact]
    made = Ticket(
        device.organization, device, topic or cast.rng.choice(TICKET_TOPICS), at,
        solved if solved < end else None, cast.rng.choice(people) if people else None,
    )  # fmt: skip
    cast.tickets.append(made)
    return made


def drive(cast: Cast, founder: Founder, organization: Organization, *, idle: bool = False) -> list[Device]:
    """A fleet's cars and, unless it stands idle, their trips of the last half year."""
    cars = [founder.taxi(cast, organization) for _ in range(cast.rng.randrange(4, 9))]
    drivers = [f"D-{founder.number('driver') % 10**7:07d}" for _ in range(len(cars) + 2)]
    for car in cars if not idle else ():
        for _ in range(cast.rng.randrange(5, 10)):
            start = past(cast, founder, days=180)
            minutes = cast.rng.randrange(8, 95)
            cast.dispatches.append(
                Dispatch(
                    founder.id("trip"),
                    car,
                    organization,
                    cast.rng.choice(drivers),
                    start,
                    start + timedelta(minutes=minutes),
                    round(minutes * cast.rng.uniform(0.3, 0.8), 1),
                    cast.rng.choice(("express", "premium", "airport", "shared")),
                )
            )
    return cars
