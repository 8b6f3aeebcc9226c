"""The one module that speaks Bolt.

    with connect(settings) as database:
        rows = database.read(statement("count_nodes"), {"as_of": today})

Neo4j's own error texts quote stored values and statements, so none of them leaves this module: an error
carries Neo4j's code, and what to do about it.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal, NoReturn, Self, TypeVar

from neo4j import (
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Query,
    Record,
    Session,
)
from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph_platform.errors import (
    AccessDenied,
    ConstraintViolated,
    DatabaseError,
    NotRunning,
    StatementEnded,
    StatementFailed,
    StatementTooLarge,
)
from graph_platform.managed import ensure_running
from graph_platform.managed.endpoint import Endpoint
from graph_platform.settings import Settings, password_from_file
from graph_platform.statements import statement as text_of

T = TypeVar("T")
Access = Literal["read", "write"]
Parameters = Mapping[str, Any]
"""What a statement is given: values go here, never into its text."""

ENDED = frozenset(
    (
        "Neo.ClientError.Transaction.TransactionTimedOut",
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
        "Neo.ClientError.Transaction.Terminated",
        "Neo.TransientError.Transaction.Terminated",
    )
)
TOO_LARGE = frozenset(
    (
        "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
        "Neo.TransientError.General.TransactionOutOfMemoryError",
        "Neo.TransientError.General.OutOfMemoryError",
    )
)
AWAY = frozenset(
    ("Neo.TransientError.General.DatabaseUnavailable", "Neo.TransientError.Database.DatabaseUnavailable")
)
RETRY_SECONDS = 30.0
RETRY_PAUSE = 0.1
ENDING_SECONDS = 10.0


def endpoint_of(settings: Settings) -> Endpoint:
    """Give the database that the settings mean, started first if it is the managed one.

    Raises `SettingsError` for an unreadable password file, `StartFailed` and its like for the managed one.
    """
    if settings.neo4j_uri is None or settings.neo4j_password_file is None:
        return ensure_running(settings)
    return Endpoint(settings.neo4j_uri, settings.neo4j_user, password_from_file(settings.neo4j_password_file))


def connect(settings: Settings) -> Database:
    """Connect to the database that the settings mean, and check that it lets us in.

    Raises `NotRunning` when nothing answers and `AccessDenied` for a wrong user or password.
    """
    deadline = time.monotonic() + (ENDING_SECONDS if settings.managed else 0.0)
    while True:
        try:
            return Database.open(endpoint_of(settings), settings.neo4j_database)
        except NotRunning:
            # one that was just killed looks alive until the system has cleared it away; then it is started again
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY_PAUSE)


class Database:
    """A connection to one Neo4j database; closes its driver when it is left."""

    def __init__(self, driver: Driver, name: str) -> None:
        self.driver = driver
        self.name = name
        self._sessions: deque[Session] = deque()

    @classmethod
    def open(cls, endpoint: Endpoint, name: str = "neo4j") -> Self:
        """Open a driver to an endpoint and check that it answers. Raises `DatabaseError`."""
        with _typed_errors():
            driver = GraphDatabase.driver(
                endpoint.uri,
                auth=(endpoint.user, endpoint.password),
                # what Neo4j has to say about a statement would quote it on stderr
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                max_transaction_retry_time=RETRY_SECONDS,
                telemetry_disabled=True,
            )
            try:
                driver.verify_connectivity()
            except BaseException:
                driver.close()
                raise
        return cls(driver, name)

    def read(self, statement: str, parameters: Parameters | None = None) -> list[Record]:
        """Run one reading statement, retried where Neo4j asks for it; all rows. Raises `DatabaseError`."""
        return self.transact(_rows_of(statement, parameters), "read")

    def write(self, statement: str, parameters: Parameters | None = None) -> list[Record]:
        """Run one writing statement in a transaction of its own; all rows. Raises `DatabaseError`."""
        return self.transact(_rows_of(statement, parameters), "write")

    def transact(self, work: Callable[[ManagedTransaction], T], access: Access = "write") -> T:
        """Run `work` in one transaction, again if Neo4j asks for it: so it must have no other effects.

        Returns what `work` returns. Raises `DatabaseError`; what `work` itself raises goes through and
        rolls back.
        """
        with self.session(access) as session:
            return session.execute_read(work) if access == "read" else session.execute_write(work)

    def plan(self, statement: str, parameters: Parameters, seconds: float, tag: str) -> None:
        """Have Neo4j plan a statement, and keep the plan; otherwise like `read_value`."""
        with self.session("read") as session:
            session.run(Query(f"EXPLAIN {statement}", {"tag": tag}, seconds), dict(parameters)).consume()

    def read_value(self, statement: str, parameters: Parameters, seconds: float, tag: str) -> Any:
        """Run one reading statement that returns one value, in one exchange with the database.

        Neo4j ends it after so many `seconds`, and `end(tag)` does before. Raises `StatementEnded` then, or another
        `DatabaseError`; it is not tried again. Sessions are kept: to make one costs a quarter of a short read.
        """
        try:
            session = self._sessions.pop()
        except IndexError:
            session = self.driver.session(database=self.name, default_access_mode="READ")
        with _typed_errors():
            # the driver's type asks for a literal to keep user input out; what a planner composes holds none
            query = Query(statement, {"tag": tag}, seconds)
            try:
                record = session.run(query, dict(parameters)).single(strict=True)
            except BaseException:
                session.close()
                raise
        self._sessions.append(session)
        return record[0]

    def end(self, tag: str) -> None:
        """End whatever runs under a tag of `read_value`, if anything does."""
        for row in self.read(text_of("doctor/transactions_tagged"), {"tag": tag}):
            self.read(text_of("doctor/end_transaction"), {"transaction": row["transaction"]})

    @contextmanager
    def session(self, access: Access = "write") -> Iterator[Session]:
        """Give a driver session, for results too large to hold and for statements that commit themselves.

        Errors of Neo4j inside the block become `DatabaseError`.
        """
        with (
            _typed_errors(),
            self.driver.session(
                database=self.name, default_access_mode="READ" if access == "read" else "WRITE"
            ) as session,
        ):
            yield session

    def close(self) -> None:
        """Give the connections back."""
        while self._sessions:
            self._sessions.pop().close()
        self.driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def run(
    transaction: ManagedTransaction | Pipeline | Session, statement: str, parameters: Parameters | None = None
) -> list[Record]:
    """Run one statement inside a transaction or a session, and give all its rows."""
    # the driver's type asks for a literal to keep user input out; statements come from cypher/ by name
    return list(transaction.run(statement, dict(parameters or {})))


class Pipeline:
    """A transaction that works through writes while the caller prepares the next ones.

    What is sent is run in the order of sending; `run` waits until it is its turn. The first error of a statement that
    was sent is raised by the next `run` or at the end, and nothing is run after it.
    """

    def __init__(self, transaction: ManagedTransaction, thread: ThreadPoolExecutor) -> None:
        self._transaction = transaction
        self._thread = thread
        self._sent: list[Future[list[Record]]] = []

    def send(self, statement: str, parameters: Parameters) -> None:
        """Run a statement whose rows nobody needs, some time before the next `run` answers."""
        self._sent.append(self._thread.submit(self._run, statement, parameters))

    def run(self, statement: str, parameters: Parameters | None = None) -> list[Record]:
        """Run a statement after everything that was sent, and give all its rows."""
        self.finish()
        return run(self._transaction, statement, parameters)

    def finish(self) -> None:
        """Wait for everything that was sent. Raises what the first failed statement raised."""
        sent, self._sent = self._sent, []
        for future in sent:
            future.result()

    def _run(self, statement: str, parameters: Parameters) -> list[Record]:
        return run(self._transaction, statement, parameters)


Transaction = ManagedTransaction | Pipeline


@contextmanager
def pipeline(transaction: ManagedTransaction) -> Iterator[Pipeline]:
    """Give a transaction that runs what is sent behind the caller; at the end everything has been run."""
    with ThreadPoolExecutor(1, "writer") as thread:
        ahead = Pipeline(transaction, thread)
        yield ahead
        ahead.finish()


def run_collected(
    transaction: Transaction, statement: str, parameters: Parameters | None = None
) -> list[dict[str, Any]]:
    """Run a statement that returns one list, `rows`, and give that list.

    Thousands of rows come as one message: each message of their own would cost a turn at the interpreter's lock.
    """
    ((rows,),) = run(transaction, statement, parameters)
    return list(rows)


def _rows_of(statement: str, parameters: Parameters | None) -> Callable[[ManagedTransaction], list[Record]]:
    return lambda transaction: run(transaction, statement, parameters)


def answers(endpoint: Endpoint) -> bool:
    """Whether a database answers there by now. Raises `AccessDenied` if it does and refuses us."""
    try:
        with Database.open(endpoint) as database:
            database.read(text_of("doctor/ping"))
    except AccessDenied:
        raise
    except DatabaseError:
        return False
    return True


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except (Neo4jError, DriverError) as error:
        _raise_typed(error)


def _raise_typed(error: Neo4jError | DriverError) -> NoReturn:
    # `from None`: a traceback of the cause would print the database's text after all
    raise typed_error(error) from None


def typed_error(error: Neo4jError | DriverError) -> DatabaseError:
    """Give the platform's error for one of the driver's, without any text of the database."""
    code = getattr(error, "code", None) or type(error).__name__
    match error:
        case AuthError() | Forbidden():
            return AccessDenied(
                f"Neo4j does not let us in ({code})",
                "Check the user and the password file; `graph-platform doctor` says which are used.",
            )
        case _ if isinstance(error, ServiceUnavailable | SessionExpired) or code in AWAY:
            return NotRunning(
                f"the database does not answer ({code})",
                "See `graph-platform db status`; `graph-platform db start` starts the managed one.",
            )
        case ConstraintError():
            return ConstraintViolated(
                f"the write would break a constraint ({code})",
                "Two things claim one exclusive identifier; see `graph-platform doctor`.",
            )
        case _ if code in ENDED:
            return StatementEnded(
                f"the statement was ended ({code})", "Ask for less at once, or allow it more time."
            )
        case _ if code in TOO_LARGE:
            return StatementTooLarge(
                f"the statement takes more memory than there is for it ({code})",
                "Ask for less at once, or give the database more memory: GRAPH_PLATFORM_HEAP_MB.",
            )
        case _:
            return StatementFailed(
                f"Neo4j refused a statement ({code}{_position(error)})",
                "Its own text is withheld, because it quotes values; run the statement in `db shell` with others.",
            )


def _position(error: Neo4jError | DriverError) -> str:
    # of a syntax error's text, which quotes the statement, the place is all that may be told
    found = re.search(r"\(line (\d+), column (\d+)", str(error))
    return f" at line {found[1]}, column {found[2]}" if found else ""
