"""Microsoft Agent Framework as the engine: its workflows bring our specialists to speak.

Each specialist is one of its agents whose model is our own turn: the asking, the ledger and the
record are the same as everywhere. What its builders lack stands here. A workflow ends where one
agent raises, and loses what the others said; and it waits for each agent for ever.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

from agent_framework import (
    Agent,
    AgentContext,
    AgentExecutorResponse,
    AgentMiddleware,
    AgentResponse,
    BaseChatClient,
    ChatResponse,
    FunctionInvocationLayer,
    Message,
    Workflow,
)
from agent_framework_orchestrations import ConcurrentBuilder, GroupChatBuilder, GroupChatState

from hexascope.consult.contract import Turn, Turned
from hexascope.consult.engines._bounded import bounded
from hexascope.domain.opinion import Opinion

TASK = "Judge the case."
"""What a workflow is begun with; what specialists are asked stands in our own briefing."""

PREFIX = "specialist:"
"""Before each agent's name: a workflow has parts of its own, such as its dispatcher."""

FEWEST_AT_ONCE = 2
"""Agents below which the framework can't fan out."""


class AgentFrameworkEngine:
    """Analysts by ConcurrentBuilder, discussion by GroupChatBuilder."""

    def at_once(
        self, names: Sequence[str], turn: Turn, *, patience_seconds: float
    ) -> AsyncIterator[Turned]:
        """Let all speak at once; who is late is cancelled and absent."""
        turns = _Turns(turn, patience_seconds)
        if len(names) < FEWEST_AT_ONCE:
            return turns.by(_in_order(names, turns))
        builder = ConcurrentBuilder(participants=[turns.agent(name) for name in names])
        return turns.by(builder.with_aggregator(_heard).build())

    def in_order(self, names: Sequence[str], turn: Turn) -> AsyncIterator[Turned]:
        """Let one speak after the other."""
        turns = _Turns(turn, None)
        return turns.by(_in_order(names, turns))


class _Turns:
    """The turns of one workflow, given as they end."""

    def __init__(self, turn: Turn, patience_seconds: float | None) -> None:
        self._turn = turn
        self._patience_seconds = patience_seconds
        self._ended: asyncio.Queue[Turned | None] = asyncio.Queue()

    def agent(self, name: str) -> Agent[Any]:
        """Make the agent of a specialist."""
        asks = _Asks(name, self._turn)
        deadline = _Deadline(asks, self._patience_seconds, self._ended.put_nowait)
        return Agent(asks, name=f"{PREFIX}{name}", middleware=[deadline])

    async def by(self, workflow: Workflow | None) -> AsyncIterator[Turned]:
        """Run the workflow, and give each turn at once; who leaves early cancels the others."""
        if workflow is None:
            return
        run = asyncio.create_task(_run(workflow))
        run.add_done_callback(lambda _run: self._ended.put_nowait(None))
        try:
            while (one := await self._ended.get()) is not None:
                yield one
            await run  # what is no turn's own failure is a fault of the program, and is raised
        finally:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)


class _Asks(FunctionInvocationLayer[Any], BaseChatClient[Any]):
    """A model of the framework that is our own turn; what was said is kept beside its words."""

    def __init__(self, name: str, turn: Turn) -> None:
        super().__init__()
        self.name = name
        self.said: tuple[Opinion, ...] = ()
        self._turn = turn

    async def _inner_get_response(
        self,
        *,
        messages: Sequence[Message],  # noqa: ARG002 - the turn knows what it asks
        stream: bool,  # noqa: ARG002 - our own asking streams
        options: Mapping[str, Any],  # noqa: ARG002
        **_further: Any,
    ) -> ChatResponse:
        self.said = tuple(await self._turn(self.name))
        words = f"{self.name} gave {len(self.said)} opinions"
        return ChatResponse(messages=[Message("assistant", [words])])


class _Deadline(AgentMiddleware):
    """Ends a turn that takes too long, and turns each end into an answer that loses nobody's."""

    def __init__(
        self, asks: _Asks, patience_seconds: float | None, ended: Callable[[Turned], None]
    ) -> None:
        self._asks = asks
        self._patience_seconds = patience_seconds
        self._ended = ended

    async def process(
        self, context: AgentContext, call_next: Callable[[], Awaitable[None]]
    ) -> None:
        """Await the turn; of one that fails, its reason becomes the agent's answer."""

        async def speak() -> Sequence[Opinion]:
            await call_next()
            return self._asks.said

        turned = await bounded(self._asks.name, speak, self._patience_seconds)
        if turned.absent:
            context.result = AgentResponse(messages=[Message("assistant", [turned.absent])])
        self._ended(turned)


def _in_order(names: Sequence[str], turns: _Turns) -> Workflow | None:
    """Make a group chat in a fixed order, of one round; None where nobody speaks."""
    if not names:
        return None

    def next_one(state: GroupChatState) -> str:
        return f"{PREFIX}{names[state.current_round]}"

    def all_spoke(conversation: list[Message]) -> bool:
        return sum(one.role == "assistant" for one in conversation) >= len(names)

    return GroupChatBuilder(
        participants=[turns.agent(name) for name in names],
        selection_func=next_one,
        termination_condition=all_spoke,
    ).build()


async def _heard(results: list[AgentExecutorResponse]) -> list[str]:
    """Gather who was heard: the framework's own aggregator fails where nobody answers."""
    return [one.executor_id for one in results]


async def _run(workflow: Workflow) -> None:
    await workflow.run(TASK)


agent_framework = AgentFrameworkEngine()
