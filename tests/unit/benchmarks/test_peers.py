"""The peers of the panel do the work that is claimed: six calls in three stages, none lost."""

import asyncio
import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest

from benchmarks.peers.work import ANALYSTS, measure, order
from hexascope.llm.fake.server import FakeModels


def told(capsys: pytest.CaptureFixture[str]) -> Mapping[str, Any]:
    said: Mapping[str, Any] = json.loads(capsys.readouterr().out)
    return said


@pytest.mark.parametrize("name", ["openai_sdk", "agent_framework"])
def test_an_analysis_is_six_calls_four_of_them_at_once(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("agent_framework_orchestrations")
    peer = import_module(f"benchmarks.peers.{name}")

    async def run() -> FakeModels:
        server = FakeModels(lambda _body: "Well.", pause_s=0.02)
        await server.start()
        monkeypatch.setattr("sys.argv", ["peer", f"{server.url}/v1", "1"])
        await peer.main()
        await server.stop()
        return server

    heard = asyncio.run(run()).heard
    asked = [body["messages"][0]["content"] for _, body in heard.bodies]

    roles = (*ANALYSTS, "coordinator", "report_generator")
    warm, counted = asked[: len(roles)], asked[len(roles) :]
    assert set(warm) == set(counted) == {order(role) for role in roles}
    assert counted[4:] == [order("coordinator"), order("report_generator")]
    assert heard.most_at_once == len(ANALYSTS)
    assert told(capsys)["failed"] == 0


def test_who_fails_or_says_nothing_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    ends = iter(["warm", "well", "", "raises", "well"])

    async def analyse() -> str:
        end = next(ends)
        if end == "raises":
            raise ValueError("lost")
        return end

    asyncio.run(measure(analyse, 4))

    assert told(capsys)["failed"] == 2
