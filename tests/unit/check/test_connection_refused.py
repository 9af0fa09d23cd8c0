from hexascope.check.checks.connection_refused import connection_refused
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock


def refused(per_s: float, opened: float | None = None, **sent: object) -> Case:
    return case(
        fact("tcp.rate", per_s, name="AttemptFails", namespace=OTHER),
        fact("tcp.rate", per_s if opened is None else opened, name="ActiveOpens", namespace=OTHER),
        program(7, "hammer", voluntary_per_s=per_s, system_share=0.03, cpu_share=0.04),
        program(8, "daemon", voluntary_per_s=1.0, system_share=0.01),
        program(9, "loop", voluntary_per_s=0.0, system_share=0.5),
        last=[sock(state="SYN_SENT", remote="10.0.0.2:99", owner_pid=8)] if sent else [],
    )


def test_a_storm_names_the_client_whose_rhythm_fits() -> None:
    [finding] = findings(connection_refused, refused(190.0))

    assert finding.severity is Severity.HIGH
    assert finding.culprit
    assert finding.culprit.name == "hammer"
    assert finding.confidence < 80


def test_a_client_whose_time_in_the_kernel_fell_between_the_ticks_is_named_all_the_same() -> None:
    about = case(
        fact("tcp.rate", 200.0, name="AttemptFails", namespace=OTHER),
        fact("tcp.rate", 200.0, name="ActiveOpens", namespace=OTHER),
        program(7, "hammer", voluntary_per_s=200.0, system_share=0.0, cpu_share=0.02),
    )

    [finding] = findings(connection_refused, about)

    assert finding.culprit
    assert finding.culprit.name == "hammer"


def test_who_keeps_step_with_the_tries_comes_before_a_busy_stranger_who_sleeps_as_often() -> None:
    about = case(
        fact("tcp.rate", 200.0, name="AttemptFails", namespace=OTHER),
        fact("tcp.rate", 200.0, name="ActiveOpens", namespace=OTHER),
        program(6, "stranger", voluntary_per_s=310.0, system_share=0.3, cpu_share=0.5),
        program(7, "hammer", voluntary_per_s=200.2, system_share=0.0, cpu_share=0.02),
    )

    [finding] = findings(connection_refused, about)

    assert finding.culprit
    assert finding.culprit.name == "hammer"


def test_a_client_that_was_seen_is_named_rather_than_one_whose_rhythm_fits() -> None:
    [finding] = findings(connection_refused, refused(190.0, seen=True))

    assert finding.culprit
    assert finding.culprit.name == "daemon"
    assert finding.confidence >= 80
    assert "10.0.0.2:99" in dict(finding.description.values).values()


def test_a_few_failures_are_left_alone() -> None:
    assert findings(connection_refused, refused(4.9)) == []


def test_half_open_connections_that_die_at_a_server_are_no_client_of_ours() -> None:
    assert findings(connection_refused, refused(190.0, opened=1.0)) == []
