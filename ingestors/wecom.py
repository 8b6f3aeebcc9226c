"""WeCom (企业微信): customers of the customer contact (客户联系), who added them, and our own members.

Read are the list of customers (管理后台 → 客户联系 → 客户 → 导出), the list of members (通讯录 → 导出), and two
answers of the API: `externalcontact/batch/get_by_user`, page by page as it came (`{"external_contact_list": [...]}`),
and `externalcontact/get`, one answer on each line.

The exported list has no id of a customer: one is told by who added them, when, and by name, and is another one when
the name changes. Prefer the API, where the same customer of several members is one. An added column `external_userid`
is used where it is there. A company is only named, and is a party of its own below the row, until resolution joins it.

The API tells a tag by an id in `batch/get_by_user`: lay the answer of `get_corp_tag_list` beside the files, as
`get_corp_tag_list.json`; without it these tags are left out. A member who added a customer manages and knows them since
then, and is the scope `owner:…`. Not read: the description, chats, groups, what a customer's own company shows
(`external_profile`). Times are those of China.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import orjson

from graph_platform.errors import SourceError
from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import claim, first, needed, party_below, properties
from ingestors.reading.items import Raw
from ingestors.tables import RowFunction, Table, tables_source

FORMATS = Formats(country="CN", timezone="Asia/Shanghai", currency="CNY")
TAG_LIST = "get_corp_tag_list.json"

LISTED = {"客户名称": "name", "职务": "job_title", "邮箱": "email", "地址": "address", "性别": "gender"}
LISTED_ALIASES = {
    "客户昵称": "客户名称",
    "客户": "客户名称",
    "添加人账号": "添加人帐号",
    "跟进人": "添加人",
    "所属员工": "添加人",
    "添加好友时间": "添加时间",
    "备注名": "备注",
    "客户备注": "备注",
    "来源渠道": "来源",
    "添加渠道": "来源",
    "手机号": "手机",
    "手机号码": "手机",
    "企业名称": "企业",
    "公司": "企业",
    "所属企业": "企业",
    "职位": "职务",
    "电子邮箱": "邮箱",
    "外部联系人ID": "external_userid",
    "客户ID": "external_userid",
}
CONTACT = {"name": "name", "position": "job_title"}
MEMBER = {
    "姓名": "name",
    "职务": "job_title",
    "企业邮箱": "email",
    "邮箱": "email",
    "个人邮箱": "email",
    "地址": "address",
    "性别": "gender",
}
MEMBER_ALIASES = {
    "账号": "帐号",
    "成员账号": "帐号",
    "成员帐号": "帐号",
    "职位": "职务",
    "手机号": "手机",
    "所属部门": "部门",
}
GENDERS = {1: "male", 2: "female"}
WAYS = {
    1: "扫描二维码",
    2: "搜索手机号",
    3: "名片分享",
    4: "群聊",
    5: "手机通讯录",
    6: "微信联系人",
    8: "安装第三方应用时自动添加的客服人员",
    9: "搜索邮箱",
    10: "视频号添加",
    11: "通过日程参与人添加",
    12: "通过会议参与人添加",
    13: "添加微信好友对应的企业微信",
    14: "通过智慧硬件专属客服添加",
    15: "通过上门服务客服添加",
    16: "通过获客链接添加",
    17: "通过定制开发添加",
    18: "通过需求回复添加",
    21: "通过第三方售前客服添加",
    22: "通过可能的商务伙伴添加",
    24: "通过接受微信账号收到的好友申请添加",
    201: "内部成员共享",
    202: "管理员/负责人分配",
}
"""What the numbers of `add_way` mean."""

_SEVERAL = re.compile(r"\s*[;；,，、\n]\s*")
_listed = properties(LISTED)
_contact = properties(CONTACT)
_member = properties(MEMBER)


def listed_customer(raw: Raw, line: int) -> Row:
    """A customer of the exported list, as one member has them."""
    by = first(raw, "添加人帐号") or needed(raw, "添加人")
    if id_ := first(raw, "external_userid"):
        key, customer = f"follow/{id_}/{by}", Mention(f"customer/{id_}", "Contact")
        needed(raw, "客户名称")
    else:
        key = f"added/{by}/{needed(raw, '添加时间')}/{needed(raw, '客户名称')}"
        customer = Mention(key, "Contact")
    values: dict[str, Said] = {**_listed(raw), **_lists(raw, phone=("手机", "电话"), other_names=("备注",))}
    _drop_unknown_gender(values)
    tags = [tag for column in raw if column.startswith("标签") for tag in _parts(raw[column])]
    if tags:
        values["tags"] = list(dict.fromkeys(tags))
    member = Mention(f"user/{by}", "User")
    records = [Record(customer.key, "Contact", values)]
    if name := first(raw, "添加人"):
        records.append(Record(member.key, "User", {"name": name}))
    claims = _added(member, customer, raw.get("添加时间"), raw.get("来源"), raw.get("删除时间"))
    if company := first(raw, "企业"):
        _employ(key, customer, {"name": company}, raw.get("职务"), records, claims)
    return Row(key, line, raw, tuple(records), tuple(claims), None, (f"owner:{by}",))


def followed_contact(raw: Raw, line: int, tags: Mapping[str, str] | None = None) -> Row:
    """A customer with the one member who added them, of `batch/get_by_user`."""
    id_, follow = needed(raw["external_contact"], "external_userid"), raw["follow_info"]
    return _row(f"follow/{id_}/{needed(follow, 'userid')}", line, raw, id_, [follow], tags or {})


def contact(raw: Raw, line: int, tags: Mapping[str, str] | None = None) -> Row:
    """A customer with all members who added them, of `externalcontact/get`."""
    id_ = needed(raw["external_contact"], "external_userid")
    return _row(f"customer/{id_}", line, raw, id_, raw["follow_user"], tags or {})


def member(raw: Raw, line: int) -> Row:
    """One of our own people, with their departments."""
    me = Mention(f"user/{needed(raw, '帐号')}", "User")
    values: dict[str, Said] = {**_member(raw), **_lists(raw, phone=("手机", "座机"))}
    _drop_unknown_gender(values)
    records = [Record(me.key, "User", values)]
    claims: list[Claim] = []
    for path in dict.fromkeys(_parts(raw.get("部门"))):
        team = Mention(f"department/{path}", "Team")
        records.append(Record(team.key, "Team", {"name": path.rpartition("/")[2]}))
        claims.append(claim("WORKS_FOR", me, team, path, job_title=raw.get("职务")))
    return Row(me.key, line, raw, tuple(records), tuple(claims))


def _row(key: str, line: int, raw: Raw, id_: str, follows: list[Raw], tags: Mapping[str, str]) -> Row:
    """What an answer of the API says of a customer, with what each member calls them."""
    said, customer = raw["external_contact"], Mention(f"customer/{id_}", "Contact")
    values: dict[str, Said] = {**_contact(said), **_of_members(follows, tags)}
    if gender := GENDERS.get(said.get("gender") or 0):
        values["gender"] = gender
    records = [Record(customer.key, "Contact", values)]
    claims: list[Claim] = []
    for follow in follows:
        by = needed(follow, "userid")
        way = WAYS.get(follow.get("add_way") or 0)
        claims += _added(Mention(f"user/{by}", "User"), customer, follow.get("createtime"), way, place=by)
    if union := said.get("unionid"):
        account = Mention(f"unionid/{union}", "OnlineAccount")
        records.append(
            Record(account.key, account.label, {"account": f"wechat-unionid:{union}", "platform": "wechat"})
        )
        claims.append(claim("OWNS_ACCOUNT", customer, account))
    short, full = first(said, "corp_name"), first(said, "corp_full_name")
    if name := full or short or next((first(each, "remark_corp_name") for each in follows), ""):
        company: dict[str, Said] = (
            {"name": name, "other_names": [short]} if full and short else {"name": name}
        )
        _employ(key, customer, company, said.get("position"), records, claims)
    scopes = tuple(f"owner:{follow['userid']}" for follow in follows)
    return Row(key, line, raw, tuple(records), tuple(claims), None, scopes)


def _of_members(follows: list[Raw], tags: Mapping[str, str]) -> dict[str, Said]:
    """The names, phones and tags that members gave a customer."""
    found: dict[str, list[str]] = {"other_names": [], "phone": [], "tags": []}
    for follow in follows:
        found["other_names"] += [follow["remark"]] if follow.get("remark") else []
        found["phone"] += [each for each in follow.get("remark_mobiles") or () if each]
        found["tags"] += [tags[each] for each in follow.get("tag_id") or () if each in tags]
        found["tags"] += [each["tag_name"] for each in follow.get("tags") or () if each.get("tag_name")]
    return {name: list(dict.fromkeys(each)) for name, each in found.items() if each}


def _added(
    by: Mention, customer: Mention, since: Said, way: Said, until: Said = None, place: str = ""
) -> list[Claim]:
    """A member added a customer: they know each other since then, from somewhere, and the member looks after them."""
    if since and until and str(since)[:10] == str(until)[:10]:
        return []  # what ended on its first day held on none
    below = f"/{place}" if place else ""
    knows = {"basis": way} if way else {}
    return [
        Claim(f"KNOWS{below}", "KNOWS", by, customer, knows, since or None, until or None),
        Claim(f"MANAGES_ACCOUNT{below}", "MANAGES_ACCOUNT", by, customer, {}, since or None, until or None),
    ]


def _employ(
    key: str,
    person: Mention,
    company: dict[str, Said],
    title: Said,
    records: list[Record],
    claims: list[Claim],
) -> None:
    record, employer = party_below(key, "company", "Company", **company)
    records.append(record)
    claims.append(claim("WORKS_FOR", person, employer, job_title=title))


def _drop_unknown_gender(values: dict[str, Said]) -> None:
    if values.get("gender") in ("未知", "未定义"):
        del values["gender"]


def _lists(raw: Raw, **columns: tuple[str, ...]) -> dict[str, Said]:
    found = {
        name: [part for column in names for part in _parts(raw.get(column))]
        for name, names in columns.items()
    }
    return {name: list(parts) for name, parts in found.items() if parts}


def _parts(cell: object) -> Iterator[str]:
    return (part for part in _SEVERAL.split(cell.strip()) if part) if isinstance(cell, str) else iter(())


def with_tags(function: Callable[[Raw, int, Mapping[str, str]], Row]) -> Callable[[Path], RowFunction]:
    """The row function for the answers in one folder, in which the list of tags may lie."""

    def beside(path: Path) -> RowFunction:
        tags = _tags(path.with_name(TAG_LIST))
        return lambda raw, line: function(raw, line, tags)

    return beside


def _tags(path: Path) -> dict[str, str]:
    """The names of tags by their ids, out of the answer of `get_corp_tag_list`."""
    if not path.is_file():
        return {}
    try:
        groups = orjson.loads(path.read_bytes())["tag_group"]
        return {str(tag["id"]): str(tag["name"]) for group in groups for tag in group["tag"]}
    except (ValueError, KeyError, TypeError):
        raise SourceError(
            f"{path.name} is not a list of tags", "Ask for it again, or take it away."
        ) from None


TABLES = (
    Table(
        "customers",
        listed_customer,
        ("客户名称", "添加人", "添加时间"),
        (
            *LISTED,
            "添加人帐号",
            "添加人所属部门",
            "描述",
            "来源",
            "手机",
            "企业",
            "电话",
            "备注",
            "标签",
            "删除时间",
            "external_userid",
        ),
        LISTED_ALIASES,
        "The exported list of customers. Every column that begins with 标签 holds tags.",
    ),
    Table(
        "external_contact_list",
        followed_contact,
        ("external_contact", "follow_info"),
        description="Customers, each with one member: the pages of `batch/get_by_user`.",
        beside=with_tags(followed_contact),
    ),
    Table(
        "external_contacts",
        contact,
        ("external_contact", "follow_user"),
        description="Customers, each with all members: the answers of `externalcontact/get`.",
        beside=with_tags(contact),
    ),
    Table(
        "members",
        member,
        ("姓名", "帐号", "部门"),
        (*MEMBER, "手机", "座机"),
        MEMBER_ALIASES,
        "The exported list of our own members.",
    ),
)

source = tables_source(
    "wecom",
    "WeCom (企业微信) customers",
    "sales",
    0.5,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
)
