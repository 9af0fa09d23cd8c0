"""Users' own specialists in their folders: found, told when unfit, added, removed."""

import io
import os
import sys
from pathlib import Path

import pytest

from hexascope.bootstrap.specialists import own_specialists, specialists, wanted
from hexascope.cli.main import main
from hexascope.consult.own.contract import MOST_SPECIALISTS
from hexascope.consult.own.reading import read
from hexascope.consult.own.writing import written
from hexascope.domain.errors import BadInput
from hexascope.domain.opinion import Stance
from hexascope.domain.use import Aspect, Resource
from hexascope.services.own_specialists import add, gathered, read_file, remove
from tests.support.cases import case
from tests.support.panel import finding, opinion


def form(name: str, mandate: str = "Watch the disks.") -> str:
    return written(name, mandate, ["disk"], ["latency"], ["disk.await"])


def put(folder: Path, name: str, text: str | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(form(name) if text is None else text)
    return file


def test_what_the_form_writes_is_read_back_as_it_was_given() -> None:
    mandate = 'Say "slow" where it is; C:\\temp\nand \u202e never ä.'
    made = read(form("storage_owner", mandate))

    assert made.mandate == 'Say "slow" where it is; C:\\temp\nand \\u202e never ä.'
    assert made.wants == ("disk.await",)
    assert made.rules == ()


def test_the_example_that_the_form_writes_is_a_rule_once_its_marks_are_taken_away() -> None:
    rule = [
        line.removeprefix("# ")
        for line in form("storage_owner").splitlines()
        if line.startswith("# ") and ("=" in line or "[[" in line) and "0.8 is" not in line
    ]
    [made] = read(form("storage_owner") + "\n".join(rule)).rules

    assert made.id == "slow_disk"


def test_the_user_s_own_file_takes_the_place_of_the_system_s(tmp_path: Path) -> None:
    put(tmp_path / "etc", "storage_owner")
    put(tmp_path / "home", "storage_owner", form("storage_owner", "Mine."))
    found = gathered((tmp_path / "etc", tmp_path / "home")).found

    assert found["storage_owner"][0].mandate == "Mine."


def test_one_file_that_can_not_be_used_costs_nobody_the_others(tmp_path: Path) -> None:
    put(tmp_path, "good_one")
    put(tmp_path, "bad_one", "name =")
    put(tmp_path, "other_name", form("good_one"))
    (tmp_path / "no_text.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "folder.toml").mkdir()
    made = gathered((tmp_path,))

    assert list(made.found) == ["good_one"]
    assert "it is no TOML" in made.unfit["bad_one"]
    assert "call the file good_one.toml" in made.unfit["other_name"]
    assert "no UTF-8" in made.unfit["no_text"]
    assert "is no file" in made.unfit["folder"]


@pytest.mark.parametrize("more", [0, 1])
def test_four_are_heard_and_a_fifth_is_told(tmp_path: Path, more: int) -> None:
    for place in range(MOST_SPECIALISTS + more):
        put(tmp_path, f"own_{place}")
    made = gathered((tmp_path,))

    assert len(made.found) == MOST_SPECIALISTS
    assert len(made.unfit) == more
    assert all("not more" in reason for reason in made.unfit.values())


def test_a_file_that_everybody_may_write_is_refused(tmp_path: Path) -> None:
    file = put(tmp_path, "storage_owner")
    file.chmod(0o666)

    with pytest.raises(BadInput, match="chmod o-w"):
        read_file(file)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")

    with pytest.raises(BadInput, match="is no file"):
        read_file(tmp_path / "pipe.toml")


def test_a_folder_that_is_not_there_holds_nobody(tmp_path: Path) -> None:
    assert gathered((tmp_path / "none",)).found == {}


def test_adding_writes_nothing_over_unless_told_so(tmp_path: Path) -> None:
    target = add(tmp_path / "new", "storage_owner", form("storage_owner"), replace=False)

    with pytest.raises(BadInput, match="--force"):
        add(target.parent, "storage_owner", form("storage_owner", "Else."), replace=False)
    assert "Watch the disks" in target.read_text()
    add(target.parent, "storage_owner", form("storage_owner", "Else."), replace=True)
    assert "Else." in target.read_text()


def test_adding_refuses_what_is_unfit_of_another_name_or_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="mandate: give a text"):
        add(tmp_path, "storage_owner", form("storage_owner", " "), replace=False)
    with pytest.raises(BadInput, match="it describes 'storage_owner'"):
        add(tmp_path, "other_name", form("storage_owner"), replace=False)
    for place in range(MOST_SPECIALISTS):
        put(tmp_path, f"own_{place}")
    with pytest.raises(BadInput, match="that is the most"):
        add(tmp_path, "storage_owner", form("storage_owner"), replace=False)
    assert not (tmp_path / "storage_owner.toml").exists()


def test_removing_takes_the_user_s_own_and_says_who_there_is(tmp_path: Path) -> None:
    put(tmp_path, "storage_owner")

    with pytest.raises(BadInput, match="there are storage_owner"):
        remove((tmp_path,), "disk_owner")
    with pytest.raises(BadInput, match="is no name"):
        remove((tmp_path,), "../../etc/passwd")
    assert remove((tmp_path,), "storage_owner") == tmp_path / "storage_owner.toml"
    assert list(tmp_path.iterdir()) == []


def test_the_panel_seats_own_specialists_with_their_fields_and_wants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert own_specialists() is None
    folder = tmp_path / "hexascope" / "specialists"
    folder.mkdir(parents=True)
    put(folder, "storage_owner")
    own = own_specialists()
    seated = specialists(own)
    slow = finding("disk_latency", resource=Resource.DISK, aspect=Aspect.LATENCY)
    votes = (
        opinion("storage_owner", item=slow.id),
        opinion("cost_optimizer", item=slow.id, stance=Stance.OPPOSES),
    )
    settle = seated["coordinator"].settle

    assert wanted(own) == ("disk.await",)
    assert list(seated)[-1] == "storage_owner"
    assert settle is not None
    # three for in its own field, one against
    assert settle(case(findings=(slow,)), votes).items[0].agreement == 75.0
    assert specialists(None).keys() == seated.keys() - {"storage_owner"}


def test_the_form_asks_on_a_terminal_for_what_was_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["hexascope", "specialists", "new", "storage_owner"])
    monkeypatch.setattr(sys, "stdin", Terminal("Watch.\ndisk, filesystem\nlatency\ndisk.await\n"))
    with pytest.raises(SystemExit):
        main()

    made = read_file(tmp_path / "hexascope" / "specialists" / "storage_owner.toml")
    assert made.mandate == "Watch."
    assert made.field.resources == {Resource.DISK, Resource.FILESYSTEM}
    assert made.wants == ("disk.await",)
    assert "Its resources (cpu, memory" in capsys.readouterr().out
