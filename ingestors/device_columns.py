"""Which column, or which value, of a service desk tells the device that a ticket is about."""

from __future__ import annotations

import re
import unicodedata

SERIAL_TITLES = {
    *("serial", "serial number", "serial no", "device serial", "battery serial", "sn"),
    *("序列号", "设备序列号", "电池序列号", "电池编码"),
}
VIN_TITLES = {
    "vin",
    "vehicle identification number",
    "chassis number",
    "车架号",
    "车辆识别代号",
    "车辆识别代码",
}

_VIN = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[A-HJ-NPR-Z0-9]{17}")
_SERIAL = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{10,40}")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def kind_of_title(title: str) -> str | None:
    """`serial` or `vin` for the title of a field that holds such, or nothing."""
    said = title.strip().casefold()
    return "serial" if said in SERIAL_TITLES else "vin" if said in VIN_TITLES else None


def kind_of_code(value: str) -> str | None:
    """`serial` or `vin` for a value that is built like such, or nothing."""
    said = code(value)
    if _VIN.fullmatch(said):
        return "vin"
    return "serial" if _SERIAL.fullmatch(said) and not _USCC.fullmatch(said) else None


def code(value: str) -> str:
    """A device's number as all its spellings share it."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value)).upper()
