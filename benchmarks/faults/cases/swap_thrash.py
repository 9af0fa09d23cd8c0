"""A working set twice as large as the memory its cgroup may use, with swap behind it."""

import os
from pathlib import Path

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import vmstat_value
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.volumes import add_swap
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

LIMIT_BYTES = 80 << 20
TOUCHED_MEGABYTES = 160
SWAP_MEGABYTES = 256


def _make(bench: Bench) -> Scene:
    swap = add_swap(bench, SWAP_MEGABYTES)
    group = make_group(bench, "memory")
    group.limit_memory(LIMIT_BYTES)
    thrashing = start_worker(
        bench, "touch_memory", place=Place(groups=group.paths), megabytes=TOUCHED_MEGABYTES
    )
    return Scene(
        signals=(_swapping("pswpin"), _swapping("pswpout")),
        truth=Truth(
            resources=("memory", "swap"),
            aspects=("saturation",),
            culprit=together(known_worker(thrashing), who(texts=[group.name])),
            # The swapping keeps the disk below the swap file busy: a symptom, nobody's fault.
            victims=who(texts=[str(swap), *_disks_below(swap)]),
            signal=(r"pswp|swap.?(in|out)|swapp", r"thrash", r"refault"),
        ),
    )


def _swapping(counter: str) -> Signal:
    return Signal(
        name=f"vmstat.{counter} a second",
        read=lambda: vmstat_value(counter),
        measure="rate",
        least=500,
    )


def _disks_below(swap: Path) -> list[str]:
    number = swap.stat().st_dev
    name = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve().name
    return [name]


swap_thrash = Case(
    name="swap-thrash",
    tells="A working set of 160 MB in 80 MB of memory: pages go out to swap and come in again.",
    make=_make,
    tools=("mkswap", "swapon", "swapoff"),
    controllers=("memory",),
)
