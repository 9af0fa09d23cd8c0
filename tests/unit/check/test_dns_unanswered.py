from hexascope.check.checks.dns_unanswered import dns_unanswered
from hexascope.domain.case import Case
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock


def waited(seconds: float) -> Case:
    return case(
        fact("socket.count", 1, namespace=OTHER, protocol="udp", state="ESTABLISHED"),
        fact("dns.wait", seconds, server="10.0.0.53"),
        fact("dns.waiting", 4, server="10.0.0.53"),
        program(7, "client"),
        last=[sock(protocol="udp", remote="10.0.0.53:53", owner_pid=7)],
    )


def test_a_server_that_does_not_answer_is_the_culprit_and_who_asks_the_victim() -> None:
    [finding] = findings(dns_unanswered, waited(1.7))

    assert finding.culprit
    assert finding.culprit.name == "10.0.0.53"
    assert [one.name for one in finding.victims] == ["client"]


def test_a_question_that_is_soon_answered_is_left_alone() -> None:
    assert findings(dns_unanswered, waited(0.8)) == []
