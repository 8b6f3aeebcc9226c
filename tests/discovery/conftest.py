"""Commands as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from graph_platform.settings import Settings


@pytest.fixture
def processes(settings: Settings) -> Callable[[Sequence[Sequence[str]]], list[int]]:
    """Runs commands at the same time; their exit codes."""

    def started(commands: Sequence[Sequence[str]]) -> list[int]:
        environment = os.environ | {"GRAPH_PLATFORM_HOME": str(settings.home)}
        program = str(Path(sys.executable).with_name("graph-platform"))
        running = [subprocess.Popen([program, *command], env=environment) for command in commands]
        return [each.wait(120) for each in running]

    return started
