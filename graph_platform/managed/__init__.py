"""The platform's own Neo4j: a real one, kept as a child process, with the real Graph Data Science library."""

from graph_platform.managed.endpoint import Endpoint
from graph_platform.managed.maintenance import check, dump, load
from graph_platform.managed.server import Status, ensure_running, status, stop

__all__ = ["Endpoint", "Status", "check", "dump", "ensure_running", "load", "status", "stop"]
