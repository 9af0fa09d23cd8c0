from hexascope.check.checks.neighbour_table import neighbour_table
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        neighbour_table,
        case(
            fact("neighbour.use", 0.95, version="ipv4"),
            fact("neighbour.overflow_rate", 2.0, version="ipv4"),
        ),
    )

    assert finding.own_severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == "net.ipv4.neigh.default.gc_thresh3"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            neighbour_table,
            case(
                fact("neighbour.use", 0.89, version="ipv4"),
                fact("neighbour.overflow_rate", 2.0, version="ipv4"),
            ),
        )
        == []
    )
