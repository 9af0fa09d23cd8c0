from hexascope.check.checks.retransmissions import retransmissions
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import NAMESPACES, OTHER, link, link_use, program, sock


def loss(share: float, again: float = 500.0) -> Case:
    return case(
        fact("tcp.retransmit_share", share, namespace=OTHER),
        fact("tcp.segments_repeated", again, namespace=OTHER),
        fact("tcp.segments_sent", again / share, namespace=OTHER),
        *NAMESPACES,
        link_use(),
        link_use(link(name="lo", kind="loopback"), sent_packets=90_000),
        program(7, "sender"),
        sock(owner_pid=7, total_retransmits=40),
    )


def test_loss_names_the_interface_that_carries_the_traffic_and_who_suffers() -> None:
    [finding] = findings(retransmissions, loss(0.1))

    assert finding.severity is Severity.HIGH
    assert finding.culprit
    assert (finding.culprit.name, finding.culprit.key) == ("eth0", OTHER)
    assert [one.name for one in finding.victims] == ["sender"]
    assert "10.0.0.2:80" in dict(finding.description.values).values()


def test_a_little_loss_and_a_few_segments_are_left_alone() -> None:
    assert findings(retransmissions, loss(0.009)) == []
    assert findings(retransmissions, loss(0.05, again=9)) == []


def test_loss_just_above_the_limit_is_medium() -> None:
    [finding] = findings(retransmissions, loss(0.011))

    assert finding.severity is Severity.MEDIUM
