from hexascope.check.checks.interface_down import interface_down
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import NAMESPACES, OTHER, OWN, link, link_use


def down(**fields: object) -> list[object]:
    before = link()
    now = link(carrier=False, carrier_changes=2, **fields)
    other = link(namespace=OWN, name="peer", up=False, carrier=None, number=3, peer_number=2)
    return [*NAMESPACES, now, other, link_use(now, before=before, carrier_changes=1)]


COUNT = fact("interface.count", 2)


def test_a_link_lost_in_the_window_is_critical_and_tells_of_its_other_end() -> None:
    [finding] = findings(interface_down, case(COUNT, *down()))

    assert finding.severity is Severity.CRITICAL
    assert finding.culprit
    assert (finding.culprit.name, finding.culprit.key) == ("eth0", OTHER)
    assert "peer" in dict(finding.description.values).values()


def test_a_link_that_is_well_is_left_alone() -> None:
    assert findings(interface_down, case(COUNT, link_use())) == []


def test_ends_of_containers_and_bridges_without_members_are_left_alone() -> None:
    assert findings(interface_down, case(COUNT, *down(addresses=()))) == []
    assert findings(interface_down, case(COUNT, *down(kind="bridge"))) == []
    assert findings(interface_down, case(COUNT, *down(up=False))) == []


def test_a_spare_port_that_was_never_used_is_left_alone() -> None:
    spare = link(carrier=False, received_packets=0)

    assert findings(interface_down, case(COUNT, link_use(spare, before=spare))) == []


def test_a_used_link_that_was_lost_before_the_window_is_medium() -> None:
    lost = link(carrier=False)

    [finding] = findings(interface_down, case(COUNT, link_use(lost, before=lost)))

    assert finding.severity is Severity.MEDIUM
