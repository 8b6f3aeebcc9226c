"""The platform's own Neo4j: a real one, kept as a child process, with the real Graph Data Science library."""

from graph_platform.managed.endpoint import Endpoint
from graph_platform.managed.server import Status, ensure_running, status, stop, stopped

__all__ = ["Endpoint", "Status", "ensure_running", "status", "stop", "stopped"]
