"""Salesforce's data export, from its columns to what it says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import Row
from graph_platform.loading.prepare import prepare
from ingestors.salesforce import source

SUZHOU, GROUP = "account/001xx000003DGb1AAG", "account/001xx000003DGb2AAG"
WANG, ADA = "contact/003xx000004TmA1AAK", "contact/003xx000004TmA2AAK"
DEAL = "opportunity/006xx000001a2B1AAI"
MEI, TOM = "user/005xx000001SvA1AAK", "user/005xx000001SvA2AAK"
CASE, EARLIER = "case/500xx000000Cas1AAC", "case/500xx000000Cas2AAC"
ASSET = "asset/02ixx000000Ass1AAC"


def loaded(samples: Path, name: str) -> list[Row]:
    rows, bad = read(source, samples / f"salesforce_{name}.csv")
    assert not bad
    return rows


def stored(row: Row) -> dict:
    """The row's own record, cleaned as the loader does."""
    return prepare(row, "salesforce", row.table, source.formats).records[0].values


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Account", "accounts"),
        ("Contact", "contacts"),
        ("Lead", "leads"),
        ("Opportunity", "opportunities"),
        ("OpportunityContactRole", "contact roles"),
        ("OpportunityHistory", "stage changes"),
        ("Task", "tasks"),
        ("Event", "events"),
        ("User", "users"),
        ("Group", "queues"),
        ("Case", "cases"),
        ("CaseComment", "case comments"),
        ("Asset", "assets"),
        ("Product2", "products"),
    ],
)
def test_every_object_is_told_by_its_columns_and_its_values_are_clean(
    samples: Path, name: str, table: str
) -> None:
    assert source.open(samples / f"salesforce_{name}.csv").table == table
    for row in loaded(samples, name):
        prepared = prepare(row, "salesforce", table, source.formats)
        assert prepared.seen is not None
        for fact in (*prepared.records, *prepared.claims):
            assert "unclean" not in fact.values


def test_accounts(samples: Path) -> None:
    rows = loaded(samples, "Account")
    assert [(row.key, row.line, row.seen) for row in rows] == [
        (SUZHOU, 2, "2026-02-11 17:40:06"),
        (GROUP, 4, "2026-01-20 08:05:00"),
        ("account/001xx000003DGb3AAG", 5, "2026-01-21 08:05:00"),
    ]
    assert rows[0].scopes == ("owner:005xx000001SvA1AAK", "region:East China")
    assert rows[0].records[0].values["uscc"] == "91320500MA0000017K"
    assert stored(rows[0])["annual_revenue_currency"] == "CNY"
    assert claims_of(rows[:1]) == {("PART_OF", SUZHOU, GROUP), ("MANAGES_ACCOUNT", MEI, SUZHOU)}


def test_what_lies_in_the_recycle_bin_is_deleted_and_joined_with_nothing(samples: Path) -> None:
    row = loaded(samples, "Account")[2]
    assert row.records[0].values["status"] == "deleted"
    assert row.claims == ()


def test_an_id_of_15_characters_is_the_same_as_its_18(samples: Path) -> None:
    # the second account and Wang's superior are written with 15
    assert loaded(samples, "Account")[1].key == GROUP
    assert ("REPORTS_TO", WANG, ADA) in claims_of(loaded(samples, "Contact"))


def test_contacts(samples: Path) -> None:
    rows = loaded(samples, "Contact")
    assert [row.records[0].values["name"] for row in rows] == ["王晓明", "Ada Sample"]
    assert rows[0].records[0].values["phone"] == ["0512 5550 0102", "138 0000 0000"]
    assert [row.records[0].values["do_not_contact"] for row in rows] == [True, False]
    (works_for,) = [claim for claim in rows[0].claims if claim.relation == "WORKS_FOR"]
    assert works_for.end.key == SUZHOU
    assert works_for.values == {"job_title": "车队经理", "department": "运营部"}


