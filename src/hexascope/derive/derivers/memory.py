"""Memory: use, paging, reclaim, and classes that should be small."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

MEMINFO, VMSTAT = "/proc/meminfo", "/proc/vmstat"

RATES = {
    "memory.swap_in": ("pswpin",),
    "memory.swap_out": ("pswpout",),
    "memory.major_faults": ("pgmajfault",),
    "memory.direct_reclaim": ("pgscan_direct",),
    "memory.refaults": (
        "workingset_refault",
        "workingset_refault_anon",
        "workingset_refault_file",
    ),
    "memory.compaction_stalls": ("compact_stall",),
}
"""Which counters of /proc/vmstat make which rate; kernels name refaults in two ways."""

OWNED = (
    "MemFree",
    "Buffers",
    "Cached",
    "SwapCached",
    "AnonPages",
    "Slab",
    "KernelStack",
    "PageTables",
    "SecPageTables",
    "Percpu",
    "Hugetlb",
    "VmallocUsed",
    "Zswap",
    "Balloon",
)
"""Classes that do not overlap; Shmem and Mapped are in Cached, KReclaimable mostly in Slab."""


@deriver()
def memory(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give how much memory is used, how hard it is searched for, and what it is used for."""
    yield from _use(window)
    yield from _rates(window)
    yield from _classes(window)
    yield from _swap(window)


def _size(window: Window, name: str) -> float | None:
    return window.last.number("memory.size", **{"class": name})


def _use(window: Window) -> Iterator[Evidence]:
    total = window.last.number("memory.total")
    available = window.last.number("memory.available")
    if not total or available is None:
        return
    series = tuple(
        (at, min(1.0, max(0.0, 1 - value / total)))
        for at, value in window.series("memory.available")
    )
    share = min(1.0, max(0.0, available / total))
    yield evidence("memory.utilization", 1 - share, source=MEMINFO, series=series)
    yield evidence("memory.free_share", share, source=MEMINFO)


def _rates(window: Window) -> Iterator[Evidence]:
    seconds = window.seconds_of("vmstat.count")
    for family, names in RATES.items():
        counted = [
            name for name in names if window.last.number("vmstat.count", name=name) is not None
        ]
        rates = [window.rate("vmstat.count", name=name) for name in counted]
        known = [rate for rate in rates if rate is not None]
        # the sum of some of them would be less than there was
        if known and len(known) == len(counted):
            series = window.rates("vmstat.count", name=names[0]) if len(names) == 1 else ()
            yield evidence(family, sum(known), source=VMSTAT, window_s=seconds, series=series)
    kills = window.growth("vmstat.count", name="oom_kill")
    if kills is not None and seconds > 0:
        yield evidence("memory.oom_kills", kills, source=VMSTAT, window_s=seconds)


def _classes(window: Window) -> Iterator[Evidence]:
    total = window.last.number("memory.total")
    broken = _size(window, "HardwareCorrupted")
    if broken is not None:
        yield evidence("memory.corrupted", broken, source=MEMINFO)
    if not total:
        return
    for family, name in (("memory.shmem_share", "Shmem"), ("memory.slab_share", "SUnreclaim")):
        size = _size(window, name)
        if size is not None:
            yield evidence(family, min(1.0, size / total), source=MEMINFO)
    promised, limit = _size(window, "Committed_AS"), _size(window, "CommitLimit")
    if promised is not None and limit:
        yield evidence("memory.commit_share", promised / limit, source=MEMINFO)
    yield from _dirty(window)
    yield from _unowned(window, total)
    yield from _growth(window)
    yield from _huge(window, total)


def _dirty(window: Window) -> Iterator[Evidence]:
    dirty, writeback = _size(window, "Dirty"), _size(window, "Writeback")
    available = window.last.number("memory.available")
    if dirty is not None and writeback is not None and available:
        share = min(1.0, (dirty + writeback) / available)
        yield evidence("memory.dirty_share", share, source=MEMINFO)


def _unowned(window: Window, total: float) -> Iterator[Evidence]:
    sizes = [_size(window, name) for name in OWNED]
    if sizes[0] is None or sizes[4] is None:
        return
    owned = sum(size for size in sizes if size is not None) + _owned_elsewhere(window)
    unowned = max(0.0, total - owned)
    yield evidence("memory.unowned", unowned, source=MEMINFO)
    yield evidence("memory.unowned_share", unowned / total, source=MEMINFO)


def _owned_elsewhere(window: Window) -> float:
    """Give at most how much is held by what /proc/meminfo has no class for, or only in a sum.

    Buffers of sockets may lie in the slab as well, and zram packs what it is given: better to
    call too little unowned than a busy proxy's buffers.
    """
    kernel, slab = _size(window, "KReclaimable"), _size(window, "SReclaimable")
    drivers = max(0.0, kernel - slab) if kernel is not None and slab is not None else 0.0
    others = [one.value for one in window.last.of("sockstat.memory_bytes")]
    others += [
        one.value
        for one in window.last.of("swap.used")
        if dict(one.labels).get("area", "").startswith("/dev/zram")
    ]
    return drivers + sum(value for value in others if not isinstance(value, str))


def _growth(window: Window) -> Iterator[Evidence]:
    before = window.first.number("memory.size", **{"class": "Shmem"})
    after, seconds = _size(window, "Shmem"), window.seconds_of("memory.size")
    if before is not None and after is not None and seconds > 0:
        rate = (after - before) / seconds
        yield evidence("memory.shmem_growth", rate, source=MEMINFO, window_s=seconds)


def _huge(window: Window, total: float) -> Iterator[Evidence]:
    free = window.last.number("memory.huge_pages", state="free")
    reserved = window.last.number("memory.huge_pages", state="reserved")
    size = _size(window, "Hugepagesize")
    if free is not None and reserved is not None and size:
        idle = max(0.0, free - reserved) * size
        yield evidence("memory.huge_idle", idle, source=MEMINFO)
        yield evidence("memory.huge_idle_share", min(1.0, idle / total), source=MEMINFO)


def _swap(window: Window) -> Iterator[Evidence]:
    sizes = [reading.value for reading in window.last.of("swap.size")]
    used = [reading.value for reading in window.last.of("swap.used")]
    total = sum(size for size in sizes if not isinstance(size, str))
    if total > 0:
        taken = sum(value for value in used if not isinstance(value, str))
        yield evidence("swap.used_share", min(1.0, taken / total), source="/proc/swaps")
