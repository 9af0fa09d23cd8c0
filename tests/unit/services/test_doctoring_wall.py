import pytest

from hexascope.cli.doctor import _tell_wall
from hexascope.domain.text import text
from hexascope.sandbox import chain
from hexascope.sandbox.contract import Executor, Level
from hexascope.services.doctoring import wall_here
from hexascope.words import Language, render

CGROUP = Executor(name="bubblewrap_cgroup", level=Level.CGROUP)
WEAK = Executor(name="landlock", level=Level.LANDLOCK)
MISSING = chain.Tried(
    executor=CGROUP, why_not=text("no cgroup can be made: {reason}", reason="\x1b[31mred")
)


def here(
    monkeypatch: pytest.MonkeyPatch, executor: Executor | None, *stronger: chain.Tried
) -> None:
    monkeypatch.setattr(chain, "best", lambda: (executor, stronger))


def test_the_level_is_told_with_what_gives_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, CGROUP)

    assert (wall_here().level, render(wall_here().told)) == (4, "level 4 of 4: bubblewrap_cgroup")
    _tell_wall(Language.ENGLISH)
    assert capsys.readouterr().out == "✓ code sandbox       level 4 of 4: bubblewrap_cgroup\n"


def test_what_is_in_the_way_of_a_higher_level_is_told_harmlessly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, WEAK, MISSING)

    _tell_wall(Language.PORTUGUESE)

    told = capsys.readouterr().out
    assert told.startswith("~ sandbox de código  nível 2 de 4: landlock\n")
    assert "bubblewrap_cgroup: nenhum cgroup pode ser criado" in told
    assert "\x1b" not in told


def test_where_nothing_works_code_is_said_to_be_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, None, MISSING)

    assert wall_here().level == 0
    _tell_wall(Language.ENGLISH)
    assert capsys.readouterr().out.startswith(
        "✗ code sandbox       level 0: code that a model writes is refused here\n"
    )
