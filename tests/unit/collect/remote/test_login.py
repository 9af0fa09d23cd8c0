"""Reaching a host: here `ssh` is a small program of ours that does what hosts do."""

import os
import stat
import time
from pathlib import Path

import pytest

from hexascope.collect.remote import login
from hexascope.collect.remote.address import Address
from hexascope.collect.remote.login import reached
from hexascope.domain.errors import CannotReach

HOST = Address("web-1", "deploy", 2222)


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file that is called as ssh; the command is its last word."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path / "ssh"


def does(ssh: Path, *lines: str) -> None:
    ssh.write_text("\n".join(("#!/bin/sh", "for command; do :; done", *lines)) + "\n")
    ssh.chmod(stat.S_IRWXU)


def said_of(*, sudo: bool = False) -> str:
    with pytest.raises(CannotReach) as told, reached(HOST, sudo=sudo):
        pass
    return str(told.value)


def test_scripts_are_run_there_one_after_another_behind_any_greeting(ssh: Path) -> None:
    does(ssh, "echo Welcome to web-1!; echo hexascope-0 >&2", 'exec sh -c "$command"')

    with reached(HOST, sudo=False) as connection:
        connection.run("x='it'\"'\"'s'\nprintf '%s\\n\\n' \"$x\"")
        connection.run('printf "%s again\\nend\\n" "$x"')
        until = time.monotonic() + 20

        assert connection.talk.through(b"end\n", limit=1000, until=until) == b"it's\n\nit's again\n"
        assert connection.python.startswith("/")


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox sh"])
def test_any_sh_reads_scripts_line_by_line_and_leaves_the_rest(ssh: Path, shell: str) -> None:
    does(ssh, f'exec {shell} -c "$command"')

    with reached(HOST, sudo=False) as connection:
        connection.run("exec cat")
        connection.talk.send(b"the rest \0 as it is")
        connection.talk.finish()

        assert connection.talk.rest(limit=100, until=time.monotonic() + 20) == (
            b"the rest \0 as it is"
        )


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
            "ssh-keygen -R '[web-1]:2222'",
        ),
        ("Host key verification failed.", "connect once by hand with `ssh -p 2222 deploy@web-1`"),
        ("deploy@web-1: Permission denied (publickey,password).", "never asks for a password"),
        ("ssh: Could not resolve hostname web-1: Name or service not known", "no host named web-1"),
        ("ssh: connect to host web-1 port 2222: Connection refused", "nothing answers as ssh"),
        ("ssh: connect to host web-1 port 2222: Connection timed out", "within 10 s"),
        ("ssh: connect to host web-1 port 2222: No route to host", "there is no way to web-1"),
        ("sudo: a password is required", "NOPASSWD"),
        ("deploy is not in the sudoers file.", "does not allow it"),
        ("kex_exchange_identification: Connection closed", "kex_exchange_identification"),
        ("odd \x1b[31mred", "odd [31mred"),
        ("", "ssh ended with 255"),
    ],
)
def test_why_a_host_could_not_be_reached_is_told_with_what_to_do(
    ssh: Path, errors: str, told: str
) -> None:
    (ssh.parent / "errors").write_text(f"{errors}\n")
    does(ssh, f"cat {ssh.parent}/errors >&2", "exit 255")

    said = said_of()

    assert told in said
    assert "\x1b" not in said


def test_a_host_without_sh_or_sudo_is_told(ssh: Path) -> None:
    does(ssh, "echo 'sh: not found' >&2; exit 127")

    assert "web-1 has no sh to talk to" in said_of()
    assert "web-1 has no sudo or sh to talk to" in said_of(sudo=True)


def test_sudo_is_asked_without_a_password(ssh: Path) -> None:
    does(ssh, 'case $command in "exec sudo -n -- sh -c "*) echo asked well >&2;; esac; exit 1')

    assert "asked well" in said_of(sudo=True)


def test_a_host_that_says_nothing_is_given_up_and_its_ssh_is_ended(
    ssh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "GREETING_SECONDS", 0.3)
    does(ssh, f"echo $$ >{tmp_path}/pid", f"sleep 600 & echo $! >{tmp_path}/below", "wait")
    began = time.monotonic()

    assert "gave no answer in time" in said_of()
    assert time.monotonic() - began < 10
    for name in ("pid", "below"):
        pid = (tmp_path / name).read_text().strip()
        # reaped, or at least dead: what ssh had started is init's to reap
        assert _dies(Path(f"/proc/{pid}/stat"))


def _dies(state: Path) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if state.read_text().split()[2] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_a_host_that_never_stops_talking_is_given_up(ssh: Path) -> None:
    does(ssh, "exec yes noise")

    assert "said more than a host has to say" in said_of()


def test_a_connection_that_breaks_in_the_middle_is_told(ssh: Path) -> None:
    does(ssh, 'exec sh -c "$command"')

    def talk() -> None:
        with reached(HOST, sudo=False) as connection:
            connection.run("printf half; exit 3")
            connection.talk.through(b"whole", limit=100, until=time.monotonic() + 20)

    with pytest.raises(CannotReach, match="web-1 ended the connection"):
        talk()


def test_without_ssh_here_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "install OpenSSH's client here" in said_of()
