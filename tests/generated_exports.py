"""What a folder of generated exports says, in a form in which tests can ask for a story's steps.

New kinds of file are read by the sources that they are for, and cleaned as the loader cleans them; the others as
`battery_story` reads them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from graph_platform.cleaning import clean_values
from graph_platform.facts import BadRow, Claim
from graph_platform.generator import AS_OF
from graph_platform.ontology import ONTOLOGY
from graph_platform.source import Source
from graph_platform.sources import source
from ingestors.mapping import mapping_source
from tests.battery_story import Reading, clean, table

NEW_FILES: dict[str, tuple[Source, str]] = {
    "cn-risk": (source("cn-risk"), "cn-risk/*.csv"),
    "patents": (source("patents"), "patents/*.csv"),
    "docdb": (source("patents"), "patents/*.xml"),
    "customs": (mapping_source("customs"), "customs.csv"),
    "operator_certificates": (mapping_source("operator_certificates"), "operator_certificates.csv"),
    "spare_parts": (mapping_source("spare_parts"), "spare_parts.csv"),
    "repairs": (mapping_source("repairs"), "repairs.csv"),
    "payments": (mapping_source("payments"), "payments.csv"),
    "camt053": (source("camt053"), "camt053/*.xml"),
    "transcripts": (source("transcripts"), "transcripts/*"),
}
"""What reads each kind of file that the generator has learned beyond those of the shipped sample, and where it lies."""


@dataclass(slots=True)
class Said:
    """What the files of one source say: cleaned values by the record's key, and the claims between records."""

    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    """By relation."""


class Exports:
    """A folder of exports. Every source is read once, when it is first asked about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._said: dict[str, Said] = {}

    def said(self, name: str) -> Said:
        """What one of the new sources says."""
        if name not in self._said:
            reader, pattern = NEW_FILES[name]
            self._said[name] = found = Said()
            for path in sorted(self.folder.glob(pattern)):
                for row in reader.open(path):
                    if isinstance(row, BadRow):
                        continue
                    for record in row.records:
                        cleaned = clean_values(
                            ONTOLOGY.properties(record.label), record.values, reader.formats
                        )
                        found.values[record.key] = cleaned.values
                    for claim in row.claims:
                        found.claims[claim.relation].append(claim)
        return self._said[name]

    @cached_property
    def reading(self) -> Reading:
        """The register, the service desk and the others of the battery story."""
        return Reading.of(self.folder)

    @cached_property
    def accounts(self) -> dict[str, str]:
        """Registered number by the account's record id in sales."""
        rows = table(self.folder / "hubspot/companies.csv")
        return {row["Record ID"]: clean(row["Unified Social Credit Code"]) for row in rows}

    @cached_property
    def deals(self) -> list[dict[str, str]]:
        return table(self.folder / "hubspot/deals.csv")

    @cached_property
    def posts(self) -> list[dict[str, Any]]:
        text = (self.folder / "jobposting/postings.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    @cached_property
    def trips(self) -> list[dict[str, str]]:
        return table(self.folder / "dispatches.csv")

    @cached_property
    def registered(self) -> dict[tuple[str, str], str]:
        """Registered number by name and address."""
        rows = table(self.folder / "cn-register/企业基本信息.csv")
        return {(row["企业名称"], row["注册地址"]): row["统一社会信用代码"] for row in rows}

    @cached_property
    def by_lei(self) -> dict[str, str]:
        """GB company number by LEI, out of the ownership statements."""
        found = {}
        for each in json.loads((self.folder / "bods/statements.json").read_text(encoding="utf-8")):
            numbers = {one["scheme"]: one["id"] for one in each["recordDetails"].get("identifiers", ())}
            if {"XI-LEI", "GB-COH"} <= numbers.keys():
                found[numbers["XI-LEI"]] = numbers["GB-COH"]
        return found

    @cached_property
    def patent_holders(self) -> dict[str, list[str]]:
        """The keys of its patents by a company's registered number, as far as name and address tell which it is."""
        patents, found = self.said("patents"), defaultdict(list)
        for claim in patents.claims["AUTHORED"]:
            party = patents.values[claim.start.key]
            number = self.registered.get((party["name"], party.get("address", "")))
            if number and claim.values.get("authorship") == "assignee":
                found[number].append(claim.end.key)
        return dict(found)

    def deals_of(self, number: str, *words: str) -> Iterator[dict[str, str]]:
        """The deals of an account, by its number, whose names have one of the words."""
        for deal in self.deals:
            if self.accounts[deal["Associated Company IDs"]] == number and has(deal["Deal Name"], words):
                yield deal

    def hires(self, numbers: Iterable[str], days: int, words: tuple[str, ...]) -> bool:
        """Whether one of these companies has looked for somebody of whom the words are said."""
        since = ago(days)
        return any(
            post["datePosted"] >= since
            and post["hiringOrganization"].get("taxID") in set(numbers)
            and has(post["description"], words)
            for post in self.posts
        )


def ago(days: int) -> str:
    """The day so many days before the exports."""
    return (AS_OF - timedelta(days=days)).isoformat()


def day_of(value: Any) -> str:
    """The day of a cleaned date or time."""
    return str(value)[:10]


def has(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words is in a text."""
    return any(word in text for word in words)
