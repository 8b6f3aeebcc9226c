"""Our own workshop: what it has in stock, from whom, and which devices it has mended with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import dirt
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.papers import Repair, SparePart

STOCK = (
    "备件编码", "备件名称", "仓库", "当前库存", "安全库存", "供应商统一社会信用代码", "供应商名称", "更新时间",
)  # fmt: skip
REPAIRS = (
    "维修单号", "设备序列号", "设备类型", "客户名称", "故障描述", "维修内容", "开始时间", "完成时间", "维修费用（元）",
    "更换备件", "维修状态",
)  # fmt: skip
WAREHOUSES = ("上海仓", "广州仓", "成都仓")


class Workshop:
    """Writes stock and repairs. A repair knows its device by the number, and the customer by some name at most."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._as_of = as_of
        self.stock = Table(folder, "spare_parts.csv", as_of, STOCK, encoding="utf-8-sig")
        self.repairs = Table(folder, "repairs.csv", as_of, REPAIRS, encoding="gb18030")

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's parts and repairs."""
        for part in cast.spare_parts:
            self._part(cast, part, sightings)
        for repair in cast.repairs:
            self._repair(cast, repair, sightings)

    def _part(self, cast: Cast, part: SparePart, sightings: Sightings) -> None:
        supplier = part.supplier
        row = self.stock.add(
            part.number, part.name, cast.rng.choice(WAREHOUSES), part.stock, part.reorder_level, supplier.uscc,
            dirt.typed_name(supplier, cast.rng).strip(), f"{self._as_of.strftime('%Y/%m/%d')} 06:00",
        )  # fmt: skip
        sightings.add(part.id, self.stock.name, row, part.number)
        sightings.add(supplier.id, self.stock.name, row, part.number, "供应商名称")

    def _repair(self, cast: Cast, repair: Repair, sightings: Sightings) -> None:
        rng, device = cast.rng, repair.device
        chinese = device.organization.language == "zh"
        name = dirt.typed_name(device.organization, rng).strip() if rng.random() < 0.4 else ""
        work = "、".join(part.name for part in repair.parts)
        row = self.repairs.add(
            repair.id, dirt.typed_serial(device.serial, rng), "电池" if device.kind == "battery" else device.kind,
            name, "充放电异常" if chinese else "charges and discharges badly",
            f"更换{work}" if chinese else f"replaced {work}", repair.start.strftime("%Y/%m/%d %H:%M"),
            repair.end.strftime("%Y/%m/%d %H:%M"), repair.cost,
            ";".join(part.number for part in repair.parts), "已完成",
        )  # fmt: skip
        sightings.add(repair.id, self.repairs.name, row, repair.id)
        sightings.add(device.id, self.repairs.name, row, repair.id, "设备序列号")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the two files."""
        return close_all((self.stock, self.repairs), whole=whole)
