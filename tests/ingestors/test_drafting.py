"""Drafts of mappings: what is guessed on what ground, and that every draft is valid and loads its own file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph_platform.errors import SourceError
from graph_platform.loading.trial import Trial, try_file
from ingestors.drafting import draft
from ingestors.drafting.dates import ISO, pattern_of
from ingestors.drafting.vocabulary import meaning, role_of
from ingestors.drafting.write import quoted
from ingestors.mapping import mapping_source

Make = Callable[..., Path]
COMPLAINTS = """\
工单编号,客户名称,统一社会信用代码,车架号,受理时间,状态
W-1,华东样例有限公司,91440300708461136T,LSVAA4182E2184847,2026年1月2日,已关闭
W-2,江南样例有限公司,91330108Y13679Q6X5,1HGCM82633A004352,2026年11月12日,处理中
"""
INVOICES = """\
Invoice No;Customer ID;Customer;Date;Amount;IBAN
R1;C1;Sample Motors Group;03.02.2024;1.234,50;DE89370400440532013000
R2;C2;Sample Steel Ltd;17.12.2024;99,90;GB82WEST12345698765432
R3;C1;Sample Motors Group;18.12.2024;5,00;
"""


def tried(path: Path, folder: Path) -> tuple[str, Trial]:
    """A file's draft, and what comes of loading the file by it."""
    text = draft(path)
    mapping = folder / "draft.yaml"
    mapping.write_text(text, encoding="utf-8")
    return text, try_file(mapping_source(mapping), path, 100_000, 5)


def table(text: str) -> dict:
    (only,) = yaml.safe_load(text)["tables"].values()
    return dict(only)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_table_becomes_tickets_of_customers(make: Make, tmp_path: Path, encoding: str) -> None:
    text, trial = tried(make("工单.csv", COMPLAINTS, encoding), tmp_path)
    said = table(text)
    assert said["records"]["this"]["label"] == "Ticket"
    assert said["records"]["this"]["values"]["at"] == "受理时间"
    assert said["key"] == "ticket/{工单编号}"
    assert said["records"]["customer"]["values"]["name"] == "客户名称"
    assert [claim["relation"] for claim in said["claims"]] == ["RAISED"]
    assert (trial.rows, trial.reasons, trial.unclean) == (2, {}, {})


def test_a_german_table_keeps_its_commas_dates_and_sums(make: Make, tmp_path: Path) -> None:
    text, trial = tried(make("invoices.csv", INVOICES), tmp_path)
    formats = yaml.safe_load(text)["formats"]
    assert formats == {"dates": ["%d.%m.%Y"], "decimal": ","}
    said = table(text)
    assert said["records"]["this"]["label"] == "Payment"
    assert said["records"]["this"]["values"]["amount"] == "Amount"
    assert said["records"]["customer"] == {
        "label": "Company", "key": "customer/{Customer ID}", "values": {"name": "Customer"}
    }  # fmt: skip
    assert [claim["relation"] for claim in said["claims"]] == ["PAYS"]
    assert (trial.reasons, trial.unclean) == ({}, {})


def test_every_guess_says_its_ground_and_what_is_not_understood_is_told(make: Make) -> None:
    text = draft(make("invoices.csv", INVOICES.replace("IBAN", "Xyzzy")))
    for line in text.splitlines():
        if "relation:" in line or "label:" in line or line.startswith(("          ", "    key:")):
            assert "# guess: " in line or "key:" in line, line
    assert '#   "Xyzzy": its cells have the check digits of IBAN' in text


def test_no_value_of_the_file_is_in_the_draft(make: Make) -> None:
    text = draft(make("invoices.csv", INVOICES)) + draft(make("工单.csv", COMPLAINTS))
    for value in ("Sample Motors", "DE89", "1.234", "华东样例", "91440300708461136T", "W-1"):
        assert value not in text


def test_identifiers_are_known_by_their_check_digits_whatever_the_column_is_called(make: Make) -> None:
    codes = ("91440300708461136T", "91330108Y13679Q6X5")
    leis = ("529900T8BM49AURSDO55", "529900T8BM49AURSDO55")
    rows = "".join(f"{code},{lei}\n" for code, lei in zip(codes, leis, strict=True))
    said = table(draft(make("x.csv", f"alpha,beta\n{rows}")))
    assert said["records"]["this"]["label"] == "Company"
    assert said["records"]["this"]["values"]["uscc"] == "alpha"


def test_a_key_with_two_names_is_only_mentioned(make: Make, tmp_path: Path) -> None:
    changed = INVOICES.replace("R3;C1;Sample Motors Group", "R3;C1;Another Name")
    text, trial = tried(make("invoices.csv", changed), tmp_path)
    assert "customer" in table(text)["mentions"]
    assert "says different names for one 'Customer ID'" in text
    assert not trial.reasons


def test_rows_that_nothing_tells_apart_get_their_line(make: Make, tmp_path: Path) -> None:
    text, trial = tried(make("x.csv", "note,city\nsame,Ulm\nsame,Ulm\nother,Ulm\n"), tmp_path)
    assert table(text)["key"].endswith("/{line}")
    assert (trial.rows, trial.reasons) == (3, {})


def test_rows_that_two_columns_tell_apart_get_both(make: Make, tmp_path: Path) -> None:
    content = "order_id,product_id,quantity\n1,7,2\n1,8,1\n2,7,5\n"
    text, trial = tried(make("x.csv", content), tmp_path)
    assert "{order_id}/{product_id}" in table(text)["key"]
    assert not trial.reasons


