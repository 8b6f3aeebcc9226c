"""The truth file: what every row is about, and what was planted. Only judges read it, never the platform.

One JSON object a line. The first says what run it was. An identity's line lists the rows that are about it; its id may
come again on a later line with more rows, because nothing is kept in memory. A story's line names who plays which part
and the rows that carry it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from graph_platform.generator.cast import Cast, Story
from graph_platform.generator.exports.outlet import Items, Sighting, Sightings
from graph_platform.generator.world import Organization

KINDS = {"org": "organization", "per": "person", "dev": "device", "hold": "holding", "pat": "patent"}
"""Kinds of identity by the beginning of their ids."""


class Truth:
    """Writes `truth.jsonl`, cast by cast."""

    def __init__(self, folder: Path, as_of: date, run: dict[str, Any]) -> None:
        self.lines = Items(folder, "truth.jsonl", as_of, lines=True)
        self.lines.add({"kind": "run", **run})

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds who stands in which rows, then what was planted in the cast."""
        organizations = {organization.id: organization for organization in cast.organizations}
        people = {person.id: person for person in cast.people}
        for id_, seen in sightings.seen.items():
            kind = KINDS.get(id_.split("-")[0])
            if not kind:
                continue
            known: dict[str, Any] = {}
            if organization := organizations.get(id_):
                known = _identity(organization)
            elif person := people.get(id_):
                known = {"name": person.name, "romanized": f"{person.given_en} {person.family_en}"}
            self.lines.add({"kind": kind, "id": id_, **known, "rows": [_row(each) for each in seen]})
        for story in cast.stories:
            self.lines.add(_story(story, sightings))

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the file."""
        return {self.lines.name: self.lines.close(whole=whole)}


def _identity(organization: Organization) -> dict[str, Any]:
    numbers = {
        "uscc": organization.uscc, "lei": organization.lei, "gb_company_number": organization.company_number
    }  # fmt: skip
    return {
        "name": organization.name,
        "customer": organization.customer,
        "what": organization.kind,
        **{name: number for name, number in numbers.items() if number},
    }


def _story(story: Story, sightings: Sightings) -> dict[str, Any]:
    whole = story.decoy is None
    evidence = {id_: [_row(each) for each in sightings.seen.get(id_, ())] for id_ in story.evidence}
    return {
        "kind": "story",
        "id": story.id,
        "story": story.kind,
        "decoy": story.decoy,
        "expected": story.roles if whole else None,
        "roles": story.roles,
        "facts": story.facts,
        "evidence": evidence,
    }


def _row(sighting: Sighting) -> dict[str, Any]:
    row = {"file": sighting.file, "row": sighting.row, "key": sighting.key}
    return {**row, "field": sighting.field} if sighting.field else row
