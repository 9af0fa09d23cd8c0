"""The scrapes of a window → readings and rows as our collectors would give them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from hexascope.collect.collectors import disks
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_readings import readings, steady_cpus
from hexascope.collect.series.prometheus_rows import followed, rows
from hexascope.collect.series.prometheus_samples import HOLE_SCRAPES, Run, Series
from hexascope.collect.series.prometheus_values import Values, info, source
from hexascope.domain.evidence import Kind, Labels, labels_of
from hexascope.domain.families import families
from hexascope.domain.snapshot import Reading

CLOCK_TICK = 0.02
"""Seconds by which the kernel's own counts of CPU time may run backwards."""


class Moments:
    """The scrapes of a run, with what can't be compared from one to the next left out.

    A counter that fell, or was not there for some scrapes, began anew: what was before is dropped,
    so that no growth is made of it. Sums over CPUs take those that were there at both ends.
    """

    def __init__(self, series: Iterable[Series], run: Run) -> None:
        self.run = run
        self._at: dict[float, dict[str, list[tuple[Mapping[str, str], float]]]] = {
            at: {} for at in run.times
        }
        for one in series:
            self._add(one)
        first, last = self._at[run.times[0]], self._at[run.times[-1]]
        self.cpus = steady_cpus(first, last)
        self._both = {metric: _labels(first, metric) & _labels(last, metric) for metric in SUMMED}

    def _add(self, one: Series) -> None:
        points = [point for point in one.points if point[0] in self._at]
        if _is_counter(one.metric):
            points = _since_reset(points, self.run)
        labels = dict(one.labels)
        for at, value in points:
            self._at[at].setdefault(one.metric, []).append((labels, value))

    def readings(self, at: float) -> Iterator[Reading]:
        """Give the readings of one scrape."""
        values = self._at[at]
        for rule in names.RULES:
            for labels, value in values.get(rule.metric, ()):
                if rule.by == "diskstats" and not disks.is_whole(labels.get("device", "")):
                    continue
                yield Reading(rule.family, _ours(rule, labels), value, source(rule.metric))
        yield from self._sums(values)
        yield from readings(values, at, self.cpus)
        yield from followed(values)

    def rows(self, at: float) -> Iterator[object]:
        """Give the rows of one scrape, and the readings that count them."""
        return rows(self._at[at])

    def holds(self, metric: str) -> bool:
        """Say whether the last scrape has a series of this name."""
        return metric in self._at[self.run.times[-1]]

    def collectors(self) -> Mapping[str, bool]:
        """Give which collectors are on at the exporter, and whether they worked."""
        last = self._at[self.run.times[-1]].get("node_scrape_collector_success", ())
        return {labels.get("collector", ""): value == 1 for labels, value in last}

    def fact(self, metric: str, label: str) -> str:
        """Give a word that an info series holds in a label, empty where there is none."""
        return info(self._at[self.run.times[-1]], metric, label)

    def _sums(self, values: Values) -> Iterator[Reading]:
        for metric, family in SUMMED.items():
            both = self._both[metric]
            found = [
                value for labels, value in values.get(metric, ()) if labels_of(dict(labels)) in both
            ]
            if both and len(found) == len(both):
                yield Reading(family, (("cpu", "all"),), sum(found), source(metric))


SUMMED = {
    "node_schedstat_waiting_seconds_total": "scheduler.run_delay_time",
    "node_softnet_processed_total": "softnet.packet_count",
    "node_softnet_dropped_total": "softnet.drop_count",
    "node_softnet_times_squeezed_total": "softnet.squeeze_count",
}
"""Counters of each CPU of which our collectors give the sum as well."""

_GAUGES = frozenset(
    rule.metric for rule in names.RULES if families()[rule.family].kind is not Kind.COUNTER
)
_COUNTERS = frozenset(
    rule.metric for rule in names.RULES if families()[rule.family].kind is Kind.COUNTER
)


_UP_AND_DOWN = ("node_netstat_Tcp_CurrEstab", "node_vmstat_nr_")
"""What stands among counters of one family and is none."""


def _is_counter(metric: str) -> bool:
    if metric.startswith(_UP_AND_DOWN):
        return False
    return metric in _COUNTERS or (metric.endswith("_total") and metric not in _GAUGES)


def _since_reset(points: list[tuple[float, float]], run: Run) -> list[tuple[float, float]]:
    """Give the samples since a counter last began anew, or was away for several scrapes."""
    begin = 0
    longest = (HOLE_SCRAPES + 1.5) * run.interval
    for place, ((early, before), (late, after)) in enumerate(pairwise(points), start=1):
        if after < before - CLOCK_TICK or late - early > longest:
            begin = place
    return points[begin:]


def _labels(values: Values, metric: str) -> frozenset[Labels]:
    return frozenset(labels_of(dict(labels)) for labels, _ in values.get(metric, ()))


def _ours(rule: names.Rule, labels: Mapping[str, str]) -> Labels:
    return tuple(
        (name, theirs[1:] if theirs.startswith("=") else labels.get(theirs, ""))
        for name, theirs in rule.labels
    )
