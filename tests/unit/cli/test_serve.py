from pathlib import Path

import pytest
import typer

from hexascope.bootstrap.serving.beside import ROLES
from hexascope.cli import serve as command
from hexascope.cli import serving
from hexascope.domain.errors import BadInput, BadSettings
from hexascope.server.running import Serving


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Serving]:
    """Give what would be served, instead of serving."""
    found: list[Serving] = []
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(command, "run", found.append)
    return found


def test_flags_stand_over_settings(begun: list[Serving]) -> None:
    command.serve(host="::1", port=0, store="sqlite:///x.db")

    (serving,) = begun
    assert (serving.place.host, serving.place.port) == ("::1", 0)
    assert serving.known.settings.server.store == "sqlite:///x.db"
    assert serving.roles == ROLES


def test_a_process_may_be_the_api_alone(begun: list[Serving]) -> None:
    command.serve(only="api")

    assert begun[0].roles == {"api"}


def test_what_it_can_be_is_said(begun: list[Serving]) -> None:
    with pytest.raises(BadInput, match="there are api, look, scheduler, worker"):
        command.serve(only="everything")


@pytest.mark.parametrize("port", [-1, 65_536])
def test_what_is_no_port_is_refused(begun: list[Serving], port: int) -> None:
    with pytest.raises(BadSettings, match="is no port"):
        command.serve(port=port)
    assert begun == []


def test_without_its_packages_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "NEEDED", ("no_such_package_at_all",))

    with pytest.raises(BadInput, match=r"pip install 'hexascope\[server\]'"):
        command.serve()


def test_the_command_is_a_plain_function_for_typer() -> None:
    app = typer.Typer()
    app.command()(command.serve)

    assert typer.main.get_command(app).params
