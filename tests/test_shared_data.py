"""The real public data, loaded as a user loads it; what must be in the graph is counted in the files themselves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import pytest

from graph_platform.database import Database
from graph_platform.settings import Settings
from tests.shared import Loaded, distinct, folder, repeated, table

pytestmark = pytest.mark.shared

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


def test_statements_of_beneficial_owners(clean_database: Database, settings: Settings) -> None:
    statements = json.loads((folder() / "bods/sample_300_statements.json").read_bytes())
    of_kind = defaultdict(list)
    for statement in statements:
        of_kind[statement["recordType"]].append(statement["recordDetails"])
    graph = Loaded(clean_database, settings, "bods", "bods/sample_300_statements.json")

    assert (graph.summary.rows, graph.summary.counts.new, graph.summary.rejected) == (
        len(statements),
    ) * 2 + (0,)
    entities = graph.entities()
    assert entities["Company"] == len(of_kind["entity"])
    assert entities["Person"] == len(of_kind["person"])
    pairs = {(each["interestedParty"], each["subject"]) for each in of_kind["relationship"]}
    assert graph.joined() == {"OWNS": len(pairs)}
    whole = sum(
        interest["share"].get("exact") == 100 for r in of_kind["relationship"] for interest in r["interests"]
    )
    (row,) = clean_database.read("MATCH (:Person)-[o:OWNS {share: 1.0}]->(:Company) RETURN count(o) AS count")
    assert row["count"] == whole
    graph.check_again()


def test_the_chinese_register_keeps_people_of_one_name_apart(
    clean_database: Database, settings: Settings
) -> None:
    companies = table("cn_enterprise_er/com_info.csv")
    investments = table("cn_enterprise_er/com2com.csv")
    investors = table("cn_enterprise_er/person2com.csv")
    files = [f"cn_enterprise_er/{name}.csv" for name in ("com_info", "com2com", "person2com")]
    graph = Loaded(clean_database, settings, "cn-register", *files)

    assert graph.summary.rows == len(companies) + len(investments) + len(investors)
    assert graph.summary.rejected == 0
    entities, joined = graph.entities(), graph.joined()
    assert joined["OWNS"] == distinct(investments, "com_index", "invested_com_index") + len(investors)
    assert entities["Company"] == len(companies)
    represented = sum(bool(row["name_of_legal_person"]) for row in companies)
    assert entities["Executive"] == joined["HOLDS_POST"] == represented
    assert entities["Shareholder"] == len(investors)
    namesakes = repeated(investors, "investor")
    name = max(namesakes, key=lambda name: namesakes[name])
    found = clean_database.read("MATCH (p:Shareholder {name: $name}) RETURN p.id AS id", {"name": name})
    assert len({row["id"] for row in found}) == namesakes[name] > 1
    graph.check_again()


def test_the_register_numbers_of_chinese_companies_identify_them(
    clean_database: Database, settings: Settings
) -> None:
    companies = table("cn_enterprise_er/com_info.csv")
    Loaded(clean_database, settings, "cn-register", "cn_enterprise_er/com_info.csv")
    numbers = {row["unified_social_credit_code"].strip() for row in companies} - {""}
    rows = clean_database.read("MATCH (c:Company) WHERE c.uscc IS NOT NULL RETURN c.uscc AS uscc")
    stored = {row["uscc"] for row in rows}
    # what the check digit refuses is kept as it was said, on the record
    (unclean,) = clean_database.read(
        "MATCH (r:Record) WHERE 'uscc' IN r.unclean RETURN count(r) AS count, collect(r.as_said) AS said"
    )
    assert stored <= numbers
    assert len(stored) + unclean["count"] == len(numbers)
    refused = {json.loads(said)["uscc"] for said in unclean["said"]}
    assert refused == numbers - stored
    (row,) = clean_database.read("MATCH (:Identifier)-[:IDENTIFIES]->(:Company) RETURN count(*) AS count")
    assert row["count"] == len(stored)


def test_posts_of_chinese_executives(clean_database: Database, settings: Settings) -> None:
    people, companies = table("cn_exec/executive.csv"), table("cn_exec/stock.csv")
    posts = table("cn_exec/executive_stock.csv")
    files = [f"cn_exec/{name}.csv" for name in ("executive", "stock", "executive_stock")]
    graph = Loaded(clean_database, settings, "mapping:cn_exec", *files)

    assert graph.summary.rows == len(people) + len(companies) + len(posts)
    assert graph.summary.rejected == 0
    assert graph.entities()["Executive"] == distinct(people, "person_id:ID(Executive)")
    assert graph.entities()["Company"] == distinct(companies, "stock_id:ID(Stock)")
    assert graph.joined() == {"HOLDS_POST": distinct(posts, ":START_ID(Executive)", ":END_ID(Stock)")}
    said = sum(len([post for post in row["jobs"].split("/") if post.strip()]) for row in posts)
    assert graph.facts() == (len(people) + len(companies), said)
    graph.check_again()


def test_seats_on_dutch_boards_have_intervals(clean_database: Database, settings: Settings) -> None:
    things, seats = (
        table("nl_boards/nodes_bipartite.csv", "\t"),
        table("nl_boards/edges_bipartite.csv", "\t"),
    )
    graph = Loaded(
        clean_database,
        settings,
        "mapping:nl_boards",
        "nl_boards/nodes_bipartite.csv",
        "nl_boards/edges_bipartite.csv",
    )
    backward = [
        row for row in seats if row["date_in"] and row["date_out"] and row["date_out"] <= row["date_in"]
    ]
    good = [row for row in seats if row not in backward]

    assert graph.summary.rows == len(things) + len(seats)
    assert graph.summary.reasons == {"HOLDS_POST ends before it begins": len(backward)}
    assert graph.entities()["Person"] == sum(row["Type"] == "Person" for row in things)
    assert graph.entities()["Organization"] == sum(row["Type"] != "Person" for row in things)
    assert graph.facts() == (len(things), distinct(good, *seats[0]))
    expected = _intervals((row["Source"], row["Target"], row["date_in"], row["date_out"]) for row in good)
    stored = clean_database.read(
        """MATCH (r:Record)-[:ABOUT]->(p)-[seat:HOLDS_POST]->(o)<-[:ABOUT]-(s:Record)
        RETURN substring(r.key, 5) AS person, substring(s.key, 5) AS organization,
               seat.valid_from AS start, seat.valid_to AS end"""
    )
    found = {
        (row["person"], row["organization"], row["start"].to_native(), row["end"].to_native())
        for row in stored
    }
    assert found == expected
    assert len(stored) == len(expected)
    graph.check_again()


def _intervals(seats: Iterable[tuple[str, str, str, str]]) -> set[tuple[str, str, date, date]]:
    """Seats of one person on one board as intervals that neither meet nor overlap; one without a date adds nothing."""
    by_pair = defaultdict(set)
    for person, organization, start, end in seats:
        said = (
            date.fromisoformat(start) if start else FIRST,
            date.fromisoformat(end) if end else LAST,
        )
        by_pair[person, organization].add(said)
    expected = set()
    for (person, organization), said in by_pair.items():
        merged: list[tuple[date, date]] = []
        for start, end in sorted(said - {(FIRST, LAST)}) or [(FIRST, LAST)]:
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        expected |= {(person, organization, *interval) for interval in merged}
    return expected


def test_suppliers_of_car_makers(clean_database: Database, settings: Settings) -> None:
    rows = table("auto_supply/edges.csv")
    graph = Loaded(clean_database, settings, "mapping:auto_supply", "auto_supply/edges.csv")
    itself = [row for row in rows if row["Customer"].strip() == row["Supplier"].strip()]
    good = [row for row in rows if row not in itself]

    assert graph.summary.rows == len(rows)
    assert graph.summary.rejected == len(itself)
    assert len(graph.summary.reasons) == 1
    pairs = {(row["Customer"].strip(), row["Supplier"].strip()) for row in good}
    assert graph.joined() == {"SUPPLIES": len(pairs)}
    assert graph.entities()["Company"] == len({name for pair in pairs for name in pair})
    assert graph.summary.counts.new == len(pairs)
    assert graph.summary.counts.unchanged == len(good) - len(pairs)
    graph.check_again()


def test_job_posts(clean_database: Database, settings: Settings) -> None:
    posts = table("glassdoor_jobs/glassdoor_jobs.csv")
    graph = Loaded(clean_database, settings, "mapping:glassdoor_jobs", "glassdoor_jobs/glassdoor_jobs.csv")

    assert (graph.summary.rows, graph.summary.rejected) == (len(posts), 0)
    assert graph.entities()["JobPost"] == graph.entities()["Company"] == len(posts)
    assert graph.joined() == {"POSTED": len(posts)}
    (row,) = clean_database.read(
        "MATCH (p:JobPost) RETURN count(p.base_salary_min) AS paid, count(p.text) AS described"
    )
    assert row["described"] == len(posts)
    assert row["paid"] == sum("K" in post["Salary Estimate"] for post in posts)
    graph.check_again()


def test_a_sales_tool_by_names(clean_database: Database, settings: Settings) -> None:
    files = {name: table(f"maven_crm/{name}.csv") for name in ("accounts", "products", "sales_teams")}
    deals = table("maven_crm/sales_pipeline.csv")
    paths = [f"maven_crm/{name}.csv" for name in (*files, "sales_pipeline")]
    graph = Loaded(clean_database, settings, "mapping:maven_crm", *paths)

    assert graph.summary.rows == sum(map(len, files.values())) + len(deals)
    assert graph.summary.rejected == 0
    entities, joined = graph.entities(), graph.joined()
    assert entities["Opportunity"] == joined["INCLUDES"] == joined["MANAGES_ACCOUNT"] == len(deals)
    assert joined["BUYS"] == sum(bool(deal["account"]) for deal in deals)
    accounts = {row[name] for row in files["accounts"] for name in ("account", "subsidiary_of")}
    assert entities["Company"] == len((accounts | {deal["account"] for deal in deals}) - {""})
    assert joined["PART_OF"] == sum(bool(row["subsidiary_of"]) for row in files["accounts"])
    # one of them is misspelt in the deals, and has no row of its own
    assert entities["Product"] == len({row["product"] for row in [*files["products"], *deals]})
    people = {row[name] for row in files["sales_teams"] for name in ("sales_agent", "manager")}
    assert entities["User"] == len(people | {deal["sales_agent"] for deal in deals})
    assert entities["Team"] == distinct(files["sales_teams"], "regional_office")
    graph.check_again()


def test_a_service_desks_log(clean_database: Database, settings: Settings) -> None:
    steps = table("support_logs/helpdesk.csv")
    graph = Loaded(clean_database, settings, "mapping:support_logs", "support_logs/helpdesk.csv")
    different = distinct(steps, *steps[0])

    assert (graph.summary.rows, graph.summary.rejected) == (len(steps), 0)
    assert (graph.summary.counts.new, graph.summary.counts.unchanged) == (different, len(steps) - different)
    cases = distinct(steps, "CaseID")
    assert (graph.entities()["Ticket"], graph.entities()["Event"]) == (cases, cases + different)
    assert graph.joined() == {"CONCERNS": different}
    graph.check_again()


def test_listed_companies_with_industries(clean_database: Database, settings: Settings) -> None:
    files = [f"cn_chain/{name}.json" for name in ("company", "company_industry", "product")]
    graph = Loaded(clean_database, settings, "mapping:cn_chain", *files)
    said = [(folder() / file).read_text(encoding="utf-8").splitlines() for file in files]

    assert (graph.summary.rows, graph.summary.rejected) == (sum(map(len, said)), 0)
    assert graph.entities()["Company"] == len(said[0]) + len(said[1])
    assert graph.entities()["Product"] == len(set(said[2]))
    graph.check_again()


def test_a_funnel_of_leads(clean_database: Database, settings: Settings) -> None:
    paths = [
        f"olist_funnel/olist_{name}_dataset.csv" for name in ("marketing_qualified_leads", "closed_deals")
    ]
    leads, deals = map(table, paths)
    graph = Loaded(clean_database, settings, "mapping:olist_funnel", *paths)

    assert (graph.summary.rows, graph.summary.rejected) == (len(leads) + len(deals), 0)
    entities, joined = graph.entities(), graph.joined()
    assert entities["Opportunity"] == len(leads) + len(deals)
    assert entities["User"] == len({deal[column] for deal in deals for column in ("sdr_id", "sr_id")})
    assert joined["FOLLOWS"] == joined["BUYS"] == len(deals)
    graph.check_again()


def test_a_traders_orders(clean_database: Database, settings: Settings) -> None:
    names = ("customers", "suppliers", "shippers", "products", "employees", "orders", "order-details")
    files = {name: table(f"neo4j_northwind/{name}.csv") for name in names}
    graph = Loaded(
        clean_database,
        settings,
        "mapping:neo4j_northwind",
        *(f"neo4j_northwind/{name}.csv" for name in names),
    )
    whole = {name: [row for row in rows if None not in row] for name, rows in files.items()}

    assert graph.summary.rows == sum(map(len, files.values()))
    assert graph.summary.rejected == graph.summary.rows - sum(map(len, whole.values()))
    entities, joined = graph.entities(), graph.joined()
    # an order or a supplier whose own row is broken is still known by what points to it
    assert entities["Order"] == len(files["orders"])
    assert entities["Product"] == joined["SUPPLIED_BY"] == len(files["products"])
    assert joined["INCLUDES"] == len(files["order-details"])
    assert joined["SUPPLIES"] == len(whole["suppliers"])
    assert joined["BUYS"] == joined["SELLS"] == len(whole["orders"])
    graph.check_again()


def test_questions_to_a_bank(clean_database: Database, settings: Settings) -> None:
    questions = table("banking77/test.csv")
    graph = Loaded(clean_database, settings, "mapping:banking77", "banking77/test.csv")
    assert (graph.summary.rows, graph.summary.rejected) == (len(questions), 0)
    assert graph.entities()["Ticket"] == len({row["text"].strip() for row in questions})
    graph.check_again()


def test_a_web_shop_under_ids(clean_database: Database, settings: Settings) -> None:
    files = [f"tau_bench_retail/{name}.json" for name in ("users", "products", "orders")]
    users, products, orders = (json.loads((folder() / file).read_bytes()) for file in files)
    graph = Loaded(clean_database, settings, "mapping:tau_bench_retail", *files)

    assert (graph.summary.rows, graph.summary.rejected) == (len(users) + len(products) + len(orders), 0)
    entities, joined = graph.entities(), graph.joined()
    assert (entities["Contact"], entities["Order"]) == (len(users), len(orders))
    assert joined["INSTANCE_OF"] == sum(len(product["variants"]) for product in products.values())
    included = {(order, item["item_id"]) for order, said in orders.items() for item in said["items"]}
    assert joined["INCLUDES"] == len(included)
    assert joined["BUYS"] == len(orders)
    graph.check_again()
