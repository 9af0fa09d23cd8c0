import os
from pathlib import Path

import pytest

from hexascope.domain.errors import NoSandbox
from hexascope.domain.text import Text
from hexascope.sandbox import bubblewrap as wall
from hexascope.sandbox import parcel
from hexascope.sandbox.contract import Job, Level, Limits, Why
from hexascope.sandbox.executors.bubblewrap import bubblewrap
from hexascope.sandbox.interpreter import Interpreter
from hexascope.words import render

PYTHON = Interpreter(
    program="/opt/python3",
    reads=("/usr/lib", "/opt/python3"),
    links=(("/lib", "usr/lib"),),
)


def words() -> list[str]:
    return wall.words(PYTHON, 1000, 7, 8)


def after(option: str) -> list[str]:
    """Give what stands behind each use of an option."""
    given = words()
    return [given[at + 1] for at, word in enumerate(given) if word == option]


def test_everything_that_can_be_its_own_is() -> None:
    assert {"--unshare-all", "--unshare-user", "--disable-userns"} <= set(words())
    assert {"--die-with-parent", "--new-session", "--clearenv"} <= set(words())
    assert after("--cap-drop") == ["ALL"]
    assert after("--seccomp") == ["7"]
    assert after("--json-status-fd") == ["8"]
    assert words()[-1] == "--"


def test_nothing_of_the_host_is_there_but_what_python_needs() -> None:
    assert after("--ro-bind") == ["/usr/lib", "/opt/python3"]
    assert after("--symlink") == ["usr/lib"]
    assert after("--dev-bind") == ["/dev/null", "/dev/zero", "/dev/urandom"]
    assert not {"--bind", "--proc", "--dev", "--share-net"} & set(words())


def test_the_folder_has_a_size_and_all_else_is_read_only() -> None:
    given = words()

    at = given.index("--size")
    assert given[at : at + 4] == ["--size", "1000", "--tmpfs", "/job"]
    assert after("--remount-ro") == ["/"]
    assert given.index("--remount-ro") > at


def told(found: Text | None) -> str:
    assert found is not None
    return render(found)


class Program:
    """A folder on the path, with a bwrap that says what a test wants."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "bwrap"

    def says(self, line: str) -> None:
        self.file.write_text(f"#!/bin/sh\necho {line}\n")
        self.file.chmod(0o755)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(wall, "found", lambda **_: PYTHON)
    return Program(tmp_path)


def test_what_is_missing_is_told(program: Program) -> None:
    assert told(bubblewrap.why_not()) == "bubblewrap is not installed"
    program.says("bubblewrap 0.7.9")
    assert told(bubblewrap.why_not()) == "bubblewrap is too old: bubblewrap 0.7.9; 0.8 is needed"
    program.says("what")
    assert "is too old: what" in told(bubblewrap.why_not())


@pytest.mark.parametrize("version", ["0.8.0", "0.10.1", "1.0"])
def test_a_version_that_will_do(program: Program, version: str) -> None:
    program.says(f"bubblewrap {version}")

    assert bubblewrap.why_not() is None


def test_a_machine_without_a_filter_has_no_sandbox(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.says("bubblewrap 0.8")
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("", "", "", "", "riscv64")))

    assert told(bubblewrap.why_not()) == "no filter of system calls is made for riscv64"


def test_a_host_without_python_for_others_has_no_sandbox(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.says("bubblewrap 0.8")
    monkeypatch.setattr(wall, "found", lambda **_: Text("nowhere"))

    assert told(bubblewrap.why_not()) == "nowhere"


def test_a_bubblewrap_that_fails_is_the_sandbox_failing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.file.write_text("#!/bin/sh\necho bwrap: no permission >&2\nexit 1\n")
    program.file.chmod(0o755)
    monkeypatch.setattr("hexascope.sandbox.users.lent", _nobody)

    ran = bubblewrap.run(Job(source="pass"))

    assert (ran.why, ran.stderr, ran.level) == (
        Why.BROKEN,
        b"bwrap: no permission\n",
        Level.NAMESPACES,
    )
    assert not ran.well


class _nobody:  # noqa: N801 - stands for a function
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


@pytest.mark.parametrize(
    ("cpu_s", "memory", "why"),
    [
        (1.0, 1000, None),
        (1.1, 1000, Why.CPU),
        (1.0, 1001, Why.MEMORY),
    ],
)
def test_time_and_memory_of_all_processes_are_looked_at(
    monkeypatch: pytest.MonkeyPatch, cpu_s: float, memory: int, why: Why | None
) -> None:
    monkeypatch.setattr("hexascope.sandbox.family.descendants", lambda _: [1, 2])
    monkeypatch.setattr("hexascope.sandbox.family.used_cpu_s", lambda _: cpu_s)
    monkeypatch.setattr("hexascope.sandbox.family.used_memory", lambda *_: memory)
    job = Job(source="", limits=Limits(cpu_s=1.0, memory_bytes=1000))
    status, tells = os.pipe()
    os.close(tells)

    assert wall._look(1, wall._First(status), job, None)() is why
    os.close(status)


@pytest.mark.parametrize(
    ("line", "pid"),
    [(b'{ "child-pid": 77 }\n{}', 77), (b"", 0), (b"nonsense\n", 0), (b"[]\n", 0), (b"{}\n", 0)],
)
def test_the_first_process_is_what_bubblewrap_says(line: bytes, pid: int) -> None:
    status, tells = os.pipe()
    os.write(tells, line)
    os.close(tells)

    assert wall._First(status).pid() == pid
    os.close(status)


class Group:
    """A cgroup that writes down who is moved in; the sandbox has two more processes by then."""

    def __init__(self, error: OSError | None = None) -> None:
        self.added: list[int] = []
        self.error = error

    def add(self, pid: int) -> None:
        if self.error is not None:
            raise self.error
        self.added.append(pid)


@pytest.mark.parametrize(("mark", "ready"), [(b"+", True), (b"", False)])
def test_all_of_a_sandbox_is_in_its_cgroup_before_the_job_begins(
    monkeypatch: pytest.MonkeyPatch, mark: bytes, ready: bool
) -> None:
    monkeypatch.setattr("hexascope.sandbox.family.descendants", lambda _: [8, 9])
    group = Group()
    with parcel.told() as begun:
        os.write(begun.write_end, mark)
        begun.close_write()

        assert wall._held(7, group, begun) is ready  # type: ignore[arg-type]  # a stand-in
    assert group.added == [7, 8, 9]


def test_a_sandbox_that_can_not_be_moved_into_its_cgroup_does_not_run() -> None:
    refused, gone = Group(PermissionError(1, "no")), Group(ProcessLookupError(3, "gone"))
    with parcel.told() as begun:
        with pytest.raises(NoSandbox, match="can't be moved into its cgroup"):
            wall._held(7, refused, begun)  # type: ignore[arg-type]  # a stand-in
        assert not wall._held(7, gone, begun)  # type: ignore[arg-type]  # a stand-in
