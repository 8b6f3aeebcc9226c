"""What is planted, by kind: a function that puts the story, or one of its decoys, into a cast.

`NEEDS` says which systems a story cannot do without. A run that writes fewer plants no story that they could not tell.
"""

from __future__ import annotations

from collections.abc import Callable

from graph_platform.generator.cast import Cast
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.battery import battery_demand
from graph_platform.generator.stories.calls import promise_in_call
from graph_platform.generator.stories.dealings import board_interlock, group_purchase
from graph_platform.generator.stories.inventors import inventor_moved
from graph_platform.generator.stories.licences import licence_gap
from graph_platform.generator.stories.payers import hidden_payer
from graph_platform.generator.stories.suppliers import supplier_at_risk
from graph_platform.generator.stories.technology import technology_shift

STORIES: dict[str, Callable[[Cast, Founder, Part], None]] = {
    "battery_demand": battery_demand,
    "group_purchase": group_purchase,
    "board_interlock": board_interlock,
    "supplier_at_risk": supplier_at_risk,
    "technology_shift": technology_shift,
    "licence_gap": licence_gap,
    "hidden_payer": hidden_payer,
    "promise_in_call": promise_in_call,
    "inventor_moved": inventor_moved,
}

NEEDS: dict[str, frozenset[str]] = {
    "battery_demand": frozenset(("hubspot", "zendesk", "cn-register", "bods", "jobposting", "operations")),
    "group_purchase": frozenset(("hubspot", "cn-register")),
    "board_interlock": frozenset(("hubspot", "cn-register")),
    "supplier_at_risk": frozenset(("workshop", "cn-risk", "customs", "zendesk")),
    "technology_shift": frozenset(("hubspot", "cn-register", "patents", "jobposting")),
    "licence_gap": frozenset(("hubspot", "operations", "operator-certificates", "jobposting")),
    "hidden_payer": frozenset(("hubspot", "cn-register", "bods", "payments")),
    "promise_in_call": frozenset(("hubspot", "transcripts", "jobposting", "operations")),
    "inventor_moved": frozenset(("hubspot", "cn-register", "patents")),
}
