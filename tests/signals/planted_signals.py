"""Small stories for the signals that the generator has none for: each whole, and lacking one thing at a time.

All of them stand in one graph, each with names of its own (`contact_moved/one_group/…`), so that one load and one run
tell which are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from graph_platform.facts import Claim, Mention, Record, Row

DAY = date(2026, 11, 1)


def ago(days: int) -> str:
    """A day so many days before the day of all stories; after it where negative."""
    return (DAY - timedelta(days=days)).isoformat()


@dataclass
class Plot:
    """The records and claims of one story or near miss; `lack` says what it lacks, "" nothing."""

    name: str
    lack: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    rounds: int = 0

    def node(self, key: str, label: str, **values: Any) -> str:
        key = f"{self.name}/{self.lack or 'whole'}/{key}"
        self.labels[key] = label
        named = {} if {"title", "job_title", "at"} & values.keys() else {"name": f"{key} Ltd"}
        if label in (
            "Lawsuit",
            "Ticket",
            "Hire",
            "Opportunity",
            "RegistrationChange",
            "Contract",
            "Patent",
            "Policy",
        ):
            named = {}
        self.rows.append(Row(key, 1, {"key": key}, (Record(key, label, named | values),)))
        return key

    def edge(
        self, start: str, relation: str, end: str, since: str = "", until: str = "", **values: Any
    ) -> None:
        ends = Mention(start, self.labels[start]), Mention(end, self.labels[end])
        key = f"{start}>{relation}>{end}>{since}"
        claim = Claim(relation, relation, *ends, values, since or None, until or None)
        self.rows.append(Row(key, 1, {"key": key}, (), (claim,)))

    def account(self, name: str = "customer") -> str:
        """A customer that one of ours looks after."""
        customer = self.node(name, "Company")
        if self.lack != f"no account of {name}":
            self.edge(self.node(f"{name}'s owner", "User"), "MANAGES_ACCOUNT", customer)
        return customer

    def deal(self, customer: str, stage: str = "contractsent", days: int = 40) -> None:
        self.edge(
            customer,
            "BUYS",
            self.node(f"deal {customer}", "Opportunity", at=f"{ago(days)} 10:00:00", stage=stage),
        )

    def events(self, count: int, label: str, least: int, most: int) -> Iterator[str]:
        """Evenly spread over the days between `least` and `most` ago."""
        self.rounds += 1
        for place in range(count):
            days = least + (most - least) * place // max(1, count)
            yield self.node(f"{label} {self.rounds} {place}", label, at=f"{ago(days)} 09:30:00")


def hiring_direction(plot: Plot) -> None:
    customer, skill = plot.account(), plot.node("skill", "Skill")
    days = (700, 20) if plot.lack == "as ever" else (80, 1)
    # five people of one skill within a quarter, and none before
    many = 1 if plot.lack == "one post" else 5
    for hire in plot.events(12 if plot.lack == "as ever" else many, "Hire", days[1], days[0]):
        post = plot.node(f"post {hire}", "JobPost", title="Engineer", published=ago(30))
        plot.edge(customer, "CARRIED_OUT", hire)
        plot.edge(hire, "CONCERNS", post)
        plot.edge(post, "REQUIRES_SKILL", skill)
    if plot.lack != "nothing to sell":
        plot.edge(plot.node("product", "Product"), "SOLD_FOR", skill)


def debts_enforced(plot: Plot) -> None:
    customer, parent = plot.account(), plot.node("parent", "Company")
    plot.edge(parent, "OWNS", customer, ago(2000), ago(30) if plot.lack == "sold" else "", share="80%")
    plot.deal(customer, "closedlost" if plot.lack == "no open deal" else "contractsent")
    for place in range(1 if plot.lack == "one case" else 3):
        case = plot.node(f"case {place}", "Lawsuit", at=f"{ago(60)} 00:00:00", tags=["被执行人"],
                         status="已结案" if plot.lack == "settled" else "执行中")  # fmt: skip
        plot.edge(
            parent, "PARTY_TO", case, party_role="申请执行人" if plot.lack == "creditor" else "被执行人"
        )


def lawsuits_rise(plot: Plot) -> None:
    customer = plot.account()
    role = "原告" if plot.lack == "claimant" else "被告"
    spread = (900, 5) if plot.lack == "as ever" else (120, 5)
    for case in plot.events(9, "Lawsuit", spread[1], spread[0]):
        plot.edge(customer, "PARTY_TO", case, party_role=role)


def management_change(plot: Plot) -> None:
    customer = plot.account()
    plot.deal(customer, "closedwon" if plot.lack == "no open deal" else "contractsent")
    new, old = plot.node("new", "Executive"), plot.node("old", "Executive")
    kind = "supervisor" if plot.lack == "a supervisor" else "legal_representative"
    plot.edge(new, "HOLDS_POST", customer, ago(900 if plot.lack == "long ago" else 50), post_kind=kind)
    plot.edge(
        old, "HOLDS_POST", customer, ago(3000), "" if plot.lack == "one more" else ago(50), post_kind=kind
    )


def ownership_change(plot: Plot) -> None:
    customer, buyer, seller = plot.account(), plot.node("buyer", "Company"), plot.node("seller", "Company")
    share = "20%" if plot.lack == "a minority" else "80%"
    plot.edge(seller, "OWNS", customer, ago(3000), ago(60), share=share)
    plot.edge(buyer, "OWNS", customer, ago(60), share=share)
    if plot.lack == "one group":
        group = plot.node("group", "Company")
        plot.edge(group, "OWNS", buyer, ago(3000), share="100%")
        plot.edge(group, "OWNS", seller, ago(3000), share="100%")


def registration_changes(plot: Plot) -> None:
    customer = plot.account()
    spread = (900, 5) if plot.lack == "as ever" else (90, 5)
    for change in plot.events(9, "RegistrationChange", spread[1], spread[0]):
        plot.edge(change, "CONCERNS", customer)


def supplier_concentration(plot: Plot) -> None:
    customer, supplier = plot.account(), plot.node("supplier", "Company")
    plot.edge(supplier, "SUPPLIES", customer, ago(900), ago(90) if plot.lack == "ended" else "",
              share="10%" if plot.lack == "one of many" else "70%")  # fmt: skip
    case = plot.node("case", "Lawsuit", at=f"{ago(60)} 00:00:00", status="执行中")
    plot.edge(supplier, "PARTY_TO", case, party_role="申请执行人" if plot.lack == "creditor" else "被执行人")


def contact_moved(plot: Plot) -> None:
    employer, former = plot.account("employer"), plot.account("former")
    contact = plot.node("contact", "Contact")
    plot.edge(contact, "WORKS_FOR", employer, ago(2000 if plot.lack == "long ago" else 60))
    plot.edge(contact, "WORKS_FOR", former, ago(3000), "" if plot.lack == "works for both" else ago(70))
    if plot.lack == "one group":
        group = plot.node("group", "Company")
        plot.edge(group, "OWNS", employer, ago(3000), share="100%")
        plot.edge(group, "OWNS", former, ago(3000), share="100%")


def contract_ending(plot: Plot) -> None:
    customer = plot.account()
    contract = plot.node(
        "contract", "Contract", title="Maintenance", ends=ago(-400 if plot.lack == "ends later" else -60)
    )
    plot.edge(customer, "PARTY_TO", contract)
    for ticket in plot.events(10, "Ticket", 60, 400):
        plot.edge(customer, "RAISED", ticket)
    many = 3 if plot.lack == "as ever" else 24
    for ticket in plot.events(many, "Ticket", 1, 50):
        plot.edge(customer, "RAISED", ticket)
    if plot.lack == "last year too":
        for ticket in plot.events(24, "Ticket", 366, 414):
            plot.edge(customer, "RAISED", ticket)
    for place in range(40):
        installed = ago(1500) if place < 4 or plot.lack != "more devices" else ago(80)
        if plot.lack == "more devices" or place < 4:
            plot.edge(plot.node(f"device {place}", "Machine"), "INSTALLED_AT", customer, installed)


def alternative_named(plot: Plot) -> None:
    customer, skill = plot.account(), plot.node("skill", "Skill")
    other, ours = plot.node("other", "Product"), plot.node("ours", "Product")
    post = plot.node("post", "JobPost", title="Engineer", published=ago(500 if plot.lack == "old" else 30))
    plot.edge(customer, "POSTED", post)
    plot.edge(post, "MENTIONS", other)
    if plot.lack != "another skill":
        plot.edge(post, "REQUIRES_SKILL", skill)
    plot.edge(ours, "SOLD_FOR", skill)
    if plot.lack == "it is ours":
        plot.edge(other, "SOLD_FOR", skill)


def alternative_patented(plot: Plot) -> None:
    customer, sister, group = plot.account(), plot.node("sister", "Company"), plot.node("group", "Company")
    plot.edge(group, "OWNS", customer, ago(3000), share="100%")
    plot.edge(group, "OWNS", sister, ago(3000), ago(800) if plot.lack == "sold" else "", share="100%")
    other, ours, skill = (
        plot.node("other", "Product", category="meter"),
        plot.node("ours", "Product", category="meter"),
        plot.node("skill", "Skill"),
    )
    patent = plot.node("patent", "Patent", title="A meter", filed=ago(2000 if plot.lack == "old" else 200))
    plot.edge(sister, "AUTHORED", patent)
    plot.edge(patent, "MENTIONS", other)
    plot.edge(ours, "SOLD_FOR", skill)
    device = plot.node("device", "Machine")
    plot.edge(device, "INSTANCE_OF", ours)
    if plot.lack != "not installed":
        plot.edge(device, "INSTALLED_AT", customer, ago(900))


def policy_touches(plot: Plot) -> None:
    customer, subject = plot.account(), plot.node("subject", "Product")
    policy = plot.node("policy", "Policy", title="Rules", effective=ago(900 if plot.lack == "old" else -30))
    plot.edge(plot.node("authority", "Government"), "ISSUED", policy)
    plot.edge(policy, "CONCERNS", subject)
    device = plot.node("device", "Machine")
    plot.edge(device, "INSTANCE_OF", subject)
    plot.edge(device, "INSTALLED_AT", customer, ago(900), ago(100) if plot.lack == "taken away" else "")


def tickets_rise(plot: Plot) -> None:
    customer = plot.account()
    for ticket in plot.events(12, "Ticket", 60, 440):
        plot.edge(customer, "RAISED", ticket)
    for ticket in plot.events(2 if plot.lack == "as ever" else 30, "Ticket", 1, 40):
        plot.edge(customer, "RAISED", ticket)


LACKS: dict[Callable[[Plot], None], tuple[str, ...]] = {
    hiring_direction: ("as ever", "one post", "nothing to sell", "no account of customer"),
    debts_enforced: ("sold", "no open deal", "one case", "settled", "creditor"),
    lawsuits_rise: ("claimant", "as ever", "no account of customer"),
    management_change: ("no open deal", "a supervisor", "long ago", "one more"),
    ownership_change: ("a minority", "one group", "no account of customer"),
    registration_changes: ("as ever", "no account of customer"),
    supplier_concentration: ("ended", "one of many", "creditor", "no account of customer"),
    contact_moved: ("long ago", "works for both", "one group", "no account of former"),
    contract_ending: ("ends later", "as ever", "last year too", "more devices"),
    alternative_named: ("old", "another skill", "it is ours", "no account of customer"),
    alternative_patented: ("sold", "old", "not installed"),
    policy_touches: ("old", "taken away", "no account of customer"),
    tickets_rise: ("as ever",),
}
"""Every story, and what its near misses lack."""


def ordinary(plot: Plot) -> None:
    """Some events of every kind that come at a steady pace: what stories stand out from."""
    relations = {"Hire": "CARRIED_OUT", "Lawsuit": "PARTY_TO", "Ticket": "RAISED"}
    skill = plot.node("skill", "Skill")
    for place in range(12):
        customer = plot.account(f"customer {place}")
        for label in (*relations, "RegistrationChange"):
            for number, event in enumerate(plot.events(16, label, 2 + place, 900 + place)):
                if label == "RegistrationChange":
                    plot.edge(event, "CONCERNS", customer)
                    continue
                role = {"party_role": "被告"} if label == "Lawsuit" else {}
                plot.edge(customer, relations[label], event, **role)
                if label == "Hire":
                    post = plot.node(f"post {place} {number}", "JobPost", title="Post", published=ago(400))
                    plot.edge(event, "CONCERNS", post)
                    plot.edge(post, "REQUIRES_SKILL", skill)


def everything() -> Iterator[Row]:
    """The rows of all of them, and of what is ordinary."""
    plot = Plot("ordinary")
    ordinary(plot)
    yield from plot.rows
    for tell, lacks in LACKS.items():
        for lack in ("", *lacks):
            plot = Plot(tell.__name__, lack)
            tell(plot)
            yield from plot.rows
