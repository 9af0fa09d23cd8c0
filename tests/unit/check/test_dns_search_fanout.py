from hexascope.check.checks.dns_search_fanout import dns_search_fanout
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        dns_search_fanout,
        case(
            fact("resolver.ndots", 5, namespace="mnt:[1]"),
            fact("resolver.search_domains", 3, namespace="mnt:[1]"),
        ),
    )

    assert finding.own_severity is Severity.LOW
    assert finding.culprit
    assert finding.culprit.name == "/etc/resolv.conf"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            dns_search_fanout,
            case(
                fact("resolver.ndots", 1, namespace="mnt:[1]"),
                fact("resolver.search_domains", 3, namespace="mnt:[1]"),
            ),
        )
        == []
    )