def test_leads(samples: Path) -> None:
    first, second = loaded(samples, "Lead")
    assert (first.records[0].label, first.records[0].values["name"]) == ("Contact", "李示例")
    # a company that is only named is one of this row alone; one that the lead was converted to is an account
    assert first.records[1].values == {
        "name": "样例物流有限公司",
        "website": "https://wuliu-sample.example",
        "industry": "Logistics",
    }
    assert ("WORKS_FOR", first.key, f"{first.key}#company") in claims_of([first])
    assert ("WORKS_FOR", second.key, SUZHOU) in claims_of([second])


def test_a_column_that_refers_to_something_else_joins_nothing(make: Callable[..., Path]) -> None:
    path = make("a.csv", "Id,Name,ParentId,BillingCity\n001xx000003DGb1AAG,a,003xx000004TmA1AAK,\n")
    (row,), _ = read(source, path)
    assert row.claims == ()


def test_opportunities(samples: Path) -> None:
    rows = loaded(samples, "Opportunity")
    assert [row.records[0].values["status"] for row in rows] == ["open", "won"]
    # a probability of 1 is one per cent
    assert [stored(row)["probability"] for row in rows] == [0.9, 0.01]
    assert claims_of(rows[:1]) == {
        ("BUYS", SUZHOU, DEAL),
        ("ATTENDED", WANG, DEAL),
        ("MANAGES_ACCOUNT", MEI, DEAL),
    }


def test_contact_roles_say_who_decides(samples: Path) -> None:
    rows = loaded(samples, "OpportunityContactRole")
    assert claims_of(rows) == {("ATTENDED", ADA, DEAL), ("ATTENDED", WANG, DEAL)}
    claims = [prepare(row, "salesforce", "", source.formats).claims[0].values for row in rows]
    assert claims == [{"buying_role": "decider", "attendance": "primary"}, {"buying_role": "user"}]


def test_the_stages_of_a_deal_are_events_of_their_own(samples: Path) -> None:
    rows = loaded(samples, "OpportunityHistory")
    assert [(row.records[0].label, stored(row)["stage"], stored(row)["amount"]) for row in rows] == [
        ("StageChange", "Prospecting", 1000000),
        ("StageChange", "Negotiation/Review", 1200000),
    ]
    assert claims_of(rows[:1]) == {
        ("CONCERNS", rows[0].key, DEAL),
        ("CARRIED_OUT", MEI, rows[0].key),
    }


def test_activities_by_the_first_characters_of_their_ids(samples: Path) -> None:
    call, to_do = loaded(samples, "Task")
    assert (call.records[0].label, to_do.records[0].label) == ("Call", "Note")
    assert stored(call)["direction"] == "outbound"
    assert claims_of([call]) == {
        ("ATTENDED", WANG, call.key),
        ("CONCERNS", call.key, DEAL),
        ("CONCERNS", call.key, SUZHOU),
        ("CARRIED_OUT", MEI, call.key),
    }
    # what is still to be done was carried out by nobody; one account is not named twice
    assert claims_of([to_do]) == {("CONCERNS", to_do.key, SUZHOU), ("ASSIGNED_TO", to_do.key, MEI)}
    assert len(to_do.claims) == 2
    (meeting,) = loaded(samples, "Event")
    assert meeting.records[0].values["at"] == "2026-02-05 01:00:00"
    assert {("ATTENDED", ADA, meeting.key), ("CONCERNS", meeting.key, CASE)} < claims_of([meeting])


def test_our_own_people(samples: Path) -> None:
    rows = loaded(samples, "User")
    assert [row.records[0].values["status"] for row in rows] == ["active", "inactive"]
    assert claims_of(rows) == {("REPORTS_TO", MEI, TOM), ("WORKS_FOR", MEI, "department/East China")}
    (queue,) = loaded(samples, "Group")
    assert (queue.records[0].label, queue.records[0].values["name"]) == ("Team", "电池售后")


