"""An operation on its way: planned, limited, read in one statement, finished, answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from inspect import isawaitable
from typing import Any
from uuid import uuid4

from graphql import DocumentNode, ExecutionResult, GraphQLError, execute, get_operation_ast
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
    """What all requests of a server share: the database's reader, plans, limits and the seal of cursors."""

    def __init__(self, reader: Reader, sealer: Sealer, limits: Limits, statistics: Statistics) -> None:
        self.reader, self.sealer, self.limits, self.statistics = reader, sealer, limits, statistics
        self.plans: Kept[Any, Plan] = Kept(PLANS)
        self.fixed: Kept[Any, tuple[str, ...]] = Kept(PLANS)


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


class Planned(SchemaExtension):
    """Answers queries by one statement each; what it leaves alone, execution does field by field."""

    async def on_execute(self) -> AsyncIterator[None]:
        context = self.execution_context
        document = context.graphql_document
        if document is not None and context.operation_type.value == "query":
            context.result = await self._answered(document)
        yield

    async def _answered(self, document: DocumentNode) -> ExecutionResult:
        request: Request = self.execution_context.context
        try:
            plan, variables = self._planned(document, request)
            request.cost = plan.cost
            check_cost(plan.cost, request.service.limits)
            parameters, context = plan.bind(variables, request.asked())
            request.began = True
            row = await self._read(plan, parameters, request)
            if not plan.is_about_the_schema:
                return ExecutionResult(data=plan.build(row, context), errors=None)
        except GraphQLError as error:
            return ExecutionResult(data=None, errors=[error])
        except NullInAnswer:
            pass
        return await self._crawled(document, Crawled(plan.shape, row, context))

    async def _read(self, plan: Plan, parameters: dict[str, Any], request: Request) -> Any:
        if not plan.statement:
            return []
        STATEMENTS.inc()
        return await request.service.reader.read(plan.statement, parameters, uuid4().hex)

    async def _crawled(self, document: DocumentNode, root: Crawled) -> ExecutionResult:
        context = self.execution_context
        result = execute(
            context.schema._schema,
            document,
            root_value=root,
            variable_values=context.variables,
            operation_name=context.operation_name,
        )
        return await result if isawaitable(result) else result

    def _planned(self, document: DocumentNode, request: Request) -> tuple[Plan, VariableValues]:
        context = self.execution_context
        core = context.schema._schema
        definition = get_operation_ast(document, context.operation_name)
        if definition is None:
            raise RequestRefused("there is no such operation in the text")
        given = context.variables or {}
        variables = get_variable_values(core, definition.variable_definitions or (), given, max_errors=5)
        if isinstance(variables, list):
            raise variables[0]
        form = (
            context.query,
            context.operation_name,
            form_of(core, definition, given),
            request.viewer.is_restricted,
        )
        fixed = request.service.fixed.get(form) or ()
        plan = request.service.plans.get((form, tuple(given.get(name) for name in fixed)))
        if plan is None:
            operation = Operation(core, definition, fragments_of(document), variables)
            plan = make_plan(
                operation, meanings(core), request.viewer.is_restricted, request.service.statistics
            )
            request.service.fixed.put(form, plan.fixed)
            request.service.plans.put((form, tuple(given.get(name) for name in plan.fixed)), plan)
        return plan, variables
