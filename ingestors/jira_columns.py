"""The columns of Jira's CSV export, as sites in English and Chinese name them, and how they are numbered and titled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ingestors.reading.items import Raw

ISSUE = {
    "Summary": "title",
    "Description": "text",
    "Created": "at",
    "Status": "status",
    "Issue Type": "category",
    "Priority": "priority",
    "Resolved": "solved_at",
    "Satisfaction rating": "satisfaction",
}
ALIASES = {
    "Key": "Issue key",
    "Resolution Date": "Resolved",
    "问题关键字": "Issue key",
    "事务关键字": "Issue key",
    "关键字": "Issue key",
    "问题 ID": "Issue id",
    "事务 ID": "Issue id",
    "概要": "Summary",
    "摘要": "Summary",
    "描述": "Description",
    "状态": "Status",
    "问题类型": "Issue Type",
    "事务类型": "Issue Type",
    "优先级": "Priority",
    "报告人": "Reporter",
    "报告人 ID": "Reporter Id",
    "经办人": "Assignee",
    "经办人 ID": "Assignee Id",
    "创建日期": "Created",
    "已创建": "Created",
    "更新日期": "Updated",
    "已更新": "Updated",
    "已解决": "Resolved",
    "解决日期": "Resolved",
    "父级关键字": "Parent key",
    "满意度评级": "Satisfaction rating",
}
COMMENTS = ("Comment", "评论", "注释", "备注")
LABELS = ("Labels", "标签")
ORGANIZATIONS = {"organizations", "organisations", "组织", "客户组织"}
SATISFACTION = {"satisfaction", "satisfaction rating", "满意度", "满意度评级"}
REGIONS = {"region", "territory", "sales region", "大区", "区域", "销售区域"}

_CUSTOM = re.compile(r"(?:Custom field|自定义字段)\s*[(（](.*?)[)）](?: \(\d+\))?")
_LINK = re.compile(r"(Inward|Outward) issue link \((.*?)\)(?: \(\d+\))?")


def columns_of(raw: Raw, names: tuple[str, ...]) -> Iterator[str]:
    """What the columns of one name hold, in their order."""
    for name in names:
        column, count = name, 1
        while column in raw:
            if cell := raw[column]:
                yield cell
            count += 1
            column = f"{name} ({count})"


def by_title(raw: Raw) -> dict[str, list[str]]:
    """The cells of custom fields, by the field's title in lower case."""
    found: dict[str, list[str]] = {}
    for column, cell in raw.items():
        if cell and (title := _title(column)):
            found.setdefault(title, []).append(cell)
    return found


def of_titles(custom: Mapping[str, list[str]], titles: set[str]) -> list[str]:
    """The cells of all custom fields that have one of these titles."""
    return [cell for title, cells in custom.items() if title in titles for cell in cells]


def first_of(custom: Mapping[str, list[str]], titles: set[str]) -> str:
    """The first cell of these fields, or nothing."""
    return next(iter(of_titles(custom, titles)), "")


@lru_cache(maxsize=4096)
def _title(column: str) -> str:
    found = _CUSTOM.fullmatch(column)
    return found[1].strip().casefold() if found else ""


@lru_cache(maxsize=4096)
def link_of(column: str) -> tuple[str, str] | None:
    """The direction and kind of a link that a column holds the other issue of, or nothing."""
    found = _LINK.fullmatch(column)
    return (found[1].lower(), found[2]) if found else None
