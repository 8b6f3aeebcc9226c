"""The two halves of every row, and how a policy comes into force over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from defences import Patch, without
from doors import Viewer
from world import World

from gql.execution import Service
from gql.tokens import own_token
from graph_platform.settings import Settings

HERE = Path(__file__).parent
PROPOSE = "mutation($in: ProposePolicyInput!) { made: proposePolicy(input: $in) { version } }"
APPROVE = "mutation($in: PolicyVersionInput!) { made: approvePolicy(input: $in) { version activation } }"


def put_into_force(world: World, address: str, settings: Settings, text: str = "") -> str:
    """Have one officer propose a policy, and another one approve it; its version."""
    asked = (
        (PROPOSE, "officer_1", {"text": text or policy_text(world), "why": "attacks"}),
        (APPROVE, "officer_2", {}),
    )
    version = ""
    for query, name, given in asked:
        token = own_token(settings, name, ["officer"], ["*"], timedelta(hours=1))
        with Viewer(address, token).http as client:
            said = given or {"version": version}
            answer = client.post("/graphql", json={"query": query, "variables": {"in": said}}).json()
        assert "errors" not in answer, answer["errors"]
        version = answer["data"]["made"]["version"]
    return version


def policy_text(world: World) -> str:
    ids = ", ".join(f'"{world.id(key)}"' for key in ("AC-H", "P-H", "T-H"))
    return (HERE / "policy.yaml").read_text("utf-8").replace("<hidden>", ids)


class Trial:
    """The two halves of a row: without a named defence the attack succeeds, and as shipped it does not."""

    def __init__(self, service: Service, note: Callable[[str], None]) -> None:
        self.service, self._note = service, note

    def __call__(self, attack: Callable[[], Any], defence: str | Patch) -> None:
        """`attack` returns what was learned, nothing where that is nothing."""
        with without(defence, self.service):
            self.control(attack())
        self.attack(attack())

    def without(self, defence: str | Patch) -> AbstractContextManager[None]:
        return without(defence, self.service)

    def control(self, learned: Any) -> None:
        """Put down what the attack learned without a defence."""
        self._note("control" if learned else "broken control")
        assert learned, "the control learns nothing: the test is broken"

    def attack(self, learned: Any) -> None:
        """Put down what the attack learned as shipped."""
        self._note("attack succeeded" if learned else "attack failed")
        assert not learned, f"the attack succeeds: {str(learned)[:300]}"

    def twins(self, ask: Callable[[], Any], defence: str | Patch, twin: AbstractContextManager[None]) -> None:
        """An attack that compares two graphs which differ in what is hidden: answers must be alike."""
        answers = []
        with ExitStack() as stack:
            for number in range(2):
                if number:
                    stack.enter_context(twin)
                with without(defence, self.service):
                    open_ = ask()
                answers.append((open_, ask()))
        (open_1, shipped_1), (open_2, shipped_2) = answers
        self.control(open_1 != open_2)
        self.attack("" if shipped_1 == shipped_2 else f"{shipped_1!r} is not {shipped_2!r}")
