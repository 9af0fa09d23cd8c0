"""Starts a daemon of the host in its own cgroup, and waits until it answers."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.errors import Unready
from benchmarks.host.bench import Bench
from benchmarks.host.commands import need
from benchmarks.host.counters import process_fields
from benchmarks.host.groups import pids_group
from benchmarks.host.launch import Launch, launch
from benchmarks.host.place import Place
from benchmarks.host.waiting import wait_until

NOBODY = 65534
READY_LIMIT_SECONDS = 40.0
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_SAID_CHARACTERS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A running daemon: its first process, its cgroup, and what it has said so far."""

    pid: int
    group: str
    output: Path

    def said(self) -> str:
        """The end of its output."""
        return self.output.read_text(encoding="utf-8", errors="replace")[-_SAID_CHARACTERS:].strip()

    def answers(self, is_up: Callable[[], bool], what: str) -> None:
        """Returns once it is up; one that has ended is told with its last words."""

        def up_or_gone() -> bool:
            if not process_fields(self.pid):
                raise Unready(f"{what} ended at once: {self.said() or 'it said nothing'}")
            return is_up()

        wait_until(up_or_gone, f"{what} to answer", READY_LIMIT_SECONDS)


def own_folder(bench: Bench) -> Path:
    """A fresh folder that belongs to the daemons' user."""
    folder = bench.new_folder()
    give(folder)
    return folder


def give(path: Path) -> None:
    """Hands a file or folder to the daemons' user, and hides it from others."""
    os.chown(path, NOBODY, NOBODY)
    path.chmod(0o700 if path.is_dir() else 0o600)


def start_daemon(
    bench: Bench,
    program: str,
    *arguments: str,
    place: Place | None = None,
    environment: Mapping[str, str] | None = None,
) -> Daemon:
    """Runs a program of the host as an unprivileged child of init, under its own name."""
    place = replace(place or Place(), user=NOBODY)
    place = place if place.groups else replace(place, groups=pids_group(bench).paths)
    executable, output = need(program), bench.folder / f"{bench.name()}.out"
    nothing = os.open(os.devnull, os.O_RDWR)
    said = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    plan = Launch(
        executable=executable,
        # PostgreSQL finds its own files by the path it is called by
        arguments=[str(executable), *arguments],
        environment={"PATH": _PATH, **(environment or {})},
        place=place,
        stdin=nothing,
        stdout=said,
        stderr=said,
    )
    try:
        return Daemon(pid=launch(plan), group=place.groups[0].name, output=output)
    finally:
        os.close(nothing)
        os.close(said)
