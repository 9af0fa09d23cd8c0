"""Hung mount: an answer, none, or a refusal; never a wait."""

import pytest

from hexascope.collect.contract import NotHere
from hexascope.collect.probes.hung_mount import hung_mount, wanted
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Resource, Status
from hexascope.kit.process import Ended
from tests.support.cases import case
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured


def values(answer: bytes | Ended | NotHere) -> dict[str, float | str]:
    host = ScriptedHost()
    host.programs = dict.fromkeys([hung_mount_program()], answer)
    items = measured(hung_mount, host, place="/mnt/data")
    assert all(one.labels == (("mount", "/mnt/data"),) for one in items if isinstance(one, Reading))
    assert host.ran[-1][-1] == "/mnt/data"
    return {one.family: one.value for one in items if isinstance(one, Reading)}


def hung_mount_program() -> str:
    import sys

    return sys.executable


def test_a_mount_that_answers_is_told_with_its_time() -> None:
    assert values(b"0.0021\n") == {"mount_probe.hangs": 0.0, "mount_probe.seconds": 0.0021}


def test_a_mount_that_does_not_answer_hangs() -> None:
    silent = NotHere(Status.UNREADABLE, "python gave no answer in 2 s")

    assert values(silent) == {"mount_probe.hangs": 1.0, "mount_probe.seconds": 2.0}


def test_a_mount_that_refuses_is_a_reason_and_no_hang() -> None:
    stale = Ended(code=1, output=b"", errors=b"Traceback\nOSError: [Errno 116] Stale file handle\n")
    with pytest.raises(NotHere, match="Stale file handle"):
        values(stale)
    with pytest.raises(NotHere, match="could not be started"):
        values(NotHere(Status.NOT_PRESENT, "python could not be started"))


def test_nonsense_is_no_time() -> None:
    with pytest.raises(ValueError, match="could not convert"):
        values(b"soon")


def test_mounts_that_findings_suspect_are_asked() -> None:
    mount = entity(EntityKind.MOUNT, "/mnt/data", path="/mnt/data")

    assert [one.place for one in wanted(case(findings=(blamed(mount, "hung_mount"),)))] == [
        "/mnt/data"
    ]
    other = blamed(mount, "cpu_busy", resource=Resource.CPU)
    assert list(wanted(case(findings=(other,)))) == []
    no_path = blamed(entity(EntityKind.MOUNT, "data"), "hung_mount")
    assert list(wanted(case(findings=(no_path,)))) == []
