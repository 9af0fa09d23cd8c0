"""The recorder as a whole: Python 3.6, the standard library alone, and what it does with words."""

import ast
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from hexascope import __version__, bootstrap
from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.contract import Plan
from hexascope.collect.recorder.build import built, own_collectors

NAMES = bootstrap.plugin_names("collect.collectors")
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("recorder") / "record.py"
    file.write_text(built(NAMES), encoding="utf-8")
    return file


def run(recorder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    # everything that complains is an error, and nothing of this environment can be found
    python = [sys.executable, "-W", "error", "-X", "dev", "-I", "-S", "-B"]
    return subprocess.run(
        [*python, str(recorder), *words], capture_output=True, timeout=PATIENCE_SECONDS, check=False
    )


def test_it_is_python_3_6_by_its_syntax_and_by_all_that_it_calls(recorder: Path) -> None:
    ast.parse(recorder.read_text(), feature_version=(3, 6))
    words = [
        sys.executable,
        "-c",
        "from vermin import main; main()",
        "--target=3.6-",
        "--violations",
    ]
    told = subprocess.run(
        [*words, str(recorder)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert told.returncode == 0, told.stdout
    assert "Minimum required versions: 3.6" in told.stdout


def test_it_imports_the_standard_library_alone(recorder: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(recorder.read_text())):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])

    assert imported <= sys.stdlib_module_names
    assert "hexascope" not in imported
    assert "random" not in imported


def test_all_collectors_of_ours_are_in_it_and_a_foreign_one_is_not(recorder: Path) -> None:
    table = next(
        node.value
        for node in ast.parse(recorder.read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COLLECTORS"
    )
    assert isinstance(table, ast.Dict)

    assert [ast.literal_eval(key) for key in table.keys if key] == NAMES
    assert own_collectors({"cpu": None, "of_another_package": None}) == ["cpu"]


def test_a_recording_goes_to_the_file_or_to_the_output_and_says_what_to_do_next(
    recorder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "host.hxb"
    told = run(recorder, "-o", str(file), "--window", "0.3")

    assert told.returncode == 0, told.stderr.decode()
    assert told.stdout == b""
    assert f"hexascope examine --from {file}" in told.stderr.decode()
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    assert manifest["version"] == __version__
    assert len(manifest["host"]["id"]) == 32
    looks = list(KeptHost(file).looks(Plan()))
    assert [one.kind.value for one in (looks[0], looks[-1])] == ["full", "full"]

    piped = run(recorder, "--window", "0.2", "-q", "--target", "pid:1", "--hide", "users")
    assert piped.returncode == 0
    assert piped.stderr == b""
    (tmp_path / "piped.hxb").write_bytes(piped.stdout)
    assert KeptHost(tmp_path / "piped.hxb").facts.name == "host"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--window", "0"], "'0' is no number of seconds from 0.1 to 3600"),
        (["--window", "nan"], "'nan' is no number of seconds"),
        (["--hide", "faces"], "'faces': there are users, addresses"),
        (["--target", "nginx"], "give KIND:NAME, KIND is unit, pid"),
        (["-o", "/nowhere/at/all/host.hxb", "-q"], "could not be written: No such file"),
    ],
)
def test_bad_words_and_bad_places_are_told(recorder: Path, words: list[str], told: str) -> None:
    ended = run(recorder, *words)

    assert ended.returncode == 2
    assert told in ended.stderr.decode()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing_half_written(
    recorder: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    target = tmp_path / "host.hxb"
    target.write_text("what was there before")
    words = [sys.executable, "-I", "-S", "-B", str(recorder), "-o", str(target), "--window", "60"]
    child = subprocess.Popen(
        words,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until = time.monotonic() + PATIENCE_SECONDS
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(child.pid, sent)
    _, said = child.communicate(timeout=PATIENCE_SECONDS)

    assert child.returncode == 130
    assert b"interrupted: nothing was written" in said
    assert target.read_text() == "what was there before"
    assert [one.name for one in tmp_path.iterdir()] == ["host.hxb"]
