"""hexascope memory: shown, stated, changed and forgotten by command."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from hexascope.cli.main import main
from hexascope.domain.memory import Conclusion, Fact, Standing
from hexascope.store.contract import Kept
from hexascope.store.folders.archive import FolderArchive
from hexascope.store.folders.memories import FolderMemories

HERE = "h" * 32
ID = "01900001-aaaa-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a state folder of its own, with this host's id in it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "hexascope"
    folder.mkdir()
    (folder / "host.json").write_text(json.dumps({"id": HERE}))
    return folder


class Ran:
    """Runs `hexascope memory …` and gives what it said; `error` is what it complained of."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.error = ""

    def __call__(self, *words: str) -> str:
        self._monkeypatch.setattr(sys, "argv", ["hexascope", "memory", *words])
        with pytest.raises(SystemExit):
            main()
        said = self._capsys.readouterr()
        self.error = said.err
        return said.out

    def shown(self, *words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self("show", "--json", *words))
        return found


@pytest.fixture
def memory(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    return Ran(capsys, monkeypatch)


def kept(state: Path, panel: dict[str, Any] | None, host_id: str = HERE) -> None:
    told = Kept(
        id=ID,
        host_id=host_id,
        host_name="web-1",
        time="2026-11-21T06:00:00.000Z",
        score=90,
        findings=0,
        worst="info",
        headline="",
        size_bytes=0,
    )
    report: dict[str, Any] = {
        "time": told.time,
        "window": {"source": ""},
        "findings": [],
        "coverage": [],
        "evidence": {},
        "panel": panel,
    }
    FolderArchive(state).keep(told, json.dumps(report), None)
    FolderMemories(state).refresh(host_id)


def test_a_fact_is_stated_shown_changed_and_forgotten(memory: Ran) -> None:
    said = memory(
        "add",
        "nightly  backup",
        "--resource",
        "disk",
        "--hours",
        "02:00-03:00",
        "--subject",
        "b.service",
    )
    id_ = said.split()[0]

    assert said.rstrip().endswith("nightly backup [disk, 02:00-03:00, b.service]")
    [fact] = memory.shown()["facts"]
    assert (fact["id"], fact["by"], fact["standing"]) == (id_, "user", "confirmed")

    changed = memory("edit", id_[:4], "--words", "weekly backup", "--hours", "none")
    assert changed.rstrip() == f"{id_}  weekly backup [disk, b.service]"
    assert "weekly backup" in memory("show")
    assert "weekly backup" in memory("forget", id_)
    assert memory.shown()["facts"] == []
    assert "nothing yet" in memory("show")
    assert "nada ainda" in memory("show", "--lang", "pt")


def test_what_was_proposed_counts_once_it_is_confirmed(memory: Ran, state: Path) -> None:
    FolderMemories(state).state(
        HERE,
        Fact(id="abcd", words="a guess", standing=Standing.PROPOSED, by="coordinator", time=""),
    )

    assert "(proposed)" in memory("show")
    memory("confirm", "abcd")
    [fact] = memory.shown()["facts"]
    assert (fact["standing"], fact["by"]) == ("confirmed", "coordinator")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", " "), "needs words"),
        (("add", "x" * 241), "at most 240 characters"),
        (("add", "x", "--resource", "dsk"), "there are cpu, memory"),
        (("add", "x", "--hours", "2-3"), "02:00-03:00"),
        (("add", "x", "--subject", "a\x1bb"), "all printable"),
        (("edit", "ffff", "--words", "x"), "there are: none yet"),
        (("confirm", "ffff"), "there are: none yet"),
        (("forget", "ffff"), "there are: none yet"),
        (("forget",), "name what to forget"),
        (("show", "--host", "nobody"), "no host 'nobody' is known here"),
        (("show", "--host", "../x"), "no host"),
        (("show", "--session", "last"), "no panel by models is kept"),
        (("show", "--session", "ffffffff"), "no kept examination"),
    ],
)
def test_what_can_not_be_done_is_told_with_what_to_write(
    memory: Ran, words: tuple[str, ...], told: str
) -> None:
    memory(*words)

    assert told in memory.error
    assert memory.shown()["facts"] == []


def test_an_id_that_fits_several_facts_wants_more_of_it(memory: Ran, state: Path) -> None:
    for id_ in ("abcd0001", "abcd0002"):
        FolderMemories(state).state(
            HERE, Fact(id=id_, words="x", standing=Standing.CONFIRMED, by="user", time="")
        )
    memory("forget", "abcd")

    assert "fits 2 facts" in memory.error


def test_hostile_words_are_shown_inert(memory: Ran) -> None:
    memory("add", "all is well \u202e \x1b[31m")

    assert "\u202e" not in memory("show")
    assert "\x1b" not in memory("show")


def test_conclusions_of_one_specialist_are_forgotten_or_all(memory: Ran, state: Path) -> None:
    several = [
        Conclusion(role=role, item="i", words="w", examination=ID, time="2026-11-21T06:00:00Z")
        for role in ("cost_optimizer", "cost_optimizer", "security_analyst")
    ]
    FolderMemories(state).conclude(HERE, several)
    memory("add", "mine")

    assert memory("forget", "--specialist", "cost_optimizer").split()[0] == "2"
    assert [one["role"] for one in memory.shown()["conclusions"]] == ["security_analyst"]
    memory("forget", "--all")
    found = memory.shown()
    assert (found["facts"], found["conclusions"]) == ([], [])


def test_kept_answers_are_forgotten(memory: Ran, state: Path) -> None:
    from hexascope.store.folders.answers import FolderAnswers

    FolderAnswers(state / "answers").put("a" * 64, "words", now=1.0)

    assert memory("forget", "--answers").split() == ["1", "answers"]
    assert list((state / "answers").iterdir()) == []


def test_what_a_panel_was_told_and_came_to_is_shown(memory: Ran, state: Path) -> None:
    calls = [{"model": "m"}]
    kept(state, {"calls": calls, "struck": [], "questions": [], "votes": [], "sent": "a\nb\x1b"})

    assert memory("show", "--session", "last") == "a\nb\\x1b\n"
    assert memory("show", "--session", ID[:8]) == "a\nb\\x1b\n"
    assert memory.shown()["panels"][0]["examination"] == ID
    assert ID in memory("show")


def test_an_examination_by_rules_told_no_panel_anything(memory: Ran, state: Path) -> None:
    kept(state, None)
    memory("show", "--session", ID)

    assert "judged by rules" in memory.error


def test_another_host_is_meant_by_its_id_or_its_name(memory: Ran, state: Path) -> None:
    other = "o" * 32
    kept(state, None, other)
    memory("add", "elsewhere", "--host", "web-1")

    assert memory.shown()["facts"] == []
    assert memory.shown("--host", other)["facts"][0]["words"] == "elsewhere"
    assert memory.shown("--host", "web-1")["host"] == other
