"""The Chinese business register (工商登记) as commercial services export it, with Chinese headers.

Four kinds of export are known by their columns: 企业基本信息 (companies), 股东信息 (shareholders), 对外投资
(investments) and 主要人员 (officers). Several shareholders or officers may stand in one cell of a company:
`张三（60%）；李四（40%）`. A person is known by name alone, and a name is no identity: every mention is a record of its
own, and only resolution joins them. A company is known by 统一社会信用代码, or where a row lacks it, by its name within
the data set; a row that is not about it states what it says of it, and the company's own row has the last word.

The files of the public data set cn_enterprise_er (`com_info`, `com2com`, `person2com`) are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_platform.facts import Claim, Mention, Record, Row, Said
from ingestors.cn_columns import (
    ALIASES,
    COM_INFO,
    COMPANY,
    COMPANY_WORDS,
    HELD,
    HOLDER_ALIASES,
    INVESTMENT_ALIASES,
    NOTHING,
    POSTS,
)
from ingestors.cn_rows import BARE_NUMBER, FORMATS, is_organization, known, own_company, sum_told, told
from ingestors.cn_rows import company as company_told
from ingestors.columns import needed, properties
from ingestors.reading.items import Raw, RowError
from ingestors.tables import Table, tables_source

_SEPARATOR = re.compile(r"[;；、\n]+|(?<=[）)])\s*[,，]")
_PART = re.compile(r"(?P<name>.+?)\s*(?:[（(](?P<said>[^（()）]*)[）)]|[:：]\s*(?P<after>.+))?")

_company_values = properties(COMPANY)
_com_info = properties(COM_INFO)
_held_values = properties(HELD)


def company(raw: Raw, line: int) -> Row:
    """A company, its legal representative, and the holders and officers in its cells."""
    uscc, name = told(raw, "统一社会信用代码"), told(raw, "企业名称")
    if not (uscc or name):
        raise RowError("columns '企业名称' and '统一社会信用代码' are empty")
    key = f"company/{uscc or name}"
    me = Mention(key, "Company")
    values = known(_company_values(raw))
    records = [Record(key, "Company", values)]
    claims: list[Claim] = []
    _represent(told(raw, "法定代表人"), key, me, records, claims)
    _hold(raw, key, me, records, claims)
    _invest(raw, key, me, records, claims)
    _staff(raw, key, me, records, claims)
    return Row(
        key,
        line,
        raw,
        tuple(records),
        tuple(claims),
        told(raw, "更新日期", "核准日期") or None,
        ("public",),
    )


def shareholder(raw: Raw, line: int) -> Row:
    """One holder of one company."""
    held_uscc, holder_name = told(raw, "统一社会信用代码"), needed(raw, "股东名称")
    since, until = told(raw, "认缴日期"), told(raw, "退出日期")
    key = f"holding/{held_uscc or needed(raw, '企业名称')}/{holder_name}/{since}"
    records: list[Record] = []
    held = own_company(raw, records)
    if uscc := told(raw, "股东统一社会信用代码"):
        holder = company_told({"name": holder_name, "uscc": uscc}, records)
    else:
        holder = Mention(f"{key}#holder", _holder_label(holder_name, told(raw, "股东类型")))
        records.append(Record(holder.key, holder.label, {"name": holder_name}))
    share = _share(told(raw, "持股比例"), sum_told(raw, "认缴出资额"))
    claim = Claim("OWNS", "OWNS", holder, held, share, since or None, until or None)
    return Row(key, line, raw, tuple(records), (claim,), told(raw, "更新日期") or None, ("public",))


def investment(raw: Raw, line: int) -> Row:
    """What one company holds of another."""
    holder, held = (
        told(raw, "统一社会信用代码", "企业名称"),
        told(raw, "被投资企业统一社会信用代码", "被投资企业名称"),
    )
    if not (holder and held):
        raise RowError("columns '企业名称' or '被投资企业名称' are empty")
    key = f"investment/{holder}/{held}"
    records: list[Record] = []
    start, end = own_company(raw, records), company_told(known(_held_values(raw)), records)
    claim = Claim("OWNS", "OWNS", start, end, _share(told(raw, "投资比例"), sum_told(raw, "认缴出资额")))
    return Row(key, line, raw, tuple(records), (claim,), told(raw, "更新日期") or None, ("public",))


def officer(raw: Raw, line: int) -> Row:
    """One post of one person."""
    name, post, since = needed(raw, "姓名"), told(raw, "职务"), told(raw, "任职日期")
    key = f"post/{told(raw, '统一社会信用代码') or needed(raw, '企业名称')}/{name}/{post}/{since}"
    records = [Record(f"{key}#person", "Executive", {"name": name})]
    end = own_company(raw, records)
    values: dict[str, Said] = {"post": post, "post_kind": _post_kind(post)} if post else {}
    start = Mention(f"{key}#person", "Executive")
    claim = Claim(
        "HOLDS_POST", "HOLDS_POST", start, end, values, since or None, told(raw, "离任日期") or None
    )
    return Row(key, line, raw, tuple(records), (claim,), told(raw, "更新日期") or None, ("public",))


def com_info(raw: Raw, line: int) -> Row:
    """A company of cn_enterprise_er."""
    key = f"company/{needed(raw, 'com_index')}"
    me = Mention(key, "Company")
    records = [Record(key, "Company", known(_com_info(raw)))]
    claims: list[Claim] = []
    _represent(told(raw, "name_of_legal_person"), key, me, records, claims)
    return Row(key, line, raw, tuple(records), tuple(claims), raw.get("gmt_modified") or None, ("public",))


def com2com(raw: Raw, line: int) -> Row:
    """An investment of cn_enterprise_er: both companies stand in com_info."""
    holder, held = needed(raw, "com_index"), needed(raw, "invested_com_index")
    key = f"investment/{holder}/{held}"
    claim = Claim(
        "OWNS", "OWNS", Mention(f"company/{holder}", "Company"), Mention(f"company/{held}", "Company")
    )
    return Row(key, line, raw, (), (claim,), None, ("public",))


def person2com(raw: Raw, line: int) -> Row:
    """An investor of cn_enterprise_er: one record for each row, since its question is which of them are the same."""
    key = f"person/{needed(raw, 'index_of_investor')}"
    record = Record(key, "Shareholder", {"name": needed(raw, "investor")})
    held = Mention(f"company/{needed(raw, 'com_index')}", "Company")
    claim = Claim("OWNS", "OWNS", Mention(key, "Shareholder"), held)
    return Row(key, line, raw, (record,), (claim,), None, ("public",))


def _represent(name: str, key: str, me: Mention, records: list[Record], claims: list[Claim]) -> None:
    if not name:
        return
    below = f"{key}#legal_representative"
    # a partnership's representative may be a company: it then controls, and holds no post
    if COMPANY_WORDS.search(name):
        records.append(Record(below, "Company", {"name": name}))
        claims.append(Claim("CONTROLS/legal_representative", "CONTROLS", Mention(below, "Company"), me))
        return
    records.append(Record(below, "Executive", {"name": name}))
    post: dict[str, Said] = {"post": "法定代表人", "post_kind": "legal_representative"}
    claims.append(
        Claim("HOLDS_POST/legal_representative", "HOLDS_POST", Mention(below, "Executive"), me, post)
    )


def _hold(raw: Raw, key: str, me: Mention, records: list[Record], claims: list[Claim]) -> None:
    """`股东` in a company's own row, with shares in brackets or in a second column of the same order."""
    parts = list(_parts(told(raw, "股东", "股东信息", "股东名称"), shares=True))
    shares = _SEPARATOR.split(told(raw, "持股比例")) if told(raw, "持股比例") else []
    for index, (name, said) in enumerate(parts):
        below = f"{key}#holder[{index}]"
        label = _holder_label(name)
        records.append(Record(below, label, {"name": name}))
        share = said or (shares[index] if len(shares) == len(parts) else "")
        claims.append(Claim(f"OWNS/holder[{index}]", "OWNS", Mention(below, label), me, _share(share, "")))


