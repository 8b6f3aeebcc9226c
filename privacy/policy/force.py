"""Which policy is in force, and how another one comes to be: proposed by one person, approved by another.

The version in force stands in the graph, where every operation reads it beside what it answers; so it is active at once
and everywhere. What is in force in a graph in which nothing was approved yet is the policy that is shipped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from neo4j import ManagedTransaction

from graph_platform.database import Database, run
from graph_platform.errors import Conflict, NotThere, PolicyError, UsageError
from graph_platform.loading.turns import take_turn
from graph_platform.ontology import ONTOLOGY
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement
from privacy import recognition
from privacy.policy.checking import refuse_lockout
from privacy.policy.comparing import opens
from privacy.policy.deciding import InForce
from privacy.policy.model import Policy
from privacy.policy.reading import SHIPPED, hash_of, read_policy
from privacy.policy.remembering import remember

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Officer:
    """Who proposes or approves: the subject of their token, everything that names the person, and their roles."""

    subject: str
    names: frozenset[str]
    roles: tuple[str, ...]


def officer_of(subject: str, email: str, roles: tuple[str, ...]) -> Officer:
    """An officer by what their token says: letter case and what follows a + in an address tell nobody apart."""
    names = {subject.strip().casefold()}
    if email:
        local, _, domain = email.strip().casefold().partition("@")
        names.add(f"{local.partition('+')[0]}@{domain}")
    return Officer(subject, frozenset(names), roles)


@cache
def shipped() -> InForce:
    """The policy that is in force until another one is."""
    policy = read_policy(SHIPPED)
    return InForce(hash_of(policy), policy)


def in_force(database: Database) -> InForce:
    """The policy in force. Raises `PolicyError` for one that today's ontology can't be held to."""
    (row,) = database.read(statement("policy/in_force"))
    return shipped() if row["version"] is None else version_of(database, row["version"])


def version_of(database: Database, version: str) -> InForce:
    """A version that was proposed, or the shipped one; its first characters are enough. Raises `NotThere`."""
    known = shipped()
    if len(version) >= 6 and known.version.startswith(version):
        return known
    found = [
        row["policy"]
        for row in database.read(statement("policy/list"))
        if len(version) >= 6 and row["policy"]["version"].startswith(version)
    ]
    if len(found) != 1:
        raise NotThere(
            "there is no such version of the policy", "`graph-platform privacy versions` lists them."
        )
    policy = read_policy(Path("policy.yaml"), found[0]["text"])
    if hash_of(policy) != found[0]["version"]:
        raise PolicyError("a version of the policy is not what was approved", "Approve one that is whole.")
    return InForce(found[0]["version"], policy)


def propose(database: Database, text: str, officer: Officer, why: str) -> InForce:
    """Keep a policy for another person to approve. Raises `PolicyError`, and `UsageError` for who may not."""
    policy = read_policy(Path("policy.yaml"), text)
    refuse_lockout(policy)
    proposed = InForce(hash_of(policy), policy)

    def work(tx: ManagedTransaction, now: InForce) -> InForce:
        check_role(officer, now)
        if proposed.version == now.version:
            raise UsageError("this policy is in force", "There is nothing to propose.")
        _check_stays(officer, policy)
        asked = {
            "version": proposed.version,
            "name": policy.name,
            "text": text,
            "base": now.version,
            "by": officer.subject,
            "person": sorted(officer.names),
            "why": why,
            "at": datetime.now(UTC),
            "ground": ground(),
        }
        run(tx, statement("policy/propose"), asked)
        return proposed

    return _in_turn(database, work)


def approve(database: Database, home: Path, version: str, officer: Officer) -> int:
    """Put a proposed version into force; the number of the activation. `home` is where that is remembered.

    Raises `UsageError` for who may not or has proposed it, `Conflict` where another one came into force since.
    """
    proposed = version_of(database, version)
    asked = proposed.version

    def work(tx: ManagedTransaction, now: InForce) -> int:
        check_role(officer, now)
        _check_stays(officer, proposed.policy)
        (row,) = run(tx, statement("policy/read"), {"version": asked})
        proposal = row["policy"]
        if proposal["state"] != "proposed":
            raise Conflict("this version is not proposed any more", "Propose it again.")
        if proposal["base"] != now.version:
            raise Conflict(
                "another policy came into force since it was proposed", "Compare and propose it again."
            )
        if proposal.get("ground") != ground():
            raise Conflict(
                "the ontology or the recognizers have changed since it was proposed",
                "Compare and propose it again.",
            )
        if officer.names & set(proposal["person"]):
            raise UsageError("nobody approves their own proposal", "Ask another officer.")
        return _activate(tx, asked, officer, proposal["why"], "approved")

    number = _in_turn(database, work)
    _remember(database, home, asked)
    return number


def roll_back(database: Database, home: Path, version: str, officer: Officer, why: str) -> int:
    """Put an earlier version into force that shows nobody anything more; the number of the activation.

    Raises `UsageError` where it does: then it needs a proposal and another person.
    """
    earlier = version_of(database, version)

    def work(tx: ManagedTransaction, now: InForce) -> int:
        check_role(officer, now)
        if earlier.version == now.version:
            raise UsageError("this version is in force", "There is nothing to roll back.")
        if opens(now, earlier):
            raise UsageError(
                "that version shows more than the one in force", "Propose it, for another to approve."
            )
        return _activate(tx, earlier.version, officer, why, "rolled back")

    _keep_shipped(database, earlier)
    number = _in_turn(database, work)
    _remember(database, home, earlier.version)
    return number


def _remember(database: Database, home: Path, version: str) -> None:
    (row,) = database.read(statement("policy/read"), {"version": version})
    remember(home, version, row["policy"]["text"])


def _keep_shipped(database: Database, policy: InForce) -> None:
    if policy.version != shipped().version:
        return
    asked = {
        "version": policy.version,
        "name": policy.policy.name,
        "text": SHIPPED.read_text("utf-8"),
        "base": "",
        "by": "",
        "person": [],
        "why": "shipped",
        "at": datetime.now(UTC),
        "ground": ground(),
    }
    database.write(statement("policy/propose"), asked)


def _in_turn(database: Database, work: Callable[[ManagedTransaction, InForce], T]) -> T:
    """Do something in one transaction while nobody else changes what is in force."""
    ensure_schema(database)

    def turn(tx: ManagedTransaction) -> T:
        take_turn(tx)
        (row,) = run(tx, statement("policy/in_force"))
        now = shipped() if row["version"] is None else version_of(database, row["version"])
        return work(tx, now)

    return database.transact(turn)


def _activate(tx: ManagedTransaction, version: str, officer: Officer, why: str, how: str) -> int:
    asked: dict[str, Any] = {
        "version": version,
        "by": officer.subject,
        "why": why,
        "how": how,
        "at": datetime.now(UTC),
    }
    return int(run(tx, statement("policy/activate"), asked)[0]["number"])


@cache
def ground() -> str:
    """What names the ontology and the recognizers that a policy speaks of: what it comes to hangs on them too."""
    said = hashlib.blake2b(repr((ONTOLOGY.labels, ONTOLOGY.relationships)).encode(), digest_size=16)
    folder = Path(recognition.__file__).parent
    for path in sorted(
        each for each in folder.rglob("*") if each.suffix not in (".pyc", "") and each.is_file()
    ):
        said.update(path.read_bytes())
    return said.hexdigest()


def _check_stays(officer: Officer, policy: Policy) -> None:
    """Raise `UsageError` where whoever proposes or approves a policy could not change it any more."""
    if not set(officer.roles) & set(policy.officers):
        raise UsageError(
            "you would be no officer of this policy any more",
            "Name a role of yours among its officers: somebody has to be able to change it.",
        )


def check_role(officer: Officer, now: InForce) -> None:
    """Raise `UsageError` for somebody who is no officer of the policy in force."""
    if not set(officer.roles) & set(now.policy.officers):
        raise UsageError(
            "this is for officers of the policy in force", f"Roles: {', '.join(now.policy.officers)}."
        )
