import pytest

from hexascope.collect.collectors.systemd_units import systemd_units
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import ServiceUnit
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

TEXT = """Id=web.service
ActiveState=active
SubState=running
Result=success
NRestarts=3
ExecMainStartTimestampMonotonic=812345678
MainPID=812
MemoryCurrent=4096000
ControlGroup=/system.slice/web.service

Id=old.service
ActiveState=failed
SubState=failed
Result=oom-kill
NRestarts=[not set]
ExecMainStartTimestampMonotonic=0
MainPID=0
MemoryCurrent=18446744073709551615
ControlGroup=
"""
HERE = {"/run/systemd/system/x": ""}


def seen(answer: "Json | NotHere", files: dict[str, str] = HERE) -> Snapshot:
    return snapshot(TextHost(files, calls={"systemd_units": answer}), systemd_units)


def test_states_restarts_and_starts_are_read() -> None:
    look = seen(TEXT)
    web, old = look.rows(ServiceUnit)

    assert (web.name, web.active, web.sub, web.restarts) == ("web.service", "active", "running", 3)
    assert (web.started_s, web.main_pid, web.memory_bytes) == (812.345678, 812, 4096000)
    assert (old.result, old.restarts, old.started_s, old.memory_bytes) == (
        "oom-kill",
        0,
        None,
        None,
    )
    assert (look.number("unit.count"), look.number("unit.failed_count")) == (2, 1)


def test_a_host_without_systemd_says_so_and_asks_nothing() -> None:
    look = seen(TEXT, {})

    assert look.missing["unit.count"].status is Status.NOT_PRESENT
    assert look.rows(ServiceUnit) == ()


def test_a_systemd_that_does_not_answer_is_unreadable() -> None:
    look = seen(NotHere(Status.UNREADABLE, "systemctl gave no answer in 2 s"))

    assert look.missing["unit.count"].reason == "systemctl gave no answer in 2 s"


@pytest.mark.parametrize(
    "answer", ["", None, "x", "Id=cut.service", "\n\n=\n\n", f"Id=a\n{'9' * 999}"]
)
def test_nonsense_is_no_unit(answer: Json) -> None:
    assert seen(answer).rows(ServiceUnit) == ()
