"""Threads: counters of two looks → what each did in the window."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Thread, ThreadUse
from hexascope.domain.snapshot import Window


@deriver()
def threads(window: Window, _so_far: Facts) -> Iterator[ThreadUse]:
    """Give CPU share and run delay of each thread of the last look, and its states.

    A thread that the first look did not see has no shares: which ones were read may differ. Of one
    that ended nothing is told here; its process has its CPU time.
    """
    before = {(one.tid, one.start_s): one for one in window.first.rows(Thread)}
    seconds = window.seconds_of("thread.count")
    for now in window.last.rows(Thread):
        then = before.get((now.tid, now.start_s))
        yield _use(then, now, seconds)


def _use(then: Thread | None, now: Thread, seconds: float) -> ThreadUse:
    states = now.state if then is None else then.state + now.state
    if then is None or seconds <= 0:
        return ThreadUse(now, max(seconds, 0.0), 0.0, 0.0, None, None, states)
    user = max(now.user_s - then.user_s, 0.0) / seconds
    system = max(now.system_s - then.system_s, 0.0) / seconds
    delay = _growth(then.run_delay_s, now.run_delay_s)
    switches = _growth(then.voluntary_switches, now.voluntary_switches)
    return ThreadUse(
        now,
        seconds,
        user + system,
        system,
        None if delay is None else min(delay / seconds, 1.0),
        None if switches is None else switches / seconds,
        states,
    )


def _growth(before: float | None, after: float | None) -> float | None:
    if before is None or after is None or after < before:
        return None
    return after - before
