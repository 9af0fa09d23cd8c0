from hexascope.check.checks.resolver_first_dead import resolver_first_dead
from hexascope.check.judge import judge
from hexascope.domain.case import Case
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Harm, Severity, Status
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import sock

PLACE = "/etc/resolv.conf"


def host(*lost: float, took: float | None = 0.004) -> Case:
    told = [
        fact("resolver.lost", one, place=PLACE, position=str(n), server=f"10.0.0.{n}")
        for n, one in enumerate(lost, start=1)
    ]
    if took is not None:
        told.append(fact("resolver.answer_s", took, place=PLACE, position="2", server="10.0.0.2"))
    return case(
        *told,
        use(process(pid=7, comm="shop")),
        last=[sock(protocol="udp", remote="10.0.0.1:53", owner_pid=7)],
    )


def test_a_dead_server_before_one_that_answers_holds_up_each_lookup() -> None:
    [finding] = findings(resolver_first_dead, host(3, 0))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.name == "10.0.0.1"
    assert [one.pid for one in finding.victims] == [7]
    assert [one.number for one in finding.evidence] == [3, 0.004]


def test_two_dead_ones_before_the_living_are_two_findings() -> None:
    assert len(findings(resolver_first_dead, host(3, 3, 0, took=None))) == 2


def test_a_lost_datagram_a_dead_second_and_all_dead_are_none() -> None:
    assert findings(resolver_first_dead, host(2, 0)) == []
    assert findings(resolver_first_dead, host(0, 3)) == []
    assert findings(resolver_first_dead, host(3, 3)) == []  # a host without a network


def test_without_the_probe_nothing_is_said() -> None:
    asked = Missing("resolver.lost", Status.NOT_ASKED, "--deep")

    judged = judge(case(last=[asked]), {"resolver_first_dead": resolver_first_dead})

    assert not judged.findings
    assert not judged.unjudged
