import os
import sys
from pathlib import Path

import pytest

from hexascope.domain.text import Text
from hexascope.kit import process
from hexascope.sandbox import interpreter
from hexascope.sandbox.interpreter import Interpreter, found, open_to_all
from hexascope.words import render


def test_the_python_that_runs_hexascope_is_taken_with_its_library() -> None:
    one = found(by_others=False)

    assert isinstance(one, Interpreter)
    assert one.program == os.path.realpath(sys.executable)
    library = Path(os.path.realpath(os.__file__))
    assert any(library.is_relative_to(os.path.realpath(path)) for path in one.reads)
    linked = {name for name, _ in one.links}
    assert not linked & set(one.reads)


def test_nothing_that_holds_the_hosts_own_files_is_read() -> None:
    one = found(by_others=False)

    assert isinstance(one, Interpreter)
    assert not {"/", "/etc", "/root", "/home", "/usr", "/var", "/tmp", "/proc"} & set(one.reads)


def test_one_in_a_closed_folder_is_not_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "python3"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(interpreter, "CANDIDATES", ())

    why = found(by_others=True)

    assert isinstance(why, Text)
    assert render(why) == f"{program} lies where other users can't reach it"
    assert not open_to_all(program)
    assert not open_to_all(tmp_path / "nothing")
    assert open_to_all(Path("/bin/sh"))


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense", b"[[3, 8], '/usr/lib', '/usr/lib', '']", b"[[2]]"]
)
def test_one_that_is_too_old_or_answers_nonsense_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(
        process, "run", lambda *_, **__: process.Ended(code=0, output=answer, errors=b"")
    )
    interpreter._asked.cache_clear()

    why = found(by_others=False)

    interpreter._asked.cache_clear()
    assert isinstance(why, Text)
    assert render(why) == "there is no Python that a sandbox could run"
