"""Patents as the offices publish them: EPO DOCDB, USPTO Red Book, and exports of the Chinese databases.

`docdb` is the EPO's exchange format (bulk data set "DOCDB", or an answer of Open Patent Services): a file of many
`exchange-document`. `uspto_grants` and `uspto_applications` are the USPTO's weekly files "Patent Grant Full-Text" and
"Patent Application Full-Text" since 2005 (unpack the zip: one file, many XML documents one after the other). `cnipa` is
a table as the Chinese patent databases export it (CNIPA's own 专利检索及分析系统, incoPat, 智慧芽, patsev), as CSV.

A publication is one patent: the application as published (A) and the patent as granted (B) of one invention are two,
which share `application_number`. Inventors and applicants are names, so each is a party of its own below the patent;
an applicant who is one of the inventors is that person, and any other is an organization unless the office says that
it is a person. Claims, descriptions, drawings, citations and priorities are not read.
"""

from __future__ import annotations

import re
from typing import Any

from graph_platform.facts import Formats, Row
from ingestors.columns import first, properties
from ingestors.patent_offices import docdb, uspto
from ingestors.patent_publication import Party, classes, publication
from ingestors.reading.items import Raw, RowError
from ingestors.reading.xml import Elements
from ingestors.tables import Table, tables_source

FORMATS = Formats(dates=("%Y%m%d", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"), timezone="UTC")
FULL_TEXT = (
    "description",
    "claims",
    "drawings",
    "us-claim-statement",
    "us-references-cited",
    "references-cited",
)

_NAMES = re.compile(r"\s*[;；|\n]\s*")
_CHINESE_NAMES = re.compile(r"\s*[;；|\n、，,]\s*")
_CODES = re.compile(r"\s*[;；|\n、，,]\s*")
_CHINESE = re.compile("[\u3400-\u9fff]")

CNIPA = {
    "标题": "title",
    "摘要": "text",
    "申请号": "application_number",
    "申请日": "filed",
    "公开（公告）日": "published",
    "法律状态": "status",
    "链接": "url",
}
CNIPA_ALIASES = {
    **dict.fromkeys(
        ("公开号", "公告号", "公布公告号", "公开公告号", "公布号", "授权公告号", "专利公开号"),
        "公开（公告）号",
    ),
    **dict.fromkeys(("专利名称", "名称", "发明名称", "标题(中文)", "标题 (中文)", "专利标题"), "标题"),
    **dict.fromkeys(
        ("申请人", "专利权人", "当前申请（专利权）人", "申请人/专利权人", "专利申请人"), "申请（专利权）人"
    ),
    **dict.fromkeys(("发明人", "设计人", "发明设计人"), "发明（设计）人"),
    **dict.fromkeys(
        ("公开日", "公告日", "公布公告日", "公开公告日", "授权公告日", "公开日期"), "公开（公告）日"
    ),
    **dict.fromkeys(("IPC", "分类号", "IPC 分类号", "国际专利分类号", "IPC分类"), "IPC分类号"),
    **dict.fromkeys(("摘要(中文)", "摘要 (中文)", "专利摘要", "说明书摘要"), "摘要"),
    **dict.fromkeys(
        ("最新法律状态", "当前法律状态", "简单法律状态", "专利有效性", "法律状态/事件"), "法律状态"
    ),
    **{
        "专利申请号": "申请号",
        "申请（专利）号": "申请号",
        "申请日期": "申请日",
        "IPC主分类号": "主分类号",
        "主分类": "主分类号",
    },
    **{"申请人地址": "地址", "专利权人地址": "地址", "标题(英文)": "英文标题", "摘要链接": "链接"},
}
_cnipa = properties(CNIPA)


def cnipa(raw: Raw, line: int) -> Row:
    """One row of an export of a Chinese patent database."""
    number, application = first(raw, "公开（公告）号"), first(raw, "申请号")
    if not (number or application):
        raise RowError("columns '公开（公告）号' and '申请号' are empty")
    values: dict[str, Any] = {
        **_cnipa(raw),
        "language": "zh" if _CHINESE.search(first(raw, "标题")) else None,
        "other_titles": [first(raw, "英文标题")],
        "classes": classes(_CODES.split(f"{first(raw, '主分类号')};{first(raw, 'IPC分类号')}")),
    }
    values["other_titles"] = [title for title in values["other_titles"] if title]
    address = {"address": first(raw, "地址")} if first(raw, "地址") else {}
    inventors = [Party(name, {}) for name in _named(first(raw, "发明（设计）人"))]
    holders = [
        # the address is the first applicant's
        Party(name, address if index == 0 else {})
        for index, name in enumerate(_named(first(raw, "申请（专利权）人")))
    ]
    return publication(
        raw, line, ("", number, _kind_of(number)), values, inventors, holders, None, application
    )


def _kind_of(number: str) -> str:
    kind = re.search(r"[A-Z]\d?$", number.strip().upper())
    return kind[0] if kind else ""


def _named(cell: str) -> list[str]:
    """The names in a cell: commas part Chinese names, and stand within Western ones."""
    parting = _CHINESE_NAMES if _CHINESE.search(cell) and not re.search("[;；|]", cell) else _NAMES
    return [name for part in parting.split(cell) if (name := part.strip())]


TABLES = (
    Table(
        "docdb",
        docdb,
        ("@country", "@doc-number", "bibliographic-data"),
        ("@kind", "@date-publ", "@date-of-last-exchange", "abstract"),
        description="`exchange-document` elements of the EPO.",
        elements=Elements(
            ("exchange-documents", "exchange-document", "world-patent-data"),
            ("exchange-document",),
            without=FULL_TEXT,
        ),
    ),
    Table(
        "uspto_grants",
        uspto,
        ("us-bibliographic-data-grant",),
        ("abstract", "@lang", "@date-produced"),
        description="`us-patent-grant` documents.",
        elements=Elements(("us-patent-grant",), ("us-patent-grant",), without=FULL_TEXT),
    ),
    Table(
        "uspto_applications",
        uspto,
        ("us-bibliographic-data-application",),
        ("abstract", "@lang", "@date-produced"),
        description="`us-patent-application` documents.",
        elements=Elements(("us-patent-application",), ("us-patent-application",), without=FULL_TEXT),
    ),
    Table(
        "cnipa",
        cnipa,
        ("公开（公告）号", "标题", "申请（专利权）人"),
        (*CNIPA, "发明（设计）人", "IPC分类号", "主分类号", "地址", "英文标题"),
        CNIPA_ALIASES,
        "Exports of Chinese patent databases.",
    ),
)

source = tables_source(
    "patents",
    "Patents (EPO, USPTO, CNIPA)",
    "register",
    0.9,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("csv", "xml"),
)
