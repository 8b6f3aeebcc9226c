"""Job posts as schema.org JobPosting: saved web pages, JSON-LD files, JSON arrays, and one post on each line.

A post is content that an organization posted, and the beginning of a hire, which is an event with the post's date.
Skills are found in title and description by name, out of the list in `ingestors/skills`; what the post lists under
`skills` is taken as said, too. The employer is a party of its own below the post, with whatever registered number the
post gives (`taxID`, `vatID`, `leiCode`, `duns`, or an `identifier` that names its register).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from graph_platform.facts import BadRow, Claim, Formats, Mention, Record, Row, Said
from graph_platform.source import Opened, Source
from ingestors.columns import claim, stated
from ingestors.parts import opened
from ingestors.reading import objects, pages, rejects
from ingestors.reading.items import UNREAD, Items, Raw, RowError
from ingestors.reading.shape import Shape, shape_of
from ingestors.reading.stream import Stream
from ingestors.refusal import refusal
from ingestors.skills import Skill, skill_finder
from ingestors.tables import RejectFile, Table, rows

FORMATS = Formats(dates=("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M", "%m/%d/%Y"))

_LIST = re.compile(r"[,;|、，；\n•]+")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_TYPED = re.compile(r'"@type"\s*:\s*\[?\s*(?:"[^"]{0,40}"\s*,\s*)*"(?:[a-z:/.]{0,30}[/:])?JobPosting"')
USCC_NAMES = ("uscc", "unified social credit code", "统一社会信用代码", "社会信用代码")
LONGEST_SKILL, MOST_SKILLS = 60, 60


def posting(raw: Raw, line: int) -> Row | None:
    """One post; None for whatever else a page has of JSON-LD."""
    if "JobPosting" not in _types(raw):
        return None
    employer = _one(raw.get("hiringOrganization"))
    title = _text(raw.get("title")) or _text(raw.get("name"))
    if not title:
        raise RowError("'title' is empty")
    description = _plain(_text(raw.get("description")))
    name = _text(employer.get("name"))
    return post_row(
        raw,
        line,
        f"post/{_id(raw, employer, title)}",
        _post(raw, title, description),
        _employer(employer, name) if name else {},
        _listed_skills(raw.get("skills")),
        raw.get("dateModified") or raw.get("datePosted"),
    )


def post_row(
    raw: Raw,
    line: int,
    key: str,
    post: dict[str, Said],
    employer: dict[str, Said],
    skills: Iterable[str],
    seen: Said,
) -> Row:
    """A post, the hire that it begins, its employer, and the skills that it lists or that its text names."""
    me, hire = Mention(key, "JobPost"), Mention(f"{key}#hire", "Hire")
    begun = {"title": post["title"], "job_title": post["title"], "at": post.get("published")}
    records = [Record(key, "JobPost", post), Record(hire.key, "Hire", stated(begun))]
    claims = [claim("CONCERNS", hire, me)]
    if employer:
        organization = Mention(f"{key}#employer", "Company")
        records.append(Record(organization.key, "Company", employer))
        claims += [claim("POSTED", organization, me), claim("CARRIED_OUT", organization, hire)]
    _require(skills, f"{post['title']}\n{post.get('text', '')}", me, records, claims)
    return Row(key, line, raw, tuple(records), tuple(claims), seen, ("public",))


def _id(raw: Raw, employer: dict[str, Any], title: str) -> str:
    identifier = raw.get("identifier")
    said = _text(_one(identifier).get("value")) or (identifier if isinstance(identifier, str) else "")
    if said:
        return said
    if url := _text(raw.get("url")) or _text(raw.get("@id")):
        return url
    return f"{_text(employer.get('name'))}/{title}/{_text(raw.get('datePosted'))}"


def _post(raw: Raw, title: str, description: str) -> dict[str, Said]:
    place = _one(_one(raw.get("jobLocation")).get("address"))
    salary = _one(raw.get("baseSalary"))
    value = salary.get("value")
    span = _one(value) if isinstance(value, dict | list) else {"value": value}
    currency = salary.get("currency") or raw.get("salaryCurrency")
    low = _either(span.get("minValue"), span.get("value"))
    high = _either(span.get("maxValue"), span.get("value"))
    return stated(
        {
            "title": title,
            "job_title": title,
            "text": description,
            "language": raw.get("inLanguage"),
            "url": raw.get("url"),
            "published": raw.get("datePosted"),
            "valid_through": raw.get("validThrough"),
            "employment_type": raw.get("employmentType"),
            "base_salary_min": low,
            "base_salary_min_currency": currency if low else None,
            "base_salary_max": high,
            "base_salary_max_currency": currency if high else None,
            "salary_period": span.get("unitText") or salary.get("unitText"),
            "headcount": raw.get("totalJobOpenings"),
            "city": place.get("addressLocality"),
            "region": place.get("addressRegion"),
            "country": _name(place.get("addressCountry")),
            "industry": _name(raw.get("industry")),
        }
    )


def _employer(employer: dict[str, Any], name: str) -> dict[str, Said]:
    values: dict[str, Said] = {
        "name": name,
        "other_names": employer.get("legalName") or employer.get("alternateName"),
        "website": employer.get("url") or employer.get("sameAs"),
        "lei": employer.get("leiCode"),
        "duns": employer.get("duns"),
        "vat_number": employer.get("vatID"),
    }
    numbers = (
        [employer.get("identifier")]
        if not isinstance(employer.get("identifier"), list)
        else employer["identifier"]
    )
    for each in numbers:
        if (
            isinstance(each, dict)
            and _text(each.get("propertyID") or each.get("name")).casefold() in USCC_NAMES
        ):
            values["uscc"] = each.get("value")
    if tax := _text(employer.get("taxID")):
        values.setdefault("uscc" if _USCC.fullmatch(tax.upper()) else "registration_number", tax)
    if isinstance(values["website"], list):
        values["website"] = next(iter(values["website"]), None)
    return stated(values)


def _require(
    listed: Iterable[str], text: str, me: Mention, records: list[Record], claims: list[Claim]
) -> None:
    """The skills that a post names, each once: known ones by their code, others as the post says them."""
    finder = skill_finder()
    known: dict[str, Skill] = {skill.id: skill for skill in finder.found(text)}
    others: dict[str, None] = {}
    for said in listed:
        if skill := finder.named(said):
            known[skill.id] = skill
        elif more := finder.found(said):
            known.update({each.id: each for each in more})
        elif len(said) <= LONGEST_SKILL:
            others[said.casefold()] = None
    for id_, skill in islice(known.items(), MOST_SKILLS):
        values: dict[str, Said] = {"name": skill.name, "skill_code": id_, "category": skill.category}
        if skill.other_names:
            values["other_names"] = list(skill.other_names)
        records.append(Record(f"skill/{id_}", "Skill", values))
        claims.append(claim("REQUIRES_SKILL", me, Mention(f"skill/{id_}", "Skill"), id_))
    for folded in islice(others, MOST_SKILLS):
        records.append(Record(f"skill/said:{folded}", "Skill", {"name": folded}))
        claims.append(claim("REQUIRES_SKILL", me, Mention(f"skill/said:{folded}", "Skill"), f"said:{folded}"))


def listed_skills(text: str) -> Iterator[str]:
    """The skills in a cell or line that lists nothing else."""
    yield from (part for each in _LIST.split(_plain(text)) if (part := each.strip()))


def _listed_skills(skills: Any) -> Iterator[str]:
    if isinstance(skills, str):
        yield from listed_skills(skills)
    elif isinstance(skills, list):
        yield from chain.from_iterable(_listed_skills(each) for each in skills)
    elif isinstance(skills, dict):
        yield from _listed_skills(skills.get("name"))


def _types(raw: Raw) -> list[str]:
    types = raw.get("@type")
    return [re.split("[/:#]", str(each))[-1] for each in (types if isinstance(types, list) else [types])]


def _one(value: Any) -> dict[str, Any]:
    """An object, the first of several, or one with nothing but its name."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str:
    return _text(_one(value).get("name"))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value")
    return "" if value is None or isinstance(value, list) else str(value).strip()


