"""The panel by asyncio and OpenAI's SDK, with nothing between."""

import asyncio

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
    """Share one client, as its documentation asks; a failed call is tried no second time."""
    address, at_once = address_and_number()
    async with AsyncOpenAI(
        base_url=address, api_key=KEY, timeout=PATIENCE_SECONDS, max_retries=0
    ) as client:

        async def ask(role: str, told: str) -> str:
            answer = await client.chat.completions.create(
                model=MODEL,
                messages=[
                    {"role": "system", "content": order(role)},
                    {"role": "user", "content": told},
                ],
            )
            return answer.choices[0].message.content or ""

        async def analyse() -> str:
            opinions = await asyncio.gather(*(ask(role, MEASURED) for role in ANALYSTS))
            settled = await ask("coordinator", "\n".join(opinions))
            return await ask("report_generator", settled)

        await measure(analyse, at_once)


if __name__ == "__main__":
    asyncio.run(main())
