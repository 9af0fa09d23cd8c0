"""What an archive tells of one interval after the other, and the longest part without a gap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from hexascope.domain.errors import CannotExamine
from hexascope.domain.evidence import Labels
from hexascope.domain.rows import Mount
from hexascope.kit.clock import local

Key = tuple[str, Labels]

HERE = "host"
"""The network namespace that an archive knows: that of its collector, without a number."""

ROW = "Interface."
"""Start of keys that are columns of an interface's row, and no family of their own."""

GAP_INTERVALS = 2.5
"""An interval that is so much longer than the usual one is a gap: the collector was not there."""

MOST_RECORDS = 20_000
MOST_NUMBER = 1e24
TOUCHING_SECONDS = 1.5
"""Archives write whole seconds: so far apart may lie what belongs together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One interval: it ended at `at` (since 1970), `began_anew` where nothing leads up to it.

    `growths` are what counters grew by, `gauges` what was read at its end.
    """

    at: float
    seconds: float
    growths: Mapping[Key, float]
    gauges: Mapping[Key, float]
    mounts: tuple[Mount, ...] = ()
    began_anew: bool = False

    @property
    def began(self) -> float:
        """Give when the interval began."""
        return self.at - self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Records without a gap, the one before them if it touches them, and what was left out."""

    records: tuple[Record, ...]
    before: Record | None
    notes: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Give how long the run is."""
        return self.records[-1].at - self.records[0].began


def run_of(
    records: Iterable[Record], begin: float, end: float, restarts: Sequence[float] = ()
) -> Run:
    """Give the longest run without a gap from `begin` to `end`; CannotExamine where there is none.

    An interval belongs to it that lies in the range with at least half of it; where none does, the
    one in whose course the middle of the range lies.
    """
    known = sorted({one.at: one for one in records}.values(), key=_at)[:MOST_RECORDS]
    runs = [list(one) for one in _runs(known, restarts)]
    middle = (begin + end) / 2
    cut = [[one for one in run if _mostly_in(one, begin, end)] for run in runs]
    if not any(cut):
        cut = [[one for one in run if one.began <= middle <= one.at] for run in runs]
    # the longest; of two, the one whose middle is nearer
    found = max(
        cut, key=lambda run: _length(run) - abs(_center(run, middle) - middle) / 1e6, default=[]
    )
    if not found:
        raise CannotExamine(_why_none(known, runs, begin, end))
    whole = next(run for run in runs if found[0] in run)
    place = whole.index(found[0])
    return Run(
        records=tuple(found),
        before=whole[place - 1] if place else _touching(known, found[0]),
        notes=tuple(_left_out(cut, found, begin, end)),
    )


def runs_of(
    records: Iterable[Record],
    begin: float,
    end: float,
    seconds: float,
    restarts: Sequence[float] = (),
) -> tuple[list[Run], tuple[str, ...]]:
    """Give runs of some `seconds` from `begin` to `end`, one after the other, and what is left out.

    An interval is judged once; CannotExamine: there is nothing of that time.
    """
    known = sorted({one.at: one for one in records}.values(), key=_at)[:MOST_RECORDS]
    found: list[Run] = []
    told = 0.0
    for run in _runs(known, restarts):
        part: list[Record] = []
        for place, one in enumerate(run):
            if not _mostly_in(one, begin, end):
                continue
            part.append(one)
            told += one.seconds
            is_last = place + 1 == len(run) or not _mostly_in(run[place + 1], begin, end)
            if is_last or _length(part) >= seconds:
                before = _touching(known, part[0])
                found.append(Run(records=tuple(part), before=before))
                part = []
    if not found:
        raise CannotExamine(_why_none(known, [], begin, end))
    left = end - begin - told
    if left <= 2 * max(one.records[-1].seconds for one in found):
        return found, ()
    return found, (f"it knows nothing of {left:.0f} s since {local(begin)}",)


def _at(one: Record) -> float:
    return one.at


def _length(run: Sequence[Record]) -> float:
    return run[-1].at - run[0].began if run else 0.0


def _center(run: Sequence[Record], middle: float) -> float:
    return (run[-1].at + run[0].began) / 2 if run else middle


def _mostly_in(one: Record, begin: float, end: float) -> bool:
    inside = min(one.at, end) - max(one.began, begin)
    return one.seconds > 0 and inside >= one.seconds / 2


def _runs(known: Sequence[Record], restarts: Sequence[float]) -> Iterator[list[Record]]:
    told = [one.seconds for one in known if one.seconds > 0]
    usual = median(told) if told else 0.0
    longest = GAP_INTERVALS * usual + min(TOUCHING_SECONDS, usual)
    run: list[Record] = []
    for one in known:
        is_gap = (
            one.began_anew
            or one.seconds <= 0
            or one.seconds > longest
            or any(one.began - TOUCHING_SECONDS < moment <= one.at for moment in restarts)
        )
        if is_gap or (run and one.began - run[-1].at > TOUCHING_SECONDS):
            if run:
                yield run
            run = []
        if not is_gap:
            run.append(one)
    if run:
        yield run


def _touching(known: Sequence[Record], first: Record) -> Record | None:
    """Give the record at whose end the first interval begins, though it is of a run before."""
    return next((one for one in known if abs(one.at - first.began) <= TOUCHING_SECONDS), None)


def _why_none(
    known: Sequence[Record], runs: Sequence[Sequence[Record]], begin: float, end: float
) -> str:
    asked = f"from {local(begin)} to {local(end)}"
    if not known:
        return f"it holds nothing {asked}"
    if runs and known[-1].at >= begin and known[0].began <= end:
        return f"it has a gap {asked}: nothing was kept of that time"
    return f"it holds nothing {asked}, but from {local(known[0].began)} to {local(known[-1].at)}"


def _left_out(
    cut: Sequence[Sequence[Record]], found: Sequence[Record], begin: float, end: float
) -> Iterator[str]:
    others = [run for run in cut if run and run[0] is not found[0]]
    if others:
        yield (
            "there is a gap or a restart in the range: judged is the longest part without one,"
            f" from {local(found[0].began)} to {local(found[-1].at)}"
        )
        return
    slack = 1.5 * max(one.seconds for one in found)
    if found[0].began - begin > slack:
        yield f"nothing was kept from {local(begin)} to {local(found[0].began)}"
    if end - found[-1].at > slack:
        yield f"nothing was kept from {local(found[-1].at)} to {local(end)}"


TRAFFIC = ("received_bytes", "received_packets", "sent_bytes", "sent_packets")


def traffic(interface: str, column: str) -> Key:
    """Give the key of an interface's counter; those of traffic are families as well."""
    labels = (("interface", interface), ("namespace", HERE))
    return (f"interface.{column}" if column in TRAFFIC else ROW + column), labels
