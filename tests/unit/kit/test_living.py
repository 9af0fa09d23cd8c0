import os
import subprocess
import sys
from pathlib import Path

import pytest

from hexascope.kit.living import has_ended, own_mark

BOOT = "6b2e3f2a-0f0e-4f3a-9d56-3c1f6a2b7c8d"


def proc(folder: Path, *, boot: str = BOOT, namespace: int = 4026531836, start: int = 4711) -> Path:
    """Make a /proc with this process in it."""
    own = folder / str(os.getpid())
    (folder / "sys/kernel/random").mkdir(parents=True)
    (folder / "sys/kernel/random/boot_id").write_text(boot + "\n")
    (folder / "self/ns").mkdir(parents=True)
    (folder / "self/ns/pid").symlink_to(f"pid:[{namespace}]")
    own.mkdir()
    (own / "stat").write_text(f"{os.getpid()} (a) b) S 1 1 1 {'0 ' * 15}{start} 0 0\n")
    return folder


def test_who_lives_has_not_ended(tmp_path: Path) -> None:
    there = proc(tmp_path)

    assert own_mark(there).endswith(".4711")
    assert not has_ended(own_mark(there), there)


def test_a_process_that_was_killed_has_ended_before_it_is_collected() -> None:
    words = "from hexascope.kit.living import own_mark; print(own_mark(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        mark = child.stdout.readline().strip()
        assert not has_ended(mark)

        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(mark)
    assert has_ended(mark)


def test_a_pid_that_was_given_to_another_is_not_taken_for_the_first(tmp_path: Path) -> None:
    mark = own_mark(proc(tmp_path / "before", start=4711))

    assert has_ended(mark, proc(tmp_path / "now", start=4712))


@pytest.mark.parametrize("other", [{"boot": BOOT[::-1]}, {"namespace": 4026532999}])
def test_of_other_machines_and_containers_nothing_is_certain(
    tmp_path: Path, other: dict[str, str | int]
) -> None:
    mark = own_mark(proc(tmp_path / "there", **other))  # type: ignore[arg-type]
    here = proc(tmp_path / "here")
    (here / str(os.getpid()) / "stat").unlink()

    assert not has_ended(mark, here)


@pytest.mark.parametrize("mark", ["", "x", "..", "a.b.c", "worker-1:4711:ab12cd"])
def test_what_is_no_mark_tells_nothing(mark: str) -> None:
    assert not has_ended(mark)


def test_where_proc_does_not_tell_there_is_no_mark(tmp_path: Path) -> None:
    assert own_mark(tmp_path) == ""