def test_day_and_month_that_cannot_be_told_apart_are_doubted(make: Make) -> None:
    text = draft(make("orders.csv", "Order ID,Date\n1,03/02/2024\n2,04/05/2024\n"))
    assert "day and month could not be told apart" in text
    sure = draft(make("orders2.csv", "Order ID,Date\n1,03/22/2024\n2,04/05/2024\n"))
    assert "told apart" not in sure
    assert '"%m/%d/%Y"' in sure


def test_nested_keys_and_several_arrays_are_tables_of_their_own(make: Make, tmp_path: Path) -> None:
    content = {
        "customers": [{"id": 1, "name": "Sample Ltd", "address": {"city": "Ulm"}}],
        "orders": [{"id": 9, "customer_id": 1, "amount": 3.5}],
    }
    text, trial = tried(make("export.json", json.dumps(content)), tmp_path)
    tables = yaml.safe_load(text)["tables"]
    assert tables["customers"]["records"]["this"]["values"] == {"name": "name", "city": "address.city"}
    assert tables["orders"]["mentions"]["customer"]["key"] == "customer/{customer_id}"
    assert (trial.rows, trial.reasons) == (2, {})


def test_a_file_without_rows_or_of_another_format_is_refused(make: Make) -> None:
    with pytest.raises(SourceError, match="holds no row"):
        draft(make("x.csv", "a,b\n"))
    with pytest.raises(SourceError, match="is html"):
        draft(make("x.html", "<html></html>"))
    with pytest.raises(SourceError, match="is empty"):
        draft(make("y.csv", ""))
    with pytest.raises(SourceError, match="is no table"):
        draft(make("z.csv", "id,name\n" + "1,Sample Ltd\n2\n3\n" * 20))


@pytest.mark.parametrize(
    ("column", "role", "attribute"),
    [
        ("customer_id", "customer", ""),
        ("customerID", "customer", ""),
        ("Customer Name", "customer", "name"),
        ("客户编号", "customer", ""),
        ("公司名称", "company", "name"),
        ("供应商名称", "supplier", "name"),
        ("统一社会信用代码", "", "uscc"),
        ("enterprise_state", "", "status"),
        ("Unit Price", "", "list_price"),
        ("gobbledygook", "", ""),
    ],
)
def test_what_a_column_name_means(column: str, role: str, attribute: str) -> None:
    found = meaning(column)
    assert (found.role, found.attribute) == (role, attribute)


def test_what_a_file_name_means() -> None:
    assert [role_of(name) for name in ("customers", "2024-orders_final", "设备台账", "x")] == [
        "customer", "order", "machine", ""
    ]  # fmt: skip


def test_the_usual_patterns_of_dates_are_found() -> None:
    for texts, pattern in (
        (["2024-01-05", "2024-01-05T10:00:00Z"], ISO),
        (["2024/1/5 10:00", "2024/12/31 23:59"], "%Y/%m/%d %H:%M"),
        (["05.01.2024", "31.12.2024"], "%d.%m.%Y"),
        (["20240105", "20241231"], "%Y%m%d"),
        (["5 Jan 2024", "31 Dec 2024"], "%d %b %Y"),
    ):
        found = pattern_of(texts)
        assert found is not None
        assert found.pattern == pattern
    assert pattern_of(["yesterday", "2024-01-05"]) is None


@given(st.text())
def test_any_column_name_is_read_back_as_it_was(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text


NAMES = st.sampled_from(
    ["id", "customer_id", "Customer Name", "公司名称", "date", "amount", "status", "备注", "a?", "{b}", "#", "x: y",
     "email", "product", "owner", "serial no", "vin", "item", "index", '"', "address.city", "parent_id", "null", "7"]
) | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)  # fmt: skip
CELLS = (
    st.sampled_from(["", "1", "2", "3", "2024-01-05", "03.02.2024", "1,5", "yes", "Sample", "样例", "a@example.com"])
    | st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
    | st.integers(-10**6, 10**6).map(str)
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    header = draw(st.lists(NAMES, min_size=2, max_size=7, unique_by=str.strip))
    rows = draw(
        st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), min_size=1, max_size=12)
    )
    return header, rows


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), st.sampled_from(["csv", "jsonl", "json"]))
def test_any_table_gets_a_draft_that_is_valid_and_loads_it(
    tmp_path: Path, made: tuple[list[str], list[list[str]]], form: str
) -> None:
    header, rows = made
    # with these a file begins as JSON or HTML does
    assume(header[0].strip()[:1] not in ("{", "[", "<"))
    path = tmp_path / f"table.{form}"
    if form == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
    else:
        objects = [dict(zip(header, row, strict=True)) for row in rows]
        lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in objects)
        path.write_text(json.dumps(objects) if form == "json" else lines + "\n", encoding="utf-8")
    text, trial = tried(path, tmp_path)
    # rows may differ in nothing that a key could hold, and where lines do not tell them apart they are one
    hidden = form == "json"
    assert set(trial.reasons) <= (
        {"has the key of an earlier row with other contents"} if hidden else set()
    ), text
    assert trial.rows


@pytest.mark.shared
@pytest.mark.parametrize(
    "file",
    [
        "neo4j_northwind/customers.csv",
        "neo4j_northwind/products.csv",
        "neo4j_entity_resolution/Users.csv",
        "cn_enterprise_er/com_info.csv",
        "cn_chain/company.json",
        "support_logs/helpdesk.csv",
        "olist_funnel/olist_closed_deals_dataset.csv",
        "maven_crm/sales_pipeline.csv",
        "glassdoor_jobs/glassdoor_jobs.csv",
        "retentioneering_ecom/ecom.csv.gz",
    ],
)
def test_real_files_are_loaded_by_their_drafts(shared: Path, tmp_path: Path, file: str) -> None:
    _, trial = tried(shared / file, tmp_path)
    assert trial.rows
    assert sum(trial.reasons.values()) <= trial.rows // 100
