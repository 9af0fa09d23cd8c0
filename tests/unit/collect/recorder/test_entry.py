"""The recorder's own words, asked of the module itself."""

import io
import os
import sys
from pathlib import Path

import pytest

from hexascope.collect.recorder import entry


def test_sudo_is_asked_once_and_without_a_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "execvp", lambda _, words: asked.append(words))
    monkeypatch.setattr(sys, "argv", [__file__, "--sudo"])

    code = entry.main({}, ["--sudo", "-o", "host.hxb", "--window", "1"])

    assert code == entry.COULD_NOT_RECORD  # where exec comes back, it has failed
    words = asked[0]
    assert words[:5] == ["sudo", "-n", "--", "env", f"{entry.AGAIN}=1"]
    assert words[6:] == [str(Path(__file__).resolve()), "-o", "host.hxb", "--window", "1"]

    monkeypatch.setenv(entry.AGAIN, "1")
    assert entry.main({}, ["--sudo", "-o", "host.hxb"]) == entry.COULD_NOT_RECORD
    assert len(asked) == 1
    assert "sudo did not make us root" in capsys.readouterr().err


def test_without_sudo_or_a_file_to_run_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_: str, _words: list[str]) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "execvp", gone)
    monkeypatch.setattr(sys, "argv", [__file__])
    assert entry.main({}, ["--sudo", "-o", "x"]) == entry.COULD_NOT_RECORD
    assert "sudo could not be started (No such file or directory)" in capsys.readouterr().err

    monkeypatch.setattr(sys, "argv", ["-"])
    assert entry.main({}, ["--sudo", "-o", "x"]) == entry.COULD_NOT_RECORD
    assert "--sudo needs a file to run" in capsys.readouterr().err


def test_a_terminal_gets_no_bundle(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())

    assert entry.main({}, []) == entry.BAD_WORDS
    assert "give -o host.hxb" in capsys.readouterr().err


def test_the_id_is_the_same_every_time_and_not_the_machine_s_own() -> None:
    class Files:
        def read(self, path: str) -> str:
            return {"/etc/machine-id": "abc\n", "/proc/sys/kernel/hostname": "web-1\n"}[path]

    first, second = (entry._facts(Files()) for _ in range(2))  # type: ignore[arg-type] # a part of it

    assert first == second
    assert (first.name, len(first.id)) == ("web-1", 32)
    assert "abc" not in first.id
