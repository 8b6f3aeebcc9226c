"""HubSpot's exports, from their columns to what they say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from ingestors.hubspot import source


def test_companies(samples: Path) -> None:
    rows, bad = read(source, samples / "hubspot_companies.csv")
    assert not bad
    assert [(row.key, row.line, row.seen) for row in rows] == [
        ("company/18300000001", 2, "2026-02-11 17:40"),
        ("company/18300000002", 3, "2026-01-20 08:05"),
        ("company/18300000003", 4, None),
    ]
    assert rows[0].scopes == ("owner:7100001", "region:East China")
    assert rows[0].records[0].values["uscc"] == "91320500MA00000010"
    assert rows[1].records[0].values["industry"] == 'Automotive; "Retail"'
    assert claims_of(rows[:1]) == {
        ("PART_OF", "company/18300000001", "company/18300000002"),
        ("MANAGES_ACCOUNT", "owner/7100001", "company/18300000001"),
    }
    # a parent without an id is a party of its own below the row; an owner is one of our own people
    assert [(r.key, r.label, r.values["name"]) for r in rows[2].records[1:]] == [
        ("company/18300000003#parent", "Company", "Sample Motors Group"),
        ("owner/Tom Field", "User", "Tom Field"),
    ]


def test_contacts(samples: Path) -> None:
    rows, _ = read(source, samples / "hubspot_contacts.csv")
    assert [row.records[0].values["name"] for row in rows] == ["王晓明", "Ada Sample", "Lee Example"]
    assert rows[0].records[0].values["phone"] == ["138 0000 0000"]
    assert ("WORKS_FOR", "contact/51000000002", "company/18300000003") in claims_of(rows)
    assert ("WORKS_FOR", "contact/51000000003", "contact/51000000003#company") in claims_of(rows)


def test_deals_and_activities(samples: Path) -> None:
    deals, _ = read(source, samples / "hubspot_deals.csv")
    assert deals[0].records[0].values["amount"] == "1200000"
    assert deals[0].records[0].values["amount_currency"] == "CNY"
    assert ("BUYS", "company/18300000001", "deal/33000000001") in claims_of(deals)
    assert len(deals[1].claims) == 4
    (call,), _ = read(source, samples / "hubspot_calls.csv")
    assert call.records[0].label == "Call"
    assert ("CONCERNS", "call/61000000001", "deal/33000000001") in claims_of([call])
    assert ("CARRIED_OUT", "owner/Mei Lin", "call/61000000001") in claims_of([call])


def test_engagements_of_every_kind(samples: Path) -> None:
    rows, bad = read(source, samples / "hubspot_engagements.csv")
    assert [row.records[0].label for row in rows] == ["Call", "Meeting"]
    assert [(b.line, b.reason.split(" is none")[0]) for b in bad] == [(4, "column 'Activity type'")]


def test_owners(samples: Path) -> None:
    rows, _ = read(source, samples / "hubspot_owners.csv")
    assert rows[0].records[0].values["name"] == "Mei Lin"
    assert ("WORKS_FOR", "owner/7100001", "team/East China") in claims_of(rows)


def test_columns_may_differ_in_case_and_width(make: Callable[..., Path]) -> None:
    rows, _ = read(source, make("t.csv", "RECORD  ID,company NAME,ｃity\n1,a,b\n"))
    assert rows[0].records[0].values == {"name": "a", "city": "b"}


def test_a_renamed_column_is_named(make: Callable[..., Path]) -> None:
    path = make("t.csv", "Record ID,CompanyName,City\n1,Nobody Ltd,Nowhere\n")
    with pytest.raises(UnrecognisedSource) as caught:
        source.open(path)
    assert "as companies, column 'Company name' is missing (found 'CompanyName')" in caught.value.message
    assert "Nobody" not in caught.value.message + caught.value.suggestion


def test_a_row_without_id_is_rejected(make: Callable[..., Path]) -> None:
    rows, bad = read(source, make("t.csv", "Record ID,Company name\n ,Nobody Ltd\n2,b\n"))
    assert [row.key for row in rows] == ["company/2"]
    assert (bad[0].line, bad[0].reason) == (2, "column 'Record ID' is empty")
    assert bad[0].raw == {"Record ID": " ", "Company name": "Nobody Ltd"}
