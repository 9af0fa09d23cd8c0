"""hexascope audit and hexascope secrets, over a database of a server."""

import asyncio
import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from hexascope.bootstrap.serving.auditing import heads_of
from hexascope.bootstrap.serving.opened import opened
from hexascope.cli.main import main
from hexascope.settings.read import read_settings

VALUE = "sk-canary-0123456789"


class Ran:
    """Runs a command and gives what it said; `code` is its exit code, `error` its complaint."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.code, self.error = 0, ""

    def __call__(self, *words: str) -> str:
        self._monkeypatch.setattr(sys, "argv", ["hexascope", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        self.code = int(ended.value.code or 0)
        said = self._capsys.readouterr()
        self.error = said.err
        return said.out


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    return Ran(capsys, monkeypatch)


def of_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a state folder with a server's database in it, for others to copy."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "hexascope").mkdir(mode=0o700)

    async def start() -> None:
        async with opened(read_settings((), {}, {})) as parts:
            await heads_of(parts)

    with pytest.MonkeyPatch.context() as patch:
        of_folder(folder, patch)
        asyncio.run(start())
    return folder


@pytest.fixture(scope="module")
def kept_filled(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy with three secrets that were set by command."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    (folder / "value").write_text(VALUE + "\n")
    with pytest.MonkeyPatch.context() as patch:
        of_folder(folder, patch)
        for name in ("model.openai", "model.other", "webhook"):
            words = ["hexascope", "secrets", "set", name, "--file", str(folder / "value")]
            patch.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as ended:
                main()
            assert not ended.value.code
    return folder


@pytest.fixture
def state(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    of_folder(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def filled(kept_filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(kept_filled, tmp_path, dirs_exist_ok=True)
    of_folder(tmp_path, monkeypatch)
    return tmp_path


def sign(state: Path) -> None:
    known = read_settings((), {}, {"server.audit_outside": str(state / "heads")})

    async def look() -> None:
        async with opened(known) as parts:
            assert await (await heads_of(parts)).look(seconds=0.0)

    asyncio.run(look())


def execute(state: Path, words: str) -> None:
    with sqlite3.connect(state / "hexascope" / "hexascope.db") as database:
        database.execute(words)


def test_what_was_set_on_the_terminal_is_recorded_and_holds(filled: Path, run: Ran) -> None:
    listed = run("audit", "list")
    assert run("audit", "verify").startswith("3 records of default hold each other")

    assert run.code == 0
    assert listed.count("change secrets") == 3
    assert "(terminal)" in listed
    assert VALUE not in listed


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ("UPDATE audit_records SET actor_name = 'bob' WHERE seq = 2", 2),
        ("UPDATE audit_records SET time = time + 0.001 WHERE seq = 1", 1),
        ("UPDATE audit_records SET details = '{ }' WHERE seq = 3", 0),
        ("UPDATE audit_records SET details = 'x' WHERE seq = 3", 3),
        ("UPDATE audit_records SET object = CAST(X'FF00FE' AS TEXT) WHERE seq = 2", 2),
        ("UPDATE audit_records SET mac = hash WHERE seq = 2", 2),
        ("DELETE FROM audit_records WHERE seq = 1", 1),
        ("DELETE FROM audit_records WHERE seq = 2", 2),
        ("DELETE FROM audit_records WHERE seq = 3", 3),
        ("DELETE FROM audit_records", 1),
        ("UPDATE audit_chains SET seq = 2", 3),
        ("UPDATE audit_chains SET start = X'00'", 1),
    ],
)
def test_a_change_in_the_database_names_the_first_bad_record(
    filled: Path, run: Ran, change: str, first: int
) -> None:
    execute(filled, change)

    said = run("audit", "verify")

    assert (run.code, said.partition(":")[0]) == (
        (1, f"record {first}") if first else (0, said.partition(":")[0])
    ), run.error


def test_an_export_is_verified_elsewhere_with_heads_from_outside(
    filled: Path, run: Ran, tmp_path: Path
) -> None:
    sign(filled)
    export, public, key = tmp_path / "log", tmp_path / "public", tmp_path / "first"
    public.write_text(run("audit", "public-key"))
    run("audit", "export", "--output", str(export))
    run("audit", "key", str(key))
    heads = ("--heads", str(filled / "heads"), "--public-key", str(public))

    said = run("audit", "verify", str(export), *heads, "--key", str(key))
    assert "3 records of default hold each other; 1 signed heads fit; each was written" in said

    lines = export.read_text().splitlines()
    export.write_text("\n".join(lines[:2]) + "\n")
    assert run("audit", "verify", str(export), *heads).startswith("record 3: it is missing")
    assert run.code == 1
    export.write_text("")
    assert run("audit", "verify", str(export), *heads).startswith("record 1: it is missing")


def test_a_key_that_was_taken_is_gone_from_the_server(
    filled: Path, run: Ran, tmp_path: Path
) -> None:
    run("audit", "key", str(tmp_path / "first"))
    assert (tmp_path / "first").stat().st_mode & 0o777 == 0o600
    run("audit", "key", str(tmp_path / "second"))

    assert run.code == 2
    assert "it was taken" in run.error
    assert "MACs were not looked at" in run("audit", "verify")


def test_heads_are_exported_as_they_were_given(filled: Path, run: Ran) -> None:
    sign(filled)

    assert json.loads(run("audit", "export", "--heads"))["seq"] == 3
    assert (filled / "heads").read_text() == run("audit", "export", "--heads")


def test_secrets_are_listed_rotated_and_removed(filled: Path, run: Ran) -> None:
    listed = run("secrets", "list")
    rotated = run("secrets", "rotate")
    with_master = run("secrets", "rotate", "--master")
    run("secrets", "remove", "webhook")

    assert listed.count("version 1") == 3
    assert "default: 3 secrets sealed, 0 keys wrapped anew" in rotated
    assert "default: 3 secrets sealed, 1 keys wrapped anew" in with_master
    assert run("secrets", "list").count("version 1") == 2
    keys = (filled / "hexascope" / "master.key").read_text().split()
    assert len(keys) == 2
    (filled / "hexascope" / "master.key").write_text(keys[0])
    assert "hold each other" in run("audit", "verify")


def test_a_master_key_that_is_gone_is_named(filled: Path, run: Ran) -> None:
    (filled / "hexascope" / "master.key").unlink()
    run("secrets", "rotate", "--resume")

    assert run.code == 2
    assert "which is not in" in run.error


@pytest.mark.parametrize(
    "words",
    [
        ("secrets", "set", "user/1/totp"),
        ("secrets", "remove", "user/1/totp"),
        ("secrets", "remove", "missing"),
        ("secrets", "set", "x", "--file", "/nowhere"),
        ("audit", "verify", "/nowhere"),
        ("audit", "verify", "--key", "/etc/passwd"),
    ],
)
def test_what_can_not_be_done_is_said(state: Path, run: Ran, words: tuple[str, ...]) -> None:
    run(*words)

    assert run.code == 2
    assert run.error.startswith("hexascope: ")


def test_without_a_server_there_is_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Ran
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    run("audit", "verify")

    assert run.code == 2
    assert "hexascope serve" in run.error
