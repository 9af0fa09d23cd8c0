from collections.abc import Iterable

import pytest

from hexascope.derive.derivers.disks import disks
from hexascope.domain.facts import Facts
from hexascope.domain.rows import BlockDevice
from hexascope.domain.snapshot import Pulse, Reading, Window
from tests.support.cases import reading, window


def counters(**values: float) -> list[Reading]:
    names = (
        "reads", "read_bytes", "read_time", "writes", "written_bytes", "write_time", "busy_time",
        "queue_time", "in_flight", "flushes", "flush_time",
    )  # fmt: skip
    return [reading(f"disk.{name}", values.get(name, 0.0), device="vda") for name in names]


def pulse(at: float, **values: float) -> Pulse:
    labels = (("device", "vda"),)
    return Pulse(at=at, numbers={f"disk.{name}": {labels: one} for name, one in values.items()})


def facts(about: Window) -> Facts:
    return Facts().with_more(disks.derive(about, Facts()))


def derived(first: Iterable[object], last: Iterable[object], pulses: Iterable[Pulse] = ()) -> Facts:
    return facts(window(first, last, pulses=pulses))


def test_waits_and_rates_are_those_of_the_window() -> None:
    found = derived(
        counters(reads=100, read_time=1),
        counters(
            reads=600, read_time=6, read_bytes=500 * 4096, writes=500, write_time=0.5,
            busy_time=4, queue_time=10, flushes=50, flush_time=0.2,
        ),
    )  # fmt: skip

    values = {family: found.number(family, device="vda") for family in found.evidence}
    assert values == {
        "disk.utilization": 0.8,
        "disk.queue": 2.0,
        "disk.most_in_flight": 0.0,
        "disk.requests": 1000,
        "disk.await": pytest.approx(0.0055),
        "disk.read_await": pytest.approx(0.01),
        "disk.write_await": pytest.approx(0.001),
        "disk.flush_await": pytest.approx(0.004),
        "disk.read_rate": 100,
        "disk.write_rate": 100,
        "disk.request_rate": 200,
        "disk.read_bandwidth": 409_600,
        "disk.write_bandwidth": 0,
        "disk.bandwidth": 409_600,
        "disk.flush_rate": 10,
        "disk.request_size": 2048,
    }


def test_an_idle_device_is_measured_as_idle() -> None:
    found = derived(counters(reads=5), counters(reads=5))

    assert found.number("disk.utilization", device="vda") == 0
    assert found.one("disk.await", device="vda") is None


def test_an_idle_device_above_others_is_not_told_of() -> None:
    above = BlockDevice("vda", "254:0", "mapper", slaves=("sda",))

    assert not derived(counters(), [*counters(), above]).evidence


def test_a_counter_that_ran_backwards_gives_no_rate() -> None:
    found = derived(counters(busy_time=9, queue_time=9), counters(busy_time=1, queue_time=1))

    assert found.one("disk.utilization", device="vda") is None
    assert found.one("disk.queue", device="vda") is None


def test_a_device_that_holds_requests_without_completing_any_is_seen() -> None:
    found = derived(counters(in_flight=4), counters(in_flight=4, busy_time=5, queue_time=20))

    assert found.number("disk.utilization", device="vda") == 1
    assert found.number("disk.queue", device="vda") == 4
    assert found.number("disk.most_in_flight", device="vda") == 4
    assert found.number("disk.requests", device="vda") == 0


def steps(rates: Iterable[float]) -> Facts:
    total, pulses = 0.0, []
    for number, rate in enumerate(rates):
        total += rate / 2
        pulses.append(
            pulse(100.5 + number / 2, written_bytes=total, read_bytes=0, reads=0, writes=number**2)
        )
    end = counters(written_bytes=total, writes=99)
    return facts(window(counters(), end, pulses=pulses))


def test_a_flat_rate_is_told_from_one_that_varies() -> None:
    flat = steps([1e6] * 9).number("disk.steadiness", device="vda", kind="bytes")
    wavy = steps([1e6, 2e6] * 5).number("disk.steadiness", device="vda", kind="bytes")

    assert flat == pytest.approx(0, abs=1e-6)
    assert wavy is not None
    assert wavy > 0.2


def test_few_steps_say_nothing_of_steadiness() -> None:
    assert steps([1e6] * 2).one("disk.steadiness", device="vda", kind="bytes") is None


def test_bytes_may_be_flat_where_requests_are_not() -> None:
    strayed = steps([1e6] * 9).number("disk.steadiness", device="vda", kind="requests")

    assert strayed is not None
    assert strayed > 0.2


def test_the_rate_of_reads_and_writes_together_is_followed_through_the_window() -> None:
    found = steps([1e6, 3e6] * 5)

    [rate] = found.of("disk.bandwidth")
    values = [value for _, value in rate.series]
    assert min(values) < rate.number < max(values)


def test_errors_that_a_driver_counted_are_told() -> None:
    found = derived(
        [*counters(), reading("disk.error_count", 5, device="vda")],
        [*counters(), reading("disk.error_count", 8, device="vda")],
    )

    assert found.number("disk.errors", device="vda") == 3


def test_the_wait_for_a_request_is_followed_where_any_was_completed() -> None:
    looks = [(101, 10, 0.1), (102, 10, 0.1), (103, 30, 0.9)]
    pulses = [
        pulse(at, reads=count, writes=0, read_time=time, write_time=0) for at, count, time in looks
    ]
    end = counters(reads=40, read_time=1.0)

    [wait] = facts(window(counters(), end, pulses=pulses)).of("disk.await")

    assert wait.number == pytest.approx(0.025)
    assert [at for at, _ in wait.series] == [1, 3, 5]
    assert [value for _, value in wait.series] == pytest.approx([0.01, 0.04, 0.01])


def test_of_an_archive_that_knows_sums_only_nothing_is_said_of_reads_and_writes() -> None:
    def sums(transfers: float, took: float, busy: float) -> list[Reading]:
        values = {
            "transfers": transfers,
            "transfer_time": took,
            "busy_time": busy,
            "queue_time": took,
        }
        return [reading(f"disk.{name}", value, device="vda") for name, value in values.items()]

    found = derived(sums(0, 0, 0), sums(100, 20, 4))

    values = {family: found.number(family, device="vda") for family in found.evidence}
    assert values == {
        "disk.utilization": 0.8,
        "disk.queue": 4.0,
        "disk.await": pytest.approx(0.2),
        "disk.request_rate": 20.0,
    }
    idle = derived(sums(5, 1, 0), sums(5, 1, 0))
    assert set(idle.evidence) == {"disk.utilization", "disk.queue"}
