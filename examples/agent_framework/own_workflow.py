"""Two of hexascope's specialists beside an assistant of your own, in your own workflow.

See README.md beside this file.
"""

import argparse
import asyncio

from agent_framework import Agent
from agent_framework_openai import OpenAIChatCompletionClient
from agent_framework_orchestrations import ConcurrentBuilder

from hexascope.agent_framework import Struck, as_agents, case_of


async def main() -> None:
    """Look at this host, ask all three at once, and say what was struck."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", default="http://127.0.0.1:8089/v1")
    parser.add_argument("--model", default="fake-honest")
    parser.add_argument("--key", default="none")
    parser.add_argument("--case", default="", help="a bundle; else this host is looked at")
    options = parser.parse_args()
    case = await asyncio.to_thread(case_of, options.case)
    client = OpenAIChatCompletionClient(
        options.model, base_url=options.base_url, api_key=options.key
    )

    def tell(struck: Struck) -> None:
        print(f"struck: {struck.role}: {struck.words} ({struck.reason})")

    # `hide` keeps addresses and users' names from models elsewhere; this one runs here
    specialists = as_agents(
        case, client, names=("performance_analyst", "security_analyst"), hide=False, tell=tell
    )
    mine = Agent(client, "You know the shop that runs on this host.", name="shop_keeper")
    workflow = ConcurrentBuilder(participants=[*specialists.values(), mine]).build()
    heard = await workflow.run("What makes the shop slow, and who does it?")
    for message in heard.get_outputs()[0].messages:
        print(f"{message.author_name}: {message.text}")


if __name__ == "__main__":
    asyncio.run(main())
