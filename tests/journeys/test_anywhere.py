"""Hosts where nothing can be installed: the recorder on old Pythons, and ssh to a real sshd."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.contract import LookKind, Plan

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 120
NOBODY = 65534
BUSYBOX_WORDS = "sh cat grep ls head tr id date uname getconf stat sleep"
OLD_PYTHONS = ("python3.6", "python3.7", "python3.8", "python3.9")


def hexascope(*words: str, home: Path, code: int | None = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    environment |= {
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path("src").resolve()),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "hexascope", *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
    )
    if code is not None:
        assert ended.returncode == code, ended.stderr
    return ended


def report(*words: str, home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        hexascope("examine", "--format", "json", *words, home=home).stdout
    )
    return found


# the recorder


def old_pythons() -> list[str]:
    found = [path for name in OLD_PYTHONS if (path := shutil.which(name))]
    kept = Path.home() / ".pyenv/versions"
    found += [str(one) for one in sorted(kept.glob("3.[6789].*/bin/python"))]
    known = dict.fromkeys(found)
    # a shim may stand where no Python is
    return [
        one for one in known if not subprocess.run([one, "-c", ""], capture_output=True).returncode
    ]


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorder")
    file = folder / "record.py"
    file.write_text(hexascope("recorder", home=folder).stdout)
    return file


def asked_for(bundle: Path) -> set[str]:
    """Give what the full looks asked for; numbers differ, for processes come and go."""
    found = set()
    for look in KeptHost(bundle).looks(Plan()):
        files: Any = look.files
        if look.kind is LookKind.FULL:
            calls = (
                name.split("\x1f")[: 2 if name.startswith("clock") else 1] for name in files._calls
            )
            found |= {re.sub(r"\d+", "N", one) for one in files._kept}
            found |= {re.sub(r"\d+", "N", " ".join(one)) for one in calls}
    # groups come and go as processes do
    return {one for one in found if "/sys/fs/cgroup/" not in one}


def unjudged(bundle: Path, home: Path) -> set[str]:
    return {one["check"] for one in report("--from", str(bundle), home=home)["unjudged"]}


@pytest.mark.alone  # disks that other tests make would be in one recording and not in the other
def test_the_recorder_reads_the_same_as_we_do_with_every_python_that_is_here(
    recorder: Path, home: Path
) -> None:
    ours = home / "ours.hxb"
    hexascope("record", "--output", str(ours), "--window", "1", "-q", home=home)
    known, left = asked_for(ours), unjudged(ours, home)

    for number, python in enumerate([sys.executable, *old_pythons()]):
        theirs = home / f"{number}.hxb"
        words = [python, "-W", "error", "-X", "dev", "-I", "-S", str(recorder)]
        ended = subprocess.run(
            [*words, "-o", str(theirs), "--window", "1"],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert ended.returncode == 0, (python, ended.stderr)
        differs = asked_for(theirs) ^ known
        # what a process was doing while it was looked at decides a handful of detail files
        assert len(differs) <= len(known) / 50, (python, sorted(differs))
        assert len(unjudged(theirs, home) ^ left) <= 2, (python, unjudged(theirs, home) ^ left)


def test_an_unprivileged_user_records_what_he_may_see(recorder: Path, open_home: Path) -> None:
    kept = open_home / "nobody.hxb"
    before = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    program = open_home / "record.py"
    program.write_text(recorder.read_text())
    words = [*before, "/usr/bin/python3", "-I", str(program), "--window", "0.5"]
    ended = subprocess.run(
        [*words, "-o", str(kept)], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )

    assert ended.returncode == 0, ended.stderr
    assert "not as root" in ended.stderr
    assert not KeptHost(kept).facts.privileged
    assert report("--from", str(kept), home=open_home)["host"]["privileged"] is False


# ssh


class Sshd:
    """A real sshd on loopback with its own keys, and a client's configuration beside it."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder = folder
        for name in ("host", "user", "other"):
            if not (folder / name).exists():
                subprocess.run(
                    ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)],
                    check=True,
                )
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        shutil.copy(folder / "user.pub", folder / "authorized")
        (folder / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\n"
            f"AuthorizedKeysFile {folder}/authorized\nPidFile none\nStrictModes no\nUsePAM no\n"
            f"PermitRootLogin prohibit-password\n{more}\n"
        )
        self.knows("host")
        (folder / "config").write_text(
            f"Host *\n  IdentityFile {folder}/user\n  IdentitiesOnly yes\n"
            f"  UserKnownHostsFile {folder}/known\n  GlobalKnownHostsFile /dev/null\n"
        )
        (folder / "bin").mkdir(exist_ok=True)
        (folder / "bin/ssh").write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {folder}/config "$@"\n')
        (folder / "bin/ssh").chmod(0o755)

    @property
    def address(self) -> str:
        return f"ssh://127.0.0.1:{self.port}"

    def knows(self, key: str) -> None:
        words = (self.folder / f"{key}.pub").read_text().split()[:2]
        (self.folder / "known").write_text(f"[127.0.0.1]:{self.port} {' '.join(words)}\n")


