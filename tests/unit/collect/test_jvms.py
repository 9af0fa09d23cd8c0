"""JVM counters: bytes made by hand, a folder of files, and what the collector makes of them."""

import os
import struct
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.calls.jvm import MAGIC, decoded, jvm_counters
from hexascope.collect.collectors.jvms import jvms
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

HEAP: dict[str, int | str] = {
    "sun.gc.generation.1.maxCapacity": 64 << 20,
    "sun.gc.generation.1.space.0.used": 60 << 20,
    "sun.os.hrt.frequency": 1_000_000_000,
    "sun.gc.collector.0.name": "G1 young collection pauses",
    "sun.gc.collector.0.invocations": 968,
    "sun.gc.collector.0.time": 1_500_000_000,
    "sun.gc.collector.1.name": "G1 full collection pauses",
    "sun.gc.collector.1.invocations": 206,
    "sun.gc.collector.1.time": 500_000_000,
}


def entry(name: str, value: int | str, order: str = "<") -> bytes:
    named = name.encode() + b"\0"
    named += b"\0" * (-(20 + len(named)) % 8)
    if isinstance(value, int):
        kind, vector, data = "J", 0, struct.pack(f"{order}q", value)
    else:
        kind, vector, data = "B", len(value) + 1, value.encode() + b"\0"
        data += b"\0" * (-len(data) % 8)
    at = 20 + len(named)
    head = struct.pack(f"{order}iii4Bi", at + len(data), 20, vector, ord(kind), 0, 1, 1, at)
    return head + named + data


def counters(values: dict[str, int | str], order: str = "<") -> bytes:
    body = b"".join(entry(name, value, order) for name, value in values.items())
    head = MAGIC + bytes((order == "<", 2, 0, 1))
    return head + struct.pack(f"{order}iiqii", len(body), 0, 0, 32, len(values)) + body


def host(values: object, refused: int = 0) -> TextHost:
    return TextHost(calls={"jvm_counters": {"jvms": {"42": values}, "refused": refused}})  # type: ignore[dict-item] # plain values


def test_known_counters_are_decoded_in_both_byte_orders_and_others_are_left_out() -> None:
    for order in "<>":
        told = decoded(counters({**HEAP, "java.property.java.class.path": "/secret"}, order))

        assert told == HEAP


@given(some.integers(0, 900))
def test_a_file_cut_short_gives_what_is_whole(length: int) -> None:
    told = decoded(counters(HEAP)[:length])

    assert all(HEAP.get(name) == value for name, value in told.items() if isinstance(value, int))


@given(some.binary(max_size=600))
def test_nonsense_is_no_counter_and_no_error(data: bytes) -> None:
    assert isinstance(decoded(data), dict)
    assert isinstance(decoded(counters(HEAP)[:32] + data), dict)


def test_an_entry_of_no_length_ends_it() -> None:
    assert decoded(counters(HEAP)[:32] + b"\0" * 200) == {}


def folder(tmp_path: Path) -> tuple[Path, Path]:
    proc, tmp = tmp_path / "proc", tmp_path / "tmp"
    (proc / "42").mkdir(parents=True)
    (tmp / "hsperfdata_me").mkdir(parents=True)
    return proc, tmp


def test_the_file_of_a_living_process_is_read(tmp_path: Path) -> None:
    proc, tmp = folder(tmp_path)
    (tmp / "hsperfdata_me/42").write_bytes(counters(HEAP))
    (tmp / "hsperfdata_me/43").write_bytes(counters(HEAP))  # nobody has this pid

    assert jvm_counters("0", str(proc), str(tmp)) == {"jvms": {"42": HEAP}, "refused": 0}


def test_a_light_look_does_not_search_where_there_was_no_jvm(tmp_path: Path) -> None:
    proc, tmp = folder(tmp_path)
    jvm_counters("0", str(proc), str(tmp))
    (tmp / "hsperfdata_me/42").write_bytes(counters(HEAP))

    assert jvm_counters("3600", str(proc), str(tmp)) == {"jvms": {}, "refused": 0}
    assert jvm_counters("0", str(proc), str(tmp)) == {"jvms": {"42": HEAP}, "refused": 0}
    assert jvm_counters("3600", str(proc), str(tmp)) == {"jvms": {"42": HEAP}, "refused": 0}


def test_links_pipes_and_huge_names_are_passed_over(tmp_path: Path) -> None:
    proc, tmp = folder(tmp_path)
    real = tmp_path / "real"
    real.write_bytes(counters(HEAP))
    (tmp / "hsperfdata_me/42").symlink_to(real)
    os.mkfifo(tmp / "hsperfdata_me/44")
    (tmp / "hsperfdata_me" / ("4" * 200)).write_bytes(counters(HEAP))
    (tmp / "hsperfdata_you").symlink_to(tmp / "hsperfdata_me")

    assert jvm_counters("0", str(proc), str(tmp)) == {"jvms": {}, "refused": 0}


def test_heap_and_collections_become_readings() -> None:
    shot = snapshot(host(HEAP), jvms)

    assert shot.number("runtime.jvms") == 1
    assert shot.number("runtime.heap_used", pid="42") == 60 << 20
    assert shot.number("runtime.heap_limit", pid="42") == 64 << 20
    assert shot.number("runtime.collections", kind="full", pid="42") == 206
    assert shot.number("runtime.collecting_s", kind="collector 0", pid="42") == 1.5


def test_concurrent_cycles_do_not_stop_the_program() -> None:
    shot = snapshot(host({**HEAP, "sun.gc.collector.0.name": "ZGC major collection cycles"}), jvms)

    assert shot.number("runtime.collections", kind="collector 0", pid="42") is None
    assert shot.number("runtime.collections", kind="full", pid="42") == 206


def test_a_heap_without_generations_is_read_from_the_only_one() -> None:
    values = {"sun.gc.generation.0.maxCapacity": 100, "sun.gc.generation.0.space.0.used": 70}

    shot = snapshot(host(values), jvms)

    assert shot.number("runtime.heap_used", pid="42") == 70


def test_counters_of_other_users_are_missing_and_not_zero() -> None:
    shot = snapshot(host(HEAP, refused=2), jvms)

    assert shot.missing["runtime.jvms"].status is Status.NO_PERMISSION
    assert "2 JVMs" in shot.missing["runtime.jvms"].reason


def test_nonsense_of_a_call_is_unreadable() -> None:
    shot = snapshot(TextHost(calls={"jvm_counters": "what?"}), jvms)

    assert shot.missing["runtime.jvms"].status is Status.UNREADABLE


def test_senseless_counters_of_one_jvm_give_no_reading() -> None:
    bad: dict[str, int | str] = {
        "sun.gc.generation.1.maxCapacity": 0,
        "sun.gc.generation.1.space.0.used": -5,
        "sun.os.hrt.frequency": 10**12,
        "sun.gc.collector.0.name": "x",
    }

    shot = snapshot(host(bad), jvms)

    assert shot.number("runtime.jvms") == 1
    assert "runtime.heap_used" not in shot.readings
    assert "runtime.collecting_s" not in shot.readings


def test_light_looks_follow_the_heap_alone() -> None:
    assert jvms.light is not None

    readings = list(jvms.light(host(HEAP)))

    assert [getattr(one, "family", "") for one in readings] == [
        "runtime.heap_used",
        "runtime.heap_limit",
    ]
