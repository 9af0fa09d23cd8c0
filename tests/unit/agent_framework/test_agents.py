"""Our specialists in workflows of others: told of the case, bound to it, and read-only."""

import asyncio
import importlib
import json
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

pytest.importorskip(
    "agent_framework_orchestrations", reason="hexascope[agent-framework] is not installed"
)

from agent_framework import Agent, AgentResponse
from agent_framework_openai import OpenAIChatCompletionClient
from agent_framework_orchestrations import ConcurrentBuilder, SequentialBuilder
from openai import AsyncOpenAI

from hexascope.agent_framework import Struck, as_agents, case_of
from hexascope.domain.errors import BadInput
from hexascope.domain.opinion import ANALYSTS, Role
from hexascope.domain.use import Severity
from hexascope.llm.fake.server import FakeModels
from tests.support import kept
from tests.support.cases import case, fact
from tests.support.kept_digests import service
from tests.support.panel import finding, process_entity

T = TypeVar("T")
AWAIT = fact("disk.await", 0.0352, device="vda")
SLOW = finding(
    "disk_latency",
    evidence=(AWAIT,),
    culprit=process_entity("postgres", 4242),
    severity=Severity.HIGH,
)
ELSEWHERE = fact("disk.utilization", 0.971, device="vdb")
CASE = case(ELSEWHERE, findings=(SLOW,))

TRUE = "The disk vda waits 35.2 ms."
FALSE = "The disk vda waits 999 ms."
INVENTED = "It is `phantom` that does it."

Client = OpenAIChatCompletionClient[Any]


def asked(
    work: Callable[[Client, FakeModels], Coroutine[Any, Any, T]],
    said: str = f"{TRUE} {FALSE} {INVENTED}",
    model: str = "fake-ok",
) -> T:
    """Run something of the framework's against a scripted server."""

    async def run() -> T:
        server = FakeModels(lambda _body: said, pause_s=0.0)
        await server.start()
        try:
            async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key="none") as connection:
                client: Client = OpenAIChatCompletionClient(model=model, async_client=connection)
                return await work(client, server)
        finally:
            await server.stop()

    return asyncio.run(run())


def test_the_six_specialists_are_agents_of_the_framework() -> None:
    async def names(client: Client, _server: FakeModels) -> list[str | None]:
        agents = as_agents(CASE, client)
        assert all(isinstance(one, Agent) for one in agents.values())
        return [one.name for one in agents.values()]

    assert set(asked(names)) >= {role.value for role in Role}


def test_what_is_proven_passes_and_what_is_not_is_struck_and_told() -> None:
    heard: list[Struck] = []

    async def ask(client: Client, _server: FakeModels) -> AgentResponse[Any]:
        agents = as_agents(CASE, client, tell=heard.append)
        return await agents["performance_analyst"].run("What is slow?")

    answer = asked(ask)

    assert answer.text == TRUE
    struck = answer.additional_properties["hexascope.struck"]
    assert [one["words"] for one in struck] == [FALSE, INVENTED]
    assert [one.words for one in heard] == [FALSE, INVENTED]
    assert {one.role for one in heard} == {"performance_analyst"}


def test_a_stream_holds_back_until_the_ledger_has_passed_it() -> None:
    async def ask(client: Client, _server: FakeModels) -> tuple[list[str], str]:
        stream = as_agents(CASE, client)["security_analyst"].run("Well?", stream=True)
        parts = [one.text async for one in stream]
        return parts, (await stream.get_final_response()).text

    parts, whole = asked(ask)

    assert parts == [TRUE]
    assert whole == TRUE


def test_where_nothing_is_proven_that_is_what_is_said() -> None:
    async def ask(client: Client, _server: FakeModels) -> str:
        return (await as_agents(CASE, client)["cost_optimizer"].run("Well?")).text

    assert asked(ask, FALSE) == "Nothing of what it said is proven by the evidence."


def test_what_is_said_is_in_the_readers_language() -> None:
    async def ask(client: Client, server: FakeModels) -> str:
        answer = await as_agents(CASE, client, language="pt")["cost_optimizer"].run("E aí?")
        assert "Answer in Portuguese" in server.heard.bodies[0][1]["messages"][0]["content"]
        return answer.text

    assert asked(ask, FALSE) == "Nada do que disse é comprovado pela evidência."


def test_the_values_of_keys_are_filled_in() -> None:
    async def ask(client: Client, _server: FakeModels) -> str:
        return (await as_agents(CASE, client)["performance_analyst"].run("Well?")).text

    assert asked(ask, "It waits {disk.await{device=vda}}.") == "It waits 35.2 ms."


def test_a_model_that_keeps_to_our_forms_is_heard_by_its_sentences() -> None:
    async def ask(client: Client, _server: FakeModels) -> str:
        return (await as_agents(CASE, client)["performance_analyst"].run("Well?")).text

    told = {"opinions": [{"reason": TRUE, "stance": "agrees"}, {"reason": FALSE}], "ask_whom": "x"}
    assert asked(ask, json.dumps(told)) == TRUE
    assert asked(ask, f"```json\n{json.dumps(told)}\n```") == TRUE
    assert "35.2 ms" in asked(ask, model="fake-honest")


