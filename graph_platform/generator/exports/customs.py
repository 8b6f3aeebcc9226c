"""Import declarations to China's customs, as a broker exports them: one row for each declaration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import dirt
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.papers import Declaration

DECLARATIONS = (
    "报关单号", "申报日期", "进出口标志", "境内收发货人", "境内收发货人统一社会信用代码", "境外收发货人", "申报单位",
    "启运国", "运抵国", "商品编号", "毛重（千克）", "币制", "总价", "海关状态",
)  # fmt: skip
_COUNTRIES = {"JP": "日本", "KR": "韩国", "DE": "德国"}


class Customs:
    """Writes declarations. The importer stands in them with its number, the sender abroad by name."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self.declarations = Table(folder, "customs.csv", as_of, DECLARATIONS, encoding="utf-8-sig")

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's imports."""
        for declaration in cast.declarations:
            self._declaration(cast, declaration, sightings)

    def _declaration(self, cast: Cast, declaration: Declaration, sightings: Sightings) -> None:
        rng, importer = cast.rng, declaration.importer
        weight = f"{declaration.weight:,}" if rng.random() < 0.1 else declaration.weight
        row = self.declarations.add(
            declaration.number, dirt.office_date(declaration.declared, rng), rng.choice(("进口", "进口", "I")),
            importer.name, importer.uscc, declaration.sender, declaration.agent, _COUNTRIES[declaration.origin],
            rng.choice(("中国", "")), ";".join(declaration.hs_codes), weight, rng.choice(("CNY", "人民币")),
            declaration.amount, rng.choice(("已放行", "已结关")),
        )  # fmt: skip
        sightings.add(declaration.id, self.declarations.name, row, declaration.number)
        sightings.add(importer.id, self.declarations.name, row, declaration.number, "境内收发货人")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the file."""
        return close_all((self.declarations,), whole=whole)
