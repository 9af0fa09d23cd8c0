import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.mysql import command, mysql
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from hexascope.kit.process import Ended
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

LOGIN: dict[str, Json] = {"login mysql": {"user": "hexascope"}}
FIRST = (
    b"transaction\t7\tRUNNING\tSleep\t127.0.0.1:46216\t40\n"
    b"transaction\t8\tLOCK WAIT\tQuery\tlocalhost\t12\n"
    b"limit\t151\t\t\t\t0\n"
    b"Handler_read_rnd_next\t1000\nThreads_connected\t140\n"
)
AGAIN = b"Handler_read_rnd_next\t9000\nThreads_connected\t140\n"


def host(*answers: bytes) -> ScriptedHost:
    told = iter(answers)
    return ScriptedHost(calls=LOGIN, programs={"mariadb": lambda *_: next(told)})


def readings(server: ScriptedHost) -> dict[tuple[str, ...], float | str]:
    return {
        (one.family, *(value for _, value in one.labels)): one.value
        for one in measured(mysql, server, 50)
        if isinstance(one, Reading)
    }


def test_the_transaction_that_sleeps_the_limit_and_rows_read_are_told() -> None:
    told = readings(host(FIRST, AGAIN))

    assert told["mysql.transaction_s", "127.0.0.1:46216", "Sleep", "50", "RUNNING", "7"] == 40
    assert told["connections.used", "50"] == 140
    assert told["connections.most", "50"] == 151
    assert told["mysql.rows_read_per_s", "50"] == 8000


@pytest.mark.parametrize(
    "nonsense", [b"", b"\xff" * 999, b"transaction\t7\n", b"limit\t-\t\n", b"a\t" + b"9" * 400]
)
def test_nonsense_gives_no_reading(nonsense: bytes) -> None:
    assert readings(host(nonsense, nonsense)) == {}


def test_counters_that_went_back_give_no_rate() -> None:
    assert ("mysql.rows_read_per_s", "50") not in readings(host(AGAIN, FIRST))


def test_where_the_one_client_is_missing_the_other_is_tried() -> None:
    told = iter((FIRST, AGAIN))
    server = ScriptedHost(calls=LOGIN, programs={"mysql": lambda *_: next(told)})

    assert ("connections.most", "50") in readings(server)
    assert [words[0] for words in server.ran] == ["mariadb", "mysql"] * 2


def test_a_refusal_is_told_and_without_a_login_nothing_is_asked() -> None:
    refused = Ended(code=1, output=b"", errors=b"ERROR 1045 (28000): Access denied\n")
    server = ScriptedHost(calls=LOGIN, programs={"mariadb": refused, "mysql": refused})

    with pytest.raises(NotHere, match="Access denied") as told:
        readings(server)
    assert told.value.status is Status.NO_PERMISSION
    with pytest.raises(NotHere):
        measured(mysql, ScriptedHost(), 50)


def test_the_option_file_comes_first_and_no_password_is_an_argument() -> None:
    words = command(
        {"password_file": "/etc/my.cnf", "host": "/run/mysqld.sock", "run_as": "mysql"}, "mariadb"
    )

    assert words[0] == "setpriv"
    at = words.index("mariadb")
    assert words[at + 1] == "--defaults-extra-file=/etc/my.cnf"
    assert "--socket=/run/mysqld.sock" in words
    assert not any(word.startswith(("-p", "--password")) for word in words)


@pytest.mark.parametrize(("name", "value"), [("user", "-x"), ("host", "a b"), ("port", "-1")])
def test_a_login_of_the_wrong_form_is_refused(name: str, value: str) -> None:
    with pytest.raises(NotHere, match=name):
        command({name: value}, "mysql")


def test_a_blamed_server_is_wanted() -> None:
    about = case(
        findings=(blamed(entity(EntityKind.PROCESS, "mariadbd", 50), "unanswered_queries"),),
        last=[process(pid=50, comm="mariadbd")],
    )

    assert [one.pids for one in mysql.wants(about)] == [(50,)]
