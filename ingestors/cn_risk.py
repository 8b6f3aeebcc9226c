"""司法风险 and other risks of Chinese companies, as commercial services (天眼查, 企查查, 启信宝) export them.

Lawsuits (裁判文书, 法律诉讼, 立案信息), hearings (开庭公告), enforcement (被执行人, 终本案件), broken promises
(失信被执行人), limits on spending (限制高消费) and penalties (行政处罚); further 工商变更, 资质证书 and 行政许可.
Save what the service exports to Excel as CSV, one sheet a file. Which export it is follows from its columns.

- A case is known by its 案号: all rows with one number are one lawsuit, and the exports that name it are its tags. A
  penalty is known by its 决定文书号, a certificate by its number and its holder's.
- A party is a name in a cell (`原告：张三；被告：某某公司`, or a column for each side). It is the same party within its
  case, and another one in another case. The row's own company (企业名称, 统一社会信用代码) is a party of its cases, in
  the role that 案件身份, or its name among the parties, says.
- Masked names (`张某*`) are kept as they were said and join nothing.
- A certificate is held from 发证日期 until 有效期至.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graph_platform.facts import Claim, Mention, Record, Row, Said
from ingestors import cn_filings
from ingestors.cn_risk_columns import (
    DISHONEST_ALIASES,
    ENFORCEMENT_ALIASES,
    HEARING_ALIASES,
    LAWSUIT_ALIASES,
    LIMIT_ALIASES,
    PENALTY_ALIASES,
    ROLES,
)
from ingestors.cn_rows import FORMATS, is_organization, must_tell, own_company, sum_told, told
from ingestors.columns import stated
from ingestors.reading.items import Raw, RowError
from ingestors.tables import RowFunction, Table, tables_source

_PARTS = re.compile(r"[;；\n]+")
_NAMES = re.compile(r"[、，;；\n]+|,(?!\s*(?:Ltd|Inc|LLC|Corp|GmbH|Limited))", re.IGNORECASE)
_OF_ROLE = re.compile(rf"({'|'.join(sorted(ROLES, key=len, reverse=True))})\s*[:：\-—]+\s*(.+)")
_LIST_NUMBER = re.compile(r"^\d+[.、]\s*")


def case_function(kind: str = "", **parties: str) -> RowFunction:
    """The row function of one export; `parties` are its columns that are not called after a role, with the role."""

    def case(raw: Raw, line: int) -> Row:
        """One case as the export of one company, or of one party, tells it."""
        number = must_tell(raw, "案号")
        values: dict[str, Said] = {
            "case_number": number,
            "tags": [_kind(raw, kind)],
            "title": told(raw, "案件名称"),
            "cause": told(raw, "案由"),
            "court": told(raw, "审理法院"),
            "amount": sum_told(raw, "涉案金额") or sum_told(raw, "执行标的"),
            "at": told(raw, "立案日期", "开庭时间", "裁判日期", "发布日期"),
            "ended_at": told(raw, "裁判日期", "终本日期"),
            "status": told(raw, "履行情况", "状态", "案件进程"),
            "text": told(raw, "裁判结果", "失信行为", "公告内容"),
        }
        named = [(role, name) for column, role in parties.items() for name in _names(told(raw, column))]
        return _row(raw, line, f"case/{_folded(number)}", values, [*_parties(raw), *named])

    return case


def penalty(raw: Raw, line: int) -> Row:
    """One penalty of one company, and the authority that imposed it."""
    number = must_tell(raw, "决定文书号")
    values: dict[str, Said] = {
        "case_number": number,
        "tags": ["行政处罚"],
        "cause": told(raw, "处罚事由"),
        "amount": sum_told(raw, "处罚金额"),
        "at": told(raw, "处罚日期"),
        "text": told(raw, "处罚结果"),
    }
    return _row(raw, line, f"penalty/{_folded(number)}", values, [], told(raw, "处罚单位"), "当事人")


def _row(
    raw: Raw,
    line: int,
    key: str,
    values: dict[str, Said],
    parties: list[tuple[str, str]],
    authority: str = "",
    own_role: str = "",
) -> Row:
    """A case with its parties: the row's own company first, then those that are names, each below the case."""
    me = Mention(key, "Lawsuit")
    records = [Record(key, "Lawsuit", stated(values))]
    claims: dict[str, Claim] = {}
    own = told(raw, "企业名称")
    if own or told(raw, "统一社会信用代码"):
        company = own_company(raw, records)
        role = told(raw, "案件身份") or next((role for role, name in parties if name == own), own_role)
        claims["own"] = Claim("PARTY_TO/own", "PARTY_TO", company, me, stated({"party_role": role}))
    for role, name in parties:
        if name != own:
            below = Mention(f"{key}#{_folded(name)}", "Organization" if is_organization(name) else "Person")
            if all(record.key != below.key for record in records):
                records.append(Record(below.key, below.label, {"name": name}))
            path = f"PARTY_TO/{role}/{_folded(name)}"
            claims[path] = Claim(path, "PARTY_TO", below, me, stated({"party_role": role}))
    if not claims:
        raise RowError("names no party: neither '企业名称' nor a column of parties is filled")
    if authority:
        below = Mention(f"{key}#authority", "Government")
        records.append(Record(below.key, below.label, {"name": authority}))
        claims["authority"] = Claim("CARRIED_OUT", "CARRIED_OUT", below, me)
    # several rows tell of one case, so the row's own key has whose row it is, and which export's
    whose = records[1].key if "own" in claims else "/".join(name for _, name in parties)
    tags = values["tags"]
    table = tags[0] if isinstance(tags, list) else ""
    seen = told(raw, "更新日期") or None
    return Row(
        f"row/{table}/{key}/{whose}", line, raw, tuple(records), tuple(claims.values()), seen, ("public",)
    )


