"""Risks and certificates of Chinese companies, as commercial services export them: a sheet of each kind as CSV.

Cells with nothing in them are blank or have a dash, as the services fill them, and now and then a case has no number.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import dirt
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.papers import Case, Certificate

LAWSUITS = (
    "公司名称", "统一社会信用代码", "案件名称", "案由", "在本案中身份", "当事人", "案号", "法院", "案件金额（元）",
    "裁判结果", "裁判日期", "发布日期",
)  # fmt: skip
ENFORCEMENTS = (
    "企业名称", "统一社会信用代码", "案号", "被执行人", "申请执行人", "执行标的（元）", "立案日期", "执行法院",
    "案件状态",
)  # fmt: skip
CERTIFICATES = (
    "企业名称", "统一社会信用代码", "证书类型", "证书名称", "证书编号", "发证日期", "截止日期", "发证机构", "证书状态",
)  # fmt: skip


class ChineseRisk:
    """Writes lawsuits, enforcements and certificates, each a row of the company that it was looked up for."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._as_of = as_of
        mark, national = "utf-8-sig", "gb18030"
        self.lawsuits = Table(folder, "cn-risk/裁判文书.csv", as_of, LAWSUITS, encoding=mark)
        self.enforcements = Table(folder, "cn-risk/被执行人.csv", as_of, ENFORCEMENTS, encoding=national)
        self.certificates = Table(folder, "cn-risk/资质证书.csv", as_of, CERTIFICATES, encoding=mark)

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's cases and certificates."""
        for case in cast.cases:
            write = self._enforcement if case.enforced else self._lawsuit
            write(cast, case, sightings)
        for certificate in cast.certificates:
            self._certificate(cast, certificate, sightings)

    def _lawsuit(self, cast: Cast, case: Case, sightings: Sightings) -> None:
        rng, about = cast.rng, case.about
        plaintiff, defendant = (about.name, case.other) if case.claims else (case.other, about.name)
        number = "-" if not cast.stories and rng.random() < 0.05 else _number(cast, case)
        role = "原告" if case.claims else "被告"
        row = self.lawsuits.add(
            about.name, about.uscc, f"{plaintiff}与{defendant}{case.cause}", case.cause,
            role if rng.random() < 0.8 else "-", f"原告：{plaintiff}\n被告：{defendant}", number, case.court,
            _sum(cast, case.amount), rng.choice(("支持原告诉讼请求", "驳回原告诉讼请求", "-")), _day(cast, case.filed),
            rng.choice(("-", "")),
        )  # fmt: skip
        sightings.add(case.id, self.lawsuits.name, row, number)
        sightings.add(about.id, self.lawsuits.name, row, about.uscc or "", "公司名称")

    def _enforcement(self, cast: Cast, case: Case, sightings: Sightings) -> None:
        about = case.about
        creditor, debtor = (about.name, case.other) if case.claims else (case.other, about.name)
        number = _number(cast, case)
        row = self.enforcements.add(
            about.name, about.uscc, number, debtor, creditor, _sum(cast, case.amount), _day(cast, case.filed),
            case.court, "已结案" if case.closed else "执行中",
        )  # fmt: skip
        sightings.add(case.id, self.enforcements.name, row, number)
        sightings.add(about.id, self.enforcements.name, row, about.uscc or "", "企业名称")

    def _certificate(self, cast: Cast, certificate: Certificate, sightings: Sightings) -> None:
        holder = certificate.holder
        row = self.certificates.add(
            holder.name, holder.uscc, certificate.title, certificate.kind, certificate.number,
            _day(cast, certificate.issued), _day(cast, certificate.expires), certificate.issuer,
            "有效" if certificate.expires > self._as_of else "已过期",
        )  # fmt: skip
        sightings.add(certificate.id, self.certificates.name, row, certificate.number)
        sightings.add(holder.id, self.certificates.name, row, holder.uscc or "", "企业名称")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the three files."""
        return close_all((self.lawsuits, self.enforcements, self.certificates), whole=whole)


def _number(cast: Cast, case: Case) -> str:
    """The case's number with the brackets that the service happens to use."""
    narrow = cast.rng.random() < 0.2
    return case.number.replace("（", "(").replace("）", ")") if narrow else case.number


def _sum(cast: Cast, amount: int) -> str:
    return cast.rng.choice((f"{amount}", f"{amount:,}.00"))


def _day(cast: Cast, day: date) -> str:
    return dirt.cn_date(day, cast.rng)
