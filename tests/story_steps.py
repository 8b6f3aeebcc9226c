"""Which steps of a planted story the exported files really hold: each story's path, taken apart.

Parties are joined by registered numbers, but where a register gives none: there by the registered name (with its
address), as a resolver would have to. Every function answers for one candidate, so that a test can ask both about what
was planted and about everybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from opencc import OpenCC

from graph_platform.generator import AS_OF
from tests.battery_story import table
from tests.generated_exports import Exports, ago, day_of

SIMPLIFIED = OpenCC("t2s")
"""Now and then a register has a name in traditional characters."""
CHARGING = re.compile(r"(?:我们[^。]*自建\d+个充电桩|\bwe want to put up \d+ charging points)")
CONTRACT = re.compile(r"\d{11}")
CHARGING_JOB, DIAGNOSIS_JOB, DRIVER_JOB = ("充电桩", "charging points"), ("自研电池检测", "own battery diag"), (
    "网约车驾驶员证", "Private hire licence",
)  # fmt: skip


def supplier_at_risk(of: Exports, supplier: str) -> dict[str, bool]:
    """Parts in our stock come from it and are in customers' devices; it is enforced against; its imports dried up."""
    stock, repairs, risk = of.said("spare_parts"), of.said("repairs"), of.said("cn-risk")
    parts = {
        stock.values[claim.start.key]["part_number"]
        for claim in stock.claims["SUPPLIED_BY"]
        if claim.end.key == f"supplier/{supplier}"
    }
    mended = {
        claim.start.key
        for claim in repairs.claims["INCLUDES"]
        if repairs.values[claim.end.key]["part_number"] in parts
    }
    serials = {
        repairs.values[claim.end.key]["serial_number"]
        for claim in repairs.claims["CONCERNS"]
        if claim.start.key in mended
    }
    enforced = [
        risk.values[claim.end.key]
        for claim in risk.claims["PARTY_TO"]
        if claim.start.key == f"company/{supplier}" and claim.values.get("party_role") == "被执行人"
    ]
    days = [day_of(day) for day in _imports(of, supplier)]
    recent = sum(day > ago(90) for day in days)
    return {
        "parts": bool(parts),
        "devices": len({number for serial in serials for number in of.reading.dealers[serial]}) >= 2,
        "enforced": any(day_of(case["at"]) > ago(180) and case["status"] == "执行中" for case in enforced),
        "imports": len(days) - recent >= 18 and recent <= 2,
    }


def _imports(of: Exports, importer: str) -> Iterator[Any]:
    customs = of.said("customs")
    for claim in customs.claims["RECEIVED"]:
        if claim.start.key == f"party/{importer}":
            yield customs.values[claim.end.key]["at"]


def technology_shift(of: Exports, customer: str, laboratory: str) -> dict[str, bool]:
    """A sister of the customer's has patents on diagnosis; they hire for it; the customer turned our offer down."""
    patents = of.said("patents").values
    own = [patents[key] for key in of.patent_holders.get(laboratory, ())]
    above = of.reading.above(customer)
    lost = [
        deal
        for deal in of.deals_of(customer, "电池检测", "battery diagnostics")
        if deal["Deal Stage"] == "closedlost"
    ]
    return {
        "sister": bool(above & of.reading.above(laboratory)),
        "field": any(_is_diagnosis(patent) and day_of(patent["filed"]) > ago(600) for patent in own),
        "in force": any("终止" not in patent["status"] for patent in own),
        "hiring": of.hires({customer, *above}, 120, DIAGNOSIS_JOB),
        "lost": any(deal["Close Date"][:10].replace("/", "-") > ago(120) for deal in lost),
    }


def _is_diagnosis(patent: dict[str, Any]) -> bool:
    return any(each.startswith(("G01R 31", "H01M 10")) for each in patent["classes"])


