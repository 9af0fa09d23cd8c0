import pytest

from hexascope.collect.collectors.pressure import pressure
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

TEXT = "some avg10=0.00 avg60=0.00 avg300=0.00 total=3479956\nfull avg10=0.00 total=17\n"
FILES = {f"/proc/pressure/{name}": TEXT for name in ("cpu", "memory", "io")}


def test_the_total_is_read_in_seconds() -> None:
    seen = snapshot(TextHost(FILES), pressure)

    assert seen.number("pressure.some_time", resource="cpu") == pytest.approx(3.479956)
    assert seen.number("pressure.full_time", resource="io") == pytest.approx(0.000017)


def test_the_means_of_minutes_are_read_as_shares_in_full_looks_only() -> None:
    text = "some avg10=9.00 avg60=21.50 avg300=6.00 total=1\n"
    files = {f"/proc/pressure/{name}": text for name in ("cpu", "memory", "io")}
    seen = snapshot(TextHost(files), pressure)

    assert seen.number("pressure.average", kind="some", over="60s", resource="cpu") == 0.215
    assert seen.number("pressure.average", kind="some", over="300s", resource="io") == 0.06
    assert len(list(seen.of("pressure.average"))) == 6
    assert pressure.light is not None
    families = {one.family for one in pressure.light(TextHost(files))}  # type: ignore[attr-defined] # it yields readings
    assert families == {"pressure.some_time"}


def test_a_mean_that_is_left_out_is_not_zero() -> None:
    seen = snapshot(TextHost(FILES), pressure)

    assert seen.number("pressure.average", kind="full", over="60s", resource="cpu") is None


def test_a_kernel_without_pressure_says_so_and_reads_as_missing_not_as_zero() -> None:
    refused = NotHere(Status.NOT_SUPPORTED, "/proc/pressure/cpu: Operation not supported")

    seen = snapshot(TextHost({"/proc/pressure/cpu": refused}), pressure)

    assert seen.number("pressure.some_time", resource="cpu") is None
    assert seen.missing["pressure.some_time"].status is Status.NOT_SUPPORTED


def test_a_nonsensical_file_is_unreadable_and_does_not_end_the_look() -> None:
    seen = snapshot(TextHost({"/proc/pressure/cpu": "some avg10=x\n"}), pressure)

    assert seen.missing["pressure.some_time"].status is Status.UNREADABLE
