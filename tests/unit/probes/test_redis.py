from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.redis import parsed, redis
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.network import sock
from tests.support.probes import ScriptedHost, blamed, measured

PLACE = "tcp:127.0.0.1:6379"


def info(keys: int = 0, evicted: int = 5, more: "Mapping[str, str] | None" = None) -> bytes:
    lines = {
        "uptime_in_seconds": "100",
        "connected_clients": "90",
        "maxclients": "100",
        "blocked_clients": "3",
        "used_memory": "80",
        "maxmemory": "100",
        "evicted_keys": str(evicted),
        "latest_fork_usec": "250000",
        "cmdstat_keys": f"calls={keys},usec={keys * 150_000},usec_per_call=1",
        "cmdstat_get": "calls=9,usec=20",
        **(more or {}),
    }
    body = "".join(f"{name}:{value}\r\n" for name, value in lines.items())
    return f"$9\r\n# Server\r\n{body}\r\n".encode()


def host(*answers: bytes, calls: "dict[str, Json] | None" = None) -> ScriptedHost:
    told = iter(answers)
    return ScriptedHost(
        {"/etc/secret": "word\n", "/etc/bad": 'a"b\n'},
        calls=calls or {},
        servers={PLACE: lambda _: next(told)},
    )


def readings(server: ScriptedHost) -> dict[str, float | str]:
    told = measured(redis, server, 7, place=PLACE)
    return {
        one.family + dict(one.labels).get("command", ""): one.value
        for one in told
        if isinstance(one, Reading)
    }


def test_a_command_that_takes_the_thread_shows_by_two_answers() -> None:
    told = readings(host(info(10), info(14, evicted=9)))

    assert told["redis.command_sharekeys"] == pytest.approx(0.6)
    assert told["redis.command_skeys"] == pytest.approx(0.15)
    assert "redis.command_shareget" not in told
    assert told["redis.evicted_per_s"] == 4
    assert (told["redis.memory_share"], told["redis.fork_s"]) == (0.8, 0.25)
    assert (told["connections.used"], told["connections.most"]) == (90, 100)


def test_no_limit_of_memory_gives_no_share_and_a_restart_no_rate() -> None:
    none = {"maxmemory": "0"}

    told = readings(host(info(10, more=none), info(2, 0, none)))

    assert "redis.memory_share" not in told
    assert "redis.evicted_per_s" not in told
    assert "redis.command_sharekeys" not in told


def test_a_password_is_sent_from_the_file_that_the_settings_name() -> None:
    login: dict[str, Json] = {"login redis": {"password_file": "/etc/secret"}}
    server = host(info(), info(), calls=login)

    readings(server)

    assert server.asked[0][1].startswith(b'AUTH "word"\r\n')


def test_a_password_that_would_break_the_line_is_refused_and_not_told() -> None:
    login: dict[str, Json] = {"login redis": {"password_file": "/etc/bad"}}

    with pytest.raises(NotHere) as refused:
        readings(host(calls=login))

    assert 'a"b' not in refused.value.reason


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"-NOAUTH Authentication required.\r\n", Status.NO_PERMISSION),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Status.UNREADABLE),
        (b"", Status.UNREADABLE),
        (b"\x00\xff" * 500_000, Status.UNREADABLE),
    ],
)
def test_what_is_no_redis_or_wants_a_password_says_so(answer: bytes, status: Status) -> None:
    with pytest.raises(NotHere) as refused:
        readings(host(answer))

    assert refused.value.status is status
    assert len(refused.value.reason) < 400


@pytest.mark.parametrize("nonsense", ["x", "-", "1e999", "9" * 400, "nan", ""])
def test_nonsense_in_an_answer_is_left_out(nonsense: str) -> None:
    lies = dict.fromkeys(("connected_clients", "used_memory", "blocked_clients"), nonsense)
    lies["cmdstat_keys"] = f"calls={nonsense},usec"

    told = readings(host(info(more=lies), info(more=lies)))

    assert "connections.used" not in told
    assert "redis.blocked_clients" not in told


@given(some.text())
def test_any_text_is_taken_apart(text: str) -> None:
    assert isinstance(parsed(text), dict)


def test_a_blamed_server_is_wanted_where_it_listens() -> None:
    about = case(
        findings=(blamed(entity(EntityKind.PROCESS, "redis-server", 7), "event_loop_stalled"),),
        last=[
            process(pid=7, comm="redis-server"),
            sock(local="0.0.0.0:6379", state="LISTEN", owner_pid=7),
        ],
    )

    [subject] = redis.wants(about)

    assert (subject.pids, subject.place) == ((7,), PLACE)
