"""The devices that stand at the organization, that it owns or operates, and how well they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_platform.dimensions.common import Dimension, Row, headline, only


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """The devices of one kind."""

    kind: str
    """Their finest label: `Battery`, `Vehicle`, `Machine`."""
    devices: int
    """How many."""
    health: float | None
    """Mean state of health, 0 to 1, of those whose health is known."""
    health_known: int
    """Of how many it is known."""
    weak: int
    """Below 0.8."""
    warranty_known: int
    """Of how many the end of warranty is known."""
    out_of_warranty: int
    """Of these, how many are past it."""


@dataclass(frozen=True, slots=True)
class DeviceTrouble:
    """What happened to the devices in the last 90 days."""

    kind: str
    """`Alarm`, `Diagnostic` or `Repair`."""
    severity: str | None
    """As the source says it."""
    events: int
    """How many."""
    devices: int
    """Of how many devices."""


@dataclass(frozen=True, slots=True)
class WeakDevice:
    """One of the devices in the worst state."""

    id: str
    """Id of the entity."""
    name: str | None
    """Its name."""
    health: float
    """Its state of health, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledBase(Dimension):
    """The organization's devices and their health."""

    unit: str = "devices"
    formula: str = (
        "Number of devices that stand at the organization, that it owns or that it operates, each once."
    )
    formula_zh: str = "安装于、归属于或由本组织运营的设备数，每台计一次。"
    health: float | None
    """Mean state of health, 0 to 1, of the devices whose health is known; none where it is of none."""
    health_known: int
    """Of how many devices it is known."""
    weak: int
    """Devices whose state of health is below 0.8."""
    out_of_warranty: int | None
    """Devices past their warranty; none where no end of warranty is known."""
    kinds: tuple[DeviceKind, ...]
    """The same by kind, the most frequent first."""
    trouble: tuple[DeviceTrouble, ...]
    """Alarms, diagnostics and repairs of the last 90 days, the most frequent first."""
    weakest: tuple[WeakDevice, ...]
    """Up to ten devices below 0.8, the worst first."""


def compute(rows: Sequence[Row]) -> InstalledBase:
    """The installed base out of the rows of `dimensions/installed_base`."""
    row = only(rows)
    kinds = tuple(_kind(each) for each in row.get("kinds") or ())
    known = sum(each.health_known for each in kinds)
    healths = sum(each["health"] for each in row.get("kinds") or ())
    warranties = sum(each.warranty_known for each in kinds)
    events = [
        DeviceTrouble(each["kind"], each["severity"], each["events"], each["devices"])
        for each in row.get("events") or ()
    ]
    return InstalledBase(
        **headline(sum(each.devices for each in kinds) or None, row),
        health=healths / known if known else None,
        health_known=known,
        weak=sum(each.weak for each in kinds),
        out_of_warranty=sum(each.out_of_warranty for each in kinds) if warranties else None,
        kinds=kinds,
        trouble=tuple(sorted(events, key=lambda it: (-it.events, it.kind, it.severity or ""))),
        weakest=tuple(
            WeakDevice(each["id"], each["name"], each["health"]) for each in row.get("weakest") or ()
        ),
    )


def _kind(said: Row) -> DeviceKind:
    known = said["health_known"]
    return DeviceKind(
        said["kind"],
        said["devices"],
        said["health"] / known if known else None,
        known,
        said["weak"],
        said["warranty_known"],
        said["out_of_warranty"],
    )