def test_all_are_told_the_same_of_the_case_and_each_its_own_mandate_behind_it() -> None:
    async def ask(client: Client, server: FakeModels) -> list[str]:
        agents = as_agents(CASE, client, names=ANALYSTS)
        for one in agents.values():
            await one.run("Well?")
        return [body["messages"][0]["content"] for _, body in server.heard.bodies]

    first, *others = asked(ask)

    shared = first.partition("You are the performance analyst")[0]
    assert '"disk.await{device=vda}"' in shared
    assert all(one.startswith(shared) for one in others)
    assert "cost" in others[-1].removeprefix(shared)


def test_a_workflow_of_the_framework_hears_only_what_passed() -> None:
    async def ask(client: Client, server: FakeModels) -> tuple[list[str], str]:
        agents = as_agents(CASE, client)
        four = ConcurrentBuilder(participants=[agents[name] for name in ANALYSTS]).build()
        heard = (await four.run("What is slow?")).get_outputs()[0]
        two = [agents[Role.COORDINATOR], agents[Role.REPORT_GENERATOR]]
        await SequentialBuilder(participants=two).build().run("Sum it up.")
        return [one.text for one in heard.messages], json.dumps(server.heard.bodies[-1][1])

    heard, shown_to_the_last = asked(ask)

    assert heard == [TRUE] * len(ANALYSTS)
    assert TRUE in shown_to_the_last
    assert FALSE not in shown_to_the_last


def test_agents_may_look_up_and_do_nothing_else() -> None:
    async def look_up(client: Client, _server: FakeModels) -> dict[str, str]:
        agent = as_agents(CASE, client)["performance_analyst"]
        tools = {one.name: one for one in agent.default_options["tools"]}
        keys = ("disk.utilization{device=vdb}", "disk.awiat{device=vda}")
        found = {key: await tools["get_evidence"].invoke(arguments={"key": key}) for key in keys}
        listed = await tools["list_findings"].invoke(arguments={})
        return {"names": " ".join(tools), "findings": _text(listed), **_texts(found)}

    told = asked(look_up)

    assert told["names"] == "list_findings get_evidence"
    assert '"evidence":["disk.await{device=vda}"]' in told["findings"]
    assert '"value":0.971' in told["disk.utilization{device=vdb}"]
    assert '"nearest":["disk.await{device=vda}"]' in told["disk.awiat{device=vda}"]


def test_what_was_looked_up_may_be_spoken_of() -> None:
    said = "The disk is busy {disk.utilization{device=vdb}} of the time."

    async def ask(client: Client, _server: FakeModels) -> tuple[str, str]:
        agent = as_agents(CASE, client)["performance_analyst"]
        before = (await agent.run("Well?")).text
        tool = agent.default_options["tools"][1]
        await tool.invoke(arguments={"key": "disk.utilization{device=vdb}"})
        return before, (await agent.run("And now?")).text

    before, now = asked(ask, said)

    assert before == "Nothing of what it said is proven by the evidence."
    assert now == "The disk is busy 97% of the time."


def test_an_answer_without_end_and_with_control_characters_is_bounded_and_visible() -> None:
    async def ask(client: Client, _server: FakeModels) -> str:
        return (await as_agents(CASE, client)["performance_analyst"].run("Well?")).text

    text = asked(ask, "A\u202eB is well.\n" * 10_000)

    assert len(text) <= 3 * 8_192
    assert "\u202e" not in text


def test_a_name_or_a_language_that_is_none_is_refused() -> None:
    async def ask(client: Client, _server: FakeModels) -> None:
        with pytest.raises(BadInput, match="there is no specialist 'barman'"):
            as_agents(CASE, client, names=("barman",))
        with pytest.raises(BadInput, match="there is no language 'tlh'"):
            as_agents(CASE, client, language="tlh")

    asked(ask)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith("hexascope.agent_framework")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "agent_framework", None)

    with pytest.raises(ModuleNotFoundError, match=r"pip install 'hexascope\[agent-framework\]'"):
        importlib.import_module("hexascope.agent_framework")


def test_a_case_comes_from_a_bundle(tmp_path: Path) -> None:
    bundle = tmp_path / "host.hxb"
    bundle.write_bytes(kept.bundle(kept.made("cgroup2_oom_pod"), service()))

    assert case_of(bundle).findings


def test_a_look_at_this_host_leaves_the_priority_of_the_program_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HEXASCOPE_EXAMINE__WINDOW_SECONDS", "0")
    before = os.getpriority(os.PRIO_PROCESS, 0)

    assert case_of().host.name
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def _text(told: Any) -> str:
    return told if isinstance(told, str) else "".join(one.text for one in told)


def _texts(found: dict[str, Any]) -> dict[str, str]:
    return {key: _text(told) for key, told in found.items()}
