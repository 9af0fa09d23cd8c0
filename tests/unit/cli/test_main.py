import sys

import pytest

from hexascope import __version__
from hexascope.cli.language import spoken
from hexascope.cli.main import COMMANDS, command, main
from hexascope.domain.errors import BadSettings
from hexascope.words import Language


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["hexascope", *words])
    with pytest.raises(SystemExit):
        main()
    return capsys.readouterr().out


def test_help_lists_every_command_and_imports_none_of_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(sys.modules):
        if name.startswith("hexascope.cli.doctor"):
            monkeypatch.delitem(sys.modules, name)

    said = run(capsys, monkeypatch, "--help")

    assert all(name in said for name in COMMANDS)
    assert "hexascope.cli.doctor" not in sys.modules


def test_help_speaks_portuguese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "com prova" in run(capsys, monkeypatch, "--lang", "pt", "--help")


def test_the_version_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert __version__ in run(capsys, monkeypatch, "--version")


def test_an_error_of_ours_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["hexascope", "examine", "--window", "soon"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "write a duration" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_built(name: str) -> None:
    assert name in command([name]).commands


def test_the_language_comes_from_the_flag_then_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)

    assert spoken() is Language.PORTUGUESE
    assert spoken(["--lang", "en"]) is Language.ENGLISH
    monkeypatch.setenv("HEXASCOPE_LANG", "en")
    assert spoken() is Language.ENGLISH
    with pytest.raises(BadSettings, match="there are en, pt"):
        spoken(wanted="fr")


def test_who_interrupts_before_a_command_has_begun_gets_130_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hexascope.cli.main.command", interrupted)
    monkeypatch.setattr(sys, "argv", ["hexascope", "examine"])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 130
    assert capsys.readouterr().err == ""
