import pytest

from hexascope.check.checks.upstream_timeouts import upstream_timeouts
from hexascope.domain.case import Case
from hexascope.domain.rows import Talk
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import OTHER, sock

SERVER, PROXY = 10, 30
DOOR = "10.0.0.1:8080"


def rows(first: int, count: int = 10, age: float = 1.0) -> list[object]:
    """One look: connections that the proxy has closed, numbered from `first`, and one it awaits."""
    found: list[object] = [
        sock(local=DOOR, remote="0.0.0.0:0", state="LISTEN", owner_pid=SERVER, inode=9),
        sock(local=DOOR, remote="10.0.0.1:50000", owner_pid=SERVER, inode=50),
        sock(local="10.0.0.1:50000", remote=DOOR, owner_pid=PROXY, inode=60),
        Talk(OTHER, DOOR, "10.0.0.1:50000", 50, age + 1, age),
    ]
    found += [
        sock(
            local=DOOR,
            remote=f"10.0.0.1:{40_000 + n}",
            state="CLOSE_WAIT",
            owner_pid=SERVER,
            inode=100 + n,
        )
        for n in range(first, first + count)
    ]
    return found


def host(*facts: object, first: list[object], last: list[object]) -> Case:
    return case(
        fact("socket.count", 9, namespace=OTHER, protocol="tcp", state="CLOSE_WAIT"),
        *facts,
        use(process(pid=SERVER, comm="service")),
        use(process(pid=PROXY, comm="nginx")),
        first=first,
        last=last,
    )


def test_a_server_whose_clients_close_before_they_are_answered_is_too_late() -> None:
    [finding] = findings(upstream_timeouts, host(first=rows(0), last=rows(10)))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.FAILING)
    assert finding.culprit is not None
    assert (finding.culprit.pid, finding.culprit.key) == (SERVER, "port:8080")
    assert [one.name for one in finding.victims] == ["nginx"]
    assert [one.number for one in finding.evidence] == [10, 1.0]


def test_what_the_proxy_logs_makes_it_sure() -> None:
    told = fact("nginx.timeouts_per_s", 4.5, path="/var/log/nginx/error.log")

    [finding] = findings(upstream_timeouts, host(told, first=rows(0), last=rows(10)))

    assert finding.confidence == 95
    assert finding.evidence[2].number == 4.5


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (rows(0, 3), rows(10, 3)),
        (rows(0, 10), rows(2, 10)),  # a fifth was closed meanwhile
        (rows(0, age=0.2), rows(10, age=0.1)),
    ],
)
def test_at_its_limits_it_is_found(first: list[object], last: list[object]) -> None:
    assert len(findings(upstream_timeouts, host(first=first, last=last))) == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (rows(0, 2), rows(10, 9)),
        (rows(0, 9), rows(10, 2)),
        (rows(0, 10), rows(1, 10)),  # they stay: a leak, of which another check speaks
        (rows(0, age=0.19), rows(10, age=0.1)),
        ([], rows(0)),
    ],
)
def test_below_any_limit_it_is_another_trouble_or_none(
    first: list[object], last: list[object]
) -> None:
    assert findings(upstream_timeouts, host(first=first, last=last)) == []


def test_without_clients_on_this_host_it_says_so() -> None:
    def far(look: list[object]) -> list[object]:
        return [one for one in look if getattr(one, "owner_pid", SERVER) == SERVER]

    [finding] = findings(upstream_timeouts, host(first=far(rows(0)), last=far(rows(10))))

    assert finding.victims == ()
    assert "client" not in dict(finding.description.values)
