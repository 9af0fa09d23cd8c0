"""Who a process is: a container in a real control group, named by a real server at the socket.

Everything happens in a mount namespace of its own, so that the machine's /run stays as it is.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.journey,
    pytest.mark.alone,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may make control groups"),
]

PATIENCE_SECONDS = 60
ID = "5e" * 32
TREES = ("/sys/fs/cgroup/pids", "/sys/fs/cgroup/unified", "/sys/fs/cgroup")

SERVER = """
import json, socketserver, sys, time
class Docker(socketserver.StreamRequestHandler):
    def handle(self):
        asked = self.rfile.readline().decode()
        with open(sys.argv[2], "a") as log:
            log.write(asked)
        if sys.argv[3] == "hangs":
            began = time.monotonic()
            while self.rfile.read(1):
                pass
            with open(sys.argv[2] + ".waited", "a") as log:
                log.write(str(time.monotonic() - began))
            return
        body = json.dumps([{"Id": sys.argv[4], "Names": ["/web"], "Image": "nginx:1.27",
            "Created": 1795000000, "Labels": {"com.example.secret": "hush"}}]).encode()
        self.wfile.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
socketserver.ThreadingUnixStreamServer(sys.argv[1], Docker).serve_forever()
"""
INSIDE = """
mount -t tmpfs tmpfs /run || exit 77
"$PYTHON" "$HOME/server.py" /run/docker.sock "$HOME/asked" "$MANNER" "$ID" &
server=$!
trap 'kill $server' EXIT
while [ ! -S /run/docker.sock ]; do sleep 0.05; done
"$PYTHON" -m hexascope examine --window 3 --no-keep --format "$FORMAT"
"""


@pytest.fixture
def group() -> Iterator[Path]:
    """Give a control group with the name that Docker would give it."""
    tree = next((one for one in TREES if (Path(one) / "cgroup.procs").exists()), None)
    if tree is None:
        pytest.skip("no control groups can be made here")
    made = Path(tree) / "docker" / ID
    had = made.parent.exists()
    try:
        made.mkdir(parents=True)
    except OSError as error:
        pytest.skip(f"no control groups can be made here: {error}")
    yield made
    made.rmdir()
    if not had:
        made.parent.rmdir()


@pytest.fixture
def busy(group: Path) -> Iterator[frozenset[int]]:
    """Keep all CPUs busy from within the container's control group."""
    pids = []
    with ExitStack() as at_the_end:
        for _ in range((os.cpu_count() or 1) * 2):
            words = [sys.executable, "-c", "while True: pass", "--password", "hunter2"]
            one = subprocess.Popen(words)
            at_the_end.callback(one.wait)
            at_the_end.callback(one.kill)
            (group / "cgroup.procs").write_text(str(one.pid))
            pids.append(one.pid)
        yield frozenset(pids)


def examined(home: Path, manner: str, form: str = "json") -> str:
    (home / "server.py").write_text(SERVER)
    environment = {
        **os.environ,
        "HOME": str(home),
        "PYTHON": sys.executable,
        "PYTHONPATH": str(Path("src").resolve()),
        "LANG": "C.UTF-8",
        "MANNER": manner,
        "FORMAT": form,
        "ID": ID,
    }
    ended = subprocess.run(
        ["unshare", "--mount", "sh", "-c", INSIDE],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if ended.returncode == 77:
        pytest.skip("no mount namespace can be made here")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def of_ours(found: dict[str, Any], pids: frozenset[int]) -> list[dict[str, Any]]:
    """Give the culprits and victims that are processes of ours."""
    named = [one for each in found["findings"] for one in (each["culprit"], *each["victims"])]
    return [one for one in named if one is not None and pids & {*one["pids"]}]


needs_unshare = pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not here")


@needs_unshare
def test_who_overloads_the_cpus_from_a_container_is_named_to_its_image(
    busy: frozenset[int], home: Path
) -> None:
    found: dict[str, Any] = json.loads(examined(home, "answers"))

    ours = of_ours(found, busy)
    assert ours, [one["title"] for one in found["findings"]]
    for one in ours:
        known = one["identity"]
        assert (known["container"], known["container_name"]) == (ID, "web")
        assert (known["image"], known["runtime"], known["owner"]) == (
            "nginx:1.27",
            "docker",
            "root",
        )
        assert known["started"]
        assert "hunter2" not in known["command"]
    assert (home / "asked").read_text().splitlines() == ["GET /containers/json HTTP/1.1"]
    assert "hush" not in json.dumps(found)
    events = [
        (one["action"], one["what"]) for one in found["timeline"] if one["kind"] == "container"
    ]
    assert ("started", "web") in events


@needs_unshare
def test_the_report_for_people_names_the_container(busy: frozenset[int], home: Path) -> None:
    shown = examined(home, "answers", "terminal")

    assert busy
    assert "container web" in shown
    assert "nginx:1.27" in shown


@needs_unshare
def test_a_runtime_that_hangs_costs_a_second_and_its_containers_names_alone(
    busy: frozenset[int], home: Path
) -> None:
    found: dict[str, Any] = json.loads(examined(home, "hangs"))

    ours = of_ours(found, busy)
    assert ours
    assert {one["identity"]["container"] for one in ours} == {ID}
    assert {one["identity"]["container_name"] for one in ours} == {""}
    assert float((home / "asked.waited").read_text()) < 5
