"""CPUs: counters of two looks → shares, rates and peaks of the window."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

SOURCE = "/proc/stat"
SHORTEST_SECONDS = 0.2
"""The kernel counts in ticks of 10 ms: nothing is a share over less than twenty of them."""

PEAK = 0.90
"""Utilization of all CPUs together from which on a moment counts as a peak."""


@deriver()
def cpu(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give utilization and modes of each CPU and of all, peaks, queue, switches and forks."""
    times = _times(window)
    count = window.last.number("cpu.count") or 1.0
    for name, modes in times.items():
        total = sum(modes.values())
        if total >= SHORTEST_SECONDS:
            yield from _shares(window, name, modes, total, count)
    yield from _peaks(window, count)
    yield from _queue(window, count)
    yield from _rates(window, count)


def _times(window: Window) -> dict[str, dict[str, float]]:
    """Give how much each CPU's time grew in each mode.

    Idle and I/O wait may run backwards by a tick on a kernel without a periodic one: that is 0.
    """
    seconds = window.seconds_of("cpu.time")
    grown: dict[str, dict[str, float]] = {}
    for reading in window.last.of("cpu.time"):
        labels = dict(reading.labels)
        before = window.first.number("cpu.time", **labels)
        if before is None or isinstance(reading.value, str) or seconds <= 0:
            continue
        growth = max(reading.value - before, 0.0)
        grown.setdefault(labels["cpu"], {})[labels["mode"]] = growth
    return grown


def _shares(
    window: Window, name: str, modes: dict[str, float], total: float, count: float
) -> Iterator[Evidence]:
    seconds = window.seconds_of("cpu.time")
    idle = modes.get("idle", 0.0) + modes.get("iowait", 0.0)
    rates = window.rates("cpu.busy_time", cpu=name)
    scale = count if name == "all" else 1.0
    yield evidence(
        "cpu.utilization",
        min(max(1.0 - idle / total, 0.0), 1.0),
        source=SOURCE,
        window_s=seconds,
        series=tuple((at, min(rate / scale, 1.0)) for at, rate in rates),
        cpu=name,
    )
    for mode, spent in modes.items():
        share = spent / total
        yield evidence(
            "cpu.mode_share", share, source=SOURCE, window_s=seconds, cpu=name, mode=mode
        )
        if mode == "softirq":
            yield evidence("cpu.softirq_share", share, source=SOURCE, window_s=seconds, cpu=name)


def _peaks(window: Window, count: float) -> Iterator[Evidence]:
    """Give the peak of all CPUs together, and the share of the window spent near it."""
    if not window.pulses:
        return
    rates = [(at, rate / count) for at, rate in window.rates("cpu.busy_time", cpu="all")]
    begin = 0.0
    spans: list[tuple[float, float]] = []
    for at, rate in rates:
        # two looks 20 ms apart tell two ticks: such a pair is no measurement
        if at - begin >= 0.05:
            spans.append((at - begin, min(rate, 1.0)))
        begin = at
    seconds = sum(span for span, _ in spans)
    if seconds <= 0:
        return
    near = sum(span for span, rate in spans if rate >= PEAK)
    series = tuple((at, min(rate, 1.0)) for at, rate in rates)
    yield evidence(
        "cpu.peak", max(rate for _, rate in spans), source=SOURCE, window_s=seconds, series=series
    )
    yield evidence("cpu.peak_share", near / seconds, source=SOURCE, window_s=seconds)


def _queue(window: Window, count: float) -> Iterator[Evidence]:
    """Give how often more was ready to run than there are CPUs; who looks is running too."""
    series = tuple((at, max(value - 1.0, 0.0)) for at, value in window.series("cpu.runnable"))
    if not series:
        return
    looks = tuple((at, float(value > count)) for at, value in series)
    over = sum(value for _, value in looks) / len(looks)
    mean = sum(value for _, value in series) / len(series)
    yield evidence("cpu.over_share", over, source=SOURCE, window_s=window.seconds, series=looks)
    yield evidence("load.running", mean, source=SOURCE, window_s=window.seconds, series=series)
    blocked = [value for _, value in window.series("cpu.blocked")]
    if blocked:
        yield evidence(
            "load.blocked", sum(blocked) / len(blocked), source=SOURCE, window_s=window.seconds
        )


def _rates(window: Window, count: float) -> Iterator[Evidence]:
    seconds = window.seconds_of("cpu.context_switches")
    switches = window.rate("cpu.context_switches")
    if switches is not None:
        series = window.rates("cpu.context_switches")
        yield evidence("cpu.switch_rate", switches, source=SOURCE, window_s=seconds, series=series)
        yield evidence(
            "cpu.switch_rate_per_cpu",
            switches / count,
            source=SOURCE,
            window_s=seconds,
            series=tuple((at, rate / count) for at, rate in series),
        )
    forks = window.rate("cpu.forks")
    if forks is not None:
        series = window.rates("cpu.forks")
        yield evidence("cpu.fork_rate", forks, source=SOURCE, window_s=seconds, series=series)
    for reading in window.last.of("scheduler.run_delay_time"):
        name = dict(reading.labels)["cpu"]
        waited = window.rate("scheduler.run_delay_time", cpu=name)
        if waited is not None:
            yield evidence(
                "scheduler.run_delay", waited, source=reading.source, window_s=seconds, cpu=name
            )
