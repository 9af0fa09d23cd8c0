"""A real prometheus and a real node_exporter: what a host did is judged by its series."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pytestmark = [pytest.mark.journey, pytest.mark.alone]

PATIENCE_SECONDS = 60
SCHEMA = json.loads(Path("src/hexascope/report/schemas/report-1.json").read_text())
CROWDED = 0.15
"""Share of the time with tasks that wait for a CPU from which on the machine itself is not well."""


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the end of the block."""
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(PATIENCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Watched:
    """A Prometheus that scrapes an exporter on this port once a second."""

    address: str
    exporter_port: int

    @contextmanager
    def exporter(self) -> Iterator[None]:
        words = ("prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{self.exporter_port}")
        with running(*words):
            wait_for(f"http://127.0.0.1:{self.exporter_port}/metrics")
            yield

    def examined(self, window: str, home: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
        environment |= {"LANG": "C.UTF-8", "PYTHONPATH": str(Path("src").resolve())}
        where = ["--from", f"prometheus:{self.address}", "--window", window]
        return subprocess.run(
            [sys.executable, "-m", "hexascope", "examine", *where, "--format", "json"],
            capture_output=True,
            text=True,
            env=environment,
            timeout=PATIENCE_SECONDS,
        )

    def report(self, window: str, home: Path) -> dict[str, Any]:
        ended = self.examined(window, home)
        assert ended.returncode == 0, ended.stderr
        found: dict[str, Any] = json.loads(ended.stdout)
        jsonschema.validate(found, SCHEMA)
        return found


def wait_for(url: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    missing = [
        name for name in ("prometheus", "prometheus-node-exporter") if shutil.which(name) is None
    ]
    assert missing == [], "scripts/need_for_journeys.py installs them"
    folder = tmp_path_factory.mktemp("prometheus")
    port, exporter_port = free_port(), free_port()
    settings = folder / "prometheus.yml"
    settings.write_text(
        json.dumps(
            {
                "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
                "scrape_configs": [
                    {
                        "job_name": "node",
                        "static_configs": [{"targets": [f"127.0.0.1:{exporter_port}"]}],
                    }
                ],
            }
        )
    )
    with running(
        "prometheus",
        f"--config.file={settings}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ):
        wait_for(f"http://127.0.0.1:{port}/-/ready")
        yield Watched(f"http://127.0.0.1:{port}", exporter_port)


@contextmanager
def busy_loops(number: int) -> Iterator[None]:
    loop = (sys.executable, "-c", "while True: pass")
    children = [subprocess.Popen(loop) for _ in range(number)]
    try:
        yield
    finally:
        for child in children:
            child.kill()
            child.wait()


def waiting_seconds() -> float:
    """Give the time since boot in which tasks waited for a CPU, as the kernel counts it."""
    some = Path("/proc/pressure/cpu").read_text().splitlines()[0]
    return int(some.rpartition("total=")[2]) / 1e6


def worse_than_info(found: dict[str, Any]) -> list[str]:
    return [one["check"] for one in found["findings"] if one["severity"] != "info"]


def test_a_quiet_host_has_no_finding_and_the_report_says_what_was_not_judged(
    watched: Watched, home: Path
) -> None:
    with watched.exporter():
        time.sleep(2)
        before = waiting_seconds()
        time.sleep(7)
        if (waiting_seconds() - before) / 7 > CROWDED:
            pytest.skip("others keep this machine busy")
        found = watched.report("6s", home)

    assert worse_than_info(found) == []
    assert found["window"]["source"] == f"prometheus {watched.address}"
    assert found["window"]["light_looks"] >= 2
    assert found["host"]["name"] == socket.gethostname()
    assert found["host"]["cpus"] == os.cpu_count()
    unjudged = {one["check"] for one in found["unjudged"]}
    assert {"zombies", "burst", "disk_worn"} <= unjudged
    assert not {"cpu_saturation", "filesystem_full", "retransmissions"} & unjudged


def test_busy_loops_are_found_by_the_series(watched: Watched, home: Path) -> None:
    cpus = os.cpu_count() or 1
    with watched.exporter(), busy_loops(cpus + 2):
        time.sleep(9)
        found = watched.report("7s", home)

    [saturation] = [one for one in found["findings"] if one["check"] == "cpu_saturation"]
    assert saturation["severity"] == "medium"
    shares = {
        key: one["value"]
        for key, one in found["evidence"].items()
        if one["source"] == "prometheus node_pressure_cpu_waiting_seconds_total"
    }
    assert shares["pressure.some_share{resource=cpu}"] > 0.5
    assert found["evidence"]["cpu.utilization{cpu=all}"]["value"] > 0.9


def test_a_load_that_an_exporter_did_not_see_the_end_of_is_no_verdict(
    watched: Watched, home: Path
) -> None:
    with watched.exporter(), busy_loops((os.cpu_count() or 1) + 2):
        time.sleep(5)
    time.sleep(4)
    gone = watched.examined("6s", home)
    with watched.exporter():
        time.sleep(6)
        before = waiting_seconds()
        found = watched.report("25s", home)
        crowded = waiting_seconds() - before > CROWDED

    assert gone.returncode == 2
    assert "the exporter does not answer" in gone.stderr
    assert found["window"]["seconds"] < 10
    [note] = found["window"]["notes"]
    assert "left out is what was before" in note
    assert crowded or worse_than_info(found) == []
