from dataclasses import replace

import pytest

from hexascope.check.checks.disk_latency import disk_latency
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import BlockDevice
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import LOOP, SDA, mount, opened


def host(
    wait: float, device: BlockDevice = SDA, requests: float = 200, states: str = "DDSS"
) -> Case:
    name = device.name
    return case(
        fact("disk.utilization", 0.9, device=name),
        fact("disk.queue", 2.0, device=name),
        fact("disk.await", wait, device=name),
        fact("disk.requests", requests, device=name),
        use(process(pid=7, comm="db"), states=states),
        last=[device, opened(7, device_number=device.number)],
    )


def found(about: Case) -> list[Finding]:
    return findings(disk_latency, about)


def test_a_slow_disk_that_somebody_waits_for_is_found_with_who_suffers() -> None:
    [finding] = found(host(0.051))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.key) == ("sda", "8:0")
    assert [one.name for one in finding.victims] == ["db"]


@pytest.mark.parametrize(
    ("device", "most"),
    [
        (SDA, 0.050),
        (SDA._replace(rotational=False), 0.020),
        (BlockDevice("nvme0n1", "259:0", "nvme"), 0.010),
    ],
)
def test_each_kind_has_its_limit(device: BlockDevice, most: float) -> None:
    assert found(host(most * 0.99, device)) == []
    assert len(found(host(most, device))) == 1


def test_a_mean_of_few_requests_says_nothing() -> None:
    assert found(host(0.5, requests=49)) == []


def test_slow_writeback_that_nobody_waits_for_is_information() -> None:
    [finding] = found(host(0.2, states="SSSS"))

    assert finding.severity is Severity.INFO


def test_a_device_above_another_is_not_judged() -> None:
    assert found(host(0.2, SDA._replace(slaves=("sdb",)))) == []


def silent(held: tuple[float, ...], seconds: float = 5.0) -> Case:
    series = tuple((float(at), value) for at, value in enumerate(held))
    return case(
        fact("disk.utilization", 1.0, device="sda"),
        fact("disk.queue", 4.0, device="sda"),
        fact("disk.requests", 0.0, device="sda"),
        replace(fact("disk.most_in_flight", 4.0, device="sda"), series=series),
        last=[SDA],
        seconds=seconds,
    )


def test_a_device_that_completes_nothing_is_critical() -> None:
    [finding] = found(silent((4, 4, 4)))

    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.FAILING)


def test_a_device_that_was_empty_once_is_not_dead() -> None:
    assert found(silent((4, 0, 4))) == []


def test_silence_of_a_short_window_is_not_death() -> None:
    assert found(silent((4, 4, 4), seconds=1.9)) == []
    assert len(found(silent((4, 4, 4), seconds=2.0))) == 1


def test_a_loop_device_upon_a_slow_disk_is_not_told_again() -> None:
    facts = [
        fact(family, value, device=name)
        for name in ("loop0", "sda")
        for family, value in (
            ("disk.utilization", 0.9),
            ("disk.queue", 2.0),
            ("disk.await", 0.06),
            ("disk.requests", 200),
        )
    ]
    last = [SDA, LOOP, mount(point="/", device_number="8:1"), opened(7)]
    about = case(*facts, use(process(pid=7, comm="db"), states="DDSS"), last=last)

    [finding] = found(about)

    assert dict(finding.title.values)["name"] == "sda"
    assert [one.name for one in finding.victims] == ["db"]
