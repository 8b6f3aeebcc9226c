"""The job board: schema.org JobPosting, most as JSON Lines, the first few as saved pages and single JSON-LD files."""

from __future__ import annotations

import html
import json
from datetime import date
from pathlib import Path
from typing import Any

from graph_platform.generator import dirt, texts
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Items, Outlet, Sightings, close_all
from graph_platform.generator.world import Posting

PAGES = 3
"""How many postings stand in a file of their own, of each kind."""


class JobPostings:
    """Writes what customers advertise. Some employers give their registered number, others only a name."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._folder, self._as_of = folder, as_of
        self.postings = Items(folder, "jobposting/postings.jsonl", as_of, lines=True)
        self._pages: list[Outlet] = []

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's postings."""
        for posting in cast.postings:
            item = _posting(cast, posting)
            # evidence of a story stays in the long file, where most of a board is
            if len(self._pages) < 2 * PAGES and not cast.stories:
                name, row = self._page(item), 1
            else:
                name, row = self.postings.name, self.postings.add(item)
            sightings.add(posting.id, name, row, posting.id)
            sightings.add(posting.organization.id, name, row, posting.id, "hiringOrganization")

    def _page(self, item: dict[str, Any]) -> str:
        number = len(self._pages) + 1
        text = json.dumps(item, ensure_ascii=False, indent=2)
        suffix = "jsonld" if number % 2 else "html"
        outlet = Outlet(self._folder, f"jobposting/posting-{number}.{suffix}", self._as_of)
        self._pages.append(outlet)
        outlet.stream.write(_saved_page(item, text) if suffix == "html" else text + "\n")
        outlet.rows = 1
        return outlet.name

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the files."""
        return close_all((self.postings, *self._pages), whole=whole)


def _posting(cast: Cast, posting: Posting) -> dict[str, Any]:
    organization, rng = posting.organization, cast.rng
    title, description = texts.job(posting.topic, organization.language)
    hirer: dict[str, Any] = {"@type": "Organization", "name": dirt.typed_name(organization, rng).strip()}
    planted = any(organization.id in story.roles.values() for story in cast.stories)
    if organization.uscc and (planted or rng.random() < 0.5):
        hirer["identifier"] = {
            "@type": "PropertyValue", "propertyID": "统一社会信用代码" if organization.language == "zh" else "USCC",
            "value": organization.uscc,
        }  # fmt: skip
        hirer["taxID"] = organization.uscc
    if organization.lei and rng.random() < 0.5:
        hirer["leiCode"] = organization.lei
    if rng.random() < 0.7:
        hirer["url"] = f"https://{organization.domain}"
    chinese = organization.country == "CN"
    pay = rng.randrange(6, 40) * 1000
    return {
        "@context": "https://schema.org", "@type": "JobPosting", "title": title, "description": f"<p>{description}</p>",
        "identifier": {"@type": "PropertyValue", "name": "board.example.com", "value": posting.id},
        "url": f"https://board.example.com/jobs/{posting.id}",
        "datePosted": posting.posted.isoformat(), "validThrough": f"{posting.through.isoformat()}T00:00",
        "employmentType": "FULL_TIME", "hiringOrganization": hirer,
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": organization.city if organization.language == "zh" else organization.city_en,
                "addressCountry": organization.country,
            },
        },
        "inLanguage": "zh-CN" if organization.language == "zh" else "en",
        "baseSalary": {
            "@type": "MonetaryAmount", "currency": "CNY" if chinese else "GBP",
            "value": {"@type": "QuantitativeValue", "minValue": pay, "maxValue": pay + 6000, "unitText": "MONTH"},
        },
    }  # fmt: skip


def _saved_page(item: dict[str, Any], text: str) -> str:
    title = html.escape(item["title"])
    script = text.replace("</", "<\\u002f")
    return (
        f'<!DOCTYPE html>\n<html lang="{item["inLanguage"]}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<script type="application/ld+json">\n{script}\n</script>\n</head>\n'
        f"<body>\n<h1>{title}</h1>\n{item['description']}\n</body>\n</html>\n"
    )
