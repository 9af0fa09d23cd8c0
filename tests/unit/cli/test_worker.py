import pytest
import typer

from hexascope.cli import scheduler as scheduling
from hexascope.cli import worker as command
from hexascope.cli.main import COMMANDS
from hexascope.domain.errors import BadInput


def test_it_is_a_command_with_the_three_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[dict[str, object], str]] = []
    monkeypatch.setattr(command, "run", lambda flags, role: asked.append((flags, role)))

    command.worker(store="sqlite:///x.db", queue="local://", at_once=2)

    ((flags, role),) = asked
    assert role == "worker"
    assert flags == {
        "server.store": "sqlite:///x.db",
        "server.bus": None,
        "server.queue": "local://",
        "server.workers": 2,
    }
    assert "worker" in COMMANDS


def test_without_the_servers_packages_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise BadInput("pip install 'hexascope[server]'")

    monkeypatch.setattr(command, "refuse_without_packages", missing)

    for run in (command.worker, scheduling.scheduler):
        with pytest.raises(BadInput, match="hexascope"):
            run()


def test_a_worker_that_ended_by_an_error_says_so_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def failing(*_told: object) -> bool:
        return False

    monkeypatch.setattr("hexascope.bootstrap.serving.alone.run_alone", failing)

    with pytest.raises(typer.Exit) as ended:
        command.worker()
    assert ended.value.exit_code == 1
