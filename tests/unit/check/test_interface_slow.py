from hexascope.check.checks.interface_slow import interface_slow
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import link


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        interface_slow,
        case(
            fact("interface.count", 2),
            link(speed_bits_per_s=10**8, best_speed_bits_per_s=10**9, duplex="full"),
        ),
    )

    assert finding.own_severity is Severity.LOW
    assert finding.culprit
    assert finding.culprit.name == "eth0"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            interface_slow,
            case(
                fact("interface.count", 2),
                link(speed_bits_per_s=10**9, best_speed_bits_per_s=10**9, duplex="full"),
                link(),
            ),
        )
        == []
    )
