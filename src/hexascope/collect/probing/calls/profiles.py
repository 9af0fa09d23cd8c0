"""CPU profiles by perf_event: which call stacks the threads of processes are seen with."""

import errno
import os
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probing.calls import perf_events as perf
from hexascope.collect.probing.calls.symbols import KERNEL_MARK, UNKNOWN, kernel_names, user_names
from hexascope.domain.use import Status
from hexascope.kit import clock

MOST_HERTZ = 199
LONGEST_SECONDS = 3.0
MOST_THREADS = 64
MOST_SEEN_THREADS = 4_096
MOST_STACK = 100
DRAIN_SECONDS = 0.25
RING_PAGES = 8
"""A ring holds a quarter of a second of the deepest stacks more than twice over."""

USER, KERNEL = 2**64 - 512, 2**64 - 128
"""Marks in a call chain: user addresses follow, kernel addresses follow."""

LEAST_KERNEL_SHARE = 0.05
"""Where the kernel runs less, its functions are not named: reading their list takes 50 ms."""

_MARKS = 2**64 - 4096
_SAMPLE = struct.Struct("=QIIQ")
IN_KERNEL = [f"[kernel]{KERNEL_MARK}"]

Chain = tuple[int, tuple[int, ...], tuple[int, ...]]
"""A thread's id, and its kernel and user addresses, the leaf first."""


def cpu_profile(pids: str, hertz: str, seconds: str) -> Json:
    """Sample the call stacks of processes while they run on a CPU.

    Gives `stacks` (frames from the root, the thread's name first, and a count), `samples` lost,
    how many threads were watched and left out, and whether the kernel's part could be seen.
    """
    wanted = [int(pid) for pid in pids.split(",")]
    rate = max(1, min(int(hertz), MOST_HERTZ))
    sampler = _Sampler(wanted, rate)
    try:
        spent = sampler.sample(min(float(seconds), LONGEST_SECONDS))
    finally:
        sampler.close()
    return {
        "stacks": _named(sampler),
        "lost": sampler.lost,
        "hertz": rate,
        "seconds": spent,
        "threads": len(sampler.names),
        "left_out": sampler.left_out,
        "kernel": sampler.kernel,
    }


class _Sampler:
    """One event for each thread; new threads are found while it goes on."""

    def __init__(self, pids: Iterable[int], hertz: int) -> None:
        self._pids = list(pids)
        self._hertz = hertz
        self._events: dict[int, perf.Event] = {}
        self.kernel = True
        self.chains: Counter[Chain] = Counter()
        self.names: dict[int, tuple[int, str]] = {}
        self.lost = 0
        self.left_out = 0

    def sample(self, seconds: float) -> float:
        """Sample until the time is over or nobody is left; give how long it was."""
        began = clock.monotonic()
        self._attach()
        if not self._events:
            raise NotHere(Status.NOT_PRESENT, "the processes have ended")
        while (left := began + seconds - clock.monotonic()) > 0:
            clock.pause(min(left, DRAIN_SECONDS))
            self._drain()
            self._attach()
        self._drain()
        return clock.monotonic() - began

    def close(self) -> None:
        for event in self._events.values():
            event.close()
        self._events.clear()

    def _attach(self) -> None:
        threads = [
            (pid, tid) for pid in self._pids for tid in _threads(pid) if tid not in self._events
        ]
        room = MOST_THREADS - len(self._events)
        if len(threads) > room:
            self.left_out = max(self.left_out, len(threads) - room)
            threads.sort(key=lambda one: -ticks_used(*one))
        for pid, tid in threads[:room]:
            with suppress(ProcessLookupError):
                self._events[tid] = self._open(tid)
                self.names[tid] = (pid, _comm(pid, tid))

    def _open(self, tid: int) -> perf.Event:
        """Open a thread's event; where the kernel's part is not allowed, without that."""
        while True:
            wanted = perf.Wanted(
                kind=perf.SOFTWARE,
                config=perf.CPU_CLOCK,
                rate=self._hertz,
                sample=perf.SAMPLE_IP | perf.SAMPLE_TID | perf.SAMPLE_CALLCHAIN,
                flags=perf.FREQUENCY | (0 if self.kernel else perf.EXCLUDE_KERNEL),
                most_stack=MOST_STACK,
            )
            try:
                return perf.Event(wanted, tid=tid, cpu=-1, pages=RING_PAGES)
            except ProcessLookupError:
                raise
            except OSError as error:
                if error.errno not in (errno.EACCES, errno.EPERM) or not self.kernel:
                    raise perf.refusal(error) from None
                self.kernel = False

    def _drain(self) -> None:
        for event in self._events.values():
            for record in event.records():
                if record.kind == perf.RECORD_LOST:
                    self.lost += perf.lost(record.body)
                elif record.kind == perf.RECORD_SAMPLE:
                    chain = chain_of(record.body)
                    if chain is None:
                        self.lost += 1
                    else:
                        self.chains[chain] += 1


