"""Patents once more, as the European Patent Office exchanges them (DOCDB): names in capitals and in Latin letters.

It knows many of the Chinese publications, by the same numbers, and names everybody in its own standard form; the names
as they were filed stand beside it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from graph_platform.generator import phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Outlet, Sightings, close_all
from graph_platform.generator.papers import Patent
from graph_platform.generator.world import Organization, Person

_KNOWN = 0.6
"""How many of the publications have come to it."""


class Docdb:
    """Writes what the office has taken over."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._day = as_of.strftime("%Y%m%d")
        self.documents = Outlet(folder, "patents/docdb.xml", as_of)
        self.documents.stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange" '
            f'date-of-exchange="{self._day}" dtd-version="2.5.9" originating-office="EP">\n'
        )

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds those of a cast's patents that the office knows."""
        for patent in cast.patents:
            if cast.rng.random() < _KNOWN:
                self.documents.stream.write(self._document(patent))
                self.documents.rows += 1
                where = self.documents.name, self.documents.rows, patent.number[2:-1]
                sightings.add(patent.id, *where)
                sightings.add(patent.applicant.id, *where, "applicant")
                for person in patent.inventors:
                    sightings.add(person.id, *where, "inventor")

    def _document(self, patent: Patent) -> str:
        number, published = patent.number[2:-1], patent.published.strftime("%Y%m%d")
        application, filed = patent.application[2:].partition(".")[0], patent.filed.strftime("%Y%m%d")
        invention = phrases.INVENTIONS[patent.topic][patent.variant]
        classes = "".join(
            f'<classification-ipcr sequence="{place}"><text>{_class(symbol, place, published)}</text>'
            "</classification-ipcr>"
            for place, symbol in enumerate(invention.classes, 1)
        )
        return (
            f'<exch:exchange-document country="CN" doc-number="{number}" kind="A" date-publ="{published}" '
            f'date-of-last-exchange="{self._day}" originating-office="EP"><exch:bibliographic-data>'
            f'<exch:publication-reference data-format="docdb"><document-id lang="zh"><country>CN</country>'
            f"<doc-number>{number}</doc-number><kind>A</kind><date>{published}</date></document-id>"
            f"</exch:publication-reference><exch:classifications-ipcr>{classes}</exch:classifications-ipcr>"
            f'<exch:application-reference data-format="docdb"><document-id><country>CN</country>'
            f"<doc-number>{application}</doc-number><kind>A</kind><date>{filed}</date></document-id>"
            f"</exch:application-reference><exch:parties>"
            f"<exch:applicants>{_party('applicant', 1, patent.applicant)}</exch:applicants><exch:inventors>"
            + "".join(_party("inventor", place, person) for place, person in enumerate(patent.inventors, 1))
            + "</exch:inventors></exch:parties>"
            f'<exch:invention-title lang="zh">{escape(invention.title)}</exch:invention-title>'
            f'<exch:invention-title lang="en">{escape(invention.title_en)}</exch:invention-title>'
            f'</exch:bibliographic-data><exch:abstract lang="zh"><exch:p>{escape(invention.text)}</exch:p>'
            "</exch:abstract></exch:exchange-document>\n"
        )

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the file."""
        self.documents.stream.write("</exch:exchange-documents>\n")
        return close_all((self.documents,), whole=whole)


def _party(role: str, place: int, party: Organization | Person) -> str:
    """A party in the office's own form and as it was filed."""
    if isinstance(party, Organization):
        name = party.english.replace("(", "").replace(")", "").replace(",", "").replace(".", "").upper()
    else:
        name = f"{party.family_en} {party.given_en}".upper()
    return "".join(
        f'<exch:{role} sequence="{place}" data-format="{form}"><exch:{role}-name><name>{escape(said)}</name>'
        f"</exch:{role}-name></exch:{role}>"
        for form, said in (("docdb", name), ("docdba", party.name))
    )


def _class(symbol: str, place: int, published: str) -> str:
    """A class in the columns of the IPC's long form: symbol, version, level, place, value, date, source."""
    group, _slash, subgroup = symbol[4:].partition("/")
    head = f"{symbol[:4]}{group:>4}/{subgroup}".ljust(19)
    return f"{head}20190101A{'F' if place == 1 else 'L'}I{published}BHCN".ljust(50)
