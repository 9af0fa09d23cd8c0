from hexascope.check.checks.interface_packets import interface_packets
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import link_use


def test_very_many_packets_are_worth_knowing_and_no_trouble() -> None:
    use = link_use(received_packets=1_000_000, sent_packets=200_000)._replace(seconds=5.0)

    [finding] = findings(interface_packets, case(fact("interface.count", 2), use))

    assert finding.severity is Severity.INFO
    assert finding.title.numbers() == {"rate": 240_000.0}


def test_ordinary_traffic_is_left_alone() -> None:
    use = link_use(received_packets=900_000)._replace(seconds=5.0)

    assert findings(interface_packets, case(fact("interface.count", 2), use)) == []
