from hexascope.collect.collectors.newcomers import newcomers
from hexascope.collect.contract import Json, Look, LookKind
from hexascope.collect.look import glance
from hexascope.domain.rows import ProcessSample
from hexascope.domain.snapshot import Pulse
from tests.support.host import TextHost, snapshot
from tests.support.proc import WHOAMI, stat_text


def light(answer: Json) -> Pulse:
    host = TextHost(calls={"whoami": dict(WHOAMI), "newest_processes": answer})
    look = Look(kind=LookKind.LIGHT, number=1, at=101.0, time=0.0, files=host)
    return glance(look, {"newcomers": newcomers}, ["newcomers"])


def test_processes_of_the_last_second_become_samples() -> None:
    seen = light([stat_text(700, "sh", start=99_990), stat_text(699, "true", start=99_980)])

    assert [(one.pid, one.comm) for one in seen.rows(ProcessSample)] == [(700, "sh"), (699, "true")]


def test_a_quiet_host_gives_nothing() -> None:
    assert light([]).rows(ProcessSample) == ()


def test_nonsense_is_no_sample() -> None:
    assert light([stat_text(700, "sh"), "cut (", 7]).rows(ProcessSample)[0].pid == 700
    assert light("what").rows(ProcessSample) == ()


def test_a_full_look_has_nothing_to_do() -> None:
    assert snapshot(TextHost(), newcomers).rows(ProcessSample) == ()
