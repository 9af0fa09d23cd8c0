from hexascope.check.checks.interface_collisions import interface_collisions
from hexascope.domain.rows import InterfaceUse
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import link_use


def collided(collisions: int, sent: int) -> InterfaceUse:
    use = link_use(sent_packets=sent)._replace(seconds=5.0)
    before = use.before._replace(collisions=100)
    return use._replace(before=before, now=use.now._replace(collisions=100 + collisions))


def test_many_collisions_are_found_with_their_share() -> None:
    [finding] = findings(interface_collisions, case(fact("interface.count", 2), collided(400, 600)))

    assert finding.severity is Severity.MEDIUM
    assert finding.title.numbers() == {"share": 0.4}


def test_few_collisions_or_hardly_any_sends_are_left_alone() -> None:
    for use in (collided(399, 601), collided(40, 49), collided(0, 0)):
        assert findings(interface_collisions, case(fact("interface.count", 2), use)) == []
