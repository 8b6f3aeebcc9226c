"""Job posts as tables: what job boards export, and what is collected from them, in English and in Chinese.

`posts` is a table with English columns (LinkedIn's, Indeed's and Glassdoor's as JobSpy and similar collectors write
them, or plain `Job Title`, `Company`, `Location`), `posts_zh` one with Chinese columns (BOSS直聘, 智联招聘, 前程无忧,
拉勾, 猎聘: 职位名称, 公司名称, 薪资, 工作地点). Pages and JSON-LD are read by `jobposting`, which finds skills in title
and text in the same way.

A span of salaries in one cell (`15-25K·13薪`, `1.5-2万/月`, `$53K-$91K a year`) is taken apart; Chinese ones are for a
month where nothing else is said. The employer is a party of its own below the post: a name is no identity. A post
without an id or address is known by employer, title, place, date and text together.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from graph_platform.facts import Formats, Row, Said
from ingestors.columns import first, needed, properties, stated
from ingestors.jobposting import listed_skills, post_row
from ingestors.reading.items import Raw
from ingestors.reading.pages import plain
from ingestors.tables import Table, tables_source

FORMATS = Formats(
    dates=(
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%Y年%m月%d日",
        "%m/%d/%Y",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
    )
)

_UNIT = "(?:[kKwW千万]|thousand)?"
_SUM = rf"[$€£¥￥]?\s*\d[\d,.]*\s*{_UNIT}"
_SPAN = re.compile(rf"({_SUM})\s*元?\s*(?:[-–—~～至到]|to)\s*({_SUM})")
_ONE = re.compile(rf"({_SUM})\s*元?")
_UNIT_OF = re.compile(rf"({_UNIT})$")
_PERIODS = (
    ("HOUR", re.compile(r"小时|/\s*时|hour|hr\b", re.IGNORECASE)),
    ("DAY", re.compile(r"天|日|day|daily", re.IGNORECASE)),
    ("YEAR", re.compile(r"年|year|yr\b|annual|annum", re.IGNORECASE)),
    ("MONTH", re.compile(r"月|month", re.IGNORECASE)),
    ("WEEK", re.compile(r"周|week", re.IGNORECASE)),
)
_MONTHS_PAID = re.compile(r"[·.•*xX×]?\s*\d{2}\s*薪")
_PLACE_PARTS = re.compile(r"[-–·•\s,，/|]+")

POST = {
    "title": "title",
    "url": "url",
    "posted": "published",
    "expires": "valid_through",
    "job_type": "employment_type",
    "education": "education",
    "experience": "experience",
    "openings": "headcount",
    "industry": "industry",
    "country": "country",
}
EMPLOYER = {
    "company": "name",
    "company_url": "website",
    "company_size": "employees_range",
    "company_industry": "industry",
    "company_type": "legal_form",
    "rating": "rating",
}
ALIASES = {
    **dict.fromkeys(("Job Title", "job_title", "Position", "Role"), "title"),
    **dict.fromkeys(
        ("Company Name", "company_name", "Employer", "Organization", "Hiring Company"), "company"
    ),
    **dict.fromkeys(("Job Description", "job_description", "Summary", "Details"), "description"),
    **dict.fromkeys(("Job Location", "job_location", "Place", "City"), "location"),
    **dict.fromkeys(("Salary Estimate", "salary_range", "Salary Range", "Compensation", "Pay"), "salary"),
    **dict.fromkeys(("min_salary", "Minimum Salary", "salary_min"), "min_amount"),
    **dict.fromkeys(("max_salary", "Maximum Salary", "salary_max"), "max_amount"),
    **dict.fromkeys(("pay_period", "Salary Period"), "interval"),
    **dict.fromkeys(
        ("date_posted", "Date Posted", "Posted Date", "listed_time", "Posted On", "Posting Date"), "posted"
    ),
    **dict.fromkeys(("expiry", "Expiry Date", "Closing Date", "Valid Through"), "expires"),
    **dict.fromkeys(("job_url", "Job URL", "job_posting_url", "Link", "Job Link", "Apply Link"), "url"),
    **dict.fromkeys(("formatted_work_type", "Employment Type", "Job Type", "work_type"), "job_type"),
    **dict.fromkeys(
        ("formatted_experience_level", "job_level", "Experience Level", "Experience Required"), "experience"
    ),
    **dict.fromkeys(("Education Level", "Degree", "Qualification", "Qualifications"), "education"),
    **dict.fromkeys(("skills_desc", "Required Skills", "Key Skills", "Skill"), "skills"),
    **dict.fromkeys(("Vacancies", "Number of Openings", "Positions"), "openings"),
    **dict.fromkeys(("company_num_employees", "Company Size", "Size"), "company_size"),
    **dict.fromkeys(("Company Website", "Company URL", "company_url_direct"), "company_url"),
    **dict.fromkeys(("Company Industry", "Sector"), "company_industry"),
    **dict.fromkeys(("job_id", "Job ID", "Posting ID", "Reference"), "id"),
    "company_rating": "rating",
}
POST_ZH = {
    "职位名称": "title",
    "职位链接": "url",
    "发布时间": "published",
    "截止日期": "valid_through",
    "工作性质": "employment_type",
    "学历要求": "education",
    "工作经验": "experience",
}
EMPLOYER_ZH = {
    "公司名称": "name",
    "统一社会信用代码": "uscc",
    "公司主页": "website",
    "公司规模": "employees_range",
    "公司行业": "industry",
    "公司性质": "legal_form",
    "公司地址": "address",
}
ALIASES_ZH = {
    **dict.fromkeys(("岗位名称", "职位", "岗位", "招聘职位", "招聘岗位", "职位标题"), "职位名称"),
    **dict.fromkeys(("企业名称", "公司", "招聘单位", "单位名称", "公司全称", "招聘公司"), "公司名称"),
    **dict.fromkeys(
        ("薪资范围", "薪资待遇", "月薪", "职位月薪", "月薪范围", "薪酬", "薪水", "工资", "薪资水平"), "薪资"
    ),
    **dict.fromkeys(("工作城市", "城市", "工作地", "地点", "工作区域", "工作地区", "所在城市"), "工作地点"),
    **dict.fromkeys(("学历", "最低学历", "学历水平"), "学历要求"),
    **dict.fromkeys(("经验要求", "经验", "工作年限", "工作经验要求"), "工作经验"),
    **dict.fromkeys(("岗位职责", "岗位描述", "职位信息", "岗位职责描述", "工作内容", "职位详情"), "职位描述"),
    **dict.fromkeys(("发布日期", "更新时间", "更新日期", "发布时间/更新时间"), "发布时间"),
    **dict.fromkeys(("企业规模", "规模", "人员规模", "公司人数"), "公司规模"),
    **dict.fromkeys(("所属行业", "行业", "公司所属行业", "行业领域", "企业行业"), "公司行业"),
    **dict.fromkeys(("公司类型", "企业性质", "企业类型"), "公司性质"),
    **dict.fromkeys(("招聘人数（人）", "招聘数量", "人数", "需求人数"), "招聘人数"),
    **dict.fromkeys(("链接", "职位网址", "职位详情链接", "网址"), "职位链接"),
    **dict.fromkeys(("技能标签", "职位标签", "技能", "岗位标签", "关键词"), "技能要求"),
    **dict.fromkeys(("职位类型", "工作类型", "招聘类型"), "工作性质"),
    **dict.fromkeys(("公司官网", "公司链接", "企业网址"), "公司主页"),
    **dict.fromkeys(("岗位编号", "职位ID", "职位id"), "职位编号"),
    "任职资格": "任职要求",
    "最低薪酬": "最低薪资",
    "最高薪酬": "最高薪资",
}
_post, _employer = properties(POST), properties(EMPLOYER)
_post_zh, _employer_zh = properties(POST_ZH), properties(EMPLOYER_ZH)


def post(raw: Raw, line: int) -> Row:
    """One row with English columns."""
    title = needed(raw, "title")
    # Glassdoor writes the rating below the name
    company = first(raw, "company").partition("\n")[0].strip()
    place = [part.strip() for part in first(raw, "location").split(",")]
    values: dict[str, Any] = _post(raw) | {
        "job_title": title,
        "text": plain(first(raw, "description")),
        "published": _moment(first(raw, "posted")),
        "valid_through": _moment(first(raw, "expires")),
        "city": place[0],
        "region": place[1] if len(place) > 1 else "",
        **salaries(first(raw, "salary"), first(raw, "min_amount"), first(raw, "max_amount")),
    }
    period = first(raw, "interval")
    if period and "base_salary_min" in values:
        values["salary_period"] = _period(period) or period
    _in_currency(values, first(raw, "currency"))
    described = (company, title, first(raw, "location"), first(raw, "posted"), values["text"])
    id_ = first(raw, "id", "url") or _digest(*described)
    return post_row(
        raw,
        line,
        f"post/{id_}",
        stated(values),
        stated({**_employer(raw), "name": company}) if company else {},
        listed_skills(first(raw, "skills")),
        values["published"] or None,
    )


def post_zh(raw: Raw, line: int) -> Row:
    """One row with Chinese columns."""
    title, company = needed(raw, "职位名称"), first(raw, "公司名称")
    published = _moment(first(raw, "发布时间"))
    parts = [first(raw, "职位描述"), first(raw, "任职要求")]
    values: dict[str, Any] = _post_zh(raw) | {
        "job_title": title,
        "text": "\n".join(part for each in parts if (part := plain(each))),
        "published": published,
        "city": _PLACE_PARTS.split(first(raw, "工作地点"))[0],
        "country": "CN",
        "industry": first(raw, "公司行业"),
        # 若干 is no number
        "headcount": next(iter(re.findall(r"\d+", first(raw, "招聘人数"))), ""),
        **salaries(first(raw, "薪资"), first(raw, "最低薪资"), first(raw, "最高薪资"), "MONTH"),
    }
    _in_currency(values, "CNY")
    described = (company, title, first(raw, "工作地点"), published, values["text"])
    id_ = first(raw, "职位编号", "职位链接") or _digest(*described)
    return post_row(
        raw,
        line,
        f"post/{id_}",
        stated(values),
        stated({**_employer_zh(raw), "country": "CN"}) if company else {},
        listed_skills(first(raw, "技能要求")),
        published or None,
    )


def salaries(cell: str, low: str = "", high: str = "", period: str = "") -> dict[str, Said]:
    """The lower and upper end of a salary and what it is paid for, out of one cell, or of two that say them apart."""
    text = _MONTHS_PAID.sub("", cell)
    if span := _SPAN.search(text):
        # of 15-25K, both are thousands
        unit = _UNIT_OF.search(span[2].strip())
        low, high = low or _with_unit(span[1], unit[1] if unit else ""), high or span[2]
    elif one := _ONE.search(text):
        low = low or ("" if "以下" in text or "up to" in text.lower() else one[1])
        high = high or ("" if "以上" in text or "from" in text.lower() else one[1])
    if not (low or high):
        return {}
    found = {"base_salary_min": _amount(low), "base_salary_max": _amount(high)}
    return stated({**found, "salary_period": _period(text) or period})


def _with_unit(said: str, unit: str) -> str:
    said = said.strip()
    return said if said[-1:].lower() in "kw千万" else said + unit


def _amount(said: str) -> str:
    """A sum as the cleaners know it: `w` is how 万 is typed in haste."""
    return re.sub(r"[wW]$", "万", said.strip()).rstrip(",.")


def _period(text: str) -> str:
    return next((period for period, pattern in _PERIODS if pattern.search(text)), "")


def _in_currency(values: dict[str, Any], currency: str) -> None:
    for name in ("base_salary_min", "base_salary_max"):
        if currency and values.get(name):
            values[f"{name}_currency"] = currency


def _moment(said: str) -> str:
    """A date without the word for "posted", and an epoch without the zero that spreadsheets give it."""
    return re.sub(r"\s*(?:发布|更新)(?:于|时间)?[:：]?\s*", "", said).removesuffix(".0")


def _digest(*said: str) -> str:
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:16]


TABLES = (
    Table(
        "posts",
        post,
        ("title", "company", "location", "description"),
        (
            *(column for column in POST if column != "title"),
            *(column for column in EMPLOYER if column != "company"),
            *("id", "salary", "min_amount", "max_amount", "interval", "currency", "skills"),
        ),
        ALIASES,
        "Posts with English columns.",
    ),
    Table(
        "posts_zh",
        post_zh,
        ("职位名称", "公司名称", "工作地点"),
        (
            *(column for column in POST_ZH if column != "职位名称"),
            *(column for column in EMPLOYER_ZH if column != "公司名称"),
            *("职位编号", "薪资", "最低薪资", "最高薪资", "职位描述", "任职要求", "招聘人数", "技能要求"),
        ),
        ALIASES_ZH,
        "Posts with Chinese columns.",
    ),
)

source = tables_source(
    "job-boards",
    "Job boards (tables, English and Chinese)",
    "hiring",
    0.4,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
)
