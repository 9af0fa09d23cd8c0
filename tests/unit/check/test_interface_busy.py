from dataclasses import replace

from hexascope.check.checks.interface_busy import interface_busy
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, link_use


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(interface_busy, case(fact("interface.count", 2), link_use(send_use=0.95)))

    assert finding.own_severity is Severity.LOW
    assert finding.culprit
    assert finding.culprit.name == "eth0"


def test_the_course_of_its_use_is_shown_where_the_light_looks_followed_it() -> None:
    course = ((1.0, 0.9), (2.0, 1.0))
    derived = fact("interface.send_use", 0.95, interface="eth0", namespace=OTHER)
    about = case(
        fact("interface.count", 2), replace(derived, series=course), link_use(send_use=0.95)
    )

    [finding] = findings(interface_busy, about)

    assert finding.evidence[0].series == course


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            interface_busy,
            case(fact("interface.count", 2), link_use(send_use=0.89, receive_use=None)),
        )
        == []
    )
