"""What a person does with the command line on a real machine."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.commands import until_it_looks

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 120
NOBODY = 65534
SCHEMA = json.loads(Path("src/hexascope/report/schemas/report-1.json").read_text())


def hexascope(
    *words: str, home: Path, before: Sequence[str] = (), code: int | None = 0
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    environment |= {"LANG": "C.UTF-8", "PYTHONPATH": str(Path("src").resolve())}
    ended = subprocess.run(
        [*before, sys.executable, "-m", "hexascope", *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
    )
    if code is not None:
        assert ended.returncode == code, ended.stderr
    return ended


def report(*words: str, home: Path, before: Sequence[str] = ()) -> dict[str, Any]:
    ended = hexascope("examine", "--format", "json", *words, home=home, before=before)
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_look_at_this_machine_keeps_the_schema_and_covers_every_cell(home: Path) -> None:
    found = report("--window", "2", home=home)

    jsonschema.validate(found, SCHEMA)
    assert len(found["coverage"]) >= 42
    assert all(one["status"] == "measured" or one["reason"] for one in found["coverage"])
    assert found["window"]["light_looks"] >= 5
    assert found["health"]["measured_share"] > 0.5


def test_the_examination_is_kept_and_its_bundle_gives_the_same_digest(home: Path) -> None:
    found = report("--window", "2", home=home)
    listed = hexascope("history", "list", home=home).stdout
    bundle = hexascope("history", "show", found["id"], "--bundle", home=home).stdout.strip()

    assert found["id"] in listed
    assert Path(bundle).stat().st_size < 2_000_000
    again = report("--from", bundle, home=home / "another")
    assert again["digest"] == found["digest"]
    assert again["evidence"] == found["evidence"]


def test_a_recording_is_judged_like_the_host_and_compares_as_the_same(home: Path) -> None:
    hexascope("record", "--output", str(home / "a.hxb"), "--window", "1", home=home)

    assert hexascope("examine", "--from", str(home / "a.hxb"), home=home).stdout
    same = hexascope("compare", str(home / "a.hxb"), str(home / "a.hxb"), home=home).stdout
    assert "The findings are the same." in same


def test_an_unprivileged_user_gets_a_report_that_says_what_he_could_not_see(
    open_home: Path,
) -> None:
    before = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]

    found = report("--window", "1", home=open_home, before=before)

    jsonschema.validate(found, SCHEMA)
    assert not found["host"]["privileged"]
    reasons = [*found["coverage"], *found["unjudged"]]
    assert any("ermi" in one["reason"] for one in reasons)


def test_it_can_be_interrupted_and_leaves_nothing(home: Path) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(home / "state"), "TMPDIR": str(home)}
    child = subprocess.Popen(
        [sys.executable, "-m", "hexascope", "examine", "--window", "30", "--output", "r.html"],
        cwd=home,
        env={**environment, "PYTHONPATH": str(Path("src").resolve())},
        stderr=subprocess.PIPE,
        text=True,
    )
    until_it_looks(home)
    time.sleep(2)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=60)

    assert child.returncode == 130
    assert "Traceback" not in errors
    assert "ignored" not in errors
    assert not list(home.glob("*.hxb"))
    assert not (home / "r.html").exists()
    assert not list((home / "state").glob("hexascope/hosts/*/*"))


def test_bad_input_is_one_clear_sentence_and_exit_code_2(home: Path) -> None:
    (home / "a.hxb").write_text("hello")
    for words, told in (
        (["examine", "--from", str(home / "a.hxb")], "no evidence bundle"),
        (["examine", "--from", str(home / "absent.hxb")], "can't be read"),
        (["examine", "--window", "soon"], "write a duration"),
        (["examine", "--window", "9h"], "0.5 s to 3600 s"),
        (["examine", "--scope", "moon"], "there are cpu"),
        (["examine", "--format", "pdf"], "there is no format 'pdf'"),
        (["explain", "cpu_saturatio"], "did you mean 'cpu_saturation'"),
        (["history", "show", "00000000"], "no kept examination"),
    ):
        ended = hexascope(*words, home=home, code=2)
        assert told in ended.stderr, words
        assert ended.stderr.count("\n") == 1, ended.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_at_the_output_leaves_the_old_report_and_no_half_one(
    home: Path, small_disk: Path
) -> None:
    target = small_disk / "report.html"
    target.write_text("old")

    ended = hexascope("examine", "--window", "1", "--output", str(target), home=home, code=2)

    assert "No space left" in ended.stderr
    assert target.read_text() == "old"
    assert [one.name for one in small_disk.iterdir()] == ["report.html"]


def test_a_full_state_folder_does_not_cost_the_report(home: Path, small_disk: Path) -> None:
    environment = home / "h"
    environment.mkdir()
    (environment / "state").symlink_to(small_disk)

    ended = hexascope("examine", "--window", "1", "--format", "json", home=environment)

    assert json.loads(ended.stdout)["schema"] == "hexascope.report/1"
    assert "--no-keep" in ended.stderr
    assert not list(small_disk.glob("hexascope/hosts/*/*/*"))


def test_portuguese_and_markdown_and_quiet_and_top_work_together(home: Path) -> None:
    hexascope("record", "--output", str(home / "a.hxb"), "--window", "1", home=home)
    words = ["examine", "--from", str(home / "a.hxb"), "--lang", "pt", "--top", "1"]

    said = hexascope(*words, "--format", "markdown", home=home).stdout

    assert "O método USE" in said


def test_who_reads_only_the_head_of_the_report_makes_no_error(home: Path) -> None:
    hexascope("record", "--output", str(home / "a.hxb"), "--window", "1", home=home)
    line = f"{sys.executable} -m hexascope examine --from {home}/a.hxb | head -1"
    environment = {**os.environ, "PYTHONPATH": str(Path("src").resolve())}

    ended = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, env=environment, timeout=60
    )

    assert ended.stderr == ""


def test_doctor_checks_settings_and_explain_answer(home: Path) -> None:
    assert "processes" in hexascope("doctor", home=home).stdout
    assert "cpu_saturation" in hexascope("checks", home=home).stdout
    assert "examine.window_seconds = 5.0" in hexascope("settings", home=home).stdout
    assert "Why it matters" in hexascope("explain", "cpu_saturation", home=home).stdout
