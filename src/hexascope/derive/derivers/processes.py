"""Processes: counters of two looks → what each did in the window."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from hexascope.derive.contract import deriver
from hexascope.derive.derivers._use import Seen, of_sample, of_two
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import Process, ProcessSample, ProcessUse, Thread
from hexascope.domain.snapshot import Snapshot, Window

MOST_SHORT_LIVED = 2_000
"""Processes that were seen in light looks only of which rows are made: the last ones."""

Identity = tuple[int, float]


@deriver()
def processes(window: Window, _so_far: Facts) -> Iterator[ProcessUse | Evidence]:
    """Give shares and rates of each process, those that began or ended in the window too.

    A process is told from a later one with the same pid by its start. Its run delay is that of
    the thread which waited longest: a process' own file tells of its first thread only.
    """
    first = {one.identity: one for one in window.first.rows(Process)}
    last = {one.identity: one for one in window.last.rows(Process)}
    samples = _samples(window)
    delays = _thread_delays(window)
    seconds = window.seconds_of("process.count")
    end = window.last.number("process.read_at")
    about = Seen(seconds=seconds, end=end, began=window.first.at)
    for identity, now in last.items():
        yield of_two(first.get(identity), now, samples.pop(identity, ()), delays, about)
    for identity, then in first.items():
        if identity not in last:
            yield of_two(then, None, samples.pop(identity, ()), delays, about)
    if end is not None:
        yield from _short_lived(samples, about)
    yield from _counts(window)


def _short_lived(
    samples: Mapping[Identity, list[tuple[float, ProcessSample]]], about: Seen
) -> Iterator[ProcessUse]:
    """Make rows of what neither full look saw, the newest of them."""
    newest = sorted(samples, key=lambda one: one[1])[-MOST_SHORT_LIVED:]
    for identity in newest:
        yield of_sample(samples[identity], about)


def _samples(window: Window) -> defaultdict[Identity, list[tuple[float, ProcessSample]]]:
    found: defaultdict[Identity, list[tuple[float, ProcessSample]]] = defaultdict(list)
    for pulse in window.pulses:
        for one in pulse.rows(ProcessSample):
            found[one.pid, one.start_s].append((pulse.at, one))
    return found


def _thread_delays(window: Window) -> dict[int, float]:
    """Give for each process the longest run delay of one of its threads in the window."""
    before = {
        (one.tid, one.start_s): one.run_delay_s
        for one in window.first.rows(Thread)
        if one.run_delay_s is not None
    }
    longest: dict[int, float] = {}
    for one in window.last.rows(Thread):
        then = before.get((one.tid, one.start_s))
        if one.run_delay_s is not None and then is not None:
            longest[one.pid] = max(longest.get(one.pid, 0.0), one.run_delay_s - then)
    return longest


def _counts(window: Window) -> Iterator[Evidence]:
    """Give how many run, are blocked or wait to be reaped, over all looks that saw all."""
    if not window.last.rows(Process):
        return
    own = window.last.number("process.own")
    looks = [_states(window.first, window.first.rows(Process), own)]
    looks += [
        (pulse.at, _states_of(pulse.rows(ProcessSample), own))
        for pulse in window.pulses
        if "process.count" in pulse.numbers  # newcomers alone are not all
    ]
    looks.append(_states(window.last, window.last.rows(Process), own))
    for family, state in (("tasks.runnable", "R"), ("tasks.blocked", "D"), ("tasks.zombies", "Z")):
        series = tuple((at - window.first.at, float(counts[state])) for at, counts in looks)
        yield evidence(family, series[-1][1], source="/proc/PID/stat", series=series)


def _states(of: Snapshot, rows: Iterable[Process], own: float | None) -> tuple[float, Counter[str]]:
    return of.seconds_at("process.count"), _states_of(rows, own)


def _states_of(rows: Iterable[Process | ProcessSample], own: float | None) -> Counter[str]:
    return Counter(one.state for one in rows if one.pid != own)
