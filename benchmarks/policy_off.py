"""A server without policy and audit, for `benchmarks.policy` alone: what these two cost is the difference.

python -m benchmarks.policy_off 8434
"""

from __future__ import annotations

import sys

import uvicorn

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import tokens_of
from graph_platform.database import connect
from graph_platform.ontology.model import Sensitivity
from graph_platform.settings import read_settings
from privacy.audit.entry import Access
from privacy.policy.deciding import InForce
from privacy.policy.force import shipped
from privacy.policy.model import Rule, Values


def main() -> None:
    """Serve with everything shown, and nothing put down."""
    settings = read_settings()
    everything = Rule(id="all", effect="permit", on=Values(classes=tuple(Sensitivity)))
    policy = shipped().policy.model_copy(update={"rules": (everything,)})
    with connect(settings) as database:
        service = service_of(database, settings.home, Limits())
        service.force.pretend(InForce("off", policy))
        service.audit.append = _nothing  # type: ignore[method-assign]
        app = application(database, service, tokens_of(settings, development=True).viewer)
        uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False, server_header=False)


def _nothing(access: Access) -> None:
    return


if __name__ == "__main__":
    main()
