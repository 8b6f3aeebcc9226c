"""Dynamics 365: names of the schema and of the screens, in English and Chinese."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import Row
from graph_platform.loading.prepare import Prepared, prepare
from ingestors.dynamics import source

ID = "6b1d7c2e-0a11-4f7e-9c55-0000000000"
SUZHOU, GROUP = f"account/{ID}01", f"account/{ID}02"
WANG, ADA = f"contact/{ID}c1", f"contact/{ID}c2"
DEAL, CASE, EARLIER = f"opportunity/{ID}e1", f"incident/{ID}f1", f"incident/{ID}f2"
MEI, TEAM = f"systemuser/{ID}a1", f"team/{ID}a9"


def stored(row: Row) -> Prepared:
    """The row as the loader cleans it; nothing of it may be unclean."""
    prepared = prepare(row, "dynamics", row.table, source.formats)
    for fact in (*prepared.records, *prepared.claims):
        assert "unclean" not in fact.values, fact.values["unclean"]
    return prepared


def test_accounts_by_the_names_of_the_schema(samples: Path) -> None:
    rows, bad = read(source, samples / "dynamics_accounts.csv")
    assert [(row.key, row.seen, row.scopes) for row in rows] == [
        (SUZHOU, "2026-02-11T17:40:05Z", (f"owner:{ID}a1", "region:East China")),
        (GROUP, "2026-01-20T08:05:00Z", (f"owner:{ID}a9",)),
    ]
    assert [(each.line, each.reason) for each in bad] == [(4, "column 'accountid' is no id (GUID)")]
    values = stored(rows[0]).records[0].values
    assert (values["uscc"], values["industry"]) == ("91320500MA0000017K", "汽车")
    assert (values["annual_revenue"], values["annual_revenue_currency"]) == (12000000, "CNY")
    # a parent in braces and capitals is the same one; a team manages no account
    assert claims_of(rows) == {
        ("PART_OF", SUZHOU, GROUP),
        ("WORKS_FOR", WANG, SUZHOU),
        ("MANAGES_ACCOUNT", MEI, SUZHOU),
    }
    assert "status" not in values
    group = stored(rows[1]).records[0].values
    # a code that nobody explains is no industry
    assert (group["status"], group.get("industry")) == ("inactive", None)


@pytest.mark.parametrize(
    ("name", "owner", "parent", "company"),
    [
        ("accounts_en", "Mei Lin", "Sample Motors Group", "Suzhou Sample Motors Sales Co. Ltd."),
        ("accounts_zh", "林梅", "样例汽车集团", "苏州样例汽车销售有限公司"),
    ],
)
def test_accounts_by_the_names_of_the_screens(
    samples: Path, name: str, owner: str, parent: str, company: str
) -> None:
    (row,), bad = read(source, samples / f"dynamics_{name}.csv")
    assert not bad
    assert (row.key, row.scopes) == (SUZHOU, (f"owner:{owner}",))
    prepared = stored(row)
    assert prepared.seen == 1770831600000
    values = prepared.records[0].values
    assert values["name"] == company
    assert (values["annual_revenue"], values["annual_revenue_currency"]) == (12000000, "CNY")
    # who is known by name only is a party of this row alone, but for our own people
    assert [(record.key, record.label, record.values["name"]) for record in row.records[1:2]] == [
        (f"{SUZHOU}#parentaccountid", "Company", parent)
    ]
    assert claims_of([row]) == {
        ("PART_OF", SUZHOU, f"{SUZHOU}#parentaccountid"),
        ("WORKS_FOR", f"{SUZHOU}#primarycontactid", SUZHOU),
        ("MANAGES_ACCOUNT", f"owner/{owner}", SUZHOU),
    }


def test_contacts_of_the_web_api(samples: Path) -> None:
    rows, bad = read(source, samples / "dynamics_contacts.json")
    assert not bad
    first, second = (stored(row).records[0].values for row in rows)
    assert (first["name"], first["gender"], first["buying_role"]) == ("王晓明", "male", "decider")
    assert (first["do_not_contact"], second["do_not_contact"]) == (True, False)
    assert len(first["phone"]) == 2
    assert second["status"] == "Inactive"
    # the second one's "company" is a person, for whom nobody works
    assert claims_of(rows) == {("WORKS_FOR", WANG, SUZHOU), ("MANAGES_ACCOUNT", MEI, WANG)}


def test_contacts_by_the_names_of_the_chinese_screen(samples: Path) -> None:
    (row,), _ = read(source, samples / "dynamics_contacts_zh.csv")
    values = stored(row).records[0].values
    assert (values["name"], values["buying_role"], values["do_not_contact"]) == ("王晓明", "decider", True)
    (works_for,) = [claim for claim in row.claims if claim.relation == "WORKS_FOR"]
    assert works_for.values == {"job_title": "车队经理", "department": "运营部"}
    assert works_for.end.key == f"{WANG}#parentcustomerid"


def test_opportunities(samples: Path) -> None:
    rows, _ = read(source, samples / "dynamics_opportunities.csv")
    first, second, third = (stored(row).records[0].values for row in rows)
    assert (first["status"], first["probability"], first["amount"]) == ("Open", 0.9, 1200000)
    assert (second["status"], second["probability"], second["amount"]) == ("Won", 0.01, 8000)
    # what was lost had a value all the same
    assert (third["status"], third["amount"]) == ("Lost", 7000)
    assert claims_of(rows[:1]) == {
        ("BUYS", SUZHOU, DEAL),
        ("ATTENDED", WANG, DEAL),
        ("MANAGES_ACCOUNT", MEI, DEAL),
    }
    assert ("BUYS", f"contact/{ID}c3", f"opportunity/{ID}e2") in claims_of(rows[1:])
    (row,), _ = read(source, samples / "dynamics_opportunities_zh.csv")
    values = stored(row).records[0].values
    assert (values["stage"], values["probability"], str(values["closes"])) == ("3-提案", 0.9, "2026-06-30")
    assert ("BUYS", f"{DEAL}#customerid", DEAL) in claims_of([row])


def test_cases(samples: Path) -> None:
    (row,), _ = read(source, samples / "dynamics_cases.csv")
    values = stored(row).records[0].values
    assert (values["ticket_number"], values["priority"]) == ("CAS-01026-X1Y2Z3", "High")
    assert (values["channel"], values["category"], values["status"]) == ("Phone", "Problem", "Active")
    assert claims_of([row]) == {
        ("RAISED", SUZHOU, CASE),
        ("RAISED", WANG, CASE),
        ("ASSIGNED_TO", CASE, TEAM),
        ("CONCERNS", CASE, f"{CASE}#serial"),
        ("FOLLOWS", CASE, EARLIER),
    }
    (row,), _ = read(source, samples / "dynamics_cases_en.csv")
    assert (row.key, stored(row).records[0].values["status"]) == (EARLIER, "Resolved")
    assert claims_of([row]) == {
        ("RAISED", f"{EARLIER}#customerid", EARLIER),
        ("ASSIGNED_TO", EARLIER, "owner/Tom Field"),
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(samples: Path, make: Callable[..., Path], encoding: str) -> None:
    text = (samples / "dynamics_accounts_zh.csv").read_text(encoding="utf-8")
    # Chinese Excel writes the brackets in full width as often as not
    (row,), bad = read(source, make("a.csv", text.replace("(", "（").replace(")", "）"), encoding))
    assert not bad
    assert row.records[0].values["name"] == "苏州样例汽车销售有限公司"


def test_a_file_without_its_hidden_columns_is_refused_and_says_which(make: Callable[..., Path]) -> None:
    path = make("a.csv", "Account Name,Main Phone,Primary Contact,Parent Account\nNobody Ltd,,,\n")
    with pytest.raises(UnrecognisedSource) as caught:
        source.open(path)
    assert "as accounts, column 'accountid' is missing" in caught.value.message
    assert "Nobody" not in caught.value.message + caught.value.suggestion


def test_a_quote_is_no_account_and_a_lead_no_contact(make: Callable[..., Path]) -> None:
    quote = make("q.csv", f"quoteid,name,accountid,opportunityid,customerid\n{ID}b1,a,{ID}01,,\n")
    lead = make(
        "l.jsonl", json.dumps({"leadid": f"{ID}b2", "fullname": "a", "contactid": None, "accountid": None})
    )
    for path in (quote, lead):
        with pytest.raises(UnrecognisedSource):
            source.open(path)
