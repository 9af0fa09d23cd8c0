"""A host as a Prometheus has kept it: series of node_exporter → a window like one of looks."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hexascope.collect.contract import Collector, Json
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_address import printable
from hexascope.collect.series.prometheus_api import Prometheus
from hexascope.collect.series.prometheus_moments import Moments
from hexascope.collect.series.prometheus_reasons import missing, undecided
from hexascope.collect.series.prometheus_samples import run_of, series_of
from hexascope.domain.errors import BadInput, BadTarget, CannotExamine, CannotReach
from hexascope.domain.evidence import LONGEST_TEXT, Labels
from hexascope.domain.snapshot import Pulse, Reading, Snapshot, Window

LONGEST_WINDOW_SECONDS = 3600.0
"""The checks judge means: those of more than an hour hide what they look for."""

MOST_PULSES = 240
"""Scrapes between the ends that become light looks; of more, every second or third is taken."""

MOST_SHOWN = 8
MOST_INSTANCES = 10_000

FINDERS = ("node_exporter_build_info", "node_boot_time_seconds", "node_uname_info")
"""Series that every node_exporter has one of, to find the instances by."""

OWN_LABELS = frozenset(
    (
        "__name__", "branch", "goarch", "goos", "goversion", "revision", "tags", "version",
        "domainname", "machine", "nodename", "release", "sysname",
    )
)  # fmt: skip
"""Labels of those series that are the exporter's own; the others name the target."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One node_exporter as Prometheus knows it: the labels of the target, and its host's name."""

    labels: Labels
    host: str = ""

    @property
    def name(self) -> str:
        """Give the label `instance`."""
        return dict(self.labels).get("instance", "")

    def is_called(self, word: str) -> bool:
        """Say whether a user may mean it: by its label, its label without the port, its host."""
        return word in (self.name, self.name.rpartition(":")[0], self.host)


class PrometheusSeries:
    """One instance in one Prometheus. `notes` says what was left out of the window, and why.

    `collectors` are those whose families are looked for, `checks` the names of those to be asked:
    what is not there, and who can't be asked, gets a reason.
    """

    def __init__(
        self,
        api: Prometheus,
        instance: str = "",
        *,
        at: float | None = None,
        collectors: Iterable[Collector] = (),
        checks: Iterable[str] = (),
    ) -> None:
        self.api = api
        self.wanted = instance
        self.at = at
        self.collectors = tuple(collectors)
        self.checks = tuple(checks)
        self.instance: Instance | None = None
        self.host_name = ""
        self.notes: tuple[str, ...] = ()

    def now(self) -> float:
        """Give the time at the Prometheus: the clocks of this host and of that one may differ."""
        data = self.api.ask("/api/v1/query", [("query", "time()")])
        result = data.get("result") if isinstance(data, dict) else None
        if isinstance(result, list) and len(result) == 2 and isinstance(result[0], int | float):
            return float(result[0])
        raise CannotReach(f"{self.api.where.shown} does not tell its time: is it a Prometheus?")

    def window(self, begin: float, end: float) -> Window:
        """Give the scrapes from `begin` to `end`, cut where there is a gap.

        Without `at` the window must reach the end; with it, it is the one nearest to that time.
        """
        self.notes = ()
        if end - begin > LONGEST_WINDOW_SECONDS:
            raise BadInput(
                f"a window of {end - begin:.0f} s is too long: from"
                f" {LONGEST_WINDOW_SECONDS:.0f} s on means hide what is looked for"
            )
        self.instance = self._chosen(self._instances(begin, end))
        selector = ",".join(f'{name}="{_quoted(value)}"' for name, value in self.instance.labels)
        query = f'{{__name__=~"{names.question()}",{selector}}}[{round((end - begin) * 1000)}ms]'
        data = self.api.ask("/api/v1/query", [("query", query), ("time", f"{end:.3f}")])
        series = series_of(data, self.instance.labels)
        run = run_of(series, begin, end, self.at)
        moments = Moments(series, run)
        self.host_name = moments.fact("node_uname_info", "nodename") or self.instance.name
        self.notes = (*self.notes, *run.notes, *_warned(self.api.warnings))
        seen = _window(moments)
        reasons = {one.name: one for one in missing(seen.last, moments, self.collectors)}
        reasons |= {one.name: one for one in undecided(self.checks, moments)}
        return replace(seen, last=replace(seen.last, missing=reasons))

    def _instances(self, begin: float, end: float) -> list[Instance]:
        match = f'{{__name__=~"{"|".join(FINDERS)}"}}'
        parameters = [("match[]", match), ("start", f"{begin:.3f}"), ("end", f"{end:.3f}")]
        return _instances(self.api.ask("/api/v1/series", parameters))

    def _chosen(self, known: list[Instance]) -> Instance:
        if not known:
            raise CannotExamine(
                f"{self.api.where.shown} holds no series of a node_exporter in that time; does it"
                " scrape one?"
            )
        if not self.wanted:
            if len({one.name for one in known}) > 1:
                raise BadTarget(
                    f"there are several instances; choose one with --instance: {_listed(known)}"
                )
            return self._first(known)
        meant = [one for one in known if one.name == self.wanted] or [
            one for one in known if one.is_called(self.wanted)
        ]
        if not meant:
            raise BadTarget(
                f"there is no instance {printable(self.wanted)!r} in that time; there"
                f" {_nearest(self.wanted, known)}"
            )
        if len({one.name for one in meant}) > 1:
            raise BadTarget(
                f"{printable(self.wanted)!r} may be several instances; choose one: {_listed(meant)}"
            )
        return self._first(meant)

    def _first(self, meant: list[Instance]) -> Instance:
        """Take one of the targets that are the same instance: two would count everything twice."""
        if len(meant) > 1:
            labels = ", ".join(f"{name}={value}" for name, value in meant[0].labels)
            self.notes = (
                printable(f"it is scraped {len(meant)} times; taken is {labels}", LONGEST_TEXT),
            )
        return meant[0]


def _instances(data: Json) -> list[Instance]:
    if not isinstance(data, list) or len(data) > MOST_INSTANCES * len(FINDERS):
        raise CannotReach("the list of series is none, or has too many instances")
    hosts: dict[Labels, str] = {}
    for row in data:
        if not isinstance(row, dict):
            raise CannotReach("the list of series holds what is none")
        labels = tuple(
            sorted((str(name), str(word)) for name, word in row.items() if name not in OWN_LABELS)
        )
        hosts.setdefault(labels, "")
        if row.get("__name__") == "node_uname_info":
            hosts[labels] = str(row.get("nodename", ""))
    return [Instance(labels, host) for labels, host in sorted(hosts.items())]


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _listed(known: Iterable[Instance]) -> str:
    all_names = list(dict.fromkeys(one.name for one in known))
    shown = ", ".join(printable(name) for name in all_names[:MOST_SHOWN])
    return (
        f"{shown} and {len(all_names) - MOST_SHOWN} more" if len(all_names) > MOST_SHOWN else shown
    )


def _nearest(word: str, known: list[Instance]) -> str:
    by_name = {name: one for one in known for name in (one.name, one.host) if name}
    close = difflib.get_close_matches(word, list(by_name), n=MOST_SHOWN, cutoff=0.5)
    near = list(dict.fromkeys(by_name[name] for name in close))
    shown = near or known
    return f"{'is' if len({one.name for one in shown}) == 1 else 'are'} {_listed(shown)}"


def _warned(warnings: Iterable[str]) -> Iterable[str]:
    return (f"Prometheus warns: {warning}" for warning in warnings)


def _window(moments: Moments) -> Window:
    first, *between, last = moments.run.times
    step = -(-len(between) // MOST_PULSES) if between else 1
    return Window(
        first=_snapshot(moments, first),
        last=_snapshot(moments, last),
        pulses=tuple(_pulse(moments, at) for at in between[::step]),
    )


def _snapshot(moments: Moments, at: float) -> Snapshot:
    readings: dict[str, dict[Labels, Reading]] = {}
    tables: dict[type, list[object]] = {}
    for item in (*moments.readings(at), *moments.rows(at)):
        if isinstance(item, Reading):
            readings.setdefault(item.family, {})[item.labels] = item
        else:
            tables.setdefault(type(item), []).append(item)
    return Snapshot(
        at=at,
        time=at,
        readings=readings,
        tables={kind: tuple(rows) for kind, rows in tables.items()},
    )


def _pulse(moments: Moments, at: float) -> Pulse:
    numbers: dict[str, dict[Labels, float]] = {}
    for reading in moments.readings(at):
        if not isinstance(reading.value, str):
            numbers.setdefault(reading.family, {})[reading.labels] = reading.value
    return Pulse(at=at, numbers=numbers)
