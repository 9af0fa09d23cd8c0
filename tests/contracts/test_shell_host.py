"""A host seen through its sh: four shells, each with few commands, and breaks in the middle."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import hexascope.collect.collectors
from hexascope.collect.contract import Collector, NotHere, Plan
from hexascope.collect.hosts.local import LocalFiles, LocalHost
from hexascope.collect.look import look
from hexascope.collect.remote import host as remote_host
from hexascope.collect.remote.address import Address
from hexascope.collect.remote.asked import AskedFiles
from hexascope.collect.remote.host import ShellHost
from hexascope.collect.remote.login import reached
from hexascope.collect.remote.shell import Wanted, reading
from hexascope.collect.watch import watch
from hexascope.domain.rows import Process
from hexascope.domain.use import Status
from hexascope.kit.plugins import discover
from hexascope.kit.process import ProcessTimeoutError
from hexascope.kit.talk import TalkTooLongError

BUSYBOX = "sh cat grep ls head tr id date uname getconf stat"


@pytest.fixture(params=["dash", "bash", "busybox", "nothing else"])
def host(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ShellHost]:
    """Give a host whose sh is that, with only busybox' commands, or the fewest there can be."""
    ssh, commands = tmp_path / "bin/ssh", tmp_path / "commands"
    ssh.parent.mkdir()
    commands.mkdir()
    # not busybox' own sh, which has all its commands within
    words = "sh cat id date" if request.param == "nothing else" else BUSYBOX
    for word in words.split():
        (commands / word).symlink_to("/usr/bin/busybox")
    shell = {"dash": "/bin/dash", "bash": "/bin/bash", "nothing else": "/bin/dash"}.get(
        request.param
    )
    if shell:
        (commands / "sh").unlink()
        (commands / "sh").symlink_to(shell)
    ssh.write_text(f'#!/bin/sh\nfor c; do :; done\nPATH={commands}\nexec sh -c "$c"\n')
    ssh.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{ssh.parent}:{os.environ['PATH']}")
    with reached(Address("web-1"), sudo=False) as connection:
        assert connection.python == ""
        yield ShellHost(connection, {})


def asked(host: ShellHost, *wanted: Wanted) -> AskedFiles:
    answers = host._ask(reading(wanted), frozenset(wanted))
    return AskedFiles(answers, host._me, 1.0)


def test_files_folders_and_links_are_read_as_here(host: ShellHost, tmp_path: Path) -> None:
    folder = tmp_path / "a 'folder'"
    folder.mkdir()
    (folder / "plain").write_bytes(b"one\n\ntwo \xff\0three")
    (folder / ".hidden").write_text("")
    (folder / "two\nlines").write_text("")
    file, empty = str(folder / "plain"), str(folder / ".hidden")
    files = asked(
        host,
        Wanted("f", file),
        Wanted("f", empty),
        Wanted("f", "/proc/meminfo"),
        Wanted("f", f"/proc/{os.getpid()}/cmdline"),
        Wanted("d", str(folder)),
        Wanted("l", "/proc/self/ns/net"),
        Wanted("f", "/proc/no/such"),
        Wanted("f", "/proc/sys/kernel/pid_max"),
    )

    assert files.read(file) == "one\n\ntwo \\xff\0three"
    assert files.read(empty) == ""
    assert files.read("/proc/meminfo").startswith("MemTotal:")
    assert files.read("/proc/meminfo").endswith("kB\n")
    assert files.read("/proc/sys/kernel/pid_max").strip().isdecimal()
    assert sorted(files.names(str(folder))) == [".hidden", "plain", "two\nlines"]
    with pytest.raises(NotHere) as why:
        files.read("/proc/no/such")
    assert why.value.status is Status.NOT_PRESENT
    if (tmp_path / "commands/ls").exists():
        assert files.link("/proc/self/ns/net").startswith("net:[")
    if (tmp_path / "commands/tr").exists():
        assert len(files.read(f"/proc/{os.getpid()}/cmdline").split("\0")) > 2


def test_collectors_see_through_sh_what_they_see_here(
    host: ShellHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_host, "LIGHT_SECONDS", 0.1)
    known = discover(hexascope.collect.collectors, Collector)
    some = {name: known[name] for name in ("cpu", "memory", "processes", "platform", "mounts")}
    through_sh = ShellHost(host._connection, some)

    seen = watch(through_sh.looks(Plan(window_seconds=0.5)), some)
    here = look(next(iter(LocalHost().looks(Plan()))), some)

    assert seen.last.number("memory.total") == here.number("memory.total")
    assert seen.last.number("cpu.count") == here.number("cpu.count")
    assert seen.last.readings["host.kernel"] == here.readings["host.kernel"]
    mine = {one.pid: one for one in seen.last.rows(Process)}[os.getpid()]
    assert mine.comm == {one.pid: one for one in here.rows(Process)}[os.getpid()].comm
    assert seen.seconds >= 0.4
    assert seen.pulses
    assert through_sh.facts().name == LocalFiles().read("/proc/sys/kernel/hostname").strip()


def test_a_host_that_falls_silent_in_the_middle_is_given_up(
    host: ShellHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_host, "ANSWER_SECONDS", 0.2)
    host._begin_look()

    with pytest.raises(ProcessTimeoutError):
        host._answer("read -r nothing")


def test_a_host_that_answers_without_end_is_given_up(host: ShellHost) -> None:
    host._begin_look()
    host._left = 1000

    with pytest.raises(TalkTooLongError):
        host._answer("while :; do echo endless; done")
