"""Answers the battery question from the exported files alone, with nothing of the platform: a second opinion.

Records are joined by registered numbers and serial numbers, never by names. A surge is at least three times what the
forty weeks before would lead one to expect of twelve, and at least twice the same twelve weeks a year before.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graph_platform.generator import AS_OF

WINDOW = timedelta(weeks=12)
MANAGERS = {"车队经理", "车队总监", "运营车队负责人", "Fleet Manager", "Head of Fleet"}
SWAPS = ("换电", "battery swap")
NATIONAL = {"对外投资.csv", "主要人员.csv", "被执行人.csv", "repairs.csv"}
"""Tables that are written in GB18030."""


@dataclass(slots=True)
class Reading:
    """What the files say, each as far as the question needs it."""

    dealers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Serial number → numbers of the organizations that had a ticket about it."""
    batteries: list[tuple[str, date]] = field(default_factory=list)
    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Company → those that hold half of it or more today."""
    trips: set[str] = field(default_factory=set)
    hiring: set[str] = field(default_factory=set)
    managed: set[str] = field(default_factory=set)
    """Numbers of the accounts with a fleet manager among their contacts."""

    @classmethod
    def of(cls, folder: Path) -> Reading:
        """Reads a folder of exports, in which any may be missing."""
        reading = cls()
        _service(reading, folder)
        for row in table(folder / "diagnostics.csv"):
            if row["device_type"] == "battery":
                reading.batteries.append(
                    (clean(row["serial_number"]), date.fromisoformat(row["recorded_at"][:10]))
                )
        for row in table(folder / "cn-register/股东信息.csv"):
            held_now = not row["退出日期"] or row["退出日期"] > AS_OF.isoformat()
            if row["股东统一社会信用代码"] and held_now and float(row["持股比例"].rstrip("%")) >= 50:
                reading.owners[row["统一社会信用代码"]].add(row["股东统一社会信用代码"])
        _statements(reading, folder / "bods/statements.json")
        since = (AS_OF - timedelta(days=180)).isoformat()
        for row in table(folder / "dispatches.csv"):
            if row["started_at"] >= since:
                reading.trips.add(row["operator_uscc"])
        _jobs(reading, folder / "jobposting/postings.jsonl")
        _sales(reading, folder / "hubspot")
        return reading

    def above(self, company: str) -> set[str]:
        """The companies that own one, over at most three holdings."""
        found, layer = set[str](), {company}
        for _ in range(3):
            layer = {owner for each in layer for owner in self.owners.get(each, ())} - found
            found |= layer
        return found


def answers(reading: Reading) -> set[tuple[str, str, str]]:
    """Dealer, parent and fleet of every story that the files hold."""
    fleets = {
        (parent, fleet)
        for fleet in reading.trips & reading.managed
        for parent in reading.above(fleet)
        if reading.hiring & {fleet, *reading.above(fleet)}
    }
    return {
        (dealer, parent, fleet)
        for dealer in _surging(reading)
        for parent, fleet in fleets
        if parent in reading.above(dealer) and fleet != dealer
    }


def _surging(reading: Reading) -> Iterator[str]:
    days: defaultdict[str, list[int]] = defaultdict(list)
    for serial, day in reading.batteries:
        for dealer in reading.dealers.get(serial, ()):
            days[dealer].append((AS_OF - day).days)
    for dealer, ages in days.items():
        recent = sum(age <= 84 for age in ages)
        before = sum(84 < age <= 364 for age in ages) * 12 / 40
        last_year = sum(364 < age <= 364 + 84 for age in ages)
        if recent >= 20 and recent >= 3 * before and recent >= 2 * last_year:
            yield dealer


def _service(reading: Reading, folder: Path) -> None:
    numbers = {
        each["id"]: clean(each["organization_fields"]["uscc"] or "")
        for each in objects(folder / "zendesk/organizations.json", "organizations")
    }
    for ticket in objects(folder / "zendesk/tickets.json", "tickets"):
        number = numbers.get(ticket["organization_id"])
        for each in ticket["custom_fields"]:
            if each["value"] and number:
                reading.dealers[clean(each["value"])].add(number)


def _statements(reading: Reading, path: Path) -> None:
    statements = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    names: dict[str, str] = {}
    for each in statements:
        if each["recordType"] == "entity":
            by_scheme = {i["scheme"]: i["id"] for i in each["recordDetails"]["identifiers"]}
            names[each["recordId"]] = by_scheme.get("CN-SAIC") or by_scheme["GB-COH"]
    for each in statements:
        if each["recordType"] == "relationship":
            details = each["recordDetails"]
            interest = details["interests"][0]
            share = interest["share"].get("exact", interest["share"].get("exclusiveMinimum", 0))
            if (
                share >= 50
                and interest.get("endDate", "9999") > AS_OF.isoformat()
                and details["interestedParty"] in names
            ):
                reading.owners[names[details["subject"]]].add(names[details["interestedParty"]])


def _jobs(reading: Reading, path: Path) -> None:
    since = (AS_OF - timedelta(days=120)).isoformat()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        post = json.loads(line)
        if post["datePosted"] >= since and any(word in post["description"].lower() for word in SWAPS):
            reading.hiring.add(post["hiringOrganization"].get("taxID", ""))


def _sales(reading: Reading, folder: Path) -> None:
    numbers = {
        row["Record ID"]: clean(row["Unified Social Credit Code"]) for row in table(folder / "companies.csv")
    }
    for row in table(folder / "contacts.csv"):
        if row["Job Title"] in MANAGERS:
            reading.managed.add(numbers[row["Associated Company IDs"]])


def clean(text: str) -> str:
    """A number as its register writes it."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def table(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows, none where it is missing."""
    if not path.exists():
        return []
    national = path.name in NATIONAL and "public" not in str(path.parent)
    with path.open(encoding="gb18030" if national else "utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def objects(path: Path, name: str) -> Iterable[dict[str, Any]]:
    """An incremental export's items, none where it is missing."""
    if not path.exists():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[name]
    return found
