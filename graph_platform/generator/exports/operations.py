"""The two files of our own operations: readings of the test benches, and trips of the fleets that we service."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_platform.generator import dirt
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.world import Diagnostic, Dispatch

DIAGNOSTICS = (
    "diagnostic_id", "serial_number", "device_type", "vin", "customer_name", "uscc", "code", "severity", "soh_percent",
    "recorded_at", "result",
)  # fmt: skip
DISPATCHES = (
    "dispatch_id", "plate", "vin", "operator_uscc", "operator_name", "driver_id", "started_at", "ended_at", "km",
    "service",
)  # fmt: skip


class Operations:
    """Writes readings and trips. A test bench knows a device by its number, seldom whose customer brought it."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self.diagnostics = Table(folder, "diagnostics.csv", as_of, DIAGNOSTICS)
        self.dispatches = Table(folder, "dispatches.csv", as_of, DISPATCHES)

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's readings and trips."""
        for diagnostic in cast.diagnostics:
            self._diagnostic(cast, diagnostic, sightings)
        for dispatch in cast.dispatches:
            self._dispatch(cast, dispatch, sightings)

    def _diagnostic(self, cast: Cast, diagnostic: Diagnostic, sightings: Sightings) -> None:
        rng, device = cast.rng, diagnostic.device
        organization = device.organization
        # in a story the number must stay away, so that only the service desk leads from device to dealer
        number = organization.uscc if not cast.stories and rng.random() < 0.1 else ""
        name = dirt.typed_name(organization, rng) if rng.random() < 0.3 else ""
        result = "正常" if diagnostic.passed else "需更换" if diagnostic.soh_percent else "需维修"
        if organization.language == "en":
            result = "ok" if diagnostic.passed else "replace" if diagnostic.soh_percent else "repair"
        row = self.diagnostics.add(
            diagnostic.id, dirt.typed_serial(device.serial, rng), device.kind, device.vin or "", name, number or "",
            diagnostic.code, diagnostic.severity, "" if diagnostic.soh_percent is None else diagnostic.soh_percent,
            diagnostic.at.isoformat(), result,
        )  # fmt: skip
        sightings.add(diagnostic.id, self.diagnostics.name, row, diagnostic.id)
        sightings.add(device.id, self.diagnostics.name, row, diagnostic.id, "serial_number")

    def _dispatch(self, cast: Cast, dispatch: Dispatch, sightings: Sightings) -> None:
        operator, device = dispatch.operator, dispatch.device
        row = self.dispatches.add(
            dispatch.id, device.plate or "", device.vin or "", operator.uscc or "",
            dirt.typed_name(operator, cast.rng).strip(), dispatch.driver, dispatch.start.isoformat(),
            dispatch.end.isoformat(), dispatch.km, dispatch.service,
        )  # fmt: skip
        sightings.add(dispatch.id, self.dispatches.name, row, dispatch.id)
        sightings.add(device.id, self.dispatches.name, row, dispatch.id, "vin")

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the two files."""
        return close_all((self.diagnostics, self.dispatches), whole=whole)
