"""Progress of what takes long, on stderr, and only where somebody is looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


@contextmanager
def load_progress(name: str) -> Iterator[Callable[[int, int, int], None]]:
    """A bar over the bytes of a load, with rows per second and the time that is left."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:>12,} rows"),
        TextColumn("{task.fields[speed]:>9,.0f} rows/s"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        task = progress.add_task(name, total=None, rows=0, speed=0.0)

        def advance(read: int, size: int, rows: int) -> None:
            elapsed = progress.tasks[task].elapsed or 0.0
            speed = rows / elapsed if elapsed else 0.0
            progress.update(task, completed=read, total=size, rows=rows, speed=speed)

        yield advance


@contextmanager
def steps_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step of something, moving where its end is known and counting where it is not."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(show_speed=True),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        task = progress.add_task("", total=None)
        step = ""

        def advance(name: str, done: int, size: int) -> None:
            nonlocal task, step
            if name != step:
                progress.remove_task(task)
                task, step = progress.add_task(name, total=None), name
            progress.update(task, completed=done, total=size or None)

        yield advance


@contextmanager
def counting(what: str, unit: str) -> Iterator[Callable[[int], None]]:
    """A spinner that counts what is done, where the end is not known."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f} " + unit),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def steps() -> Iterator[Callable[[str, int], None]]:
    """A spinner that names the step, and counts where there is something to count."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda step, count: None
        return
    with console.status("") as status:
        yield lambda step, count: status.update(f"{step} {count:,}" if count else step)
