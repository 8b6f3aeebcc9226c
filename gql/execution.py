"""An operation on its way: planned, limited, read in one statement, finished, answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from inspect import isawaitable
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute,
    get_operation_ast,
    parse,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.extensions import SchemaExtension

from gql.agents.runs import Runs
from gql.cursors import Sealer
from gql.errors import Busy, NotAllowed, RequestRefused
from gql.force import Force
from gql.kept import Kept
from gql.limits import Limits, check_cost
from gql.metrics import STATEMENTS
from gql.planning.plan import Plan
from gql.planning.planner import form_of, make_plan
from gql.planning.selection import Operation, fragments_of
from gql.planning.shapes import MET, Context, Crawled, NullInAnswer
from gql.planning.statistics import UNCOUNTED, Statistics
from gql.reading import Reader
from gql.schema import meanings
from gql.texts import Texts
from gql.viewers import Viewer, Viewing, viewing_of
from gql.working import Worker
from graph_platform.asking.proposing import Propose
from privacy.audit.entry import Access, fingerprint
from privacy.audit.log import AuditLog
from privacy.masking import TEXTS, TOKENS
from privacy.recording import Recorded, Recorder

LONG = 20_000.0
"""Cost from which on an operation is read beside the others."""
MUCH_TO_PLAN = 4_000
"""Characters of a statement from which on it is planned before it is read for the first time."""
MOST_CHANGES = 3
"""Changes of the policy while one operation is answered."""
PLANS = 1_000
"""Plans that are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asks under which policy, when, and how its cursors are sealed."""

    viewer: Viewer
    viewing: Viewing
    sealer: Sealer
    today: date
    now: datetime

    @property
    def scopes(self) -> Sequence[str]:
        return self.viewer.scopes

    @property
    def own(self) -> Sequence[str]:
        return self.viewer.own

    @property
    def hidden(self) -> Sequence[str]:
        return self.viewing.sight.hidden.entities

    def opened(self, cursor: str, binding: str) -> Sequence[Any]:
        return self.sealer.opened(cursor, self._bound(binding))

    def sealed(self, keys: Sequence[Any], binding: str) -> str:
        return self.sealer.sealed(keys, self._bound(binding))

    def _bound(self, binding: str) -> bytes:
        scopes = "\n".join(sorted(self.viewer.scopes))
        roles = "\n".join(sorted(self.viewer.roles))
        agent = self.viewer.agent
        version = self.viewing.sight.version
        return f"{self.viewer.subject}\n{scopes}\n{roles}\n{agent}\n{version}\n{binding}".encode()


class Service:
    """What all requests of a server share: the database's readers and workers, plans, limits, the seal of cursors."""

    def __init__(
        self,
        home: Path,
        readers: tuple[Reader, Reader],
        workers: tuple[Worker, Worker],
        force: Force,
        texts: Texts,
        audit: AuditLog,
        sealer: Sealer,
        limits: Limits,
        statistics: Statistics,
        runs: Runs,
        propose: Propose | None = None,
        synonyms: Path | None = None,
    ) -> None:
        self.force, self.texts, self.audit, self.runs = force, texts, audit, runs
        self.propose, self.synonyms = propose, synonyms
        self.home, self.recorder = home, Recorder(home)
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
        self.audit.close()