@contextmanager
def running(folder: Path, more: str = "") -> Iterator[Sshd]:
    made = Sshd(folder, more)
    Path("/run/sshd").mkdir(exist_ok=True)
    child = subprocess.Popen(
        ["/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "sshd_config")],
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with closing(socket.socket()) as door:
                if door.connect_ex(("127.0.0.1", made.port)) == 0:
                    break
            time.sleep(0.05)
        yield made
    finally:
        child.terminate()
        child.wait(10)


def only(folder: Path, words: str, before: str = "") -> str:
    """Give the configuration of a host that has these commands of busybox and no other."""
    commands = folder / "commands"
    commands.mkdir()
    for word in words.split():
        (commands / word).symlink_to(str(shutil.which("busybox")))
    forced = folder / "forced"
    forced.write_text(
        f'#!/bin/sh\nPATH={commands}; export PATH\n{before}\nexec sh -c "$SSH_ORIGINAL_COMMAND"\n'
    )
    forced.chmod(0o755)
    return f"ForceCommand {forced}"


def no_ssh_of_ours_is_left(sshd: Sshd) -> bool:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        told = subprocess.run(["pgrep", "-f", f"{sshd.folder}/config"], capture_output=True)
        if told.returncode == 1:
            return True
        time.sleep(0.1)
    return False


def test_a_host_with_python_is_judged_like_this_one_and_nothing_is_written_there(
    home: Path,
) -> None:
    with running(home, f'ForceCommand cd {home}; eval "$SSH_ORIGINAL_COMMAND"') as sshd:
        before = sorted(one.name for one in home.iterdir())
        found = report("--from", sshd.address, "--window", "1", "--no-keep", home=home)
        after = sorted(one.name for one in home.iterdir())
        near = report("--window", "1", "--no-keep", home=home)

    assert after == before
    assert found["host"]["name"] == near["host"]["name"]
    assert found["host"]["privileged"]
    assert found["window"]["light_looks"] >= 3
    there, here = ({one["check"] for one in told["unjudged"]} for told in (found, near))
    # what happens in a second decides of a check or two whether there was enough to judge
    assert len(there ^ here) <= 2, there ^ here
    assert no_ssh_of_ours_is_left(sshd)


def test_a_target_is_asked_about_over_ssh(home: Path) -> None:
    with running(home) as sshd:
        words = ("--window", "1", "--from", sshd.address)
        found = report(*words, "--port", str(sshd.port), home=home)
        gone = hexascope("examine", *words, "--pid", "4194304", home=home, code=2)

    assert (found["target"]["kind"], found["target"]["name"]) == ("port", str(sshd.port))
    assert any("sshd" in name for _, name in found["target"]["members"])
    assert "4194304" in gone.stderr


def test_a_host_with_busybox_alone_is_judged_and_says_what_needs_python(home: Path) -> None:
    more = only(home, BUSYBOX_WORDS, "echo Welcome; echo 'hexascope-0 no mark'")
    with running(home, more) as sshd:
        began = time.monotonic()
        found = report("--from", sshd.address, "--window", "2", home=home)
        took = time.monotonic() - began

    cells = {one["status"] for one in found["coverage"]}
    assert cells - {"measured"}
    assert found["host"]["kernel"] == os.uname().release
    assert found["health"]["measured_share"] > 0.4
    assert found["window"]["light_looks"] >= 2
    assert any("needs Python 3.6" in json.dumps(one) for one in found["unjudged"])
    assert "cpu.utilization" in {key.partition("{")[0] for key in found["evidence"]}
    assert took < 30
    assert no_ssh_of_ours_is_left(sshd)


def test_a_host_with_sh_and_nothing_to_know_the_time_by_is_refused(home: Path) -> None:
    more = only(home, "")
    # busybox' own sh has all its commands within
    (home / "commands/sh").symlink_to(str(shutil.which("dash")))
    with running(home, more) as sshd:
        ended = hexascope("examine", "--from", sshd.address, home=home, code=2)

    assert "has sh, but neither Python" in ended.stderr


@pytest.mark.parametrize(
    ("known", "told"), [("other", "is not the one that ssh knows"), ("", "does not know")]
)
def test_a_changed_key_and_an_unknown_one_are_told_apart(home: Path, known: str, told: str) -> None:
    with running(home) as sshd:
        if known:
            sshd.knows(known)
        else:
            (home / "known").write_text("")
        ended = hexascope("examine", "--from", sshd.address, home=home, code=2)

        assert told in ended.stderr
        kept = (home / "known").read_text()
        assert (home / "host.pub").read_text().split()[1] not in kept


def test_a_host_that_wants_a_password_is_told_and_never_gets_one(home: Path) -> None:
    more = "PubkeyAuthentication no\nPasswordAuthentication yes\nPermitRootLogin yes"
    with running(home, more) as sshd:
        began = time.monotonic()
        ended = hexascope("examine", "--from", sshd.address, home=home, code=2)

    assert "never asks for a password" in ended.stderr
    assert time.monotonic() - began < 20


def test_a_port_that_never_answers_is_given_up(home: Path) -> None:
    sshd = Sshd(home)
    with closing(socket.create_server(("127.0.0.1", sshd.port))):
        began = time.monotonic()
        ended = hexascope("examine", "--from", sshd.address, home=home, code=2)

    assert "did not answer within 10 s" in ended.stderr or "no answer in time" in ended.stderr
    assert time.monotonic() - began < 40
    assert no_ssh_of_ours_is_left(sshd)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("exec yes endless", "said more than a host has to say"),
        ("exit 3", "ended the connection"),
    ],
)
def test_a_host_that_talks_without_end_or_leaves_is_told(home: Path, does: str, told: str) -> None:
    forced = home / "forced"
    forced.write_text(f"#!/bin/sh\n{does}\n")
    forced.chmod(0o755)
    with running(home, f"ForceCommand {forced}") as sshd:
        ended = hexascope("examine", "--from", sshd.address, home=home, code=2)

        assert told in ended.stderr
        assert no_ssh_of_ours_is_left(sshd)