def licence_gap(of: Exports, fleet: str) -> dict[str, bool]:
    """Most drivers' licences ran out, none has a newer one, and they drive on while the fleet looks for more."""
    said = of.said("operator_certificates")
    drivers = {c.start.key for c in said.claims["WORKS_FOR"] if c.end.key == f"employer/{fleet}"}
    expiries = defaultdict(list)
    for claim in said.claims["HOLDS_CERTIFICATE"]:
        if claim.start.key in drivers:
            expiries[claim.start.key.removeprefix("operator/")].append(
                day_of(said.values[claim.end.key]["expires"])
            )
    ran_out = {
        driver: day for driver, days in expiries.items() for day in days if ago(150) < day < AS_OF.isoformat()
    }
    driving = {
        trip["driver_id"]
        for trip in of.trips
        if trip["operator_uscc"] == fleet and trip["started_at"][:10] > ran_out.get(trip["driver_id"], "9999")
    }
    return {
        "ran out": bool(drivers) and len(ran_out) >= 0.5 * len(drivers),
        "no newer": all(max(expiries[driver]) == day for driver, day in ran_out.items()),
        "drive on": len(driving) >= 2,
        "hiring": of.hires({fleet}, 90, DRIVER_JOB),
        "known": fleet in of.reading.managed,
    }


def hidden_payer(of: Exports, payer: str) -> dict[str, bool]:
    """One pays for three accounts or more, month after month, and owns them all; `payer` is a USCC or an LEI."""
    contracts = {deal["Record ID"]: of.accounts[deal["Associated Company IDs"]] for deal in of.deals}
    months = defaultdict(set)
    for name in ("payments", "camt053"):
        said = of.said(name)
        for claim in said.claims["PAYS"]:
            party, paid = said.values[claim.start.key], said.values[claim.end.key]
            if payer in (party.get("uscc"), party.get("lei")) and (
                found := CONTRACT.search(paid["reference"])
            ):
                months[contracts[found[0]]].add(day_of(paid["at"])[:7])
    others = {account: seen for account, seen in months.items() if account != payer}
    number = of.by_lei.get(payer, payer)
    return {
        "three": len(others) >= 3,
        "months": bool(others) and all(len(seen) >= 3 for seen in others.values()),
        "owns": bool(others) and all(number in of.reading.above(account) for account in others),
    }


def promise_in_call(of: Exports, fleet: str) -> dict[str, bool]:
    """The fleet's own person speaks of charging points; it hires for them, is on the road, and there is no deal."""
    transcripts = of.said("transcripts")
    contacts = {
        row["Email"].lower()
        for row in table(of.folder / "hubspot/contacts.csv")
        if of.accounts[row["Associated Company IDs"]] == fleet
    }
    calls = {
        claim.end.key: transcripts.values[claim.start.key]["name"]
        for claim in transcripts.claims["AUTHORED"]
        if claim.start.key.removeprefix("mailbox/") in contacts
    }
    said = [
        line
        for call, name in calls.items()
        if day_of(transcripts.values[call]["published"]) > ago(120)
        for line in transcripts.values[call]["text"].splitlines()
        if line.startswith(f"{name}: ")
    ]
    return {
        "said": any(CHARGING.search(line) for line in said),
        "hiring": of.hires({fleet}, 90, CHARGING_JOB),
        "on the road": sum(trip["operator_uscc"] == fleet for trip in of.trips) >= 10,
        "no deal": not any(of.deals_of(fleet, "充电桩", "charging points")),
    }


def inventor_moved(of: Exports, customer: str, prospect: str) -> dict[str, bool]:
    """An inventor of the customer's is an officer of the prospect, which files in the same field and is not its own."""
    patents = of.said("patents")
    inventors = defaultdict(list)
    for claim in patents.claims["AUTHORED"]:
        if claim.values.get("authorship") == "inventor":
            inventors[claim.end.key].append(patents.values[claim.start.key]["name"])
    fields: dict[str, dict[str, set[str]]] = {customer: defaultdict(set), prospect: defaultdict(set)}
    for number, by_name in fields.items():
        for patent in of.patent_holders.get(number, ()):
            for name in inventors[patent]:
                by_name[name].update(each[:4] for each in patents.values[patent]["classes"])
    officers = {
        SIMPLIFIED.convert(row["姓名"])
        for row in table(of.folder / "cn-register/主要人员.csv")
        if row["统一社会信用代码"] == prospect and row["任职日期"] > ago(700)
    }
    both = fields[customer].keys() & fields[prospect].keys()
    return {
        "inventor of both": bool(both),
        "officer": bool(both & officers),
        "same field": any(fields[customer][name] & fields[prospect][name] for name in both),
        "apart": customer not in of.reading.above(prospect),
        "prospect": prospect in of.accounts.values(),
    }
