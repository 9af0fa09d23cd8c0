"""Starts a program as a child of init, in its place, under an argument list of our choice."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import Unready
from benchmarks.host.place import Place, enter, join_groups

_LAST_STANDARD_STREAM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What to execute; the first argument is the name that others see."""

    executable: Path
    arguments: Sequence[str]
    environment: Mapping[str, str]
    place: Place
    stdin: int
    stdout: int
    stderr: int


def launch(plan: Launch) -> int:
    """The pid of the started program; what failed on the way is raised here."""
    reading, writing = os.pipe()
    first = os.fork()
    if first == 0:
        _become_parent_of_it(plan, writing)
    os.close(writing)
    with open(reading, "rb") as answers:
        said = answers.read().decode()
    os.waitpid(first, 0)
    pid, _, problem = said.partition("\n")
    if problem or not pid:
        raise Unready(f"{plan.arguments[0]} did not start: {problem or 'no answer'}")
    return int(pid)


def _become_parent_of_it(plan: Launch, answers: int) -> None:
    # Two forks: the program's parent is init, so that nothing points at the bench, and an ended
    # worker is reaped without us. It joins its cgroups first of all, so that the watchdog finds it.
    try:
        join_groups(plan.place)
        os.setsid()
        enter(plan.place)
        second = os.fork()
        if second == 0:
            _become_it(plan)
        os.write(answers, f"{second}\n".encode())
        os._exit(0)
    except OSError as failure:
        os.write(answers, f"0\n{failure}".encode())
    finally:
        os._exit(1)


def _become_it(plan: Launch) -> None:
    for number, stream in enumerate((plan.stdin, plan.stdout, plan.stderr)):
        os.dup2(stream, number)
    # What the bench was given by its own parents is no business of a worker.
    for entry in os.listdir("/proc/self/fd"):
        if int(entry) > _LAST_STANDARD_STREAM:
            with suppress(OSError):
                os.set_inheritable(int(entry), False)
    os.chdir("/")
    os.execve(plan.executable, list(plan.arguments), dict(plan.environment))