def _kind(raw: Raw, kind: str) -> str:
    """Which export a row is of, where its columns say more than its table does."""
    if told(raw, "终本日期"):
        return "终本案件"
    return kind or (
        "裁判文书" if told(raw, "裁判日期") else "立案信息" if told(raw, "立案日期") else "法律诉讼"
    )


def _parties(raw: Raw) -> Iterator[tuple[str, str]]:
    """Every party's role and name, out of 当事人 and of the columns that are called after a role."""
    for part in _PARTS.split(told(raw, "当事人")):
        found = _OF_ROLE.match(_LIST_NUMBER.sub("", part.strip()))
        role, names = (found[1], found[2]) if found else ("", part)
        yield from ((role, name) for name in _names(names))
    for role in ROLES:
        yield from ((role, name) for name in _names(told(raw, role)))


def _names(cell: str) -> Iterator[str]:
    for part in _NAMES.split(cell):
        found = _OF_ROLE.match(part.strip())
        name = _LIST_NUMBER.sub("", (found[2] if found else part).strip())
        if name:
            yield name


def _folded(text: str) -> str:
    """A number or name as all its spellings share it: `（2021）苏05民初1号` and `(2021)苏05民初1号`."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


OWN = ("企业名称", "统一社会信用代码", "更新日期")
LAWSUIT = (
    *OWN,
    *("案件名称", "案件身份", "当事人", *ROLES, "审理法院", "涉案金额", "涉案金额(万元)", "裁判结果", "状态"),
    *("案件进程", "立案日期", "裁判日期", "发布日期"),
)
TABLES = (
    Table(
        "lawsuits",
        case_function(),
        ("案号", "案由"),
        LAWSUIT,
        LAWSUIT_ALIASES,
        "裁判文书, 法律诉讼, 立案信息: lawsuits.",
    ),
    Table(
        "hearings",
        case_function("开庭公告"),
        ("案号", "开庭时间"),
        ("案由", *LAWSUIT, "公告内容"),
        HEARING_ALIASES,
        "开庭公告: hearings.",
    ),
    Table(
        "enforcements",
        case_function("被执行人"),
        ("案号", "被执行人", "立案日期"),
        (*OWN, "执行标的", "执行标的(万元)", "审理法院", "申请执行人", "状态", "终本日期", "未履行金额"),
        ENFORCEMENT_ALIASES,
        "被执行人, 终本案件: enforcement.",
    ),
    Table(
        "dishonest",
        case_function("失信被执行人", 失信被执行人="被执行人"),
        ("案号", "失信被执行人", "履行情况"),
        (*OWN, "审理法院", "立案日期", "发布日期", "失信行为", "涉案金额", "涉案金额(万元)", "申请执行人"),
        DISHONEST_ALIASES,
        "失信被执行人: who has not done what a court ordered.",
    ),
    Table(
        "limits",
        case_function("限制高消费", 限制对象="限制对象", 关联对象="关联对象"),
        ("案号", "限制对象"),
        (*OWN, "关联对象", "申请人", "立案日期", "发布日期", "审理法院"),
        LIMIT_ALIASES,
        "限制高消费: limits on spending.",
    ),
    Table(
        "penalties",
        penalty,
        ("企业名称", "决定文书号", "处罚事由"),
        (*OWN[1:], "处罚结果", "处罚单位", "处罚日期", "处罚金额", "处罚金额(万元)"),
        PENALTY_ALIASES,
        "行政处罚: penalties.",
    ),
    *cn_filings.TABLES,
)

source = tables_source(
    "cn-risk",
    "Risks of Chinese companies (司法风险)",
    "register",
    0.85,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("csv", "jsonl", "parquet"),
)