def _either(first: Any, second: Any) -> Any:
    return second if first is None else first


def _plain(text: str) -> str:
    """Text without its tags, once more unescaped: descriptions are often escaped twice."""
    return pages.plain(html.unescape(text))


TABLE = Table(
    "postings",
    posting,
    ("@type", "title", "hiringOrganization"),
    (
        *(
            "@context",
            "description",
            "identifier",
            "url",
            "datePosted",
            "validThrough",
            "employmentType",
            "jobLocation",
        ),
        *("baseSalary", "skills", "industry", "totalJobOpenings", "inLanguage", "dateModified"),
    ),
    description="JobPosting objects. Other objects of a page are passed over.",
)


class Postings:
    """A file of posts, in whichever of the four forms."""

    table = TABLE.name

    def __init__(self, stream: Stream, shape: Shape) -> None:
        self.size = stream.size
        self.observed: datetime = stream.modified
        self._stream = stream
        self._shape = shape

    def __iter__(self) -> Iterator[Row | BadRow]:
        return rows(self._items(), posting)

    def position(self) -> int:
        """Bytes of the file that have been read."""
        return self._stream.read

    def _items(self) -> Items:
        stream, head = self._stream, self._shape.head
        if self._shape.format == "html":
            return pages.read(stream, head)
        if self._shape.format == "jsonl":
            return _expanded(objects.read_lines(stream, head))
        if self._shape.text.lstrip().startswith("["):
            return _expanded(objects.read_array(stream, head))
        return _expanded(_whole(stream, head))


def _whole(stream: Stream, head: bytes) -> Items:
    """The one object that a JSON-LD file is."""
    raw, line = objects.read_whole(stream, head)
    if isinstance(raw, dict):
        yield line, raw
    else:
        yield BadRow(line, {UNREAD: raw}, "is not a JSON object")


def _expanded(items: Items) -> Items:
    """The objects under `@graph`, one by one."""
    for item in items:
        if isinstance(item, BadRow) or "@graph" not in item[1]:
            yield item
        else:
            yield from ((item[0], raw) for raw in pages.objects(item[1]))


def open_postings(path: Path) -> Opened:
    """Recognise a file, or the files in an archive, by a JobPosting in it."""
    return opened(path, _open_stream)


def _open_stream(stream: Stream) -> Opened:
    path = stream.path
    if rejects.is_reject_file(path):
        return RejectFile(stream, (TABLE,), "jobposting")
    shape = shape_of(stream, whole=True)
    postings = Postings(stream, shape)
    if shape.format == "html":
        known = any(isinstance(item, BadRow) or "JobPosting" in _types(item[1]) for item in postings._items())
    else:
        known = shape.format in ("json", "jsonl") and bool(_TYPED.search(shape.text))
    stream.read = 0
    if not known:
        raise refusal(path, "jobposting", shape, (TABLE,), ("html", "json", "jsonl"))
    return postings


source = Source(
    "jobposting",
    "Job posts (schema.org)",
    "hiring",
    0.5,
    FORMATS,
    open_postings,
    (__doc__ or "").strip(),
)
TABLES = (TABLE,)
