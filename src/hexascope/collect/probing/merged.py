"""A window with what probes measured after it: evidence like any other."""

from collections.abc import Iterable
from dataclasses import replace

from hexascope.collect.probing.contract import Probe
from hexascope.domain.probe import ProbeResult
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status


def with_probed(window: Window, probed: Iterable[ProbeResult], probes: Iterable[Probe]) -> Window:
    """Give the window with the probes' readings in its last look.

    A family that no probe has measured is missing for its reason: the probe was not asked for, or
    could not run.
    """
    results = tuple(probed)
    readings = {family: dict(by_labels) for family, by_labels in window.last.readings.items()}
    for result in results:
        for one in result.readings:
            readings.setdefault(one.family, {})[one.labels] = one
    missing = dict(window.last.missing)
    for probe in probes:
        for family in probe.gives:
            if family not in readings:
                missing.setdefault(family, _why(family, probe.name, results))
    for result in results:
        for gone in result.missing:
            if gone.name not in readings:
                missing[gone.name] = gone
    return replace(window, last=replace(window.last, readings=readings, missing=missing))


def _why(family: str, name: str, results: Iterable[ProbeResult]) -> Missing:
    for one in results:
        if one.probe == name and one.status is not Status.MEASURED:
            return Missing(family, one.status, one.reason)
    if any(one.probe == name for one in results):
        return Missing(family, Status.NOT_PRESENT, f"the probe {name} saw none of it")
    return Missing(family, Status.NOT_ASKED, f"the probe {name} was not asked for (--deep)")
