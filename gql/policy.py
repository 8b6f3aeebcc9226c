"""The policy over GraphQL: what is in force, why somebody sees what they see, and how another one comes into force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import strawberry
from strawberry.types import Info

from gql.declared import optional, resolved, told
from gql.errors import ArgumentRefused, NotAllowed
from gql.values import DateTime
from graph_platform.database import Database
from graph_platform.errors import PolicyError, UsageError
from graph_platform.statements import statement
from privacy.policy import force
from privacy.policy.checking import check, refuse_lockout
from privacy.policy.comparing import differences
from privacy.policy.deciding import Asking
from privacy.policy.explaining import explain
from privacy.policy.force import Officer, in_force, officer_of, version_of
from privacy.policy.reading import SHIPPED, read_policy

LONGEST = 512 * 1024
"""Characters of a policy."""


@strawberry.type(description="A version of the policy.")
class PolicyVersion:
    """A version of the policy."""

    version: str = told("What names it: a hash of all that it says.")
    name: str = told("What it is called.")
    state: str = told("proposed or approved.")
    in_force: bool = told("Whether it is in force.")
    proposed_by: str = told("Who proposed it.")
    proposed_at: DateTime | None = told("When.")
    approved_by: str | None = told("Who approved it.")
    why: str = told("Why it was proposed.")


@strawberry.type(description="Something in a policy to look at.")
class PolicyRemark:
    """Something in a policy to look at."""

    kind: str = told("gap, contradiction, never or inferred; error where it cannot be used at all.")
    rule: str = told("The rule that it is about, where it is one.")
    message: str = told("What it is.")


@strawberry.type(description="What changes between two policies.")
class PolicyDifference:
    """What changes between two policies."""

    role: str = told("For viewers with this role.")
    purpose: str = told("And this purpose; empty: without one.")
    subject: str = told("The property, or what is hidden.")
    before: str = told("What is shown under the one.")
    after: str = told("What is shown under the other.")
    opens: bool = told("Whether more is shown.")


@strawberry.type(description="What one rule says of a property.")
class RuleSay:
    """What one rule says of a property."""

    rule: str = told("The rule.")
    effect: str = told("permit or forbid.")
    shows: str = told("What it shows.")
    when: str = told("What it asks of the node; empty: nothing.")
    why: str = told("Why there is this rule.")


@strawberry.type(description="What viewers of a kind see of a property, and why.")
class PolicyExplanation:
    """What viewers of a kind see of a property, and why."""

    shows: str = told("What is shown.")
    hidden: bool = told("Whether its nodes or relationships are not there at all.")
    found_by: bool = told("Whether rows may be found, ordered and counted by it.")
    sensitivity: str = told("Its class.")
    domain: str = told("Its domain.")
    says: list[RuleSay] = told("The rules that had a say.")


@strawberry.input(description="A policy to be proposed.")
class ProposePolicyInput:
    """A policy to be proposed."""

    text: str = told("The policy, as its file holds it.")
    why: str = told("Why.")


@strawberry.input(description="A version of the policy.")
class PolicyVersionInput:
    """A version of the policy."""

    version: str = told("The version; its first six characters are enough.")
    why: str | None = optional("Why.")


@strawberry.type(description="The version that was proposed or put into force.")
class PolicyPayload:
    """The version that was proposed or put into force."""

    version: str = told("The version.")
    activation: int | None = told("The number of its coming into force; null: it is proposed.")


async def _officer(info: Info) -> Officer:
    viewer = info.context.viewer
    return officer_of(viewer.subject, viewer.email, viewer.roles)


async def _look(info: Info, work: Callable[..., Any], *arguments: Any) -> Any:
    """Look something up for an officer or an auditor."""
    known = info.context.service.force
    await known.changed()
    policy = (await known.now()).policy
    viewer = info.context.viewer
    # no agent is an officer, not even for one
    if viewer.agent or not set(viewer.roles) & {*policy.officers, *policy.auditors}:
        raise NotAllowed("the policy is for its officers and auditors", "仅策略管理员和审计员可查看")
    return await info.context.service.thinking.call(_told(work), *arguments)


def _told(work: Callable[..., Any]) -> Callable[..., Any]:
    """Something that may find a policy wrong: its errors name lines and names of the policy, and no value."""

    def call(*arguments: Any) -> Any:
        try:
            return work(*arguments)
        except PolicyError as error:
            raise UsageError(f"{error.message}. {error.suggestion}") from None

    return call


def _versions(database: Database) -> list[PolicyVersion]:
    return [
        PolicyVersion(
            version=row["policy"]["version"],
            name=row["policy"]["name"],
            state=row["policy"]["state"],
            in_force=row["in_force"],
            proposed_by=row["policy"]["proposed_by"],
            proposed_at=DateTime(row["policy"]["proposed_at"].iso_format()),
            approved_by=row["policy"].get("approved_by"),
            why=row["policy"]["why"],
        )
        for row in database.read(statement("policy/list"))
    ]


def _text(database: Database) -> str:
    (row,) = database.read(statement("policy/in_force"))
    if row["version"] is None:
        return SHIPPED.read_text("utf-8")
    (found,) = database.read(statement("policy/read"), {"version": row["version"]})
    text: str = found["policy"]["text"]
    return text


def _check(database: Database, text: str) -> list[PolicyRemark]:
    try:
        policy = read_policy(Path("policy.yaml"), _short(text))
        refuse_lockout(policy)
    except PolicyError as error:
        return [PolicyRemark(kind="error", rule="", message=f"{error.message}. {error.suggestion}")]
    return [PolicyRemark(kind=each.kind, rule=each.rule, message=each.message) for each in check(policy)]


def _differences(database: Database, old: str, new: str) -> list[PolicyDifference]:
    found = differences(version_of(database, old), version_of(database, new))
    return [
        PolicyDifference(
            role=each.role,
            purpose=each.purpose,
            subject=each.subject,
            before=each.before,
            after=each.after,
            opens=each.opens,
        )
        for each in found
    ]


def _explanation(database: Database, field: str, roles: list[str], purposes: list[str]) -> PolicyExplanation:
    found = explain(in_force(database), Asking(tuple(roles), tuple(purposes)), field)
    return PolicyExplanation(
        shows=found.shows,
        hidden=found.hidden,
        found_by=found.found_by,
        sensitivity=found.sensitivity,
        domain=found.domain,
        says=[
            RuleSay(rule=each.rule, effect=each.effect, shows=each.shows, when=each.when, why=each.why)
            for each in found.says
        ],
    )


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise ArgumentRefused(f"a policy may have {LONGEST:,} characters")
    return text


async def read_version(info: Info) -> str:
    return str((await _look(info, in_force)).version)


async def read_text(info: Info) -> str:
    return str(await _look(info, _text))


async def read_versions(info: Info) -> list[PolicyVersion]:
    found: list[PolicyVersion] = await _look(info, _versions)
    return found


async def read_check(info: Info, text: str) -> list[PolicyRemark]:
    found: list[PolicyRemark] = await _look(info, _check, text)
    return found


async def read_differences(info: Info, old: str, new: str) -> list[PolicyDifference]:
    found: list[PolicyDifference] = await _look(info, _differences, old, new)
    return found


async def read_explanation(
    info: Info, field: str, roles: list[str], purposes: list[str] | None = None
) -> PolicyExplanation:
    found: PolicyExplanation = await _look(info, _explanation, field, roles, purposes or [])
    return found


@strawberry.type(description="The policy: for its officers and auditors.")
class PolicyReview:
    """The policy."""

    version: str = resolved(read_version, "The version in force.")
    text: str = resolved(read_text, "The policy in force, as its file holds it.")
    versions: list[PolicyVersion] = resolved(
        read_versions, "Every version that was proposed, the newest first."
    )
    check: list[PolicyRemark] = resolved(
        read_check, "What there is to look at in a policy before it is proposed."
    )
    differences: list[PolicyDifference] = resolved(
        read_differences, "What changes from one version to another, role by role."
    )
    explanation: PolicyExplanation = resolved(
        read_explanation, "What viewers of a kind see of a property (`Person.phone`), and why."
    )


async def propose_policy(info: Info, input: ProposePolicyInput) -> PolicyPayload:
    work = _told(force.propose)
    proposed = await info.context.service.writes.call(
        work, _short(input.text), await _officer(info), input.why
    )
    return PolicyPayload(version=proposed.version, activation=None)


async def approve_policy(info: Info, input: PolicyVersionInput) -> PolicyPayload:
    service = info.context.service
    asked = (service.home, input.version, await _officer(info))
    number = await service.writes.call(_told(force.approve), *asked)
    return PolicyPayload(version=input.version, activation=number)


async def roll_back_policy(info: Info, input: PolicyVersionInput) -> PolicyPayload:
    why = input.why or f"rolled back {datetime.now(UTC).date()}"
    service = info.context.service
    asked = (service.home, input.version, await _officer(info), why)
    number = await service.writes.call(_told(force.roll_back), *asked)
    return PolicyPayload(version=input.version, activation=number)
