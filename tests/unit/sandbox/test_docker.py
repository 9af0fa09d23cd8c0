"""Docker without a daemon: a program of that name that writes down what it is asked."""

import json
import os
import sys
from pathlib import Path

import pytest

from hexascope.domain.text import Text
from hexascope.sandbox.chain import tried
from hexascope.sandbox.contract import Job, Limits, Why
from hexascope.sandbox.executors.docker import docker
from hexascope.words import render

CLIENT = """#!{python}
import json, os, sys
words = sys.argv[1:]
with open({log!r}, "a") as file:
    held = [word.partition("=")[2] for word in words if word.startswith("seccomp=")]
    rules = json.load(open(held[0])) if held else None
    said = dict(words=words, variables=sorted(os.environ), profile=rules)
    file.write(json.dumps(said) + "\\n")
if words[0] == "run":
    data = sys.stdin.buffer.read()
    open({log!r} + ".pid", "w").write(str(os.getpid()))
    {run}
elif words[0] == "rm" and os.path.exists({log!r} + ".pid"):
    os.kill(int(open({log!r} + ".pid").read()), 9)
elif words[0] in {silent!r}:
    sys.exit(1)
print("28.2")
"""

WELL = 'sys.stderr.write("+note"); print("hello", len(data) > 20); sys.exit(0)'


class Fake:
    """A folder with a client that does what a test wants, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"

    def does(self, run: str = WELL, silent: tuple[str, ...] = ()) -> None:
        client = self.folder / "docker"
        client.write_text(
            CLIENT.format(python=sys.executable, log=str(self.log), run=run, silent=silent)
        )
        client.chmod(0o755)

    @property
    def asked(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def words(self, number: int = 0) -> list[str]:
        found = self.asked[number]["words"]
        assert isinstance(found, list)
        return found


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SECRET_TOKEN", "s3cr3t")
    tried.cache_clear()
    return Fake(tmp_path)


def test_what_a_container_may_is_held_back_by_its_arguments(client: Fake) -> None:
    client.does()

    ran = docker.run(Job(source="pass", limits=Limits(processes=7, cores=0.25)))

    words = client.words()
    assert words[0] == "run"
    for option, value in (
        ("--network", "none"),
        ("--cap-drop", "ALL"),
        ("--user", "65534:65534"),
        ("--pids-limit", "7"),
        ("--memory", "268435456"),
        ("--memory-swap", "268435456"),
        ("--cpus", "0.25"),
        ("--ipc", "none"),
        ("--pull", "never"),
        ("--tmpfs", "/job:rw,nosuid,nodev,noexec,size=67108864,nr_inodes=4096,mode=1777"),
    ):
        assert words[words.index(option) + 1] == value
    assert "--read-only" in words
    assert "no-new-privileges" in words
    assert not {"--privileged", "--volume", "-v", "--mount"} & set(words)
    assert (ran.stdout, ran.stderr, ran.why, ran.exit_code) == (
        b"hello True\n",
        b"note",
        Why.FINISHED,
        0,
    )


def test_the_filter_of_calls_goes_along_and_our_variables_do_not(client: Fake) -> None:
    client.does()
    docker.run(Job(source="pass"))

    profile = client.asked[0]["profile"]
    assert isinstance(profile, dict)
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert not any("SECRET" in word or "s3cr3t" in word for word in client.words())
    variables = client.asked[0]["variables"]
    assert isinstance(variables, list)
    assert "SECRET_TOKEN" not in variables


def test_the_code_is_handed_over_as_input_and_never_as_an_argument(client: Fake) -> None:
    client.does()
    docker.run(Job(source="print('a line of the job')"))

    assert not any("a line of the job" in word for word in client.words())


def test_a_container_that_does_not_start_is_the_sandbox_failing(client: Fake) -> None:
    client.does("sys.stderr.write('no such image'); sys.exit(125)")

    ran = docker.run(Job(source="pass"))

    assert (ran.why, ran.stderr) == (Why.BROKEN, b"no such image")


def test_a_job_over_its_time_is_removed_by_name(client: Fake) -> None:
    client.does("sys.stderr.write('+'); sys.stderr.flush(); import time; time.sleep(60)")

    ran = docker.run(Job(source="pass", limits=Limits(wall_s=0.3)))

    assert ran.why is Why.WALL
    name = client.words()[client.words().index("--name") + 1]
    assert client.words(1) == ["rm", "--force", name]


def why_not() -> str:
    found = docker.why_not()
    assert isinstance(found, Text)
    return render(found)


def test_what_is_missing_is_told(client: Fake) -> None:
    assert why_not() == "docker is not installed"
    client.does(silent=("version",))
    assert why_not() == "docker's daemon does not answer"
    client.does(silent=("image",))
    assert why_not() == "the image python:3-slim is not there; docker pull brings it"
    client.does()
    assert docker.why_not() is None


def test_no_image_is_fetched(client: Fake) -> None:
    client.does()
    docker.why_not()
    docker.run(Job(source="pass"))

    assert not any("pull" in one["words"][:1] for one in client.asked)  # type: ignore[index]
    assert os.environ["PATH"] == str(client.folder)
