"""The real public data, read by its own mappings; what must come out is counted in the files themselves."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from source_checks import read

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow, Row
from ingestors.mapping import mapping_source
from tests.shared import distinct, folder, table

pytestmark = pytest.mark.shared


def rows_of(mapping: str, *files: str, broken: int = 0) -> list[Row]:
    """All rows of some files but the `broken` ones, which have more cells than their header has columns."""
    found: list[Row] = []
    rejected: list[BadRow] = []
    for file in files:
        rows, bad = read(mapping_source(mapping), folder() / mapping / file)
        rejected += bad
        found += rows
    assert len(rejected) == broken
    assert all("cells where the header has" in bad.reason for bad in rejected)
    return found


def records(rows: list[Row]) -> Counter[str]:
    """How many different records there are by label."""
    return Counter(label for label, _ in {(r.label, r.key) for row in rows for r in row.records})


def claims(rows: list[Row]) -> Counter[str]:
    """How many claims there are by relation."""
    return Counter(claim.relation for row in rows for claim in row.claims)


def lines(path: str) -> list[dict[str, Any]]:
    """The objects of a file with one on each line."""
    return [json.loads(line) for line in (folder() / path).read_text(encoding="utf-8").splitlines()]


def under_ids(path: str) -> dict[str, Any]:
    """The one object that a file is."""
    found: dict[str, Any] = json.loads((folder() / path).read_text(encoding="utf-8"))
    return found


def test_listed_companies_and_their_industries() -> None:
    companies, industries = lines("cn_chain/company.json"), lines("cn_chain/company_industry.json")
    products = lines("cn_chain/product.json")
    rows = rows_of("cn_chain", "company.json", "company_industry.json", "product.json")
    assert len(rows) == len(companies) + len(industries) + len(products)
    # renamed companies have two rows of one stock code, and stay two
    names = {company["fullname"] for company in companies}
    assert len(names) > len({company["code"] for company in companies})
    assert records(rows) == {
        "Company": len(names) + len({each["company_code"] for each in industries}),
        "Product": len({product["name"] for product in products}),
    }
    of_industry = Counter(r.values["industry"] for row in rows for r in row.records if "industry" in r.values)
    assert of_industry == Counter(each["industry_name"] for each in industries)


LOGS = ["bpi_12_w.csv", "bpi_13_incidents.csv", "helpdesk.csv", "helpdesk_nba.csv"]


@pytest.mark.parametrize("log", LOGS)
def test_every_step_of_a_case_is_an_event_about_its_ticket(log: str) -> None:
    steps = table(f"support_logs/{log}", ";" if log == "helpdesk_nba.csv" else ",")
    case, activity, at = steps[0]
    rows = rows_of("support_logs", log)
    assert len(rows) == claims(rows)["CONCERNS"] == len(steps)
    assert records(rows) == {"Event": distinct(steps, case, activity, at)}
    about = {claim.end.key for row in rows for claim in row.claims}
    assert about == {f"case/{step[case]}" for step in steps}


def test_won_deals_follow_the_leads_they_came_from() -> None:
    leads = table("olist_funnel/olist_marketing_qualified_leads_dataset.csv")
    deals = table("olist_funnel/olist_closed_deals_dataset.csv")
    rows = rows_of(
        "olist_funnel", "olist_marketing_qualified_leads_dataset.csv", "olist_closed_deals_dataset.csv"
    )
    assert len(rows) == len(leads) + len(deals)
    assert records(rows) == {
        "Opportunity": distinct(leads, "mql_id") + distinct(deals, "mql_id"),
        "Organization": distinct(deals, "seller_id"),
    }
    assert claims(rows) == {
        "FOLLOWS": len(deals),
        "BUYS": len(deals),
        "MANAGES_ACCOUNT": 2 * len(deals),
    }
    stated = {record.key for row in rows for record in row.records}
    followed = {claim.end.key for row in rows for claim in row.claims if claim.relation == "FOLLOWS"}
    assert followed <= stated


def test_orders_of_northwind() -> None:
    files = ("customers", "suppliers", "shippers", "products", "employees", "orders", "order-details")
    said = {name: table(f"neo4j_northwind/{name}.csv") for name in files}
    # some names and addresses hold a comma that nobody quoted
    whole = {name: [row for row in rows if None not in row] for name, rows in said.items()}
    broken = sum(len(said[name]) - len(whole[name]) for name in files)
    said = whole
    rows = rows_of("neo4j_northwind", *(f"{name}.csv" for name in files), broken=broken)
    assert len(rows) == sum(map(len, said.values()))
    shipped = sum(order["shippedDate"] != "NULL" for order in said["orders"])
    parties = len(said["customers"]) + len(said["suppliers"])
    assert records(rows) == {
        "Company": parties + len(said["shippers"]) + 1,
        "Contact": parties,
        "Product": len(said["products"]),
        "User": len(said["employees"]),
        "Order": len(said["orders"]),
        "Shipment": shipped,
    }
    assert claims(rows) == {
        "WORKS_FOR": parties,
        "SUPPLIES": len(said["suppliers"]),
        "SUPPLIED_BY": len(said["products"]),
        "REPORTS_TO": sum(each["reportsTo"] != "NULL" for each in said["employees"]),
        "BUYS": len(said["orders"]),
        "SELLS": len(said["orders"]),
        "FOLLOWS": shipped,
        "CARRIED_OUT": shipped,
        "RECEIVED": shipped,
        "INCLUDES": len(said["order-details"]),
    }
    assert not [key for row in rows for claim in row.claims if (key := claim.end.key).endswith("NULL")]


@pytest.mark.parametrize("file", ["train", "test"])
def test_questions_to_a_bank_with_their_intents(file: str) -> None:
    questions = table(f"banking77/{file}.csv")
    rows = rows_of("banking77", f"{file}.csv")
    assert len(rows) == len(questions)
    assert records(rows) == {"Ticket": len({question["text"].strip() for question in questions})}
    intents = Counter(row.records[0].values["category"] for row in rows)
    assert intents == Counter(question["category"] for question in questions)


def test_a_web_shop_whose_rows_stand_under_their_ids() -> None:
    users, products = under_ids("tau_bench_retail/users.json"), under_ids("tau_bench_retail/products.json")
    orders = under_ids("tau_bench_retail/orders.json")
    rows = rows_of("tau_bench_retail", "users.json", "products.json", "orders.json")
    assert len(rows) == len(users) + len(products) + len(orders)
    variants = {variant for product in products.values() for variant in product["variants"]}
    payments = [payment for order in orders.values() for payment in order["payment_history"]]
    assert records(rows) == {
        "Contact": len(users),
        "Product": len(products) + len(variants),
        "Order": len(orders),
        "Payment": len(payments),
    }
    assert claims(rows) == {
        "INSTANCE_OF": len(variants),
        "BUYS": len(orders),
        "INCLUDES": sum(len(order["items"]) for order in orders.values()),
        "FOLLOWS": len(payments),
        "PAYS": sum(payment["transaction_type"] == "payment" for payment in payments),
        "IS_PAID": sum(payment["transaction_type"] == "refund" for payment in payments),
    }
    buyers = {c.start.key for row in rows for c in row.claims if c.relation == "BUYS"}
    assert buyers <= {f"user/{user}" for user in users}


def test_an_industry_is_no_product() -> None:
    assert rows_of("cn_chain", "industry.json") == []


def test_sales_territories_are_refused(shared: Path) -> None:
    with pytest.raises(SourceError, match="is not a file of"):
        mapping_source("neo4j_northwind").open(shared / "neo4j_northwind/regions.csv")
