"""Drivers' licences, as employers list them: by the number of the licence and by their own number of the driver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import dirt
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all

LICENCES = (
    "证书编号", "姓名", "证书名称", "工号", "单位名称", "统一社会信用代码", "岗位", "发证日期", "有效期至", "发证机关",
)  # fmt: skip


class Licences:
    """Writes the licences of the fleets that keep a list."""

    def __init__(self, folder: Path, as_of: date) -> None:
        name = "operator_certificates.csv"
        self.licences = Table(folder, name, as_of, LICENCES, encoding="utf-8-sig")

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's licences."""
        for licence in cast.licences:
            rng, employer = cast.rng, licence.employer
            chinese = employer.language == "zh"
            row = self.licences.add(
                licence.number, licence.holder.name,
                "网络预约出租汽车驾驶员证" if chinese else "Ride-hailing driver's licence", licence.staff_number,
                dirt.typed_name(employer, rng).strip(), employer.uscc, "司机" if chinese else "Driver",
                dirt.cn_date(licence.issued, rng), dirt.cn_date(licence.expires, rng),
                f"{employer.city}市交通运输局",
            )  # fmt: skip
            sightings.add(licence.id, self.licences.name, row, licence.number)
            sightings.add(licence.holder.id, self.licences.name, row, licence.number, "姓名")
            sightings.add(employer.id, self.licences.name, row, licence.number, "单位名称")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the file."""
        return close_all((self.licences,), whole=whole)
