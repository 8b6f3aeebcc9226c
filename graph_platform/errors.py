"""Every error that the platform raises on purpose.

    GraphPlatformError                     1  something unexpected
    ├── UsageError                         2  the question itself is wrong (an option, a name, a path)
    │   ├── UnknownStatement               2  no such file in cypher/
    │   ├── NotThere                       2  nothing has this id, for whoever asks
    │   └── Conflict                       2  it was changed since, or another was sent under the same key
    ├── SettingsError                      2  settings that contradict each other or are not readable
    ├── SourceError                        3  a file cannot be used as the source that it was given for
    │   ├── UnrecognisedSource             3  its columns or keys are not that source's
    │   ├── SourceChanged                  3  it changed while it was being read
    │   └── SourceTruncated                3  it ends in the middle
    ├── MappingError                       3  a mapping contradicts itself, its format or the ontology
    ├── SignalError                        3  a signal contradicts itself, its format or the ontology
    ├── PolicyError                        3  a policy contradicts itself, its format or the ontology
    ├── AgentError                         3  an agent's declaration is wrong, or asks for more than its owner may see
    ├── AuditError                         1  the audit log cannot be written, or is not as it was written
    ├── Interrupted                      130  somebody pressed Ctrl-C
    ├── DatabaseError                      5  Neo4j refused, or is not to be reached
    │   ├── NotRunning                     5  nothing listens where a database should
    │   ├── StartFailed                    5  the managed Neo4j ended before it answered
    │   ├── AdminFailed                    5  dump, load or check ended badly
    │   ├── AccessDenied                   5  wrong user, password or right
    │   ├── ConstraintViolated             5  a write would break a constraint of the ontology
    │   ├── StatementEnded                 5  a statement took longer than it may, or was ended
    │   ├── StatementTooLarge              5  a statement takes more memory than Neo4j has for it
    │   └── StatementFailed                5  Neo4j refused a statement
    └── EnvironmentProblem                 6  this machine lacks something
        ├── ArtifactError                  6  a jar is missing, cannot be fetched, or is not the one we locked
        └── JavaMissing                    6  no Java runtime to start Neo4j with

To add one: subclass the nearest relative, set `exit_code` only where it differs, and draw it above.
Exit codes: 0 ok, 1 unexpected, 2 usage, 3 a source cannot be used, 4 rows were rejected, 5 database,
6 environment, 7 a data set is not as usual, 130 interrupted.

Neither a message nor a suggestion ever carries a value out of the graph or out of a source: a message may
name a file, a line, a column, a setting or a code, and nothing else.
"""

from typing import ClassVar

EXIT_OK = 0
EXIT_UNEXPECTED = 1
EXIT_USAGE = 2
EXIT_SOURCE = 3
EXIT_REJECTED = 4
EXIT_DATABASE = 5
EXIT_ENVIRONMENT = 6
EXIT_UNWELL = 7
EXIT_INTERRUPTED = 130


class GraphPlatformError(Exception):
    """An error that somebody can do something about.

    `message` says what went wrong in one sentence, `suggestion` what to do next, and `exit_code` is what the
    command line ends with.
    """

    exit_code: ClassVar[int] = EXIT_UNEXPECTED

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


class UsageError(GraphPlatformError):
    """The question itself is wrong: an option, a name, a path."""

    exit_code = EXIT_USAGE


class UnknownStatement(UsageError):
    """There is no Cypher file of that name."""


class NotThere(UsageError):
    """Nothing has this id, or nothing that whoever asks may see."""


class Conflict(UsageError):
    """It was changed since whoever changes it read it, or something else was sent under the same key."""


class SettingsError(GraphPlatformError):
    """Settings are not readable, or contradict each other."""

    exit_code = EXIT_USAGE


class SourceError(GraphPlatformError):
    """A file cannot be used as the source that it was given for."""

    exit_code = EXIT_SOURCE


class UnrecognisedSource(SourceError):
    """The columns or keys of a file are not those of the source that it was given for."""


class SourceChanged(SourceError):
    """A file changed while it was being read, so what was read of it may be half of two versions."""


class SourceTruncated(SourceError):
    """A file ends in the middle. The rows before that were handed on."""


class MappingError(GraphPlatformError):
    """A mapping contradicts itself, the mapping format or the ontology."""

    exit_code = EXIT_SOURCE


class SignalError(GraphPlatformError):
    """A signal contradicts itself, the signal format or the ontology."""

    exit_code = EXIT_SOURCE


class PolicyError(GraphPlatformError):
    """A policy contradicts itself, its format or the ontology."""

    exit_code = EXIT_SOURCE


class AgentError(GraphPlatformError):
    """A declaration of an agent contradicts its format, or asks for more than its owner may see."""

    exit_code = EXIT_SOURCE


class AuditError(GraphPlatformError):
    """The audit log cannot be written, or is not as it was written."""


class Interrupted(GraphPlatformError):
    """Somebody pressed Ctrl-C."""

    exit_code = EXIT_INTERRUPTED


class DatabaseError(GraphPlatformError):
    """Neo4j refused, or is not to be reached."""

    exit_code = EXIT_DATABASE


class NotRunning(DatabaseError):
    """Nothing answers where a database should."""


class StartFailed(DatabaseError):
    """The managed Neo4j ended, or did not answer in time."""


class AdminFailed(DatabaseError):
    """A dump, a load or a check ended badly."""


class AccessDenied(DatabaseError):
    """Neo4j did not accept the user, the password or the right."""


class ConstraintViolated(DatabaseError):
    """A write would break a constraint of the ontology."""


class StatementEnded(DatabaseError):
    """A statement took longer than it may, or somebody ended it."""


class StatementTooLarge(DatabaseError):
    """A statement takes more memory than Neo4j has for it."""


class StatementFailed(DatabaseError):
    """Neo4j refused a statement; the code says why, the database's own text is withheld."""


class EnvironmentProblem(GraphPlatformError):
    """This machine lacks something that the platform needs."""

    exit_code = EXIT_ENVIRONMENT


class ArtifactError(EnvironmentProblem):
    """A jar is missing, cannot be fetched, or is not the one that was locked."""


class JavaMissing(EnvironmentProblem):
    """There is no Java runtime to start Neo4j with."""