def _invest(raw: Raw, key: str, me: Mention, records: list[Record], claims: list[Claim]) -> None:
    for index, (name, said) in enumerate(_parts(told(raw, "对外投资"), shares=True)):
        below = f"{key}#held[{index}]"
        records.append(Record(below, "Company", {"name": name}))
        claims.append(Claim(f"OWNS/held[{index}]", "OWNS", me, Mention(below, "Company"), _share(said, "")))


def _staff(raw: Raw, key: str, me: Mention, records: list[Record], claims: list[Claim]) -> None:
    for index, (name, post) in enumerate(_parts(told(raw, "主要人员", "高管信息"))):
        below = f"{key}#officer[{index}]"
        records.append(Record(below, "Executive", {"name": name}))
        values: dict[str, Said] = {"post": post, "post_kind": _post_kind(post)} if post else {}
        claims.append(
            Claim(f"HOLDS_POST/officer[{index}]", "HOLDS_POST", Mention(below, "Executive"), me, values)
        )


def _parts(cell: str, shares: bool = False) -> Iterator[tuple[str, str]]:
    """The names in a cell, each with what stands in brackets or after a colon behind it.

    Of `某中心（有限合伙）` the brackets are part of the name: where shares are looked for, they hold a digit.
    """
    for part in map(str.strip, _SEPARATOR.split(cell)):
        found = _PART.fullmatch(part)
        said = (found["said"] or found["after"] or "").strip() if found else ""
        name = found["name"] if found and said and not (shares and not re.search(r"\d", said)) else part
        if name and name not in NOTHING:
            yield name, said if name != part else ""


