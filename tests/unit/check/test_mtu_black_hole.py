from hexascope.check.checks.mtu_black_hole import mtu_black_hole
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, link_use, sock


def test_it_is_found_from_the_limit_on() -> None:
    [finding] = findings(
        mtu_black_hole,
        case(
            fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
            link_use(),
            sock(
                timer=1,
                backoff=2,
                send_queue=9000,
                segment_bytes=1448,
                rtt_s=0.001,
                local="10.0.0.1:1",
            ),
            sock(rtt_s=0.001, segment_bytes=1448),
        ),
    )

    assert finding.own_severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == "eth0"


def test_what_is_below_is_left_alone() -> None:
    assert (
        findings(
            mtu_black_hole,
            case(
                fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="ESTABLISHED"),
                link_use(),
                sock(
                    timer=1,
                    backoff=2,
                    send_queue=9000,
                    segment_bytes=1448,
                    rtt_s=0.001,
                    local="10.0.0.1:1",
                ),
            ),
        )
        == []
    )
