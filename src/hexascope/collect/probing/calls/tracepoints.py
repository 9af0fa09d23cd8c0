"""What the kernel's tracepoints tell, through perf events: requests of a disk, system calls."""

import math
import os
import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probing.calls import perf_events as perf
from hexascope.collect.probing.calls.profiles import MOST_SEEN_THREADS, ticks_used
from hexascope.collect.probing.calls.syscalls import syscall_name
from hexascope.domain.use import Status
from hexascope.kit import clock

FOLDERS = ("/sys/kernel/tracing", "/sys/kernel/debug/tracing")
LONGEST_SECONDS = 3.0
DRAIN_SECONDS = 0.1
RING_PAGES = 16
MOST_CPUS = 64
MOST_THREADS = 16
MOST_RECORDS = 5_000
"""Records of one probe: with more the measuring ends early, for each costs time."""

CALLS_HERTZ = 99
COUNT_SECONDS = 0.2
PRIMES = (1, 3, 7, 17, 37, 101, 251, 499, 997, 2503, 4999, 9973, 25013, 99991)
"""Every how many calls one is looked at: a program that reads and writes in turn would be seen
reading only if that were an even number.
"""

MOST_KINDS = 64
_FIELD = re.compile(r"field:[^;]*?(\w+)(?:\[\d*\])?;\s*offset:(\d+);\s*size:(\d+);")


class Point(NamedTuple):
    """A tracepoint: its number, and where each field of its records lies: offset and size."""

    number: int
    fields: Mapping[str, tuple[int, int]]


class Seen(NamedTuple):
    """One record: when, and its raw fields."""

    time: int
    raw: bytes


def block_latency(device: str, seconds: str) -> Json:
    """Measure how long each request of a disk takes from the driver's start to its end."""
    name, number = _disk(device)
    issue, complete = point("block/block_rq_issue"), point("block/block_rq_complete")
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) > MOST_CPUS:
        raise NotHere(
            Status.NOT_SUPPORTED, f"with over {MOST_CPUS} CPUs requests are not traced one by one"
        )
    with ExitStack() as held:
        sides = []
        for one in (issue, complete):
            events = [_opened(held, one, tid=-1, cpu=cpu, rate=1) for cpu in cpus]
            for event in events:
                event.filtered(f"dev == {number}")
                event.enable()
            sides.append(events)
        gathered, lost, spent = _gathered(sides, min(float(seconds), LONGEST_SECONDS))
    took = durations(*gathered, sector=issue.fields["sector"])
    return {**summary(took), "device": name, "lost": lost, "seconds": spent}


def syscall_counts(pids: str, seconds: str) -> Json:
    """Count the system calls of processes' threads, and sample which they are."""
    enter = point("raw_syscalls/sys_enter")
    threads = [
        (int(pid), int(tid))
        for pid in pids.split(",")
        for tid in _names(f"/proc/{int(pid)}/task")[:MOST_SEEN_THREADS]
    ]
    if not threads:
        raise NotHere(Status.NOT_PRESENT, "the processes have ended")
    threads.sort(key=lambda one: -ticks_used(*one))
    tids = [tid for _, tid in threads[:MOST_THREADS]]
    with ExitStack() as held:
        counting = [_opened(held, enter, tid=tid, cpu=-1, rate=0) for tid in tids]
        began = _enabled(counting)
        clock.pause(COUNT_SECONDS)
        rate = sum(event.count() for event in counting) / (clock.monotonic() - began)
        step = next((one for one in PRIMES if one * CALLS_HERTZ >= rate), PRIMES[-1])
        events = [_opened(held, enter, tid=tid, cpu=-1, rate=step) for tid in tids]
        _enabled(events)
        (seen,), lost, _ = _gathered([events], min(float(seconds), LONGEST_SECONDS))
        total = sum(event.count() for event in counting)
        spent = clock.monotonic() - began
    offset, size = enter.fields["id"]
    kinds = Counter(
        syscall_name(int.from_bytes(one.raw[offset : offset + size], "little", signed=True))
        for one in seen
    )
    return {
        "calls": total,
        "seconds": spent,
        "threads": len(tids),
        "left_out": len(threads) - len(tids),
        "lost": lost,
        "kinds": [[name, count] for name, count in kinds.most_common(MOST_KINDS)],
    }


def _enabled(events: Iterable[perf.Event]) -> float:
    for event in events:
        event.enable()
    return clock.monotonic()


