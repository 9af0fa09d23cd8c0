import json

import pytest

from hexascope.collect.contract import NotHere
from hexascope.collect.probes.python_runtime import python_runtime
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Harm
from hexascope.kit.process import Ended
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured


def thread(name: str, place: str, line: int, *, owns: bool = False) -> dict[str, object]:
    frames = [{"name": place, "short_filename": "queue.py", "line": line}] if place else []
    return {"thread_name": name, "frames": frames, "owns_gil": owns, "active": True}


def host(output: bytes, code: int = 0, errors: bytes = b"") -> ScriptedHost:
    return ScriptedHost(programs={"py-spy": Ended(code=code, output=output, errors=errors)})


def readings(server: ScriptedHost) -> dict[tuple[str, str], float | str]:
    return {
        (one.family, dict(one.labels).get("place", "")): one.value
        for one in measured(python_runtime, server, 7)
        if isinstance(one, Reading)
    }


def test_where_threads_stand_is_counted_and_the_main_thread_is_named() -> None:
    threads = [thread("MainThread", "accept", 5), thread("idle", "", 0)]
    threads += [thread(f"worker-{n}", "get", 171, owns=n == 3) for n in range(55)]

    told = readings(host(json.dumps(threads).encode()))

    assert told["python.threads_at", "get (queue.py:171)"] == 55
    assert told["python.threads_at", "no Python"] == 1
    assert told["python.main_thread", ""] == "accept (queue.py:5)"
    assert told["python.lock_holder", ""] == "get (queue.py:171)"


@pytest.mark.parametrize("nonsense", [b"{}", b"[1]", b'[{"frames": 1}]', b'[{"thread_name": "x"}]'])
def test_nonsense_is_an_error_that_the_runner_tells(nonsense: bytes) -> None:
    with pytest.raises((TypeError, KeyError)):
        readings(host(nonsense))


def test_a_refusal_is_told_in_its_words() -> None:
    with pytest.raises(NotHere, match="Permission denied"):
        readings(host(b"", 1, b"Permission denied (os error 13)"))
    with pytest.raises(NotHere, match="could not be started"):
        measured(python_runtime, ScriptedHost(), 7)


def test_python_programs_that_make_others_wait_are_wanted() -> None:
    def wanted(executable: str, harm: Harm) -> list[tuple[int, ...]]:
        about = case(
            findings=(blamed(entity(EntityKind.PROCESS, "svc", 7), harm=harm),),
            last=[process(pid=7, executable=executable)],
        )
        return [one.pids for one in python_runtime.wants(about)]

    assert wanted("/usr/bin/python3.11", Harm.WAITING) == [(7,)]
    assert wanted("/usr/bin/python3.11", Harm.BUSY) == []
    assert wanted("/usr/bin/node", Harm.WAITING) == []
