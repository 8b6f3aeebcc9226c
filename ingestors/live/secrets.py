"""Secrets by name: out of the environment, or out of a file that only its owner can read. Never out of a connection."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from graph_platform.errors import SettingsError


def secret(name: str) -> str:
    """The value of `NAME`, or the first line of the file that `NAME_FILE` names. Raises `SettingsError`."""
    if value := os.environ.get(name):
        return value
    file = os.environ.get(f"{name}_FILE")
    if not file:
        raise SettingsError(
            f"there is no secret {name}", f"Set {name}, or {name}_FILE to a file that only you can read."
        )
    path = Path(file)
    try:
        mode = path.stat().st_mode
        if stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(f"the file of {name} can be read by others", f"chmod 600 {path.name}")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"the file of {name} cannot be read ({type(error).__name__})", f"Check {name}_FILE."
        ) from None
    if not lines or not lines[0].strip():
        raise SettingsError(f"the file of {name} is empty", "Its first line is the secret.")
    return lines[0].strip()
