"""Cuts the sample's real part out of the public data set "cn_enterprise_er", in the columns that services export.

    python -m graph_platform.generator.excerpt FOLDER-OF-THE-DATA-SET graph_platform/sample/cn-register-public

Values are left as they were published, but for a quote before what a spreadsheet would take for a formula. The columns'
names change, and two files are joined to give both ends of an investment their registered numbers.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from stdnum.cn import uscc

from graph_platform.generator.exports.outlet import dead

COMPANIES = 60
COLUMNS = {
    "企业名称": "corporate_name", "统一社会信用代码": "unified_social_credit_code",
    "法定代表人": "name_of_legal_person",
    "登记状态": "enterprise_state", "注册资本": "registered_capital", "成立日期": "date_of_establishment",
    "核准日期": "approval_date", "所属省份": "province", "所属城市": "city", "企业类型": "company_type",
    "英文名称": "english_name", "注册地址": "registered_address", "经营范围": "business_scope",
}  # fmt: skip
INVESTMENTS = ("企业名称", "统一社会信用代码", "被投资企业名称", "被投资企业统一社会信用代码")


def excerpt(source: Path, out: Path, companies: int = COMPANIES) -> dict[str, int]:
    """Writes so many companies that hold each other, their investments among themselves, and the licence."""
    known = {row["corporate_name"]: row for row in _rows(source / "com_info.csv") if _usable(row)}
    pairs = [
        (row["company_name"], row["invested_company_name"])
        for row in _rows(source / "com2com.csv")
        if row["company_name"] in known and row["invested_company_name"] in known
    ]
    chosen = _connected(pairs, companies)
    out.mkdir(parents=True, exist_ok=True)
    rows = {
        "企业基本信息.csv": _write(
            out / "企业基本信息.csv", COLUMNS, ([known[n][c] for c in COLUMNS.values()] for n in chosen)
        ),
        "对外投资.csv": _write(
            out / "对外投资.csv",
            INVESTMENTS,
            ([a, _number(known[a]), b, _number(known[b])] for a, b in pairs if a in chosen and b in chosen),
        ),
    }
    shutil.copyfile(source / "LICENSE", out / "LICENSE")
    return rows


def _connected(pairs: list[tuple[str, str]], size: int) -> dict[str, None]:
    """The companies of the first investments, holders before what they hold, until there are enough."""
    chosen: dict[str, None] = {}
    for pair in pairs:
        if len(chosen) + len(set(pair) - chosen.keys()) > size:
            break
        chosen.update(dict.fromkeys(pair))
    return chosen


def _usable(row: Mapping[str, str]) -> bool:
    return bool(uscc.is_valid(_number(row)))


def _number(row: Mapping[str, str]) -> str:
    return row["unified_social_credit_code"]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _write(path: Path, columns: Iterable[str], rows: Iterable[list[str]]) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow(map(dead, row))
            count += 1
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{excerpt(Path(sys.argv[1]), Path(sys.argv[2]))}\n")
