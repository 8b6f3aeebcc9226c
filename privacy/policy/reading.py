"""A policy out of its file: every name looked up, every error with its line and, where one is near, a suggestion."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson
from pydantic import ValidationError

from graph_platform.errors import PolicyError
from graph_platform.ontology import ONTOLOGY
from graph_platform.strict_yaml import Document, Place, did_you_mean, first_error
from privacy.policy.model import Policy, Rule

HELP = "docs/policy.md"
SHIPPED = Path(__file__).parent / "shipped.yaml"
"""The policy that is in force until another one is."""


def read_policy(path: Path, text: str | None = None) -> Policy:
    """The policy in a file, or in `text` that the file had. Raises `PolicyError`, which names the line."""
    document = Document(path, PolicyError, HELP, text)
    _refuse_odd_names(document)
    if not isinstance(document.data, dict):
        raise document.error((), "a policy begins with `policy: 1`", f"See {HELP}.")
    try:
        policy = Policy.model_validate(document.data)
    except ValidationError as error:
        raise first_error(error, document, Policy) from None
    for place, name, known, what in _names(policy):
        if name not in known:
            hint = did_you_mean(name, known) or f"See {HELP}."
            raise document.error(place, f"{name!r} is no {what}", hint)
    for number, rule in enumerate(policy.rules):
        _check_rule(document, ("rules", number), rule)
    _refuse_twice(document, policy)
    return policy


def hash_of(policy: Policy) -> str:
    """What names a policy by all that it says: 32 hexadecimal digits, whatever its file looks like."""
    said = orjson.dumps(policy.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=16, person=b"policy").hexdigest()


FIELDS = {f"{owner}.{declared.name}" for owner, declared in ONTOLOGY.every_property()}


def _names(policy: Policy) -> Iterator[tuple[Place, str, Iterable[str], str]]:
    """Every name that a policy refers to, with where it stands, what there is, and what it has to be."""
    for key in ("officers", "auditors"):
        for number, name in enumerate(getattr(policy, key)):
            yield (key, number), name, policy.roles, "role of this policy"
    owners = {*ONTOLOGY.labels, *ONTOLOGY.relationships}
    for at, rule in enumerate(policy.rules):
        lists = (
            (("to", "roles"), rule.to.roles, policy.roles, "role of this policy"),
            (("to", "except_roles"), rule.to.except_roles, policy.roles, "role of this policy"),
            (("to", "purposes"), rule.to.purposes, policy.purposes, "purpose of this policy"),
            (("on", "labels"), rule.on.labels, owners, "label or relationship type of the ontology"),
            (("on", "fields"), rule.on.fields, FIELDS, "property of the ontology"),
            (("nodes",), rule.nodes, ONTOLOGY.labels, "label of the ontology"),
            (
                ("relationships",),
                rule.relationships,
                ONTOLOGY.relationships,
                "relationship type of the ontology",
            ),
        )
        for keys, names, known, what in lists:
            for number, name in enumerate(names):
                yield ("rules", at, *keys, number), name, known, what


def _check_rule(document: Document, place: Place, rule: Rule) -> None:
    hides = bool(rule.nodes or rule.relationships or rule.entities)
    if rule.effect == "hide":
        if not hides or not rule.on.is_everything or rule.show or not rule.when.is_always:
            raise document.error(
                place, "hides rows: name nodes, relationships or entities, and no values", f"See {HELP}."
            )
    elif hides:
        raise document.error(place, f"a {rule.effect} speaks of values", "Say `effect: hide` to hide rows.")
    elif rule.on.is_everything and rule.effect == "permit":
        raise document.error(
            place, "permits everything: name classes, domains, labels or fields", f"See {HELP}."
        )
    for number, country in enumerate(rule.when.countries):
        if len(country) != 2 or not country.isascii() or not country.isupper():
            raise document.error(
                (*place, "when", "countries", number), "is no country", "Two letters, such as CN."
            )


def _refuse_twice(document: Document, policy: Policy) -> None:
    seen: set[str] = set()
    for number, rule in enumerate(policy.rules):
        if rule.id in seen:
            raise document.error(
                ("rules", number, "id"), f"a rule is called {rule.id!r} already", "Rename one."
            )
        seen.add(rule.id)


def _refuse_odd_names(document: Document) -> None:
    """Refuse names with letters of two scripts, or with characters that nobody sees: they look like another name."""

    def walk(value: object, place: Place) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                check(key, (*place, key))
                if key not in ("why", "name"):
                    walk(inner, (*place, key))
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(inner, (*place, number))
        elif isinstance(value, str):
            check(value, place)

    def check(name: str, place: Place) -> None:
        if not name.isascii() or name != name.strip() or not name.isprintable():
            odd = next((c for c in name if not c.isascii() or not c.isprintable()), " ")
            called = unicodedata.name(odd, f"U+{ord(odd):04X}")
            raise document.error(
                place, f"a name holds {called}", "Names are of ASCII letters, and nothing unseen."
            )

    walk(document.data, ())
