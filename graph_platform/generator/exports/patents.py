"""Patents of companies in China, as the Chinese patent databases export them: one row for each publication.

The office knows applicants and inventors by name only, and the first applicant's address.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.papers import Patent

PATENTS = (
    "公开（公告）号", "公开（公告）日", "申请号", "申请日", "标题", "英文标题", "摘要", "申请（专利权）人",
    "发明（设计）人", "IPC分类号", "主分类号", "地址", "最新法律状态",
)  # fmt: skip


class Patents:
    """Writes what has been published."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self.patents = Table(folder, "patents/专利.csv", as_of, PATENTS, encoding="utf-8-sig")

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's patents."""
        for patent in cast.patents:
            self._patent(cast, patent, sightings)

    def _patent(self, cast: Cast, patent: Patent, sightings: Sightings) -> None:
        rng, applicant = cast.rng, patent.applicant
        invention = phrases.INVENTIONS[patent.topic][patent.variant]
        english = invention.title_en if applicant.language == "en" or rng.random() < 0.3 else ""
        inventors = rng.choice(("; ", ";")).join(person.name for person in patent.inventors)
        status = "未缴年费专利权终止" if patent.lapsed else rng.choice(("实质审查", "授权", "公开"))
        row = self.patents.add(
            patent.number, patent.published.strftime("%Y.%m.%d"), patent.application,
            patent.filed.strftime("%Y.%m.%d"), invention.title, english, invention.text, applicant.name, inventors,
            "; ".join(invention.classes), invention.classes[0], applicant.address, status,
        )  # fmt: skip
        sightings.add(patent.id, self.patents.name, row, patent.number)
        sightings.add(applicant.id, self.patents.name, row, patent.number, "申请（专利权）人")
        for person in patent.inventors:
            sightings.add(person.id, self.patents.name, row, patent.number, "发明（设计）人")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the file."""
        return close_all((self.patents,), whole=whole)
