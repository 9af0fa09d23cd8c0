"""Each specialist as an agent of Microsoft Agent Framework, to be used in anyone's workflow.

An agent is told what our own panel is told, may look up findings and evidence and do nothing else,
and what it answers passes the claim ledger before anybody hears it, streamed answers too.
"""

import secrets
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from typing import Any

from agent_framework import (
    Agent,
    AgentContext,
    AgentMiddleware,
    AgentResponse,
    AgentResponseUpdate,
    Content,
    FunctionTool,
    Message,
    ResponseStream,
    SupportsChatGetResponse,
)

from hexascope import bootstrap
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.told.briefing import brief
from hexascope.consult.told.veil import Veil
from hexascope.domain.case import Case
from hexascope.domain.errors import BadInput
from hexascope.domain.panel import Struck
from hexascope.report.values import value_shown
from hexascope.services.exporting import Exported, Passed
from hexascope.words import Language

STRUCK = "hexascope.struck"
"""Where a response keeps what was struck of it, among its additional properties."""

MOST_TOKENS = 18_000
"""Tokens of evidence that are shown, where nobody says how large the model's window is."""

Tell = Callable[[Struck], None]


def as_agents(
    case: Case,
    client: SupportsChatGetResponse[Any],
    *,
    names: Iterable[str] = (),
    language: str = "en",
    most_tokens: int = MOST_TOKENS,
    hide: bool = True,
    tell: Tell = lambda _struck: None,
) -> dict[str, Agent[Any]]:
    """Give the six specialists, and users' own, as agents that speak of one case by `client`.

    `names` chooses some, such as "performance_analyst"; `language` is "en" or "pt". At most
    `most_tokens` of evidence are shown, the rest is looked up. With `hide`, addresses, users'
    names and secrets don't leave for the model; turn it off for one on this machine. `tell` hears
    of each sentence that is struck; a response keeps them, too, as the additional property
    "hexascope.struck". Raises BadInput for a name or a language that is none.
    """
    known = bootstrap.known_settings()
    specialists = bootstrap.examinations(known).specialists
    wanted = tuple(names) or tuple(specialists)
    for name in wanted:
        if name not in specialists:
            raise BadInput(f"there is no specialist {name!r}; there are {', '.join(specialists)}")
    if language not in set(Language):
        raise BadInput(f"there is no language {language!r}; there are {', '.join(Language)}")
    spoken = Language(language)
    exported = Exported(
        case,
        brief(
            case,
            hypotheses(case),
            nonce=secrets.token_hex(8),
            most_tokens=most_tokens,
            veil=Veil(drawn=hide),
        ),
        language=spoken,
        show=lambda piece: value_shown(piece, spoken),
    )
    return {
        name: Agent(
            client,
            exported.instructions(specialists[name]),
            name=name,
            description=f"{name.replace('_', ' ')} of one Linux host, by the USE method",
            tools=_tools(exported),
            middleware=[_Ledger(name, exported, tell)],
        )
        for name in wanted
    }


def _tools(exported: Exported) -> list[FunctionTool]:
    """Give what an agent may do: look up, and nothing else."""

    def list_findings() -> str:
        return exported.findings()

    def get_evidence(key: str) -> str:
        return exported.evidence(key)

    return [
        FunctionTool(
            name="list_findings",
            description="List what was found on this host: id, title, severity, evidence keys.",
            func=list_findings,
            approval_mode="never_require",
        ),
        FunctionTool(
            name="get_evidence",
            description="Get one piece of evidence by its key, such as disk.await{device=vda}.",
            func=get_evidence,
            approval_mode="never_require",
        ),
    ]


class _Ledger(AgentMiddleware):
    """Lets only what the ledger passes out of an agent; a stream is held until it is whole."""

    def __init__(self, name: str, exported: Exported, tell: Tell) -> None:
        self._name = name
        self._exported = exported
        self._tell = tell

    async def process(
        self, context: AgentContext, call_next: Callable[[], Awaitable[None]]
    ) -> None:
        """Put what the agent answers in place of what its model said."""
        await call_next()
        said = context.result
        if isinstance(said, ResponseStream):
            context.result = ResponseStream(self._held(said), finalizer=AgentResponse.from_updates)
        elif said is not None:
            context.result = self._response(said)

    async def _held(
        self, stream: ResponseStream[AgentResponseUpdate, AgentResponse[Any]]
    ) -> AsyncIterable[AgentResponseUpdate]:
        whole = await stream.get_final_response()
        passed = self._passed(whole)
        yield AgentResponseUpdate(
            contents=[Content.from_text(passed.words)],
            role="assistant",
            author_name=self._name,
            response_id=whole.response_id,
            additional_properties=_kept(passed),
        )

    def _response(self, said: AgentResponse[Any]) -> AgentResponse[Any]:
        passed = self._passed(said)
        return AgentResponse(
            messages=[Message("assistant", [passed.words], author_name=self._name)],
            response_id=said.response_id,
            usage_details=said.usage_details,
            additional_properties=_kept(passed),
        )

    def _passed(self, said: AgentResponse[Any]) -> Passed:
        passed = self._exported.passed(self._name, said.text)
        for one in passed.struck:
            self._tell(one)
        return passed


def _kept(passed: Passed) -> dict[str, Any]:
    return {
        STRUCK: [
            {"words": one.words, "ruling": one.ruling, "reason": one.reason}
            for one in passed.struck
        ]
    }
