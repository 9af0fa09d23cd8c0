"""hexascope db, over a file of SQLite and over PostgreSQL."""

import sys
from pathlib import Path

import anyio.from_thread
import pytest

from hexascope.bootstrap.serving.opened import opened
from hexascope.cli.main import main
from hexascope.store.database import migrating
from tests.support.databases import migrated_address
from tests.support.serving import known_with


class Ran:
    """Runs a command and gives what it said; `code` is its exit code, `error` its complaint."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys, self._patch = capsys, patch
        self.code, self.error = 0, ""

    def __call__(self, *words: str) -> str:
        self._patch.setattr(sys, "argv", ["hexascope", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        self.code = int(ended.value.code or 0)
        said = self._capsys.readouterr()
        self.error = said.err
        return said.out


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    return Ran(capsys, monkeypatch)


def test_a_new_database_goes_forth_and_back_and_is_sound(run: Ran, tmp_path: Path) -> None:
    assert run("db", "upgrade") == (
        f"The schema is at step {migrating.newest()}; the newest is {migrating.newest()}.\n"
    )
    said = run("db", "check")
    assert (run.code, said.splitlines()[-1]) == (0, "Nothing is wrong with it.")
    assert any(line.split() == ["examinations", "0"] for line in said.splitlines())
    run("db", "downgrade", "0002")
    said = run("db", "check")
    assert (run.code, "hexascope db upgrade" in said) == (1, True)
    assert "step 0003" in run("db", "upgrade", "--to", "0003")
    assert "step base" in run("db", "downgrade", "base")
    assert (tmp_path / "hexascope" / "hexascope.db").exists()


def test_a_database_that_is_not_there_is_told_and_not_made(run: Ran, tmp_path: Path) -> None:
    for words in (["check"], ["backup", str(tmp_path / "x")], ["downgrade", "base"]):
        run("db", *words)
        assert (run.code, "there is no database" in run.error) == (2, True)
    assert not list(tmp_path.rglob("*.db"))
    run("db", "downgrade", "base", "--store", "mysql://x")
    assert "server.store" in run.error


def test_a_damaged_file_is_found_by_check(run: Ran, tmp_path: Path) -> None:
    run("db", "upgrade")
    file = tmp_path / "hexascope" / "hexascope.db"
    data = bytearray(file.read_bytes())
    data[-4096 * 3 :] = b"\x99" * 4096 * 3
    file.write_bytes(bytes(data))

    said = run("db", "check") + run.error
    assert run.code != 0
    assert "malformed" in said or "damaged" in said


def test_a_server_s_database_is_backed_up_while_it_runs_and_restored_elsewhere(
    run: Ran, tmp_path: Path
) -> None:
    known = known_with(tmp_path)
    store = known.settings.server.store
    target = migrated_address("postgresql", tmp_path)
    file = str(tmp_path / "all.backup")

    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(opened(known)),
    ):
        said = run("db", "backup", file, "--store", store)
    assert "1 row of" in said or "rows of" in said
    assert "keep that elsewhere" in said
    assert "Restored" in run("db", "restore", file, "--store", target)
    run("db", "restore", file, "--store", target)
    assert (run.code, "--replace" in run.error) == (2, True)
    assert "Restored" in run("db", "restore", file, "--replace", "--store", target)
    assert "Nothing is wrong" in run("db", "check", "--store", target)
    assert "Nada" not in run("db", "check", "--store", target)
    assert "Não há nada de errado" in run("db", "check", "--store", target, "--lang", "pt")


def test_a_superuser_of_postgresql_is_told_to_be_none(run: Ran, tmp_path: Path) -> None:
    target = migrated_address("postgresql", tmp_path).replace("hexascope@", "postgres@")

    said = run("db", "check", "--store", target)

    assert (run.code, "superuser" in said) == (1, True)
