from hexascope.check.checks.conntrack_full import conntrack_full
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        conntrack_full,
        case(
            fact("conntrack.use", 0.96, namespace=OTHER),
            fact("conntrack.entries", 96, namespace=OTHER),
            fact("conntrack.limit", 100, namespace=OTHER),
        ),
    )

    assert finding.own_severity is Severity.CRITICAL
    assert finding.culprit
    assert finding.culprit.name == "net.netfilter.nf_conntrack_max"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            conntrack_full,
            case(
                fact("conntrack.use", 0.79, namespace=OTHER),
                fact("conntrack.entries", 96, namespace=OTHER),
                fact("conntrack.limit", 100, namespace=OTHER),
            ),
        )
        == []
    )