@dataclass(slots=True)
class Request:
    """The context of one operation, as strawberry hands it on."""

    service: Service
    viewer: Viewer
    language: str = "en"
    cost: float | None = None
    began: bool = False
    viewing: Viewing | None = None
    plan: Plan | None = None
    door: str = "http"
    kind: str = "refused"
    fields: tuple[str, ...] = ()
    met: list[str] = field(default_factory=list)
    is_inner: bool = False

    def extensions(self) -> dict[str, Any]:
        """What the answer says of the operation beside its data."""
        said: dict[str, Any] = {} if self.cost is None else {"cost": round(self.cost, 1)}
        if self.viewing:
            masked = self.plan.shown if self.plan else {}
            said["policy"] = {"version": self.viewing.sight.version, "masked": masked}
        return said

    def access(self, outcome: str) -> Access:
        """What is put down of it."""
        plan, viewing = self.plan, self.viewing
        statement = plan.statement if plan else ""
        return Access(
            who=self.viewer.subject,
            roles=self.viewer.roles,
            purposes=self.viewer.purposes,
            door=self.door,
            kind=self.kind,
            operation=fingerprint(self.fields, statement),
            policy=viewing.sight.version if viewing else "",
            outcome=outcome,
            agent=self.viewer.agent,
            entities=list(dict.fromkeys(self.met)),
            classes=plan.touched if plan else (),
            masked=plan.shown if plan else {},
        )

    async def viewing_now(self) -> Viewing:
        """What the viewer sees under the policy in force, looked up anew. Raises `Unavailable`."""
        await self.service.force.changed()
        return viewing_of(self.viewer, await self.service.force.now())

    async def ask(self, schema: GraphQLSchema, text: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data that the same viewer is given for another query; what it meets is put down with this one.

        Raises `GraphQLError`.
        """
        known = self.service.known.get((text, None))
        if known is None:
            document = parse(text)
            if (definition := get_operation_ast(document)) is None:
                raise RequestRefused("there is no such operation in the text")
            known = Known(text, None, document, definition, schema)
            self.service.known.put((text, None), known)
        inner = Request(self.service, self.viewer, self.language, door=self.door, is_inner=True)
        result = await answered(known, given, inner)
        if result.errors:
            raise result.errors[0]
        self.met += inner.met
        return result.data or {}

    def is_of(self, definition: OperationDefinitionNode) -> None:
        """Take down which operation is answered: its kind, and its fields' names in the schema."""
        self.kind = definition.operation.value
        selected = definition.selection_set.selections
        self.fields = tuple(each.name.value for each in selected if isinstance(each, FieldNode))

    def asked(self, viewing: Viewing) -> Asked:
        """What a plan is told of it."""
        now = datetime.now(UTC)
        return Asked(self.viewer, viewing, self.service.sealer, now.date(), now)


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
        request: Request = context.context
        name = context.operation_name
        definition = get_operation_ast(document, name) if document is not None else None
        if definition is not None and definition.operation is not OperationType.QUERY:
            request.is_of(definition)
            request.began = True
            if request.viewer.agent:
                # what an agent writes goes through its tools, where a person approves it
                error = NotAllowed("agents write by their tools", "智能体只能通过工具写入")
                context.result = ExecutionResult(data=None, errors=[error])
        elif document is not None and text is not None:
            if definition is None:
                missing = RequestRefused("there is no such operation in the text")
                context.result = ExecutionResult(data=None, errors=[missing])
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
    request.is_of(known.definition)
    try:
        plan, row, context = await _answer(known, given, request)
        request.met = context[MET]
        if request.door == "http" and not request.is_inner:
            service, viewer = request.service, request.viewer
            operation = Recorded(
                known.text,
                known.name,
                dict(given),
                viewer.roles,
                viewer.purposes,
                viewer.scopes,
                viewer.subject,
            )
            service.recorder.record(operation)
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


async def _answer(known: Known, given: Mapping[str, Any], request: Request) -> tuple[Plan, Any, Context]:
    """What the statement returned, under the policy that was in force in the moment when it was read.

    Another one than the plan was made for is looked up, and the plan made for it: an answer is never of two.
    """
    service = request.service
    for _ in range(MOST_CHANGES):
        in_force = await service.force.now()
        request.viewing = viewing = viewing_of(request.viewer, in_force)
        try:
            plan, variables = _planned(known, given, request, viewing)
        except NotAllowed:
            # what one policy refuses another may not: it has to be the one in force that does
            await service.force.changed()
            if await service.force.now() == in_force:
                raise
            continue
        request.plan, request.cost = plan, plan.cost
        check_cost(plan.cost, service.limits)
        parameters, context = plan.bind(variables, request.asked(viewing))
        context[TOKENS] = service.force.tokens(request.viewer.purposes)
        context[MET] = []
        request.began = True
        if not plan.statement:
            return plan, [], context
        version, clock, row = await _read(plan, parameters, request)
        if service.force.is_of(version, in_force):
            context[TEXTS] = await service.texts.reader(clock, viewing.sight)
            return plan, row, context
        await service.force.changed()
    raise Busy("the policy is being changed", "策略正在更新")


async def _read(plan: Plan, parameters: dict[str, Any], request: Request) -> Any:
    STATEMENTS.inc()
    # what meets much has threads of its own, so that what meets little never waits for it
    service = request.service
    lane = service.short if plan.cost <= LONG else service.long
    if len(plan.statement) > MUCH_TO_PLAN and plan.statement not in service.planned:
        # what takes seconds to plan would never be planned within the time to read
        await lane.plan(plan.statement, parameters)
        service.planned.put(plan.statement, True)
    return await lane.read(plan.statement, parameters)


def _planned(
    known: Known, given: Mapping[str, Any], request: Request, viewing: Viewing
) -> tuple[Plan, VariableValues]:
    declared = known.definition.variable_definitions or ()
    variables = get_variable_values(known.schema, declared, dict(given), max_errors=5)
    if isinstance(variables, list):
        raise variables[0]
    service = request.service
    form = (known.text, known.name, form_of(known.schema, known.definition, given), viewing.key)
    fixed = service.fixed.get(form) or ()
    plan = service.plans.get((form, tuple(given.get(name) for name in fixed)))
    if plan is None:
        operation = Operation(known.schema, known.definition, fragments_of(known.document), variables)
        counted = UNCOUNTED if viewing.rows.hides_any else service.statistics
        plan = make_plan(operation, meanings(known.schema), viewing, counted)
        service.fixed.put(form, plan.fixed)
        service.plans.put((form, tuple(given.get(name) for name in plan.fixed)), plan)
    return plan, variables
