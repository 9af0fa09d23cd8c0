"""hexascope ask, panel and specialists, as a user types them."""

import io
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from hexascope.cli.main import main
from hexascope.report.plain import plain
from hexascope.store.contract import Kept
from hexascope.store.folders.archive import FolderArchive
from tests.support.examinations import examination
from tests.unit.consult.test_happened import panel
from tests.unit.consult.test_own_specialists import FILE

ID, BY_MODEL = "01900001-aaaa-7000-8000-000000000000", "01900002-bbbb-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give folders of its own, in which two examinations are kept: by rules, and by a model."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    archive = FolderArchive(tmp_path / "hexascope")
    for id_, held in ((ID, None), (BY_MODEL, asdict(panel("contrary")))):
        report = {**plain(examination()), "id": id_, "panel": held}
        kept = Kept(
            id=id_,
            host_id="h" * 32,
            host_name="web-1",
            time=f"2026-11-21T15:0{'1' if held else '0'}:00Z",
            score=80,
            findings=1,
            worst="high",
            headline="x",
            size_bytes=0,
        )
        archive.keep(kept, json.dumps(report), None)
    return tmp_path


class Ran:
    """Runs `hexascope …` and gives what it said; `error` is what it complained of."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.error = ""
        self.code: Any = None

    def __call__(self, *words: str) -> str:
        self._monkeypatch.setattr(sys, "argv", ["hexascope", *words])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        with pytest.raises(SystemExit) as ended:
            main()
        self.code = ended.value.code
        said = self._capsys.readouterr()
        self.error = said.err
        return said.out


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    return Ran(capsys, monkeypatch)


def test_a_question_is_answered_about_the_newest_examination_and_kept(run: Ran) -> None:
    said = run("ask", "why the cpu?")

    assert "coordinator (rules)" in said
    assert "rests on its report alone" in said.replace("\n", " ")
    assert "why the cpu?" in run("ask", "--list")
    assert "> why the cpu?" in run("ask", "--show")
    assert "Nothing was asked" in run("ask", ID, "--list")


def test_a_question_goes_on_with_the_newest_conversation_unless_a_new_one_is_wanted(
    run: Ran,
) -> None:
    run("ask", ID[:8], "why the cpu?")
    run("ask", ID[:8], "and the disk?")
    run("ask", ID[:8], "--new", "what is wrong?")
    listed = run("ask", ID[:8], "--list").splitlines()

    assert [line.split()[2] for line in listed] == ["1", "2"]


def test_a_turn_is_given_as_json(run: Ran) -> None:
    told = json.loads(run("ask", "--json", "--to", "cost_optimizer", "why", "the", "cpu?"))

    assert told["question"] == "why the cpu?"
    assert told["replies"][0]["role"] == "cost_optimizer"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ask",), "ask something"),
        (("ask", "--to", "nobody", "why?"), "no specialist is called"),
        (("ask", "deadbeef", "why?"), "no kept examination"),
        (("ask", "x" * 2001), "2000 is the most"),
        (("ask", "--model", "gpt", "why?"), "openai/NAME"),
    ],
)
def test_what_can_not_be_asked_is_told(words: tuple[str, ...], told: str, run: Ran) -> None:
    run(*words)

    assert run.code == 2
    assert told in run.error


def test_a_panel_is_listed_and_replayed_by_id_by_default_and_from_a_file(
    run: Ran, tmp_path: Path
) -> None:
    listed = run("panel", "list")
    shown = run("panel", "show")
    file = tmp_path / "report.json"
    file.write_text(FolderArchive(tmp_path / "hexascope").report(BY_MODEL))

    assert BY_MODEL in listed
    assert ID not in listed
    assert "performance analyst is asked for opinions" in shown
    assert run("panel", "show", BY_MODEL[:8]) == shown
    assert run("panel", "show", str(file)) == shown


def test_the_events_are_given_as_json_with_their_schema(run: Ran) -> None:
    told = json.loads(run("panel", "show", "--json"))

    assert told["schema"] == "hexascope.panel/1"
    assert told["events"][0]["kind"] == "asked"


def test_a_replay_takes_its_time_only_where_a_speed_is_given(
    run: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("hexascope.kit.clock.pause", waited.append)

    run("panel", "show")
    assert waited == []
    run("panel", "show", "--speed", "2")
    assert 0 < sum(waited) < 10


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (ID[:8], "had no panel by models"),
        ("deadbeef", "no kept examination"),
        ("/nowhere/report.json", "can't be read"),
    ],
)
def test_what_can_not_be_replayed_is_told(name: str, told: str, run: Ran) -> None:
    run("panel", "show", name)

    assert run.code == 2
    assert told in run.error


@pytest.mark.parametrize(
    ("panel_in_it", "told"),
    [
        ({"calls": []}, "kept by an earlier version"),
        ({"calls": [], "events": [{"kind": "asked"}], "seconds": 1, "struck": []}, "is damaged"),
        ({"events": [], "seconds": "x"}, "is damaged"),
    ],
)
def test_a_damaged_record_is_told(
    panel_in_it: dict[str, Any], told: str, run: Ran, tmp_path: Path
) -> None:
    file = tmp_path / "odd.json"
    file.write_text(json.dumps({"verdict": {}, "id": "x", "panel": panel_in_it}))
    run("panel", "show", str(file))

    assert run.code == 2
    assert told in run.error


def test_a_file_that_is_no_report_is_told(run: Ran, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("[]")
    run("panel", "show", str(tmp_path / "odd.json"))

    assert "is no JSON report" in run.error


def test_the_six_are_listed_and_that_there_is_none_of_ones_own(run: Ran) -> None:
    said = run("specialists")

    assert len(said.splitlines()) == 6
    assert "specialists new NAME" in run.error
    assert run("specialists", "list") == said


def test_a_specialist_is_made_listed_shown_checked_and_removed(run: Ran, tmp_path: Path) -> None:
    given = tmp_path / "given.toml"
    given.write_text(FILE)
    file = run("specialists", "new", "storage_owner", "--from-file", str(given)).strip()

    assert Path(file).read_text() == FILE
    assert "storage_owner" in run("specialists")
    assert "[[rules]]" in run("specialists", "show", "storage_owner")
    assert "storage_owner, 1 rules" in run("specialists", "check", file)
    assert run("specialists", "remove", "storage_owner").strip() == file
    assert not Path(file).exists()


def test_a_specialist_is_made_by_options_and_not_written_over(run: Ran) -> None:
    words = ("new", "storage_owner", "--mandate", "Look.", "--resources", "disk")
    file = run("specialists", *words, "--aspects", "latency,errors").strip()
    run("specialists", *words, "--aspects", "latency")

    assert 'aspects = ["latency", "errors"]' in Path(file).read_text()
    assert "--force" in run.error
    run("specialists", *words, "--aspects", "latency", "--force")
    assert 'aspects = ["latency"]' in Path(file).read_text()


def test_one_that_can_not_be_heard_is_listed_with_the_reason(run: Ran, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "hexascope" / "specialists"
    folder.mkdir(parents=True)
    (folder / "half_done.toml").write_text('name = "half_done"')

    assert "is not heard" in run("specialists")
    run("specialists", "show", "half_done")
    assert "mandate: give a text" in run.error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new", "coordinator"), "one of the six"),
        (("new", "storage_owner"), "give --mandate"),
        (("new", "storage_owner", "--from-file", "/nowhere"), "can't be read"),
        (("show", "nobody"), "no specialist is called"),
        (("check", "/nowhere"), "is not there"),
        (("remove", "storage_owner"), "there is none"),
    ],
)
def test_what_can_not_be_done_is_told(words: tuple[str, ...], told: str, run: Ran) -> None:
    run("specialists", *words)

    assert run.code == 2
    assert told in run.error


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('disk.await", above', 'disk.awiat", above', "do you mean disk.await?"),
        ('severity = "high"', 'about = "disk_bussy"', "did you mean 'disk_busy'?"),
    ],
)
def test_a_check_says_what_is_wrong_and_where(
    old: str, new: str, told: str, run: Ran, tmp_path: Path
) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(FILE.replace(old, new))
    run("specialists", "check", str(file))

    assert run.code == 2
    assert f"{file}: " in run.error
    assert told in run.error


def test_the_six_are_shown_with_what_they_are_told(run: Ran) -> None:
    assert "You judge what this host costs" in run("specialists", "show", "cost_optimizer")
