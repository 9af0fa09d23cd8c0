"""The panel by AutoGen's agentchat 0.7.5: one graph, four analysts side by side at its start."""

import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.teams import DiGraphBuilder, GraphFlow
from autogen_core.models import ModelInfo
from autogen_ext.models.openai import OpenAIChatCompletionClient

from benchmarks.peers.work import (
    ANALYSTS,
    KEY,
    MEASURED,
    MODEL,
    PATIENCE_SECONDS,
    address_and_number,
    measure,
    order,
)

UNKNOWN = ModelInfo(
    vision=False,
    function_calling=False,
    json_output=False,
    family="unknown",
    structured_output=False,
)


async def main() -> None:
    """Share one client; a team runs once at a time, so each analysis builds its own."""
    address, at_once = address_and_number()
    client = OpenAIChatCompletionClient(
        model=MODEL,
        base_url=address,
        api_key=KEY,
        model_info=UNKNOWN,
        timeout=PATIENCE_SECONDS,
        max_retries=0,
    )

    def agent(role: str) -> AssistantAgent:
        return AssistantAgent(role, model_client=client, system_message=order(role))

    async def analyse() -> str:
        graph = DiGraphBuilder()
        coordinator, reporter = agent("coordinator"), agent("report_generator")
        graph.add_node(coordinator).add_node(reporter).add_edge(coordinator, reporter)
        for analyst in map(agent, ANALYSTS):
            graph.add_node(analyst).add_edge(analyst, coordinator)
        flow = GraphFlow(participants=graph.get_participants(), graph=graph.build())
        done = await flow.run(task=MEASURED)
        said = [one for one in done.messages if one.source == "report_generator"]
        return str(said[-1].to_text())

    await measure(analyse, at_once)
    await client.close()


if __name__ == "__main__":
    asyncio.run(main())
