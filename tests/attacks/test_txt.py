"""TXT: spellings that are made to get past whoever looks for values in free text.

Every spelling stands in a ticket, inside a Chinese and an English sentence, and is read as `rep_a` and as `partner`'s
like through `event { text }`; and goes through `privacy mask`. The control is the same ticket read through stock
Presidio on a blank pipeline in the place of our recognizers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from doors import Viewer
from trying import Trial, policy_text, put_into_force
from world import PUBLIC, World, ticket

from gql.execution import Service
from graph_platform.settings import Settings
from privacy import spans

sys.path.append(str(Path(__file__).parents[1] / "recognition"))
from rows import ORGANIZATIONS, PERSONS, WAYS

MARK = re.compile(r"⟦([A-Z_]+)\|(.*?)⟧", re.DOTALL)
READ = "query($ids: [ID!]) { events(where: {id: {in: $ids}}, first: 200) { nodes { id text } } }"


@dataclass(frozen=True)
class Spelling:
    """A text of a row, the values in it, and the sentence that it stands in."""

    key: str
    text: str
    values: tuple[str, ...]

    @property
    def id(self) -> str:
        from test_orc import world_id

        return world_id(self.key, "texts")


def spellings(row: str) -> Iterator[Spelling]:
    """Every spelling of a row in both sentences, and what has to stay."""
    hidden, kept = WAYS[row]
    for number, said in enumerate(hidden):
        values = tuple(found[2] for found in MARK.finditer(said))
        text = MARK.sub(lambda found: found[2], said)
        yield Spelling(f"{row}-{number}-zh", f"请拨{text}谢谢", values)
        yield Spelling(
            f"{row}-{number}-en", f"call{text}now" if not text[0].isalnum() else f"call {text} now", values
        )
    for number, said in enumerate(kept):
        # of several values that stand each for itself, what is between them stays
        values = tuple(found[2] for found in MARK.finditer(said))
        yield Spelling(f"{row}-{number}-kept", MARK.sub(lambda found: found[2], said), values)


@pytest.fixture(scope="module")
def texts(world: World, attacked: tuple[str, Service], settings: Settings) -> None:
    """All of them as tickets, read by a viewer who may see nobody's name, and by stock Presidio in our place."""
    from factories import company
    from world import row

    from graph_platform.facts import Record

    people = [
        row(f"name-{n}", Record(f"name-{n}", "Contact", {"name": name}), scopes=PUBLIC)
        for n, name in enumerate(PERSONS)
    ]
    companies = [
        row(f"org-{n}", company(f"org-{n}", name=name), scopes=PUBLIC) for n, name in enumerate(ORGANIZATIONS)
    ]
    tickets = [ticket(each.key, PUBLIC, "AC-C", text=each.text) for row_ in WAYS for each in spellings(row_)]
    world.load("texts", [*people, *companies, *tickets])
    rule = """  - id: no-names
    effect: forbid
    to: {roles: [sales]}
    on: {fields: [Person.name, Organization.name, Organization.uscc]}
"""
    put_into_force(
        world, attacked[0], settings, policy_text(world).replace("name: attacks", "name: no names") + rule
    )


def read(viewer: Viewer, row: str) -> dict[str, str]:
    """The texts of a row as a viewer reads them."""
    every = {each.id: each.key for each in spellings(row)}
    found = viewer.ask(READ, ids=list(every))["events"]["nodes"]
    return {every[each["id"]]: each["text"] for each in found}


def readable(viewer: Viewer, row: str) -> list[str]:
    """The spellings of a row of which a value can be read, or that hold what should have stayed and did not."""
    shown = read(viewer, row)
    return [
        each.text
        for each in spellings(row)
        if each.values and any(value in shown[each.key] for value in each.values)
    ]


def stock(patch: pytest.MonkeyPatch) -> None:
    """Presidio as it comes, with a blank pipeline, in the place of our recognizers."""
    from benchmarks.recognition_text import stock as engine

    made = engine()

    def masked(self: Any, text: str, readable: Any) -> str:
        for found in sorted(made.analyze(text, "en"), key=lambda each: -each.start):
            text = text[: found.start] + "•••" + text[found.end :]
        return text

    patch.setattr(spans.Masker, "masked", masked)


def no_escapes(patch: pytest.MonkeyPatch) -> None:
    """Escapes of JSON are not looked behind."""
    from privacy.recognition import views

    patch.setattr(views, "_escape", lambda code: None)


def attacked_by(row: str, rep_a: Viewer, trial: Trial, defence: Any = stock) -> None:
    remembered = trial.service.texts._masker
    with trial.without(defence):
        if remembered:
            remembered._found.clear()
        trial.control(readable(rep_a, row))
    if remembered:
        remembered._found.clear()
    trial.attack(readable(rep_a, row))
    shown = read(rep_a, row)
    stays = [each for each in spellings(row) if not each.values]
    # a text is stored without characters that nobody sees
    trial.attack(
        [
            each.text
            for each in stays
            if shown[each.key].replace("\u200d", "") != each.text.replace("\u200d", "")
        ]
    )


def test_TXT_01(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-01", rep_a, trial)


def test_TXT_02(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-02", rep_a, trial)


def test_TXT_03(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-03", rep_a, trial)


def test_TXT_04(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-04", rep_a, trial)


def test_TXT_05(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-05", rep_a, trial)


def test_TXT_06(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-06", rep_a, trial)


def test_TXT_07(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-07", rep_a, trial)


def test_TXT_08(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-08", rep_a, trial)


def test_TXT_09(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-09", rep_a, trial)


def test_TXT_10(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-10", rep_a, trial)


def test_TXT_11(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-11", rep_a, trial)


def test_TXT_12(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-12", rep_a, trial)


def test_TXT_13(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-13", rep_a, trial)


def test_TXT_14(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-14", rep_a, trial)


def test_TXT_15(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-15", rep_a, trial)


def test_TXT_16(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-16", rep_a, trial)


def test_TXT_17(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-17", rep_a, trial)


def test_TXT_18(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-18", rep_a, trial)


def test_TXT_19(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-19", rep_a, trial, no_escapes)


def test_TXT_20(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-20", rep_a, trial)


def test_TXT_21(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-21", rep_a, trial)


def test_TXT_22(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-22", rep_a, trial)


def test_TXT_23(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-23", rep_a, trial)


def test_TXT_24(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-24", rep_a, trial)


def test_TXT_25(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-25", rep_a, trial)


def test_TXT_26(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-26", rep_a, trial)


def test_TXT_27(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-27", rep_a, trial)


def test_TXT_28(rep_a: Viewer, texts: Any, trial: Trial) -> None:
    attacked_by("TXT-28", rep_a, trial)
