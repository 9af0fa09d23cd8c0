"""Hardware: frequencies, throttling, errors of the window, weaknesses and the set clock."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.derive.growths import growths
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

BUSY = 0.5
"""Utilization of a CPU from which on its frequency tells something: an idle one is slow."""


@deriver(after=("cpu",))
def hardware(window: Window, so_far: Facts) -> Iterator[Evidence]:
    """Give what hardware counted in the window, and by how much the wall clock was set."""
    yield from _frequencies(window, so_far)
    yield from _growths(window)
    said = [one for one in window.last.of("hardware.vulnerability") if isinstance(one.value, str)]
    if said:
        bare = sum(str(one.value).startswith("Vulnerable") for one in said)
        yield evidence("hardware.vulnerable_count", float(bare), source=said[0].source)
    # who has looked has read two clocks; an archive knows one, and proves nothing by it
    if window.seconds > 0 and window.why_missing("check clock_step") is None:
        first, last = window.first, window.last
        step = (last.time - last.at) - (first.time - first.at)
        yield evidence(
            "clock.step", step, source="wall clock - monotonic clock", window_s=window.seconds
        )


def _frequencies(window: Window, so_far: Facts) -> Iterator[Evidence]:
    for reading in window.last.of("frequency.current"):
        name = dict(reading.labels)["cpu"]
        most = window.last.number("frequency.most", cpu=name)
        use = so_far.number("cpu.utilization", cpu=name)
        if most and use is not None and use >= BUSY and not isinstance(reading.value, str):
            share = min(reading.value / most, 1.0)
            yield evidence("frequency.share", share, source=reading.source, cpu=name)


def _growths(window: Window) -> Iterator[Evidence]:
    for reading in window.last.of("thermal.throttles"):
        scope = dict(reading.labels)["scope"]
        rate = window.rate("thermal.throttles", scope=scope)
        if rate is not None:
            yield evidence(
                "thermal.throttle_rate",
                rate,
                source=reading.source,
                window_s=window.seconds_of("thermal.throttles"),
                scope=scope,
            )
    yield from growths(window, "hardware.machine_checks", "hardware.new_machine_checks")
    yield from growths(window, "interconnect.pcie_errors", "interconnect.new_pcie_errors")
