from collections.abc import Iterator

import pytest

from hexascope.bootstrap import logins
from hexascope.collect.contract import NotHere
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.collect.probing.logins import login, with_logins, words_of
from hexascope.domain.errors import BadSettings
from hexascope.domain.probe import Subject
from hexascope.domain.use import Status
from hexascope.settings.read import read_settings
from tests.support.probes import ScriptedHost, measured


@probe(gives=("redis.fork_s",), cost=Cost(seconds=1, cpu_share=0, needs=""), wants=lambda _: ())
def asks(host: ProbeHost, subject: Subject) -> Iterator[object]:
    yield words_of(login(host, "redis"), "user")
    yield host.read("/a")
    yield list(host.names("/"))
    yield host.link("/b")
    yield host.call("other")
    yield host.run(["x"], timeout_seconds=1).output
    yield host.ask("tcp:1", b"", timeout_seconds=1)
    host.pause(0.5)
    yield host.clock("asks")


def test_a_probe_gets_its_login_and_all_else_from_the_host() -> None:
    host = ScriptedHost(
        {"/a": "1"},
        links={"/b": "2"},
        calls={"other": 3},
        programs={"x": b"4"},
        servers={"tcp:1": b"5"},
    )

    one = with_logins({"asks": asks}, {"redis": {"user": "me", "port": 0}})["asks"]

    assert measured(one, host) == ["me", "1", ["a", "b"], "2", 3, b"4", b"5", 100.5]
    assert (one.name, one.gives) == ("asks", ("redis.fork_s",))


def test_without_a_login_nobody_asked() -> None:
    with pytest.raises(NotHere) as told:
        measured(with_logins({"asks": asks}, {})["asks"], ScriptedHost())

    assert told.value.status is Status.NOT_ASKED


def known(name: str, value: object) -> dict[str, dict[str, str | int]]:
    return logins(read_settings((), {}, {name: value}))


def test_the_settings_of_a_program_are_checked() -> None:
    assert known("applications.postgresql.user", "me")["postgresql"]["user"] == "me"
    assert logins(read_settings((), {}, None)) == {}
    with pytest.raises(BadSettings, match="did you mean 'redis'"):
        known("applications.rediss.user", "me")
    with pytest.raises(BadSettings, match="did you mean 'user'"):
        known("applications.redis.usr", "me")
    with pytest.raises(BadSettings, match="port"):
        known("applications.redis.port", "many")
