"""The Chinese register as commercial services export it: companies, shareholders, investments, officers.

Two of the files are GB18030 and two UTF-8 with a byte order mark, as services differ.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import dirt
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.world import Holding, Organization, Person

COMPANIES = (
    "企业名称", "统一社会信用代码", "法定代表人", "登记状态", "注册资本", "成立日期", "核准日期", "所属省份",
    "所属城市", "所属区县", "企业类型", "所属行业", "英文名称", "注册地址", "经营范围", "参保人数",
)  # fmt: skip
HOLDERS = (
    "企业名称", "统一社会信用代码", "股东名称", "股东类型", "股东统一社会信用代码", "持股比例", "认缴出资额",
    "认缴日期", "退出日期",
)  # fmt: skip
INVESTMENTS = (
    "企业名称", "统一社会信用代码", "被投资企业名称", "被投资企业统一社会信用代码", "投资比例", "认缴出资额",
    "成立日期", "登记状态",
)  # fmt: skip
OFFICERS = ("企业名称", "统一社会信用代码", "姓名", "职务", "任职日期", "离任日期")


class ChineseRegister:
    """Writes what the register knows of companies in China. It is tidier than the others, and right."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._as_of = as_of
        mark, national = "utf-8-sig", "gb18030"
        self.companies = Table(folder, "cn-register/企业基本信息.csv", as_of, COMPANIES, encoding=mark)
        self.holders = Table(folder, "cn-register/股东信息.csv", as_of, HOLDERS, encoding=mark)
        self.investments = Table(folder, "cn-register/对外投资.csv", as_of, INVESTMENTS, encoding=national)
        self.officers = Table(folder, "cn-register/主要人员.csv", as_of, OFFICERS, encoding=national)

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's companies that are registered in China."""
        for organization in cast.organizations:
            if organization.uscc:
                self._company(cast, organization, sightings)
        for holding in cast.holdings:
            if "cn" in holding.register and holding.held.uscc:
                self._holder(cast, holding, sightings)
                self._investment(cast, holding, sightings)
        for post in cast.posts:
            if post.officer and post.organization.uscc:
                self._officer(cast, post.person, post.organization, post.title, post.since, sightings)

    def _company(self, cast: Cast, organization: Organization, sightings: Sightings) -> None:
        rng = cast.rng
        boss = next((p.person for p in cast.posts if p.organization is organization and p.officer), None)
        approved = organization.founded.replace(
            year=min(organization.founded.year + 3, self._as_of.year - 1), day=1
        )
        row = self.companies.add(
            organization.name, organization.uscc, boss.name if boss else "-", organization.status,
            dirt.cn_capital(organization.capital, rng), organization.founded.isoformat(),
            max(approved, organization.founded).isoformat(),
            organization.province, f"{organization.city}市", organization.district,
            "有限责任公司(自然人投资或控股)" if rng.random() < 0.7 else "有限责任公司", organization.industry,
            organization.english if rng.random() < 0.4 else "-", organization.address, organization.business,
            organization.employees,
        )  # fmt: skip
        sightings.add(organization.id, self.companies.name, row, organization.uscc or "")
        if boss:
            sightings.add(boss.id, self.companies.name, row, organization.uscc or "", "法定代表人")

    def _holder(self, cast: Cast, holding: Holding, sightings: Sightings) -> None:
        rng, held, holder = cast.rng, holding.held, holding.holder
        number, kind = "", "自然人股东"
        if isinstance(holder, Organization):
            kind = "外国(地区)企业" if holding.nameless or not holder.uscc else "企业法人"
            number = "" if holding.nameless else holder.uscc or ""
        sum_ = f"{held.capital * holding.share / 100:g}万元人民币"
        row = self.holders.add(
            held.name, held.uscc, holder.name, kind, number, dirt.cn_percent(holding.share, rng), sum_,
            holding.since.isoformat(), holding.until.isoformat() if holding.until else "",
        )  # fmt: skip
        sightings.add(holding.id, self.holders.name, row, held.uscc or "")
        sightings.add(holder.id, self.holders.name, row, held.uscc or "", "股东名称")

    def _investment(self, cast: Cast, holding: Holding, sightings: Sightings) -> None:
        """The same share from the holder's side: the register lists only what a company still has."""
        holder, held = holding.holder, holding.held
        if not isinstance(holder, Organization) or not holder.uscc or holding.until:
            return
        row = self.investments.add(
            holder.name, holder.uscc, held.name, held.uscc, dirt.cn_percent(holding.share, cast.rng),
            f"{held.capital * holding.share / 100:g}万元人民币", held.founded.isoformat(), "存续",
        )  # fmt: skip
        sightings.add(holding.id, self.investments.name, row, holder.uscc)
        sightings.add(held.id, self.investments.name, row, holder.uscc, "被投资企业名称")

    def _officer(
        self,
        cast: Cast,
        person: Person,
        organization: Organization,
        title: str,
        since: date,
        sightings: Sightings,
    ) -> None:
        name = person.name if cast.rng.random() < 0.97 else dirt.traditional(person.name)
        row = self.officers.add(organization.name, organization.uscc, name, title, since.isoformat(), "")
        sightings.add(person.id, self.officers.name, row, organization.uscc or "", "姓名")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the four files."""
        return close_all((self.companies, self.holders, self.investments, self.officers), whole=whole)
