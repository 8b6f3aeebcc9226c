"""What one publication of a patent says, whichever office it comes from: the patent, its inventors, its holders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_platform.facts import Claim, Mention, Record, Row, Said
from ingestors.columns import claim, stated
from ingestors.reading.items import Raw, RowError

_CLASS = re.compile(r"([A-HY]\d\d[A-Z])\s*0*(\d{1,4})\s*/\s*(\d{1,6})")
_SHORT_US = re.compile(r"(20\d\d)(\d{6})")


@dataclass(frozen=True, slots=True)
class Party:
    """An inventor or applicant as a publication names it."""

    name: str
    values: Mapping[str, Said]
    is_person: bool = False


def publication(
    raw: Raw,
    line: int,
    numbered: tuple[str, str, str],
    values: dict[str, Any],
    inventors: Iterable[Party],
    holders: Iterable[Party],
    seen: Said,
    instead: str = "",
) -> Row:
    """A patent, who invented it and who holds it; `instead` names one that has no number yet."""
    office, bare, kind = numbered
    if not (bare or instead):
        raise RowError("'doc-number' is missing")
    number = f"{office}{_official_number(office, bare)}{'' if bare.endswith(kind) else kind}" if bare else ""
    key = "patent/" + re.sub(r"\s+", "", number or instead)
    me = Mention(key, "Patent")
    if _is_grant(office or bare[:2].upper(), kind):
        values["granted"] = values.get("published")
    records = [Record(key, "Patent", stated({"patent_number": number, **values}))]
    claims: list[Claim] = []
    people: dict[str, Mention] = {}
    for index, party in enumerate(inventors):
        person = Mention(f"{key}#inventor[{index}]", "Person")
        people.setdefault(_folded(party.name), person)
        records.append(Record(person.key, "Person", stated({"name": party.name, **party.values})))
        claims.append(claim("AUTHORED", person, me, f"inventor[{index}]", authorship="inventor"))
    for index, party in enumerate(holders):
        holder = people.get(_folded(party.name))
        if holder is None:
            holder = Mention(f"{key}#assignee[{index}]", "Person" if party.is_person else "Organization")
            records.append(Record(holder.key, holder.label, stated({"name": party.name, **party.values})))
        claims.append(claim("AUTHORED", holder, me, f"assignee[{index}]", authorship="assignee"))
    return Row(key, line, raw, tuple(records), tuple(claims), seen, ("public",))


def classes(said: Iterable[str]) -> list[str]:
    """Classes without the date and office that the IPC's long form has behind them, each once."""
    found = (_CLASS.match(one.strip()) for one in said)
    return list(dict.fromkeys(f"{one[1]} {one[2]}/{one[3]}" for one in found if one))


def _official_number(office: str, number: str) -> str:
    """A US number as the office itself prints it, of those that are padded to a length; others as they are."""
    if office != "US":
        return number
    unpadded = re.sub(r"^([A-Z]*)0+", r"\1", number)
    short = _SHORT_US.fullmatch(unpadded)
    # the EPO writes the year and six digits where the USPTO writes seven
    return f"{short[1]}0{short[2]}" if short else unpadded


def _is_grant(office: str, kind: str) -> bool:
    """Whether a kind of publication is a patent in force: B and C everywhere; utility models and designs in China."""
    return kind[:1] in ("B", "C") or (office == "CN" and kind[:1] in ("U", "S", "Y")) or (
        office == "US" and kind[:1] in ("S", "P", "E") and kind[:2] not in ("P1", "P4", "P9")
    )  # fmt: skip


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
