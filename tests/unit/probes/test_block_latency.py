"""Block latency: by each request, or by counters with the reason that there are no percentiles."""

import struct

import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.block_latency import block_latency, counters, wanted
from hexascope.collect.probing.calls.tracepoints import Seen, durations, point, seen_in, summary
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Finding
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Resource, Status
from tests.support.cases import case, fact
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

UNTRACED = NotHere(Status.NOT_PRESENT, "tracefs is not mounted")


def values(items: list[object]) -> dict[str, float | str]:
    return {one.family.partition(".")[2]: one.value for one in items if isinstance(one, Reading)}


def test_percentiles_of_traced_requests_are_evidence() -> None:
    answer: Json = {"requests": 100, "mean": 0.002, "p50": 0.001, "p95": 0.01, "p99": 0.02}
    host = ScriptedHost(calls={"block_latency vda 2.0": answer})

    assert values(measured(block_latency, host, place="vda")) == {
        "requests": 100,
        "mean": 0.002,
        "p50": 0.001,
        "p95": 0.01,
        "p99": 0.02,
    }


def test_a_disk_without_requests_has_no_times() -> None:
    host = ScriptedHost(calls={"block_latency": {"requests": 0, "histogram": []}})

    assert values(measured(block_latency, host, place="vda")) == {"requests": 0}


class Busy(ScriptedHost):
    """A disk that ends a request of 10 ms in each step, and one of 100 ms in the fifth."""

    def read(self, path: str) -> str:
        assert path == "/sys/class/block/vda/stat"
        steps = round(self.paused / 0.02)
        spent = steps * 10 + (90 if steps >= 5 else 0)
        return f"{steps} 0 8 {spent} 0 0 0 0 0 0 0\n"


def test_without_tracing_counters_give_means_and_no_percentiles() -> None:
    items = measured(block_latency, Busy(calls={"block_latency": UNTRACED}), place="vda")

    assert values(items)["requests"] == 75
    assert values(items)["mean"] == pytest.approx((75 * 0.01 + 0.09) / 75)
    assert values(items)["worst_step"] == pytest.approx(0.1)
    assert [one.name for one in items if isinstance(one, Missing)] == [
        "block_latency.p50",
        "block_latency.p95",
        "block_latency.p99",
    ]


def test_a_disk_that_is_gone_is_the_reason() -> None:
    gone = NotHere(Status.NOT_PRESENT, "vdz: there is no such block device")
    with pytest.raises(NotHere, match="vdz"):
        measured(block_latency, ScriptedHost(calls={"block_latency": gone}), place="vdz")


def test_counters_that_make_no_sense_are_no_numbers() -> None:
    assert counters("1 0 8 20 3 0 8 40") == (4, 0.06)
    with pytest.raises(IndexError):
        counters("1 2")


def at(time: int, sector: int) -> Seen:
    return Seen(time, bytes(8) + struct.pack("=Q", sector))


def test_an_end_belongs_to_the_last_start_of_its_sector() -> None:
    took = durations(
        [at(1_000, 8), at(2_000, 16), at(9_000, 8)],
        [at(5_000, 8), at(9_500, 8), at(9_900, 24)],
        sector=(8, 8),
    )

    assert took == pytest.approx([4e-6, 5e-7])


def test_a_summary_has_percentiles_and_a_histogram_of_powers_of_two() -> None:
    told = summary([number / 1e6 for number in range(1, 101)])

    assert (told["requests"], told["p50"], told["p95"], told["p99"]) == (
        100,
        51e-6,
        96e-6,
        100e-6,
    )
    histogram = told["histogram"]
    assert isinstance(histogram, list)
    assert histogram[-1] == [128, 36]
    assert summary([]) == {"requests": 0, "histogram": []}


def test_records_are_taken_apart_and_cut_ones_are_none() -> None:
    assert seen_in(struct.pack("=QI", 7, 4) + b"abcd") == Seen(7, b"abcd")
    assert seen_in(struct.pack("=QI", 7, 5) + b"abcd") is None
    assert seen_in(b"short") is None


def test_a_tracepoint_is_read_from_tracefs_or_has_a_reason(tmp_path: object) -> None:
    with pytest.raises(NotHere, match="not mounted"):
        point("block/block_rq_issue", [f"{tmp_path}/none"])


def about(**fields: object) -> Finding:
    device = entity(EntityKind.DEVICE, "vda", key="vda")
    return blamed(
        device, "disk_latency", evidence=(fact("disk.await", 0.1, device="vda"),), **fields
    )


def test_disks_that_findings_speak_of_are_wanted() -> None:
    assert [one.place for one in wanted(case(findings=(about(resource=Resource.DISK),)))] == ["vda"]
    assert list(wanted(case(findings=(about(resource=Resource.CPU),)))) == []
