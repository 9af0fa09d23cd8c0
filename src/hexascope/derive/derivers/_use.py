"""What one process did between two looks: shared by derivers, no deriver itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hexascope.domain.rows import Process, ProcessSample, ProcessUse

LONGEST_STATES = 100
"""Looks whose states are kept of one process: the last ones."""

SHORTEST_SECONDS = 0.02
"""Nothing is a rate over less than two ticks of the clock in which the kernel counts."""

SLACK_SECONDS = 1.0
"""How long a look may take: what began in it may be in it or not."""

UNREADABLE = "ZXD"
"""States in which files say nothing any more, or were not read lest the look be held."""

Samples = Sequence[tuple[float, ProcessSample]]


class Seen(NamedTuple):
    """The window as processes see it: its length, its end since boot (if known), its begin."""

    seconds: float
    end: float | None
    began: float


def of_two(
    then: Process | None,
    now: Process | None,
    samples: Samples,
    delays: Mapping[int, float],
    about: Seen,
) -> ProcessUse:
    """Make the row of a process that at least one full look saw.

    Who is new is counted since its start, who is gone up to the last light look that saw it: both
    by the length of the window, or a process of 50 ms would look busier than one of all five
    seconds.
    """
    if now is None:
        assert then is not None
        return _ended(then, samples, about)
    age = None if then is not None or about.end is None else about.end - now.start_s
    is_new = age is not None and about.seconds > 0 and age <= about.seconds + SLACK_SECONDS
    seconds = max(about.seconds, SHORTEST_SECONDS)
    # one look alone, or it was not shown in the first: gauges only, no rates
    began = _unborn(now) if is_new else then or now
    if then is not None and now.state in UNREADABLE:
        now = _with_what_was_known(now, then)
    states = [] if then is None else [then.state]
    states += [one.state for _, one in samples]
    series = _series(then, samples, about)
    series.append((about.seconds, float(now.rss_bytes)))
    return _row(
        began,
        now,
        seconds,
        "".join(states)[-LONGEST_STATES:] + now.state,
        tuple(series),
        delay=delays.get(now.pid),
        was_new=is_new,
    )


def _with_what_was_known(now: Process, then: Process) -> Process:
    """Keep who a process is, where it lies dead or its files were not asked."""
    known = {name: getattr(now, name) or getattr(then, name) for name in _STANDING}
    if now.state != "D":  # the dead are moved to the top of the trees
        known |= {"cgroup": then.cgroup, "cgroups": then.cgroups}
    return now._replace(**known)


def of_sample(samples: Samples, about: Seen) -> ProcessUse:
    """Make the row of a process that light looks alone saw: it began and ended in the window."""
    last = samples[-1][1]
    now = _unborn(_shown(last))._replace(
        user_s=last.cpu_s, rss_bytes=last.rss_bytes, threads=last.threads, state=last.state
    )
    return _row(
        _unborn(now),
        now,
        max(about.seconds, SHORTEST_SECONDS),
        "".join(one.state for _, one in samples)[-LONGEST_STATES:],
        tuple(_series(None, samples, about)),
        was_new=True,
        ended=True,
    )


def _ended(then: Process, samples: Samples, about: Seen) -> ProcessUse:
    """Count who is gone up to the last light look that saw it."""
    now = then
    if samples:
        _, last = samples[-1]
        used = max(last.cpu_s - then.user_s - then.system_s, 0.0)
        # a sample does not tell user from system time: it is split as it was before
        total = then.user_s + then.system_s
        user = used * then.user_s / total if total > 0 else used
        now = then._replace(
            user_s=then.user_s + user,
            system_s=then.system_s + used - user,
            rss_bytes=last.rss_bytes,
            state=last.state,
        )
    seconds = max(about.seconds, SHORTEST_SECONDS)
    states = then.state + "".join(one.state for _, one in samples)
    series = tuple(_series(then, samples, about))
    return _row(then, now, seconds, states[-LONGEST_STATES:], series, ended=True)


def _series(then: Process | None, samples: Samples, about: Seen) -> list[tuple[float, float]]:
    points = [] if then is None else [(0.0, float(then.rss_bytes))]
    points += [(at - about.began, float(one.rss_bytes)) for at, one in samples]
    return points


def _row(
    then: Process,
    now: Process,
    seconds: float,
    states: str,
    series: tuple[tuple[float, float], ...],
    *,
    delay: float | None = None,
    was_new: bool = False,
    ended: bool = False,
) -> ProcessUse:
    def rate(before: float | None, after: float | None) -> float | None:
        if before is None or after is None or after < before:
            return None
        return (after - before) / seconds

    def growth(before: float | None, after: float | None) -> float | None:
        return None if before is None or after is None else (after - before) / seconds

    user = rate(then.user_s, now.user_s) or 0.0
    system = rate(then.system_s, now.system_s) or 0.0
    children = rate(
        then.children_user_s + then.children_system_s, now.children_user_s + now.children_system_s
    )
    run_delay = rate(then.run_delay_s, now.run_delay_s)
    if delay is not None:
        run_delay = max(run_delay or 0.0, delay / seconds)
    return ProcessUse(
        now,
        seconds,
        user + system,
        user,
        system,
        children or 0.0,
        None if run_delay is None else min(run_delay, 1.0),
        min(rate(then.block_delay_s, now.block_delay_s) or 0.0, 1.0),
        rate(then.minor_faults, now.minor_faults) or 0.0,
        rate(then.major_faults, now.major_faults) or 0.0,
        rate(then.children_minor_faults, now.children_minor_faults) or 0.0,
        rate(then.voluntary_switches, now.voluntary_switches),
        rate(then.involuntary_switches, now.involuntary_switches),
        rate(then.read_bytes, now.read_bytes),
        rate(then.write_bytes, now.write_bytes),
        rate(then.written_chars, now.written_chars),
        rate(then.read_calls, now.read_calls),
        rate(then.write_calls, now.write_calls),
        (now.rss_bytes - then.rss_bytes) / seconds,
        growth(then.anon_bytes, now.anon_bytes),
        growth(then.swap_bytes, now.swap_bytes),
        growth(then.descriptors, now.descriptors),
        states,
        series,
        was_new,
        ended,
    )


def _unborn(now: Process) -> Process:
    """Give a process at its start: counters zero where they are known at all."""
    zeros = {name: 0 for name in _COUNTERS if getattr(now, name) is not None}
    return now._replace(**zeros)  # type: ignore[arg-type] # counters only


def _shown(sample: ProcessSample) -> Process:
    times = (0.0,) * 4
    counts = (0,) * 4
    return Process(
        sample.pid,
        sample.ppid,
        sample.comm,
        sample.state,
        sample.start_s,
        *times,
        *counts,
        sample.threads,
        0,
        0,
        0,
        0,
        sample.rss_bytes,
        0,
        0,
    )


_COUNTERS: Iterable[str] = (
    "user_s",
    "system_s",
    "children_user_s",
    "children_system_s",
    "minor_faults",
    "major_faults",
    "children_minor_faults",
    "children_major_faults",
    "rss_bytes",
    "block_delay_s",
    "anon_bytes",
    "swap_bytes",
    "voluntary_switches",
    "involuntary_switches",
    "run_delay_s",
    "read_bytes",
    "write_bytes",
    "written_chars",
    "read_calls",
    "write_calls",
    "descriptors",
)

_STANDING: Iterable[str] = (
    "command",
    "executable",
    "net_namespace",
    "mount_namespace",
    "pid_namespace",
)
