import pytest

from hexascope.check.checks.softirq import softirq
from hexascope.domain.finding import Finding
from hexascope.domain.rows import Interface
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def link(name: str, packets: int, size: int) -> tuple[Interface, Interface]:
    before = Interface(namespace="net:[2]", name=name)
    return before, before._replace(sent_packets=packets, sent_bytes=packets * size)


def seen(share: float, packets: float, size: int) -> list[Finding]:
    before, after = link("va", int(packets * 5), size)
    sender = use(process(pid=60, comm="flood", net_namespace="net:[2]"), system_share=0.9)
    noise = use(process(pid=61, comm="loop"), cpu_share=1.0, system_share=0.01)
    about = case(
        fact("cpu.softirq_share", share, cpu="0"),
        fact("cpu.softirq_share", 0.0, cpu="1"),
        fact("softnet.packets", packets, cpu="all"),
        sender,
        noise,
        first=[before],
        last=[after],
    )
    return list(findings(softirq, about))


def test_a_flood_of_small_packets_is_charged_to_who_sends_it() -> None:
    [finding] = seen(0.28, 400_000, 106)

    assert finding.culprit is not None
    assert finding.culprit.name == "flood"
    assert finding.harm is Harm.WASTE


@pytest.mark.parametrize(
    ("share", "packets", "size", "found"),
    [(0.09, 400_000, 106, 0), (0.28, 40_000, 106, 0), (0.28, 400_000, 1500, 0), (0.5, 10, 10, 1)],
)
def test_bulk_transfer_and_moderate_traffic_are_healthy(
    share: float, packets: float, size: int, found: int
) -> None:
    assert len(seen(share, packets, size)) == found


def test_where_nobody_sends_the_interface_is_named() -> None:
    before, after = link("eth0", 2_000_000, 90)
    about = case(fact("cpu.softirq_share", 0.7, cpu="0"), first=[before], last=[after])

    [finding] = findings(softirq, about)

    assert finding.culprit is not None
    assert finding.culprit.name == "eth0"
    assert finding.severity is Severity.MEDIUM
