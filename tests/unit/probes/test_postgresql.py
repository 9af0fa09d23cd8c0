import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.postgresql import MARK, command, postgresql
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from hexascope.kit.process import Ended
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

LOGIN: dict[str, Json] = {"login postgresql": {"user": "hexascope", "port": 5433}}


def lines(*rows: tuple[object, ...]) -> bytes:
    return "".join(MARK.join(map(str, row)) + "\n" for row in rows).encode()


def host(*answers: bytes, calls: "dict[str, Json] | None" = None) -> ScriptedHost:
    told = iter(answers)
    return ScriptedHost(calls=calls or LOGIN, programs={"env": lambda *_: next(told)})


def readings(server: ScriptedHost) -> dict[tuple[str, str], float | str]:
    told = measured(postgresql, server, 50)
    return {
        (one.family, ",".join(value for _, value in one.labels)): one.value
        for one in told
        if isinstance(one, Reading)
    }


def test_who_blocks_whom_and_what_is_read_in_sequence_is_told() -> None:
    first = lines(
        ("blocked", 101, 100, 12.5, ""),
        ("idle", 100, 0, 30, ""),
        ("connections", 90, 100, 0, ""),
        ("query", 103, 0, 4.5, "SELECT count(*) FROM orders WHERE id =  ? "),
        ("cache", 0, 0, 0.99, ""),
        ("table", "shop", "orders", 1000, ""),
        ("table", "shop", "calm", 10, ""),
    )
    again = lines(("table", "shop", "orders", 5000, ""), ("table", "shop", "calm", 10, ""))

    told = readings(host(first, again))

    assert told["postgresql.blocked_s", "100,101,50"] == 12.5
    assert told["postgresql.idle_s", "100,50"] == 30
    assert told["connections.used", "50"] == 90
    assert told["connections.most", "50"] == 100
    assert "orders" in str(told["postgresql.query", "103,50"])
    assert told["postgresql.scanned_per_s", "shop,50,orders"] == 4000
    assert ("postgresql.scanned_per_s", "shop,50,calm") not in told


def test_without_a_login_nothing_is_asked() -> None:
    server = host(calls={"login redis": {}})

    with pytest.raises(NotHere):
        readings(server)
    assert server.ran == []


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"\xff\xfe\n" * 100,
        b"blocked\n",
        lines(("blocked", "x", "y", 1, "")),
        lines(("blocked", 1, 2, "much", "")),
        lines(("connections", -1, "many", 0, "")),
        lines(("else", 1, 2, 3, "4"), ("a", 1)),
    ],
)
def test_nonsense_gives_no_reading(nonsense: bytes) -> None:
    assert readings(host(nonsense, nonsense)) == {}


def test_a_refusal_is_told_in_the_servers_words() -> None:
    refused = Ended(code=2, output=b"", errors=b"psql: error: role does not exist\nmore")
    server = ScriptedHost(calls=LOGIN, programs={"env": refused})

    with pytest.raises(NotHere, match="role does not exist") as told:
        readings(server)

    assert told.value.status is Status.NO_PERMISSION


def test_psql_never_asks_for_a_password_and_gets_none_as_an_argument() -> None:
    words = command(
        {
            "host": "/run/postgresql",
            "port": 5433,
            "user": "u",
            "database": "d",
            "service": "s",
            "password_file": "/etc/hexascope/pgpass",
            "run_as": "postgres",
        }
    )

    assert words[:2] == ["setpriv", "--reuid"]
    assert "-w" in words
    assert "PGPASSFILE=/etc/hexascope/pgpass" in words
    assert any("default_transaction_read_only=on" in word for word in words)
    assert words[words.index("-h") :][:2] == ["-h", "/run/postgresql"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("user", "-x"), ("host", "a b"), ("run_as", "a;b"), ("password_file", "pgpass")],
)
def test_a_login_of_the_wrong_form_is_refused(name: str, value: str) -> None:
    with pytest.raises(NotHere, match=name):
        command({name: value})


def test_the_server_of_a_blamed_session_is_wanted() -> None:
    about = case(
        findings=(blamed(entity(EntityKind.PROCESS, "postgres", 100), "database_waiters"),),
        last=[process(pid=50, comm="postgres"), process(pid=100, ppid=50, comm="postgres")],
    )

    [subject] = postgresql.wants(about)

    assert subject.pids == (50,)
