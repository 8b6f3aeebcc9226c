"""Names and values of the shipped sample, looked up in memory as search and facets would."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph_platform.asking.chunks import Candidate
from graph_platform.search_keys import fold, search_keys, typed_key

SAMPLE = Path(__file__).parents[2] / "graph_platform" / "sample"


@dataclass(frozen=True)
class Known:
    """A node with the keys that it is found by; its id is its name, so that plans can be read."""

    node: Candidate
    exact: frozenset[str]
    keys: frozenset[str]


def _rows(path: str) -> list[dict[str, str]]:
    raw = (SAMPLE / path).read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.DictReader(io.StringIO(raw.decode(encoding))))
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


def _people() -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in _rows("hubspot/contacts.csv"):
        first, last = row["First Name"], row["Last Name"]
        is_chinese = any(ord(each) > 0x2E7F for each in first + last)
        yield (last + first if is_chinese else f"{first} {last}"), ("Contact", "Person")
    for row in _rows("hubspot/owners.csv"):
        yield f"{row['First Name']} {row['Last Name']}", ("User", "Person")
    for row in _rows("cn-register/主要人员.csv"):
        yield row["姓名"], ("Executive", "Person")


def _organizations() -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in _rows("cn-register/企业基本信息.csv"):
        yield row["企业名称"], ("Company", "Organization")
    for row in _rows("hubspot/companies.csv"):
        yield row["Company name"], ("Company", "Organization")
    for statement in json.loads((SAMPLE / "bods/statements.json").read_text(encoding="utf-8")):
        if statement["recordType"] == "entity":
            yield statement["recordDetails"]["name"], ("Company", "Organization")


def _others() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in ("battery swapping", "换电", "BMS"):
        yield name, ("Skill", "Content")
    # two of one name, whom only a question back tells apart
    yield "Jamie Twin", ("Contact", "Person")
    yield "Jamie Twin", ("Executive", "Person")


@lru_cache(maxsize=1)
def everybody() -> tuple[Known, ...]:
    """All nodes of the world, of each name and label once."""
    found: dict[tuple[str, str], Known] = {}
    for name, labels in (*_organizations(), *_people(), *_others()):
        name = " ".join(name.split())
        keys = search_keys([name], person="Person" in labels)
        taken = any(other == name for other, _ in found)
        node = Candidate(f"{name}#{labels[0]}" if taken else name, name, labels)
        exact, typed = frozenset(keys.get("name_key", ())), frozenset(keys.get("name_find", ()))
        # a contact is often an executive of the register too: resolution makes them one
        if not taken or name == "Jamie Twin":
            found[name, labels[0]] = Known(node, exact, typed)
    return tuple(found.values())


async def find(mention: str, labels: tuple[str, ...]) -> Sequence[Candidate]:
    """At most five nodes for a mention, best first: by name, by key, by its beginning, by one letter that is wrong."""
    folded = fold(mention)
    key = typed_key(folded)
    met: list[tuple[int, str, Candidate]] = []
    for known in everybody():
        if folded in known.exact:
            met.append((0, "name", known.node))
        elif key in known.keys:
            met.append((1, "key", known.node))
        elif len(key) > 1 and any(each.startswith(key) for each in known.keys):
            met.append((2, "beginning", known.node))
        elif len(key) > 5 and any(_is_near(key, each) for each in known.keys):
            met.append((3, "typo", known.node))
    met.sort(key=lambda each: (each[0], len(each[2].name), each[2].id))
    return [Candidate(node.id, node.name, node.labels, way) for _, way, node in met[:5]]


def _is_near(one: str, other: str) -> bool:
    """Whether one character of one is another in the other."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


VALUES: dict[str, tuple[str, ...]] = {
    "city": ("北京", "上海", "上海市", "Shanghai", "Xi'an", "西安市", "武汉", "Guangzhou", "广州", "Chengdu", "合肥",
             "London"),
    "country": ("CN", "GB"),
    "industry": ("汽车零售", "零售业", "商务服务业", "Retail"),
    "priority": ("urgent", "high", "normal", "low"),
    "stage": ("closedwon", "closedlost", "qualifiedtobuy", "contractsent"),
    "channel": ("email", "web", "api"),
    "service": ("premium", "shared"),
    "territory": ("华北", "华东", "华南"),
    "region": ("陕西省", "四川省"),
    "category": ("incident", "battery", "motor"),
    "job_title": ("Purchasing Manager", "Service Manager", "车队经理"),
    "tags": ("battery", "invoice", "noise"),
}  # fmt: skip
STATUSES = {"Ticket": ("open", "pending", "solved", "closed", "new", "hold"), "Company": ("存续", "注销")}


async def values(label: str, name: str, text: str = "") -> Sequence[str]:
    """The distinct values of a property."""
    return STATUSES.get(label, ()) if name == "status" else VALUES.get(name, ())
