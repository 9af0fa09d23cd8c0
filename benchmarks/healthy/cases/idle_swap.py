"""Swap in use by a process that sleeps: nothing goes in or out."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import swapped_bytes, vmstat_value
from benchmarks.host.volumes import MEGABYTE, add_swap
from benchmarks.host.workers import start_worker

SWAP_MEGABYTES = 200
IDLE_MEGABYTES = 150


def _make(bench: Bench) -> Scene:
    add_swap(bench, SWAP_MEGABYTES)
    idle = start_worker(bench, "page_out", megabytes=IDLE_MEGABYTES)
    return Scene(
        signals=(
            Signal(
                name="swapped, MB",
                read=lambda: swapped_bytes(idle.pid) / MEGABYTE,
                measure="level",
                least=0.6 * IDLE_MEGABYTES,
            ),
            Signal(
                name="vmstat.pswpin a second",
                read=lambda: vmstat_value("pswpin"),
                measure="rate",
                most=50,
            ),
        )
    )


idle_swap = Case(
    name="idle-swap",
    tells="Three quarters of the swap hold memory that nobody has touched for long.",
    make=_make,
    tools=("mkswap", "swapon", "swapoff"),
)
