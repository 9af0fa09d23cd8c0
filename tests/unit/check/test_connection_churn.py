from hexascope.check.checks.connection_churn import connection_churn
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock


def churn(held: float, per_s: float, growth: float, remote: str = "10.0.0.2:80") -> Case:
    where = {"namespace": OTHER, "remote": remote}
    return case(
        fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="LISTEN"),
        fact("socket.time_wait", held, **where),
        fact("socket.time_wait_growth", growth, **where),
        fact("socket.port_use", held / 28_232, **where),
        fact("tcp.rate", per_s, name="ActiveOpens", namespace=OTHER),
        program(7, "client", voluntary_per_s=2 * per_s, system_share=0.1, cpu_share=0.1),
        program(8, "server", voluntary_per_s=2 * per_s, system_share=0.2, cpu_share=0.2),
        sock(state="LISTEN", local="10.0.0.2:80", remote="0.0.0.0:0", owner_pid=8),
    )


def test_a_connection_for_every_request_names_the_client_and_not_the_server() -> None:
    [finding] = findings(connection_churn, churn(4_290, 457, 430))

    assert finding.severity is Severity.MEDIUM
    assert finding.culprit
    assert finding.culprit.name == "client"
    assert [one.name for one in finding.victims] == ["server"]


def test_a_proxy_with_three_thousand_closed_connections_is_healthy() -> None:
    assert findings(connection_churn, churn(3_000, 50, 0)) == []
    assert findings(connection_churn, churn(3_000, 150, 10)) == []


def test_few_closed_connections_are_left_alone() -> None:
    assert findings(connection_churn, churn(999, 457, 430)) == []


def test_connections_that_others_opened_to_us_are_not_our_churn() -> None:
    assert findings(connection_churn, churn(4_290, 457, 430, remote="10.0.0.9:45678")) == []


def test_half_of_the_ports_is_high() -> None:
    [finding] = findings(connection_churn, churn(15_000, 457, 430))

    assert finding.severity is Severity.HIGH