def point(name: str, folders: Iterable[str] = FOLDERS) -> Point:
    """Read a tracepoint's number and the layout of its records from tracefs."""
    for folder in folders:
        try:
            number = int(Path(f"{folder}/events/{name}/id").read_text(encoding="ascii"))
            told = Path(f"{folder}/events/{name}/format").read_text(encoding="ascii")
        except PermissionError:
            raise NotHere(Status.NO_PERMISSION, f"{folder} may be read by root only") from None
        except (OSError, ValueError):
            continue
        return Point(
            number, {name: (int(at), int(size)) for name, at, size in _FIELD.findall(told)}
        )
    raise NotHere(Status.NOT_PRESENT, "tracefs is not mounted (mount -t tracefs nodev FOLDER)")


def _opened(held: ExitStack, one: Point, *, tid: int, cpu: int, rate: int) -> perf.Event:
    wanted = perf.Wanted(
        kind=perf.TRACEPOINT,
        config=one.number,
        rate=rate,
        sample=perf.SAMPLE_TIME | perf.SAMPLE_RAW if rate else 0,
        flags=perf.DISABLED,
    )
    try:
        event = perf.Event(wanted, tid=tid, cpu=cpu, pages=RING_PAGES if rate else 0)
    except OSError as error:
        raise perf.refusal(error) from None
    held.callback(event.close)
    return event


def _gathered(sides: list[list[perf.Event]], seconds: float) -> tuple[list[list[Seen]], int, float]:
    """Take records until the time is over or there are too many."""
    began = clock.monotonic()
    found: list[list[Seen]] = [[] for _ in sides]
    lost = 0
    while True:
        left = began + seconds - clock.monotonic()
        clock.pause(min(left, DRAIN_SECONDS))
        for events, seen in zip(sides, found, strict=True):
            lost += sum(_drained(event, seen) for event in events)
        if left <= DRAIN_SECONDS or sum(map(len, found)) >= MOST_RECORDS:
            return found, lost, clock.monotonic() - began


def _drained(event: perf.Event, seen: list[Seen]) -> int:
    """Take what came of one event; give how many records were lost."""
    lost = 0
    for record in event.records():
        if record.kind == perf.RECORD_LOST:
            lost += perf.lost(record.body)
        elif record.kind == perf.RECORD_SAMPLE:
            one = seen_in(record.body)
            if one is not None:
                seen.append(one)
    return lost


def seen_in(body: bytes) -> Seen | None:
    """Take one record of a tracepoint apart; None for one that is cut."""
    if len(body) < 12:
        return None
    time, size = struct.unpack_from("=QI", body)
    raw = body[12 : 12 + size]
    return Seen(time, raw) if len(raw) == size else None


def durations(
    issued: Iterable[Seen], completed: Iterable[Seen], *, sector: tuple[int, int]
) -> list[float]:
    """Match each end with the start of the same sector before it; give the seconds between."""
    offset, size = sector

    def place(one: Seen) -> int:
        return int.from_bytes(one.raw[offset : offset + size], "little")

    starts: dict[int, int] = {}
    took = []
    order = [(one.time, 0, one) for one in issued] + [(one.time, 1, one) for one in completed]
    for time, side, one in sorted(order, key=lambda item: item[:2]):
        if side == 0:
            starts[place(one)] = time
        else:
            begun = starts.pop(place(one), None)
            if begun is not None:
                took.append((time - begun) / 1e9)
    return took


def summary(took: list[float]) -> dict[str, Json]:
    """Give what a list of durations says: how many, the mean, percentiles, powers of two in µs."""
    took = sorted(took)
    if not took:
        return {"requests": 0, "histogram": []}
    steps: Counter[int] = Counter(
        max(0, math.ceil(math.log2(max(one, 1e-9) * 1e6))) for one in took
    )
    return {
        "requests": len(took),
        "mean": sum(took) / len(took),
        **{f"p{part}": took[min(len(took) - 1, len(took) * part // 100)] for part in (50, 95, 99)},
        "histogram": [[2**power, count] for power, count in sorted(steps.items())],
    }


def _disk(device: str) -> tuple[str, int]:
    """Give a disk's name and number; for a partition those of its disk, which has the requests."""
    if not re.fullmatch(r"[\w!.-]{1,64}", device) or device.startswith("."):
        raise NotHere(Status.NOT_SUPPORTED, f"{device} is no name of a block device")
    folder = Path("/sys/class/block") / device
    try:
        if (folder / "partition").exists():
            folder = folder.resolve().parent
        major, minor = (folder / "dev").read_text(encoding="ascii").split(":")
        return folder.name, int(major) << 20 | int(minor)
    except (OSError, ValueError):
        raise NotHere(Status.NOT_PRESENT, f"{device}: there is no such block device") from None


def _names(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []


CALLS: Mapping[str, Call] = {"block_latency": block_latency, "syscall_counts": syscall_counts}
