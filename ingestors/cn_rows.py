"""What the rows of Chinese services' exports have in common: how cells say nothing, sums, and whose row it is."""

from __future__ import annotations

import re

from graph_platform.facts import Formats, Mention, Record, Said
from ingestors.cn_columns import COMPANY_WORDS, NOTHING
from ingestors.columns import first
from ingestors.reading.items import Raw, RowError

FORMATS = Formats(
    dates=("%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    country="CN",
    timezone="Asia/Shanghai",
    currency="CNY",
)
BARE_NUMBER = re.compile(r"[\d,.]+")


def told(raw: Raw, *columns: str) -> str:
    """What the first of these columns tells; the signs that services write for nothing tell nothing."""
    text = first(raw, *columns)
    return "" if text in NOTHING else text


def must_tell(raw: Raw, column: str) -> str:
    """What a column tells that a row cannot do without."""
    if text := told(raw, column):
        return text
    raise RowError(f"column {column!r} is empty")


def known(values: dict[str, Said]) -> dict[str, Said]:
    """The values that tell something."""
    return {name: value for name, value in values.items() if str(value).strip() not in NOTHING}


def sum_told(raw: Raw, column: str) -> str:
    """A sum, out of its column or the one that has the unit in its header: `认缴出资额(万元)`."""
    if text := told(raw, column):
        return text
    text = told(raw, f"{column}(万元)")
    return f"{text}万元" if BARE_NUMBER.fullmatch(text) else text


def company(values: dict[str, Said], records: list[Record]) -> Mention:
    """A company that a row refers to, stated once in it: all rows of the data set state the same record."""
    found = Mention(f"company/{values.get('uscc') or values['name']}", "Company")
    if all(record.key != found.key for record in records):
        records.append(Record(found.key, "Company", values))
    return found


def own_company(raw: Raw, records: list[Record]) -> Mention:
    """The company that a row belongs to."""
    values: dict[str, Said] = {"name": told(raw, "企业名称"), "uscc": told(raw, "统一社会信用代码")}
    if not any(values.values()):
        raise RowError("columns '企业名称' and '统一社会信用代码' are empty")
    return company({name: value for name, value in values.items() if value}, records)


def is_organization(name: str) -> bool:
    """Whether a party that is a mere name is an organization: by the words in it, and by its length."""
    return bool(COMPANY_WORDS.search(name)) or len(name) > 12
