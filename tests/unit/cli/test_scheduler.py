import pytest

from hexascope.cli import scheduler as command
from hexascope.cli.main import COMMANDS


def test_it_is_a_command_with_the_three_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[dict[str, object], str]] = []
    monkeypatch.setattr(command, "run", lambda flags, role: asked.append((flags, role)))

    command.scheduler(store="sqlite:///x.db")

    ((flags, role),) = asked
    assert (role, flags["server.store"]) == ("scheduler", "sqlite:///x.db")
    assert set(flags) == {"server.store", "server.bus", "server.queue"}
    assert "scheduler" in COMMANDS
