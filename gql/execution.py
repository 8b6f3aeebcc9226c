"""An operation on its way: planned, limited, read in one statement, finished, answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from inspect import isawaitable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
    get_operation_ast,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.extensions import SchemaExtension

from gql.cursors import Sealer
from gql.errors import RequestRefused
from gql.kept import Kept
from gql.limits import Limits, check_cost
from gql.metrics import STATEMENTS
from gql.planning.plan import Plan
from gql.planning.planner import form_of, make_plan
from gql.planning.selection import Operation, fragments_of
from gql.planning.shapes import Crawled, NullInAnswer
from gql.planning.statistics import Statistics
from gql.reading import Reader
from gql.schema import meanings
from gql.viewers import Viewer
from gql.working import Worker

LONG = 20_000.0
"""Cost from which on an operation is read beside the others."""
MUCH_TO_PLAN = 4_000
"""Characters of a statement from which on it is planned before it is read for the first time."""
PLANS = 1_000
"""Plans that are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asks, when, and how its cursors are sealed."""

    viewer: Viewer
    sealer: Sealer
    today: date
    now: datetime

    @property
    def scopes(self) -> Sequence[str]:
        return self.viewer.scopes

    def opened(self, cursor: str, binding: str) -> Sequence[Any]:
        return self.sealer.opened(cursor, self._bound(binding))

    def sealed(self, keys: Sequence[Any], binding: str) -> str:
        return self.sealer.sealed(keys, self._bound(binding))

    def _bound(self, binding: str) -> bytes:
        scopes = "\n".join(sorted(self.viewer.scopes))
        return f"{self.viewer.subject}\n{scopes}\n{binding}".encode()


class Service:
    """What all requests of a server share: the database's readers and workers, plans, limits, the seal of cursors."""

    def __init__(
        self,
        readers: tuple[Reader, Reader],
        workers: tuple[Worker, Worker],
        sealer: Sealer,
        limits: Limits,
        statistics: Statistics,
    ) -> None:
        self.short, self.long = readers
        self.writes, self.thinking = workers
        self.sealer, self.limits, self.statistics = sealer, limits, statistics
        self.plans: Kept[Any, Plan] = Kept(PLANS)
        self.planned: Kept[str, bool] = Kept(PLANS)
        self.fixed: Kept[Any, tuple[str, ...]] = Kept(PLANS)
        self.known: Kept[tuple[str, str | None], Known] = Kept(PLANS)

    def close(self) -> None:
        """Wait for what runs."""
        for each in (self.short, self.long, self.writes, self.thinking):
            each.close()


@dataclass(slots=True)
class Request:
    """The context of one operation, as strawberry hands it on."""

    service: Service
    viewer: Viewer
    language: str = "en"
    cost: float | None = None
    began: bool = False

    def extensions(self) -> dict[str, Any]:
        """What the answer says of the operation beside its data."""
        return {} if self.cost is None else {"cost": round(self.cost, 1)}

    def asked(self) -> Asked:
        """What a plan is told of it."""
        now = datetime.now(UTC)
        return Asked(self.viewer, self.service.sealer, now.date(), now)


@dataclass(frozen=True, slots=True)
class Known:
    """A query that was parsed, measured and found valid: its text and name, by which it is known again."""

    text: str
    name: str | None
    document: DocumentNode
    definition: OperationDefinitionNode
    schema: GraphQLSchema


class Planned(SchemaExtension):
    """Answers queries by one statement each; what it leaves alone, execution does field by field."""

    async def on_execute(self) -> AsyncIterator[None]:
        context = self.execution_context
        document, text = context.graphql_document, context.query
        if document is not None and text is not None and context.operation_type.value == "query":
            request: Request = context.context
            name = context.operation_name
            definition = get_operation_ast(document, name)
            if definition is None:
                error = RequestRefused("there is no such operation in the text")
                context.result = ExecutionResult(data=None, errors=[error])
            else:
                known = Known(text, name, document, definition, context.schema._schema)
                request.service.known.put((text, name), known)
                if is_alone(document):
                    request.service.known.put((text, None), known)
                context.result = await answered(known, context.variables or {}, request)
        yield


def is_alone(document: DocumentNode) -> bool:
    """Whether a document has one operation, which needs no name then."""
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return len(operations) == 1


async def answered(known: Known, given: Mapping[str, Any], request: Request) -> ExecutionResult:
    """The answer to a query that is known, for these variables."""
    try:
        plan, variables = _planned(known, given, request)
        request.cost = plan.cost
        check_cost(plan.cost, request.service.limits)
        parameters, context = plan.bind(variables, request.asked())
        request.began = True
        row = await _read(plan, parameters, request)
        if not plan.is_partial:
            return ExecutionResult(data=plan.build(row, context), errors=None)
    except GraphQLError as error:
        return ExecutionResult(data=None, errors=[error])
    except NullInAnswer:
        pass
    root = Crawled(plan.shape, row, context)
    result = execute(
        known.schema,
        known.document,
        root_value=root,
        context_value=request,
        variable_values=dict(given),
        operation_name=known.name,
    )
    return await result if isawaitable(result) else result


async def _read(plan: Plan, parameters: dict[str, Any], request: Request) -> Any:
    if not plan.statement:
        return []
    STATEMENTS.inc()
    # what meets much has threads of its own, so that what meets little never waits for it
    service = request.service
    lane = service.short if plan.cost <= LONG else service.long
    if len(plan.statement) > MUCH_TO_PLAN and plan.statement not in service.planned:
        # what takes seconds to plan would never be planned within the time to read
        await lane.plan(plan.statement, parameters)
        service.planned.put(plan.statement, True)
    return await lane.read(plan.statement, parameters)


def _planned(known: Known, given: Mapping[str, Any], request: Request) -> tuple[Plan, VariableValues]:
    declared = known.definition.variable_definitions or ()
    variables = get_variable_values(known.schema, declared, dict(given), max_errors=5)
    if isinstance(variables, list):
        raise variables[0]
    service, restricted = request.service, request.viewer.is_restricted
    form = (known.text, known.name, form_of(known.schema, known.definition, given), restricted)
    fixed = service.fixed.get(form) or ()
    plan = service.plans.get((form, tuple(given.get(name) for name in fixed)))
    if plan is None:
        operation = Operation(known.schema, known.definition, fragments_of(known.document), variables)
        plan = make_plan(operation, meanings(known.schema), restricted, service.statistics)
        service.fixed.put(form, plan.fixed)
        service.plans.put((form, tuple(given.get(name) for name in plan.fixed)), plan)
    return plan, variables
