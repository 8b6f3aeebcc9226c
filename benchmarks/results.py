"""What was measured, kept beside the scripts: a file that programs read, and `RESULTS.md` made out of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.machine import description, now

FOLDER = Path(__file__).parent
DATA, PAGE = FOLDER / "results.json", FOLDER / "RESULTS.md"
INTRODUCTION = """# What was measured

Made by `python -m benchmarks`; do not edit. Each figure stands beside its baseline in the same run, both in turns on a
warm database; medians are compared. A target that is missed is said to be missed.
"""


@dataclass(slots=True)
class Line:
    """One figure: what was measured, the value, and whether it reaches what it should."""

    what: str
    value: str
    target: str = ""
    reached: bool | None = None

    @property
    def verdict(self) -> str:
        """Yes, no, or nothing where there is no target."""
        return "" if self.reached is None else "yes" if self.reached else "**no**"


@dataclass(slots=True)
class Section:
    """The figures of one script: when and on what they were taken, and what a reader has to know of them."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    machine: list[str] = field(default_factory=description)
    begun: str = field(default_factory=now)

    def add(self, what: str, value: str, target: str = "", reached: bool | None = None) -> None:
        """Add a figure, and print it."""
        self.lines.append(Line(what, value, target, reached))
        print(
            f"  {what}: {value}" + (f" (to reach: {target}: {self.lines[-1].verdict})" if target else ""),
            flush=True,
        )

    def note(self, text: str) -> None:
        """Add what a reader has to know, and print it."""
        self.notes.append(text)
        print(f"  {text}", flush=True)


def section(name: str, title: str) -> Section:
    """A new section; prints its heading."""
    made = Section(name, title)
    print(f"{title}\n  {made.begun}\n  " + "\n  ".join(made.machine), flush=True)
    return made


def keep(sections: Sequence[Section]) -> None:
    """Put sections in place of the former ones of their names, and write the page anew."""
    stored = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}
    stored |= {made.name: asdict(made) for made in sections}
    DATA.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    read = [
        Section(**(each | {"lines": [Line(**line) for line in each["lines"]]})) for each in stored.values()
    ]
    PAGE.write_text(page(sorted(read, key=lambda made: made.title)), encoding="utf-8")


def page(sections: Sequence[Section]) -> str:
    """The page that people read."""
    return INTRODUCTION + "".join(_rendered(made) for made in sections)


def _rendered(made: Section) -> str:
    rows = [f"| {line.what} | {line.value} | {line.target} | {line.verdict} |" for line in made.lines]
    parts = [
        f"\n## {made.title}\n",
        "| what | measured | to reach | reached |",
        "|---|---|---|---|",
        *rows,
        "",
    ]
    parts += [f"- {note}" for note in made.notes]
    parts += [f"- {made.begun}; {'; '.join(made.machine)}"]
    return "\n".join(parts) + "\n"
