"""A wide graph for reads: invented companies, people, devices, tickets and papers, as one company's CSV exports.

A million nodes have three million relationships; degrees are uneven, as they are in life: a few groups own hundreds.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from graph_platform.settings import PREFIX

MAPPING = """
source: drilldown
title: A wide graph
kind: sales
trust: 0.7
tables:
  organizations:
    columns: [organization, name, country, industry, employees]
    records:
      it:
        label: Company
        key: o/{organization}
        values: {name: name, country: country, industry: industry, employees: employees}
  people:
    columns: [person, full_name, works_for, title]
    records: {it: {label: Contact, key: "p/{person}", values: {name: full_name, job_title: title}}}
    mentions: {employer: {label: Company, key: "o/{works_for}"}}
    claims: [{relation: WORKS_FOR, start: it, end: employer, values: {job_title: title}}]
  devices:
    columns: [device, device_name, model, status, installed_at, operator]
    records: {it: {label: Machine, key: "d/{device}", values: {name: device_name, model: model, status: status}}}
    mentions:
      site: {label: Company, key: "o/{installed_at}"}
      operator: {label: Company, key: "o/{operator}"}
    claims:
      - {relation: INSTALLED_AT, start: it, end: site}
      - {relation: OPERATES, start: operator, end: it}
  tickets:
    columns: [ticket, subject, at, about, raised_by]
    records: {it: {label: Ticket, key: "t/{ticket}", values: {title: subject, at: at, status: status}}}
    optional: [status]
    mentions:
      device: {label: Machine, key: "d/{about}"}
      customer: {label: Company, key: "o/{raised_by}"}
    claims:
      - {relation: CONCERNS, start: it, end: device}
      - {relation: RAISED, start: customer, end: it}
  holdings:
    columns: [holding, holder, held, share]
    key: h/{holding}
    mentions: {holder: {label: Company, key: "o/{holder}"}, held: {label: Company, key: "o/{held}"}}
    claims: [{relation: OWNS, start: holder, end: held, values: {share: share}}]
  supplies:
    columns: [supply, supplier, buyer, category]
    key: s/{supply}
    mentions: {supplier: {label: Company, key: "o/{supplier}"}, buyer: {label: Company, key: "o/{buyer}"}}
    claims: [{relation: SUPPLIES, start: supplier, end: buyer, values: {category: category}}]
"""
COUNTRIES = ("DE", "CN", "FR", "US", "JP", "GB", "IT", "ES", "NL", "PL")
INDUSTRIES = ("automotive", "battery", "logistics", "retail", "software", "machinery")
CATEGORIES = ("cells", "housings", "harnesses", "steel", "software", "transport")
SURNAMES = ("陈", "李", "王", "张", "刘", "Miller", "Schmidt", "Rossi", "Novak", "Jansen")
PLACES = ("上海", "北京", "深圳", "杭州", "Harbour", "North", "River", "Stone", "Maple", "Union")
TRADES = ("汽车", "电池", "物流", "科技", "Motors", "Energy", "Logistics", "Systems", "Works", "Trading")


def fill_world(home: Path, scratch: Path, nodes: int) -> None:
    """Load the world into the database of a home, at once and as a user would."""
    loads = write_world(scratch / "world", nodes)
    environment = os.environ | {f"{PREFIX}HOME": str(home), f"{PREFIX}RESOLVE_AFTER_LOAD": "false"}
    program = str(Path(sys.executable).with_name("graph-platform"))
    subprocess.run([program, "load", "--bulk", str(loads)], env=environment, check=True)


def write_world(folder: Path, nodes: int, seed: int = 5) -> Path:
    """Write the exports and their mapping; the list of loads for `load --bulk`."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    organizations, people = nodes // 5, nodes // 4
    devices = tickets = (nodes - organizations - people) // 2
    companies = _uneven(organizations)
    _write(folder, "organizations", _organizations(random, organizations))
    _write(folder, "people", _people(random, people, companies(random, people)))
    _write(
        folder, "devices", _devices(random, devices, companies(random, devices), companies(random, devices))
    )
    at = random.integers(0, devices, tickets)
    _write(folder, "tickets", _tickets(random, at, companies(random, tickets)))
    _write(folder, "holdings", _holdings(random, companies(random, organizations * 2), organizations))
    links = nodes * 3 - people - 2 * devices - 2 * tickets - organizations * 2
    _write(folder, "supplies", _supplies(random, companies(random, links), companies(random, links)))
    (folder / "drilldown.yaml").write_text(MAPPING.lstrip(), "utf-8")
    loads = folder / "loads.yaml"
    files = ", ".join(path.name for path in sorted(folder.glob("*.csv")))
    loads.write_text(f"- source: mapping\n  mapping: drilldown.yaml\n  files: [{files}]\n", "utf-8")
    return loads


