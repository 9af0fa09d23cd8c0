"""Records of the kernel's ring buffers, made by hand."""

import mmap
import struct

from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.probing.calls import perf_events
from hexascope.collect.probing.calls.perf_events import (
    PAGE,
    Event,
    Record,
    Wanted,
    attributes,
    lost,
)
from hexascope.collect.probing.calls.profiles import KERNEL, USER, called, chain_of


class Ring(Event):
    """An event whose ring buffer a test writes."""

    def __init__(self, pages: int = 1) -> None:
        self._size = pages * PAGE
        self._memory = mmap.mmap(-1, self._size + PAGE)
        self.head = 0

    def write(self, data: bytes) -> None:
        for byte in data:
            assert self._memory is not None
            self._memory[PAGE + self.head % self._size] = byte
            self.head += 1
        struct.pack_into("=Q", self._memory, 1024, self.head)  # type: ignore[arg-type] # there is one


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("=IHH", kind, 0, 8 + len(body)) + body


def sample(*chain: int, address: int = 0x1000, tid: int = 8) -> bytes:
    return struct.pack(f"=QIIQ{len(chain)}Q", address, 7, tid, len(chain), *chain)


def test_records_are_taken_once_and_also_over_the_end_of_the_ring() -> None:
    ring = Ring()
    body = b"x" * 1000
    taken = []
    for _ in range(10):
        ring.write(record(9, body))
        taken += list(ring.records())

    assert taken == [Record(9, body)] * 10
    assert list(ring.records()) == []


def test_a_record_that_can_not_be_ends_the_reading_and_not_the_profile() -> None:
    ring = Ring()
    ring.write(record(9, b"12345678") + struct.pack("=IHH", 9, 0, 3))
    assert list(ring.records()) == [Record(9, b"12345678")]

    ring.write(record(9, b"abcdefgh"))
    assert list(ring.records()) == [Record(9, b"abcdefgh")]


def test_a_chain_is_parted_into_kernel_and_program() -> None:
    assert chain_of(sample(KERNEL, 2**63 + 1, 2**63 + 2, USER, 10, 20)) == (
        8,
        (2**63 + 1, 2**63 + 2),
        (10, 20),
    )


def test_a_sample_without_a_chain_has_at_least_its_address() -> None:
    assert chain_of(sample(address=0x10)) == (8, (), (0x10,))
    assert chain_of(sample(address=2**63 + 1)) == (8, (2**63 + 1,), ())
    assert chain_of(sample(address=0)) is None
    assert chain_of(b"") is None


def test_a_return_address_belongs_to_the_call_before_it() -> None:
    assert called((10, 20, 30)) == (10, 19, 29)
    assert called(()) == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sample_or_none(body: bytes) -> None:
    chain = chain_of(body)

    assert chain is None or len(chain) == 3


def test_lost_records_are_counted() -> None:
    assert lost(struct.pack("=QQ", 1, 17)) == 17
    assert lost(b"") == 0


def test_attributes_are_as_long_as_they_say() -> None:
    told = attributes(
        Wanted(
            kind=perf_events.SOFTWARE, config=0, rate=49, sample=7, flags=1 << 10, most_stack=100
        )
    )

    assert len(told) == struct.unpack_from("=I", told, 4)[0] == 112
    assert struct.unpack_from("=H", told, 108)[0] == 100
