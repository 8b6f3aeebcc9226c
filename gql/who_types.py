"""What is said over GraphQL of who is who: candidates, explanations, judgements, and what people decide."""

from __future__ import annotations

from enum import Enum

import strawberry

from gql.declared import optional, told


@strawberry.enum(description="What somebody says of two records.")
class Verdict(Enum):
    """What somebody says of two records."""

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    UNKNOWN = "UNKNOWN"


@strawberry.type(description="One thing that was compared of two records.")
class ComparisonStep:
    """One thing that was compared of two records."""

    comparison: str = told("What was compared.")
    left: str = told("What the one says, masked as the property is.")
    right: str = told("What the other says, masked as the property is.")
    level: str = told("How far they agree.")
    bits: float = told("What that speaks for them to be the same; negative: against.")


@strawberry.type(description="Two records that may be about the same thing.")
class Candidate:
    """Two records that may be about the same thing."""

    left: strawberry.ID = told("The one record.")
    right: strawberry.ID = told("The other.")
    stands: list[str] = told("The data set in which each of the two stands.")
    probability: float = told("That they are the same.")
    reason: str = told("What was decided, and why it is asked.")
    alike: int = told("Pairs that wait and agree and differ in the same things.")
    steps: list[ComparisonStep] = told("What was compared.")


@strawberry.type(description="Why two records are one, or are not.")
class MatchExplanation:
    """Why two records are one, or are not."""

    decision: str = told("What the model decides.")
    reason: str = told("Why, in words.")
    probability: float = told("That they are the same.")
    together: bool = told("Whether they are one at present.")
    prior: float = told("Bits before anything is compared.")
    graph: float = told("Bits that their neighbours add.")
    total: float = told("All bits together.")
    steps: list[ComparisonStep] = told("What was compared.")


@strawberry.type(description="What somebody has said of two records.")
class Judgement:
    """What somebody has said of two records."""

    left: strawberry.ID = told("The one record.")
    right: strawberry.ID = told("The other.")
    verdict: Verdict = told("What was said.")
    by: str = told("By whom.")
    why: str = told("Why.")
    day: str = told("The day (UTC).")


@strawberry.type(description="A change of who is who, which can be taken back.")
class ResolutionChange:
    """A change of who is who, which can be taken back."""

    number: int = told("Its number.")
    command: str = told("What made it.")
    by: str = told("Who made it.")
    why: str = told("Why.")


@strawberry.input(description="What somebody says of two records or nodes.")
class JudgeInput:
    """What somebody says of two records or nodes."""

    left: strawberry.ID = told("The one record or node.")
    right: strawberry.ID = told("The other.")
    verdict: Verdict = told("Whether they are the same.")
    why: str = told("Why.")
    again: bool | None = optional("Put it in the place of what somebody else has said of the two.")


@strawberry.input(description="Records that are to leave a node.")
class SplitInput:
    """Records that are to leave a node."""

    node: strawberry.ID = told("The node.")
    records: list[strawberry.ID] = told("Its records that are about something else.")
    why: str = told("Why.")


@strawberry.input(description="A change to be taken back.")
class UndoInput:
    """A change to be taken back."""

    number: int = told("The change's number.")
    why: str = told("Why.")


@strawberry.type(description="What a decision changed.")
class JudgePayload:
    """What a decision changed."""

    changes: list[int] = told(
        "Numbers of the changes; `undo` takes each back. Empty where nothing had to change."
    )
