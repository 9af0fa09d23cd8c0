from hexascope.check.checks.cloud_allowance import cloud_allowance
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OWN


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        cloud_allowance,
        case(
            fact(
                "interface.allowance_growth",
                1,
                interface="eth0",
                name="bw_in_allowance_exceeded",
                namespace=OWN,
            )
        ),
    )

    assert finding.own_severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == "eth0 bw_in_allowance_exceeded"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            cloud_allowance,
            case(
                fact(
                    "interface.allowance_growth",
                    0,
                    interface="eth0",
                    name="bw_in_allowance_exceeded",
                    namespace=OWN,
                )
            ),
        )
        == []
    )
