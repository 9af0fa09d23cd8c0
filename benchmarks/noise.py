"""Noise beside the faults: none, one or two busy loops in the cgroup `noise`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.host.bench import Bench
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import NO_ONE, Who, together, who

GROUP = "noise"
LEVELS = (0, 1, 2)
WARM_SECONDS = 30.0
# One noise lasts for all the cases of its level; the alarm of a worker ends it if all else fails.
LIFE_SECONDS = 3 * 3600


@contextmanager
def noise_of(bench: Bench, level: int, warm_seconds: float = WARM_SECONDS) -> Iterator[Who]:
    """So many busy loops, warm; yields under which names a finding may speak of them."""
    if level == 0:
        yield NO_ONE
        return
    with bench.scene():
        group, name = make_group(bench, "cpu", name=GROUP), bench.name()
        place = Place(groups=group.paths)
        loops = [
            start_worker(bench, "busy", name=name, place=place, life_seconds=LIFE_SECONDS)
            for _ in range(level)
        ]
        time.sleep(warm_seconds)
        yield together(known_worker(*loops), who(texts=[GROUP]))
