import pytest

from hexascope.check.checks.burst_balance import burst_balance
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import BlockDevice
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.storage import LOOP

CLOUD = BlockDevice(
    "nvme1n1", "259:1", "nvme", size_bytes=50 * 2**30, model="Amazon Elastic Block Store"
)


def host(
    rate: float = 150,
    *,
    device: BlockDevice = CLOUD,
    strayed: float = 0.01,
    queue: float = 8,
    waited: float = 0.6,
    bandwidth: float = 7e5,
    kind: str = "requests",
) -> Case:
    name = device.name
    return case(
        fact("disk.steadiness", strayed, device=name, kind=kind),
        fact("disk.queue", queue, device=name),
        fact("disk.request_rate", rate, device=name),
        fact("disk.bandwidth", bandwidth, device=name),
        fact("pressure.some_share", waited, resource="io"),
        last=[device],
    )


def found(about: Case) -> list[Finding]:
    return findings(burst_balance, about)


def test_a_cloud_volume_at_its_base_rate_is_found() -> None:
    [finding] = found(host())

    assert finding.severity is Severity.MEDIUM
    assert finding.culprit is not None
    assert finding.culprit.key == "259:1"


def test_a_volume_at_its_throughput_is_found_too() -> None:
    [finding] = found(host(777, bandwidth=125 * 2**20, kind="bytes"))

    assert "bytes_per_s" in finding.title.template


def test_a_disk_of_unknown_make_is_less_sure() -> None:
    [finding] = found(host(3000, device=CLOUD._replace(model="")))

    assert finding.severity is Severity.LOW


@pytest.mark.parametrize(
    "about",
    [
        host(strayed=0.03),
        host(queue=1.4),
        host(waited=0.19),
        host(777, device=CLOUD._replace(model="")),
        host(777, bandwidth=125 * 2**20, device=CLOUD._replace(model="")),
        host(device=LOOP),
    ],
)
def test_what_varies_has_no_queue_makes_nobody_wait_or_is_no_round_number_is_fine(
    about: Case,
) -> None:
    assert found(about) == []


@pytest.mark.parametrize(("rate", "most"), [(4190, 4200), (1050, None), (1122, 1100), (1123, None)])
def test_a_cloud_sells_any_number_of_requests(rate: float, most: float | None) -> None:
    told = [dict(one.title.values)["most"] for one in found(host(rate))]

    assert told == ([] if most is None else [most])


def test_a_flat_rate_of_requests_says_nothing_of_the_bytes() -> None:
    bought = CLOUD._replace(model="")

    assert found(host(777, device=bought, bandwidth=125e6, kind="requests")) == []
    assert len(found(host(777, device=bought, bandwidth=125e6, kind="bytes"))) == 1


def test_a_hard_disk_that_reads_as_fast_as_it_can_is_fine() -> None:
    disk = BlockDevice("sda", "8:0", "disk", rotational=True, model="ST8000NM0055")

    assert found(host(1220, device=disk, bandwidth=160e6, kind="bytes")) == []
    assert len(found(host(1220, device=disk._replace(model="QEMU HARDDISK"), bandwidth=160e6,
                          kind="bytes"))) == 1  # fmt: skip
