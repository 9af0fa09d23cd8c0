import pytest

from hexascope.check.checks.interface_drops import interface_drops
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import link, link_use


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        interface_drops, case(fact("interface.count", 2), link_use(received_dropped=200))
    )

    assert finding.own_severity is Severity.MEDIUM
    assert finding.culprit
    assert finding.culprit.name == "eth0"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            interface_drops,
            case(
                fact("interface.count", 2),
                link_use(received_dropped=49),
                link_use(link(name="b"), received_dropped=90),
            ),
        )
        == []
    )


@pytest.mark.parametrize(("dropped", "number"), [(599, 0), (600, 1)])
def test_what_gathers_by_chance_in_minutes_is_left_alone(dropped: int, number: int) -> None:
    long = link_use(received_dropped=dropped)._replace(seconds=600.0, sent_packets=10_000)

    found = findings(interface_drops, case(fact("interface.count", 2), long))

    assert len(found) == number
