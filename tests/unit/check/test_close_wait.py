from hexascope.check.checks.close_wait import close_wait
from hexascope.domain.rows import Socket
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.network import OTHER, program, sock

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