def _uneven(many: int) -> Callable[[np.random.Generator, int], np.ndarray]:
    """Picks companies so that a few are picked often (Zipf with exponent 0.6 over a shuffled order)."""
    weights = np.arange(1, many + 1) ** -0.6
    edges = np.cumsum(weights / weights.sum())
    order = np.random.default_rng(1).permutation(many)
    return lambda random, count: order[np.minimum(np.searchsorted(edges, random.random(count)), many - 1)]


def _write(folder: Path, name: str, rows: Iterator[tuple[object, ...]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _organizations(random: np.random.Generator, many: int) -> Iterator[tuple[object, ...]]:
    yield "organization", "name", "country", "industry", "employees"
    picks = random.integers(0, 10, (many, 3))
    for number in range(many):
        place, trade, country = picks[number]
        name = f"{PLACES[place]} {TRADES[trade]} {number}"
        yield number, name, COUNTRIES[country], INDUSTRIES[number % 6], int(random.integers(1, 9000))


def _people(random: np.random.Generator, many: int, at: np.ndarray) -> Iterator[tuple[object, ...]]:
    yield "person", "full_name", "works_for", "title"
    for number in range(many):
        yield (
            number,
            f"{SURNAMES[number % 10]} {number}",
            at[number],
            ("CFO", "buyer", "engineer")[number % 3],
        )


def _devices(
    random: np.random.Generator, many: int, at: np.ndarray, by: np.ndarray
) -> Iterator[tuple[object, ...]]:
    yield "device", "device_name", "model", "status", "installed_at", "operator"
    for number in range(many):
        status = ("running", "down", "stored")[number % 3]
        yield number, f"Unit {number}", f"LX-{number % 40}", status, at[number], by[number]


def _tickets(random: np.random.Generator, about: np.ndarray, by: np.ndarray) -> Iterator[tuple[object, ...]]:
    yield "ticket", "subject", "at", "about", "raised_by", "status"
    for number in range(len(about)):
        day, hour = number % 28 + 1, number % 24
        at = f"2026-{number % 9 + 1:02d}-{day:02d}T{hour:02d}:00:00Z"
        yield number, f"Charging fails {number}", at, about[number], by[number], "open"


def _holdings(random: np.random.Generator, holders: np.ndarray, many: int) -> Iterator[tuple[object, ...]]:
    yield "holding", "holder", "held", "share"
    held = random.integers(0, many, len(holders))
    for number, (holder, each) in enumerate(zip(holders, held, strict=True)):
        if holder != each:
            yield number, holder, each, f"{int(random.integers(1, 100))}%"


def _supplies(
    random: np.random.Generator, sellers: np.ndarray, buyers: np.ndarray
) -> Iterator[tuple[object, ...]]:
    yield "supply", "supplier", "buyer", "category"
    for number, (seller, buyer) in enumerate(zip(sellers, buyers, strict=True)):
        if seller != buyer:
            yield number, seller, buyer, CATEGORIES[number % 6]