@pytest.mark.parametrize(
    ("python", "told"),
    [
        ("printf 'PK\\003\\004 no zip'", "sent no usable recording"),
        ("printf half; exit 1", "did not come to its end"),
        ("kill -9 $PPID; kill -9 $$", "did not come to its end|ended the connection"),
        ("cat /dev/zero", "said more than a host has to say"),
    ],
)
def test_a_false_python_over_there_gives_a_clear_error(home: Path, python: str, told: str) -> None:
    more = only(home, "sh cat")
    fake = home / "commands/python3"
    # it says that it is new enough, and then does what it likes
    fake.write_text(
        f'#!{shutil.which("busybox")} sh\ncase "$*" in *version_info*) exit 0;; esac\n{python}\n'
    )
    fake.chmod(0o755)
    with running(home, more) as sshd:
        ended = hexascope("examine", "--from", sshd.address, home=home, code=2)

        assert re.search(told, ended.stderr)
        assert "Traceback" not in ended.stderr
        assert no_ssh_of_ours_is_left(sshd)


def test_sudo_that_wants_a_password_is_told(home: Path) -> None:
    more = only(home, "sh cat")
    sudo = home / "commands/sudo"
    sudo.write_text(
        f"#!{shutil.which('busybox')} sh\necho 'sudo: a password is required' >&2; exit 1\n"
    )
    sudo.chmod(0o755)
    with running(home, more) as sshd:
        ended = hexascope("examine", "--sudo", "--from", sshd.address, home=home, code=2)
        (home / "commands/sudo").unlink()
        without = hexascope("examine", "--sudo", "--from", sshd.address, home=home, code=2)

    assert "NOPASSWD" in ended.stderr
    assert "no sudo" in without.stderr


def test_interrupted_it_ends_ssh_and_leaves_the_terminal_alone(home: Path) -> None:
    with running(home) as sshd:
        words = [sys.executable, "-m", "hexascope", "examine", "--window", "60"]
        environment = {**os.environ, "PATH": f"{home / 'bin'}:{os.environ['PATH']}"}
        environment |= {"PYTHONPATH": str(Path("src").resolve()), "HOME": str(home)}
        child = subprocess.Popen(
            [*words, "--from", sshd.address], env=environment, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        looking = ["pgrep", "-f", f"{home}/config"]
        while subprocess.run(looking, capture_output=True).returncode and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(1.0)
        child.send_signal(signal.SIGINT)

        assert child.wait(60) == 130
        assert no_ssh_of_ours_is_left(sshd)
