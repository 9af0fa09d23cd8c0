"""perf_event_open through ctypes: opening an event, and the records of its ring buffer."""

import ctypes
import errno
import mmap
import os
import platform
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status

SOFTWARE, TRACEPOINT = 1, 2
CPU_CLOCK = 0
SAMPLE_IP, SAMPLE_TID, SAMPLE_TIME, SAMPLE_CALLCHAIN = 1, 2, 4, 32
SAMPLE_PERIOD, SAMPLE_RAW = 256, 1024
DISABLED, EXCLUDE_KERNEL, FREQUENCY = 1, 1 << 5, 1 << 10
RECORD_LOST, RECORD_SAMPLE = 2, 9
ENABLE, SET_FILTER = 0x2400, 0x40082406
CLOSE_ON_EXEC = 8

PAGE = mmap.PAGESIZE
MOST_RECORDS = 50_000
"""Records that are taken from one ring buffer at a time."""

_HEAD = 1024
"""Where the ring buffer's head lies in its first page; its tail follows."""

_ATTRIBUTES = struct.Struct("=IIQQQQQIIQQQQIiQIHH")
_HEADER = struct.Struct("=IHH")
_NUMBERS = {
    "x86_64": 298,
    "aarch64": 241,
    "riscv64": 241,
    "loongarch64": 241,
    "ppc64le": 319,
    "ppc64": 319,
    "s390x": 331,
    "armv7l": 364,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an event counts or samples; `rate` is a frequency with the flag FREQUENCY."""

    kind: int
    config: int
    rate: int
    sample: int
    flags: int
    most_stack: int = 0


class Record(NamedTuple):
    """One record of a ring buffer."""

    kind: int
    body: bytes


class Event:
    """An open event with its ring buffer of `pages` (a power of two; 0: it only counts)."""

    def __init__(self, wanted: Wanted, *, tid: int, cpu: int, pages: int) -> None:
        self.handle = _opened(wanted, tid, cpu)
        self._size = pages * PAGE
        self._memory: mmap.mmap | None = None
        if pages:
            try:
                self._memory = mmap.mmap(self.handle, self._size + PAGE)
            except OSError:
                os.close(self.handle)
                raise

    def filtered(self, words: str) -> None:
        """Let only such events through: `dev == 1234`."""
        _control(self.handle, SET_FILTER, ctypes.c_char_p(words.encode()))

    def enable(self) -> None:
        """Begin to count and to sample."""
        _control(self.handle, ENABLE, 0)

    def count(self) -> int:
        """Give how often it happened so far."""
        return int.from_bytes(os.read(self.handle, 8), "little")

    def records(self) -> Iterator[Record]:
        """Take what has come since the last time out of the ring buffer."""
        memory = self._memory
        if memory is None:
            return
        head, tail = struct.unpack_from("=QQ", memory, _HEAD)
        taken = 0
        while tail < head and taken < MOST_RECORDS:
            kind, _, size = _HEADER.unpack(self._bytes(memory, tail, _HEADER.size))
            if size < _HEADER.size or tail + size > head:
                tail = head  # the kernel writes no such record: nothing after it can be trusted
                break
            yield Record(kind, self._bytes(memory, tail + 8, size - 8))
            tail += size
            taken += 1
        struct.pack_into("=Q", memory, _HEAD + 8, tail)

    def _bytes(self, memory: mmap.mmap, at: int, size: int) -> bytes:
        begin = at % self._size
        end = min(begin + size, self._size)
        part = memory[PAGE + begin : PAGE + end]
        rest = size - (end - begin)
        return part + memory[PAGE : PAGE + rest] if rest else part

    def close(self) -> None:
        """Stop, and give everything back."""
        if self._memory is not None:
            self._memory.close()
        os.close(self.handle)


def attributes(wanted: Wanted) -> bytes:
    """Write struct perf_event_attr as of its fifth version, which every Linux since 4.1 takes."""
    return _ATTRIBUTES.pack(
        wanted.kind,
        _ATTRIBUTES.size,
        wanted.config,
        wanted.rate,
        wanted.sample,
        0,
        wanted.flags,
        *(0,) * 10,
        wanted.most_stack,
        0,
    )


def lost(body: bytes) -> int:
    """Give how many records a record of lost ones tells of."""
    return int(struct.unpack_from("=Q", body, 8)[0]) if len(body) >= 16 else 0


def _opened(wanted: Wanted, tid: int, cpu: int) -> int:
    number = _NUMBERS.get(platform.machine())
    if number is None:
        raise NotHere(Status.NOT_SUPPORTED, f"perf_event_open is not known on {platform.machine()}")
    told = ctypes.create_string_buffer(attributes(wanted), _ATTRIBUTES.size)
    library = ctypes.CDLL(None, use_errno=True)
    handle = library.syscall(
        ctypes.c_long(number),
        told,
        ctypes.c_int(tid),
        ctypes.c_int(cpu),
        ctypes.c_int(-1),
        ctypes.c_ulong(CLOSE_ON_EXEC),
    )
    if handle < 0:
        raise _refused(ctypes.get_errno())
    return int(handle)


def _control(handle: int, request: int, value: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.ioctl(ctypes.c_int(handle), ctypes.c_ulong(request), value) < 0:
        raise _refused(ctypes.get_errno())


def _refused(number: int) -> OSError:
    return OSError(number or errno.EIO, os.strerror(number or errno.EIO))


def paranoid() -> str:
    """Give the kernel's setting on who may use events; '' where it is not told."""
    try:
        with open("/proc/sys/kernel/perf_event_paranoid", "rb") as file:
            return file.read(16).decode(errors="replace").strip()
    except OSError:
        return ""


def refusal(error: OSError) -> NotHere:
    """Say why an event could not be opened, and what would let it."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return NotHere(
            Status.NO_PERMISSION,
            f"perf_event_open is not allowed (perf_event_paranoid is {paranoid() or 'not known'});"
            " run as root",
        )
    if error.errno == errno.ESRCH:
        return NotHere(Status.NOT_PRESENT, "the process has ended")
    return NotHere(Status.NOT_SUPPORTED, f"perf_event_open: {error.strerror}")
