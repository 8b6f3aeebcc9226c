"""How often a file's source is recognised without a hint, on real files and on generated ones.

python -m benchmarks.recognition

Right is the source that loads a file, or "not sure" for one that nothing here loads. Each file is shown as it is, and
again packed, in another encoding, and as its first lines alone.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder
from benchmarks.timing import percentile
from graph_platform.generator import generate
from ingestors.recognition import Candidate, candidates, recognise

DATA = Path(__file__).parents[2] / "shared" / "data"
TARGET = 0.95
REAL = {
    "bods/sample_300_statements.json": "bods",
    "cn_enterprise_er/com_info.csv": "cn-register",
    "cn_enterprise_er/com2com.csv": "cn-register",
    "cn_enterprise_er/person2com.csv": "cn-register",
    "cn_exec/executive.csv": "mapping cn_exec",
    "cn_exec/stock.csv": "mapping cn_exec",
    "cn_exec/executive_stock.csv": "mapping cn_exec",
    "nl_boards/nodes_bipartite.csv": "mapping nl_boards",
    "nl_boards/edges_bipartite.csv": "mapping nl_boards",
    "nl_boards/edges_bipartite_organizations_filtered.csv": "mapping nl_boards",
    "auto_supply/edges.csv": "mapping auto_supply",
    "maven_crm/accounts.csv": "mapping maven_crm",
    "maven_crm/products.csv": "mapping maven_crm",
    "maven_crm/sales_pipeline.csv": "mapping maven_crm",
    "maven_crm/sales_teams.csv": "mapping maven_crm",
    "glassdoor_jobs/glassdoor_jobs.csv": "mapping glassdoor_jobs",
    # logs of one form, as the mapping says: what their columns are called is all that there is to tell
    **{
        f"support_logs/{name}.csv": "mapping support_logs"
        for name in ("helpdesk", "helpdesk_nba", "bpi_12_w", "bpi_13_incidents")
    },
    "cn_chain/company.json": "mapping cn_chain",
    "cn_chain/company_industry.json": "mapping cn_chain",
    "cn_chain/product.json": "mapping cn_chain",
    "olist_funnel/olist_marketing_qualified_leads_dataset.csv": "mapping olist_funnel",
    "olist_funnel/olist_closed_deals_dataset.csv": "mapping olist_funnel",
    **{
        f"neo4j_northwind/{name}.csv": "mapping neo4j_northwind"
        for name in ("customers", "suppliers", "shippers", "products", "employees", "orders", "order-details")
    },
    "banking77/test.csv": "mapping banking77",
    "banking77/train.csv": "mapping banking77",
    "tau_bench_retail/users.json": "mapping tau_bench_retail",
    "tau_bench_retail/products.json": "mapping tau_bench_retail",
    "tau_bench_retail/orders.json": "mapping tau_bench_retail",
}
TABLES = (".csv", ".json", ".txt", ".gz")
ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
HEAD = 40


def real_files() -> Iterator[tuple[Path, str]]:
    """The public files beside the checkout, each with its source; empty where nothing loads it."""
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix in TABLES and not path.name.startswith(("README", "LICENSE")):
            yield path, REAL.get(str(path.relative_to(DATA)), "")


def generated_files(folder: Path, customers: int) -> Iterator[tuple[Path, str]]:
    """The exports of an invented world, each with its source."""
    generate(customers, 7, folder)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent != folder and path.name != "LICENSE":
            yield path, path.parent.name.removesuffix("-public")
    for path in sorted(folder.glob("*.csv")):
        yield path, f"mapping {path.stem}"


def variants(path: Path, folder: Path) -> Iterator[Path]:
    """The same file packed, in other encodings, and its first lines, where it is text of a row per line."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = folder / f"{path.name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))
    yield packed
    if path.suffix != ".csv":
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return
    # whole rows, of which one may run over a hundred lines
    lines = text.splitlines(keepends=True)
    rows = csv.reader(lines)
    deque(islice(rows, HEAD), 0)
    head = "".join(lines[: rows.line_num])
    for encoding in ENCODINGS:
        other = folder / f"{encoding}-{path.name}"
        other.write_bytes(head.encode(encoding, "replace"))
        yield other


def measure(customers: int) -> Section:
    """Recognise every file, and count the right answers, the wrong ones and those left open."""
    made = section("recognition", "11. Recognising a source")
    among = list(candidates())
    with scratch_folder() as folder:
        real = list(real_files())
        kinds = {
            "real files of a source": [each for each in real if each[1]],
            "real files of none": [each for each in real if not each[1]],
            "generated files": list(generated_files(folder / "generated", customers)),
        }
        others = {
            f"{name}, in other forms": [
                (other, right)
                for number, (path, right) in enumerate(files)
                if right
                for other in variants(path, folder / name / str(number))
            ]
            for name, files in kinds.items()
        }
        for name, files in (kinds | others).items():
            if files:
                _count(made, name, files, among)
        if not real:
            made.note("The real files are not beside the checkout.")
    return made


def _count(made: Section, name: str, files: list[tuple[Path, str]], among: list[Candidate]) -> None:
    right = 0
    taken: list[float] = []
    for path, expected in files:
        began = perf_counter()
        given = recognise(path, among).verdict
        taken.append(perf_counter() - began)
        told = given.best.candidate if given.sure and given.best else ""
        right += told == expected
        if told != expected:
            nearest = f", nearest {given.best.candidate} {given.best.score:.2f}" if given.best else ""
            made.note(
                f"{name}: {path.name}: {told or 'not sure'}{nearest}; right is {expected or 'not sure'}"
            )
    share = right / len(files)
    made.add(
        f"{name}: right of {len(files):,} files",
        f"{right:,} ({share:.1%})",
        f"≥ {TARGET:.0%}",
        share >= TARGET,
    )
    made.add(
        f"{name}: time for a file", f"p50 {percentile(taken, 0.5) * 1000:.0f} ms, most {max(taken):.1f} s"
    )


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure on generated files of so many customers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=200)
    options = parser.parse_args(arguments)
    return [measure(options.customers)]


if __name__ == "__main__":
    main()