def test_cases(samples: Path) -> None:
    first, second = loaded(samples, "Case")
    assert first.records[0].values["ticket_number"] == "00001026"
    assert claims_of([first]) == {
        ("RAISED", WANG, CASE),
        ("RAISED", SUZHOU, CASE),
        ("ASSIGNED_TO", CASE, "queue/00Gxx000000Que1EAC"),
        ("CONCERNS", CASE, ASSET),
        ("CONCERNS", CASE, f"{CASE}#VIN__c"),
        ("FOLLOWS", CASE, EARLIER),
    }
    # who wrote through the web form is no contact yet: a party of this case alone
    assert ("RAISED", f"{EARLIER}#supplied", EARLIER) in claims_of([second])
    (comment,) = loaded(samples, "CaseComment")
    assert claims_of([comment]) == {("CONCERNS", comment.key, CASE), ("AUTHORED", MEI, comment.key)}


def test_assets_and_products(samples: Path) -> None:
    (asset,) = loaded(samples, "Asset")
    assert asset.records[0].values["serial_number"] == "04QPE0A1B2C3D4E5F6G7H8J9"
    assert [(c.relation, c.end.key, c.valid_from) for c in asset.claims] == [
        ("INSTANCE_OF", "product/01txx000000Prd1AAC", None),
        ("COMPONENT_OF", "asset/02ixx000000Ass2AAC", None),
        ("INSTALLED_AT", SUZHOU, "2024-02-03"),
    ]
    (product,) = loaded(samples, "Product2")
    assert product.records[0].values["sku"] == "LX-200"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings(samples: Path, make: Callable[..., Path], encoding: str) -> None:
    text = (samples / "salesforce_Account.csv").read_text(encoding="utf-8")
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    rows, bad = read(source, make("Account.csv", mark + text, encoding))
    assert not bad
    assert rows[0].records[0].values["name"] == "苏州样例汽车销售有限公司"


def test_data_loader_writes_its_columns_in_capitals(make: Callable[..., Path]) -> None:
    rows, _ = read(
        source,
        make(
            "extract.csv",
            "ID,NAME,PARENTID,BILLINGCITY,LASTMODIFIEDDATE\n001xx000003DGb1AAG,a,,b,2026-02-11T17:40:05.000Z\n",
        ),
    )
    assert rows[0].records[0].values == {"name": "a", "city": "b"}
    assert prepare(rows[0], "s", "accounts", source.formats).seen == 1770831605000


def test_a_renamed_column_is_named(make: Callable[..., Path]) -> None:
    path = make("Account.csv", "Id,Account Name,ParentId,BillingCity\n001xx000003DGb1AAG,Nobody Ltd,,\n")
    with pytest.raises(UnrecognisedSource) as caught:
        source.open(path)
    assert "as accounts, column 'Name' is missing" in caught.value.message
    assert "Nobody" not in caught.value.message + caught.value.suggestion


def test_bad_ids_reject_their_rows_alone(make: Callable[..., Path]) -> None:
    rows, bad = read(
        source,
        make(
            "Account.csv",
            "Id,Name,ParentId,BillingCity\n"
            ",a,,\n003xx000004TmA1AAK,b,,\n001xx000003DGb1AAG,c,#N/A,\n001xx000003DGb2AAG,d,,\n",
        ),
    )
    assert [row.key for row in rows] == [GROUP]
    assert [(each.line, each.reason) for each in bad] == [
        (2, "column 'Id' is empty"),
        (3, "column 'Id' is no id of this table: those begin with 001"),
        (4, "column 'ParentId' is no id of 15 or 18 letters and digits"),
    ]


def test_a_person_account_is_left_to_its_contact(make: Callable[..., Path]) -> None:
    accounts = make(
        "a.csv", "Id,Name,ParentId,BillingCity,IsPersonAccount\n001xx000003DGb1AAG,Lee Example,,,true\n"
    )
    assert read(source, accounts) == ([], [])
    contacts = make(
        "c.csv",
        "Id,AccountId,LastName,Email,IsPersonAccount\n003xx000004TmA1AAK,001xx000003DGb1AAG,Example,,true\n",
    )
    (row,), _ = read(source, contacts)
    assert row.claims == ()
