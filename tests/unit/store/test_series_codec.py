"""Columns as bytes: what comes out is what went in, or nothing."""

import struct
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.store.database.series.chunks import Chunk, Row, merged, of_rows, read, sums_of, write
from hexascope.store.database.series.codec import (
    BLOCK,
    Columns,
    Damaged,
    pack,
    pack_times,
    unpack_times,
)

BITS = st.integers(min_value=0, max_value=2**64 - 1)
"""All doubles there are: NaNs with any payload, -0.0, denormals, infinities."""

ODD = (0x8000000000000000, 1, 0x7FF8000000000000, 0x7FF8DEADBEEF0001, 0xFFF8000000000042)


def column(bits: list[int]) -> "array[float]":
    values = array("d")
    values.frombytes(struct.pack(f"<{len(bits)}Q", *bits))
    return values


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[list[int]]]:
    moments = draw(st.integers(1, 6))
    one = st.lists(BITS | st.sampled_from(ODD), min_size=moments, max_size=moments)
    return moments, draw(st.lists(one, min_size=1, max_size=BLOCK + 3))


@given(tables(), st.integers(0, 2**40))
def test_every_double_comes_back_bit_for_bit(table: tuple[int, list[list[int]]], salt: int) -> None:
    moments, bits = table
    packed = pack([column(one) for one in bits], width=1, salt=salt)

    columns = Columns(packed, series=len(bits), width=1, moments=moments, salt=salt)

    for at, one in enumerate(bits):
        (found,) = columns.of(at)
        assert found.tobytes() == column(one).tobytes()


@given(st.lists(BITS, min_size=40, max_size=40), st.data())
def test_a_cut_or_flipped_chunk_gives_the_same_numbers_or_none(
    bits: list[int], data: st.DataObject
) -> None:
    sent = [column([one, one ^ 1]) for one in bits]
    packed = pack(sent, width=1, salt=7)
    place = data.draw(st.integers(0, len(packed) - 1))
    if data.draw(st.booleans()):
        harmed = packed[:place]
    else:
        flip = data.draw(st.integers(1, 255))
        harmed = packed[:place] + bytes([packed[place] ^ flip]) + packed[place + 1 :]

    lost = 0
    try:
        columns = Columns(harmed, series=40, width=1, moments=2, salt=7)
    except Damaged:
        return
    for at, one in enumerate(sent):
        try:
            assert columns.of(at)[0].tobytes() == one.tobytes()
        except Damaged:
            lost += 1
    assert lost >= 8


def test_the_bytes_of_another_chunk_do_not_pass_for_ours() -> None:
    packed = pack([column([1, 2])], width=1, salt=1200)

    with pytest.raises(Damaged):
        Columns(packed, series=1, width=1, moments=2, salt=2400).of(0)


@given(st.binary(max_size=80))
def test_any_bytes_are_moments_or_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        unpack_times(data)


@given(st.lists(st.tuples(st.floats(0, 4e9), st.integers(0, 2**53)), max_size=20))
def test_moments_come_back_with_their_batches(marks: list[tuple[float, int]]) -> None:
    times = array("d", (time for time, _ in marks))
    seqs = array("q", (seq for _, seq in marks))

    assert unpack_times(pack_times(times, seqs)) == (times, seqs)


MOMENT = st.tuples(st.integers(0, 30), st.sampled_from("ab"), st.floats(-1e9, 1e9))


@given(st.lists(MOMENT, min_size=1, max_size=12, unique_by=lambda one: one[0]), st.data())
def test_the_same_moments_make_the_same_chunk_in_any_order_and_in_any_pieces(
    moments: list[tuple[int, str, float]], data: st.DataObject
) -> None:
    parts = [
        of_rows(
            [Row(seq=seq, layout=key, times=array("d", [seq]).tobytes(), data=_bytes(value))],
            (f"key.{key}",),
        )
        for seq, key, value in moments
    ]
    clean = write(merged(parts), 0)

    shuffled = data.draw(st.permutations([*parts, *parts[: len(parts) // 3 + 1]]))
    cut = data.draw(st.integers(1, len(shuffled)))
    first = write(merged(shuffled[:cut]), 0)
    keys = merged(shuffled[:cut]).keys
    second = write(merged([read(first, keys), *shuffled[cut:]]), 0)

    assert second == clean


def _bytes(value: float) -> bytes:
    return array("d", [value]).tobytes()


def test_a_summary_counts_what_is_known_alone() -> None:
    unknown = float("nan")

    some = sums_of(array("d", [unknown, 3.0, 1.0, unknown]))

    assert some is not None
    assert (some.least, some.most, some.total, some.count, some.last) == (1.0, 3.0, 4.0, 2, 1.0)
    assert sums_of(array("d", [unknown, unknown])) is None
    assert sums_of(array("d")) is None


def test_a_chunk_whose_moments_are_lost_is_lost_whole() -> None:
    chunk = Chunk(
        keys=("a.b",), times=array("d", [1.0]), seqs=array("q", [1]), columns=[array("d", [2.0])]
    )
    stored = write(chunk, 0)
    harmed = type(stored)(
        start=0, end=1.0, layout=stored.layout, times=stored.times[:-1], data=stored.data
    )

    with pytest.raises(Damaged):
        read(harmed, ("a.b",))