def chain_of(body: bytes) -> Chain | None:
    """Take one sample apart; None for one without a stack."""
    if len(body) < _SAMPLE.size:
        return None
    address, _, tid, count = _SAMPLE.unpack_from(body)
    chain = body[_SAMPLE.size : _SAMPLE.size + count * 8]
    kernel: list[int] = []
    user: list[int] = []
    side: list[int] | None = None
    for (one,) in struct.iter_unpack("=Q", chain[: len(chain) // 8 * 8]):
        if one >= _MARKS:
            side = {USER: user, KERNEL: kernel}.get(one)
        elif side is not None:
            side.append(one)
    if not kernel and not user:
        if not address:
            return None
        (kernel if address >> 63 else user).append(address)
    return tid, tuple(kernel), tuple(user)


def _named(sampler: _Sampler) -> list[Json]:
    """Give the stacks with names instead of addresses, the most frequent first."""
    kernel = _kernel(sampler.chains)
    by_pid: dict[int, set[int]] = {}
    for tid, _, user in sampler.chains:
        by_pid.setdefault(sampler.names.get(tid, (tid, ""))[0], set()).update(called(user))
    users = {pid: user_names(pid, addresses) for pid, addresses in by_pid.items()}
    summed: Counter[tuple[str, ...]] = Counter()
    for (tid, inside, user), count in sampler.chains.items():
        pid, name = sampler.names.get(tid, (tid, str(tid)))
        frames = [name]
        frames += [users[pid].get(one, UNKNOWN) for one in reversed(called(user))]
        frames += [kernel[one] for one in reversed(inside)] if kernel else IN_KERNEL[: len(inside)]
        summed[tuple(frames)] += count
    return [[list(frames), count] for frames, count in summed.most_common()]


def _kernel(chains: Counter[Chain]) -> dict[int, str]:
    """Name the kernel's functions, where it ran for long enough that they matter."""
    inside = sum(count for (_, kernel, _), count in chains.items() if kernel)
    if inside < LEAST_KERNEL_SHARE * chains.total():
        return {}
    return kernel_names({address for _, kernel, _ in chains for address in kernel})


def called(addresses: tuple[int, ...]) -> tuple[int, ...]:
    """Give the addresses of the calls: a return address may lie behind the function's end."""
    return addresses[:1] + tuple(one - 1 for one in addresses[1:])


def _threads(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/task")[:MOST_SEEN_THREADS]:
            yield int(name)


def _comm(pid: int, tid: int) -> str:
    try:
        with open(f"/proc/{pid}/task/{tid}/comm", "rb") as file:
            return file.read(64).decode(errors="backslashreplace").rstrip("\n") or str(tid)
    except OSError:
        return str(tid)


def ticks_used(pid: int, tid: int) -> int:
    """Give the CPU time that a thread has used so far, in ticks."""
    try:
        with open(f"/proc/{pid}/task/{tid}/stat", "rb") as file:
            fields = file.read(2048).rpartition(b")")[2].split()
        return int(fields[11]) + int(fields[12])
    except (OSError, ValueError, IndexError):
        return 0


CALLS: Mapping[str, Call] = {"cpu_profile": cpu_profile}
