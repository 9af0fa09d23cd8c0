from hexascope.check.checks.close_wait import close_wait
from hexascope.domain.rows import Socket
from hexascope.domain.use import Severity
from hexascope.words.catalogue import render
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, OWN, program, sock

COUNT = fact("socket.count", 1, namespace=OTHER, protocol="tcp", state="CLOSE_WAIT")


def held(count: int, start: int = 0) -> list[Socket]:
    rows = [
        sock(state="CLOSE_WAIT", local="10.0.0.1:80", remote=f"10.0.0.2:{4000 + one}", inode=one)
        for one in range(1 + start, 1 + start + count)
    ]
    listening = sock(state="LISTEN", local="0.0.0.0:80", remote="0.0.0.0:0", inode=9_999_999)
    return [row._replace(owner_pid=7) for row in (*rows, listening)]


def test_growing_leaks_name_the_owner_and_its_port() -> None:
    about = case(COUNT, program(7, "leaky"), first=held(500), last=held(1_245))

    [finding] = findings(close_wait, about)

    assert finding.severity is Severity.HIGH
    assert finding.culprit
    assert (finding.culprit.name, finding.culprit.key) == ("leaky", "port:80")


def test_a_leak_that_stands_still_is_found_as_well() -> None:
    [finding] = findings(
        close_wait, case(COUNT, program(7, "leaky"), first=held(60), last=held(60))
    )

    assert finding.severity is Severity.MEDIUM


def test_few_of_them_and_those_that_come_and_go_are_left_alone() -> None:
    assert findings(close_wait, case(COUNT, first=held(10), last=held(49))) == []
    assert findings(close_wait, case(COUNT, first=held(60), last=held(60, start=100))) == []


def test_what_has_no_owner_is_not_told_beside_the_owner_at_the_same_port() -> None:
    seen = held(200)
    hidden = [row._replace(owner_pid=0, inode=row.inode + 1_000) for row in held(300)]

    [finding] = findings(close_wait, case(COUNT, program(7, "leaky"), last=[*seen, *hidden]))

    assert finding.culprit
    assert finding.culprit.name == "leaky"


def test_what_has_no_owner_is_told_at_a_port_without_a_known_one_and_in_another_namespace() -> None:
    elsewhere = [row._replace(owner_pid=0, namespace=OWN) for row in held(60)]

    found = findings(close_wait, case(COUNT, program(7, "leaky"), last=[*held(200), *elsewhere]))

    assert {one.culprit.name for one in found if one.culprit} == {"leaky", "port 80"}


def test_without_an_owner_the_port_is_named_and_nobody_is_told_to_restart_a_port() -> None:
    hidden = [row._replace(owner_pid=0) for row in held(60)]

    [finding] = findings(close_wait, case(COUNT, program(7, "other"), last=hidden))

    assert finding.culprit
    assert finding.culprit.name == "port 80"
    assert render(finding.title) == "60 connections at port 80 were closed by their other side only"
    assert "Restart" not in finding.recommendation.template


def test_those_that_became_fewer_are_not_said_to_have_grown() -> None:
    about = case(COUNT, program(7, "leaky"), first=held(70), last=held(60))

    [finding] = findings(close_wait, about)

    assert "grew" not in finding.description.template
