"""The panel by Microsoft Agent Framework: ConcurrentBuilder, then two agents in turn."""

import asyncio

from agent_framework import Agent, AgentResponse
from agent_framework_openai import OpenAIChatCompletionClient
from agent_framework_orchestrations import ConcurrentBuilder
from openai import AsyncOpenAI

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


async def main() -> None:
    """Share one client; a workflow runs once at a time, so each analysis builds its own."""
    address, at_once = address_and_number()
    async with AsyncOpenAI(
        base_url=address, api_key=KEY, timeout=PATIENCE_SECONDS, max_retries=0
    ) as connection:
        client = OpenAIChatCompletionClient(model=MODEL, async_client=connection)

        def agent(role: str) -> Agent:
            return Agent(client, order(role), name=role)

        async def analyse() -> str:
            workflow = ConcurrentBuilder(participants=[agent(role) for role in ANALYSTS]).build()
            heard = await workflow.run(MEASURED)
            opinions: AgentResponse = heard.get_outputs()[0]
            settled = await agent("coordinator").run(opinions.messages)
            worded: AgentResponse = await agent("report_generator").run(settled.text)
            return str(worded.text)

        await measure(analyse, at_once)


if __name__ == "__main__":
    asyncio.run(main())
