"""The list of attacks and this suite say the same: every row is tested, or waits for a door that is not there."""

from __future__ import annotations

import re

import listing
import pytest
from listing import DOORS, HERE, applies, applying, pending, rows

from gql.schema import schema
from graph_platform.cli import COMMANDS

LIST = HERE.parents[2] / "shared" / "attacks.md"


def test_every_row_of_the_list_is_here_with_its_doors() -> None:
    if not LIST.exists():
        pytest.skip("the list of attacks is not beside the checkout")
    listed = {}
    for id_, text in re.findall(r"^\| ([A-Z]{3}-\d\d) \| (.*?) \|", LIST.read_text("utf-8"), re.MULTILINE):
        said = re.match(r"(?:`\w+`[+/]?)+", text)
        # the doors of all evasions in text stand above their table
        listed[id_] = said[0].replace("`", "") if said else "file+http+pol"
    assert listed == rows()


def test_every_row_is_tested_or_waits() -> None:
    assert set(rows()) - listing.tested() - pending().keys() == set()
    assert listing.tested() & pending().keys() == set()
    assert listing.tested() | pending().keys() == set(rows())


def test_what_waits_waits_for_a_door_that_is_not_there() -> None:
    assert [id_ for id_ in pending() if applies(rows()[id_], DOORS)] == []
    for id_, doors in pending().items():
        assert set(doors.split()) & set(re.split(r"[+/]", rows()[id_])), id_
        assert not set(doors.split()) & DOORS, id_
    assert set(applying(DOORS)) <= listing.tested()


def test_a_door_is_taken_to_be_missing_only_where_it_is() -> None:
    text = schema().as_str()
    there = {
        "ws": "type Subscription" in text,
        "mcp": "mcp" in COMMANDS or "ask" in COMMANDS,
        "export": "export" in COMMANDS,
        "rights": "erase" in COMMANDS or "breakGlass" in text,
        "find": "findings" in text or "find" in COMMANDS,
    }
    assert [door for door, is_there in there.items() if is_there and door not in DOORS] == []