def _share(share: str, subscribed: str) -> dict[str, Said]:
    """A share is in per cent here, with its sign or without."""
    values: dict[str, Said] = {}
    if share:
        values["share"] = f"{share}%" if BARE_NUMBER.fullmatch(share) else share
    if subscribed:
        values["subscribed_capital"] = subscribed
    return values


def _holder_label(name: str, kind: str = "") -> str:
    """A holder is a person where the register says so, or where nothing says that it is not."""
    if kind:
        return "Shareholder" if "自然人" in kind or kind in ("个人", "人") else "Organization"
    return "Organization" if is_organization(name) else "Shareholder"


def _post_kind(post: str) -> str:
    return next((kind for word, kind in POSTS.items() if word in post), "other")


PEOPLE = ("股东", "股东信息", "持股比例", "对外投资", "主要人员", "高管信息")
TABLES = (
    Table(
        "companies",
        company,
        ("企业名称", "统一社会信用代码", "法定代表人"),
        (*COMPANY, *PEOPLE, "核准日期", "更新日期", "所属区县"),
        ALIASES,
        "企业基本信息: companies with their legal representatives.",
    ),
    Table(
        "shareholders",
        shareholder,
        ("企业名称", "股东名称", "持股比例"),
        (
            *("统一社会信用代码", "股东类型", "股东统一社会信用代码", "认缴出资额", "认缴出资额(万元)"),
            *("认缴日期", "退出日期", "更新日期"),
        ),
        HOLDER_ALIASES,
        "股东信息: one row for each holder of a company.",
    ),
    Table(
        "investments",
        investment,
        ("企业名称", "被投资企业名称"),
        (
            *("统一社会信用代码", "被投资企业统一社会信用代码", "投资比例", "认缴出资额", "认缴出资额(万元)"),
            *("成立日期", "登记状态", "注册资本", "更新日期"),
        ),
        INVESTMENT_ALIASES,
        "对外投资: one row for each company that a company holds a share of.",
    ),
    Table(
        "officers",
        officer,
        ("企业名称", "姓名", "职务"),
        ("统一社会信用代码", "任职日期", "离任日期", "更新日期"),
        {**ALIASES, "职位": "职务", "人员姓名": "姓名"},
        "主要人员: one row for each post.",
    ),
    Table(
        "com_info",
        com_info,
        ("corporate_name", "unified_social_credit_code", "com_index"),
        (*COM_INFO, "name_of_legal_person", "gmt_modified"),
        description="cn_enterprise_er: companies.",
    ),
    Table(
        "com2com",
        com2com,
        ("company_name", "invested_company_name", "com_index", "invested_com_index"),
        description="cn_enterprise_er: companies that hold companies.",
    ),
    Table(
        "person2com",
        person2com,
        ("company_name", "investor", "index_of_investor", "com_index"),
        description="cn_enterprise_er: people that hold companies.",
    ),
)

source = tables_source(
    "cn-register",
    "Chinese business register",
    "register",
    0.9,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("csv", "jsonl", "parquet"),
)
