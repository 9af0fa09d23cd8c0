"""Asking models: one try after another within a deadline, down the ladder of forms of answer."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hexascope.kit.backoff import wait_before
from hexascope.kit.breaker import Breaker
from hexascope.llm.answers import NoObjectError, object_in
from hexascope.llm.contract import (
    LONGEST_ANSWER_BYTES,
    RETRIED,
    Answer,
    Endpoint,
    Failure,
    ModelError,
    Piece,
    Prompt,
    Rung,
    Usage,
)
from hexascope.llm.failures import refusal
from hexascope.llm.proxies import proxy_of
from hexascope.llm.stream import lines, pieces
from hexascope.llm.wires.contract import Wire, Wired

if TYPE_CHECKING:
    import aiohttp

MOST_TRIES = 4
"""Tries of one question; that a form of answer is refused is no try, and is learnt once."""

MOST_REFUSAL_BYTES = 16 * 1024
MOST_CONNECTIONS = 2_000
BYTES_A_TOKEN = 4.0
"""For servers that count no tokens: English text has about so many bytes each."""

Listen = Callable[[Piece], None]
Clock = Callable[[], float]


@dataclass(slots=True)
class _Line:
    """What is known of one endpoint: who is being served, how it fares, which form it takes."""

    slots: asyncio.Semaphore
    breaker: Breaker
    proxy: str | None
    rung: int = 0


@dataclass(slots=True)
class _Told:
    """What has come of an answer so far."""

    began: float
    text: list[str] = field(default_factory=list)
    size: int = 0
    first: float | None = None
    usage: Usage | None = None
    finish: str = ""
    data: Mapping[str, Any] | None = None


class Models:
    """Speaks to endpoints over one pool of connections; use it as an async context.

    `rungs` is what was learnt of endpoints before (by name), and is written to as more is learnt.
    """

    def __init__(
        self,
        wires: Mapping[str, Wire],
        *,
        clock: Clock,
        jitter: Callable[[], float] = lambda: 0.5,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        rungs: dict[str, str] | None = None,
    ) -> None:
        self._wires = wires
        self._clock = clock
        self._jitter = jitter
        self._pause = pause
        self._rungs = rungs if rungs is not None else {}
        self._lines: dict[str, _Line] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        import aiohttp  # only here: its import costs more than an examination's judgement

        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=MOST_CONNECTIONS),
            timeout=aiohttp.ClientTimeout(total=None),  # the deadline is ours
            trust_env=False,  # proxies are looked up once for each endpoint, and no file of logins
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        endpoint: Endpoint,
        prompt: Prompt,
        *,
        patience_s: float,
        ends_at: float | None = None,
        listen: Listen = lambda _: None,
    ) -> Answer:
        """Ask one endpoint; raises ModelError with what happened.

        The patience begins when the endpoint has a free slot; `ends_at`, on the clock, is never
        passed, whatever is waited for.
        """
        line = self._line(endpoint)
        try:
            async with asyncio.timeout(self._left(ends_at)), line.slots:
                left = self._left(ends_at)
                patience = patience_s if left is None else min(patience_s, left)
                return await self._within(line, endpoint, prompt, patience, listen)
        except TimeoutError:
            reason = "no slot was free before the panel's time was over"
            raise ModelError(Failure.LATE, endpoint.name, reason) from None

    async def _within(
        self, line: _Line, endpoint: Endpoint, prompt: Prompt, patience_s: float, listen: Listen
    ) -> Answer:
        began = self._clock()
        try:
            async with asyncio.timeout(patience_s):
                return await self._tried(line, endpoint, prompt, began + patience_s, listen)
        except TimeoutError:
            line.breaker.failed(self._clock())
            reason = f"no answer in {patience_s:.3g} s"
            raise ModelError(Failure.LATE, endpoint.name, reason) from None
        except asyncio.CancelledError:
            line.breaker.gave_up()
            raise

    async def _tried(
        self, line: _Line, endpoint: Endpoint, prompt: Prompt, ends_at: float, listen: Listen
    ) -> Answer:
        """Try until there is an answer, a failure that no try mends, or no time."""
        wire = self._wires[endpoint.provider]
        began = self._clock()
        if not line.breaker.lets_through(began):
            seconds = line.breaker.closes_in(began)
            reason = f"it failed again and again and is left alone for {seconds:.0f} s more"
            raise ModelError(Failure.CLOSED, endpoint.name, reason)
        failures = requests = 0
        while True:
            rung = wire.rungs[line.rung] if prompt.schema is not None else Rung.TEXT
            requests += 1
            try:
                told = await self._once(endpoint, wire, prompt, rung, listen)
            except ModelError as error:
                if error.failure is Failure.UNFIT and self._next_rung(line, endpoint, wire, prompt):
                    continue  # as often as the ladder has rungs, and then never again
                failures += 1
                wait = wait_before(failures, jitter=self._jitter(), asked_for_s=error.retry_after_s)
                hopeless = error.failure not in RETRIED or failures == MOST_TRIES
                if hopeless or self._clock() + wait >= ends_at:
                    self._tell(line, error)
                    raise
                await self._pause(wait)
            else:
                line.breaker.succeeded()
                self._rungs[endpoint.name] = rung.value
                return _whole(told, endpoint, prompt, rung, began, self._clock(), requests)

    async def _once(
        self, endpoint: Endpoint, wire: Wire, prompt: Prompt, rung: Rung, listen: Listen
    ) -> _Told:
        import aiohttp

        told = _Told(began=self._clock())
        try:
            async with self._request(endpoint, wire.write(endpoint, prompt, rung)) as response:
                if response.status != 200:
                    body = await response.content.read(MOST_REFUSAL_BYTES)
                    raise refusal(endpoint, response.status, body, response.headers)
                async for line in lines(endpoint, response.content.iter_any()):
                    for piece in pieces(endpoint, wire, line):
                        self._hear(told, piece, endpoint)
                        listen(piece)
                    if told.finish == "end":
                        break
        except aiohttp.ClientError as error:
            reason = endpoint.key.hidden_in(f"{type(error).__name__}: {error}")
            raise ModelError(
                Failure.UNREACHABLE, endpoint.name, f"it can't be reached or broke off ({reason})"
            ) from None
        _refuse_unusable(told, endpoint, prompt)
        return told

    def _request(self, endpoint: Endpoint, wired: Wired) -> "aiohttp.client._RequestContextManager":
        if self._session is None:
            raise RuntimeError("Models is used as an async context")
        return self._session.post(
            endpoint.base_url.rstrip("/") + wired.path,
            data=json.dumps(wired.body, ensure_ascii=False).encode(errors="backslashreplace"),
            headers={**wired.headers, "Content-Type": "application/json"},
            allow_redirects=False,
            proxy=self._line(endpoint).proxy,
        )

    def _hear(self, told: _Told, piece: Piece, endpoint: Endpoint) -> None:
        if piece.text and told.first is None:
            told.first = self._clock()
        if piece.text and not piece.thought:
            told.text.append(piece.text)
            told.size += len(piece.text.encode(errors="replace"))
            if told.size > LONGEST_ANSWER_BYTES:
                reason = f"its answer has over {LONGEST_ANSWER_BYTES} bytes"
                raise ModelError(Failure.TOO_LONG, endpoint.name, reason)
        if piece.usage is not None:
            told.usage = _more(told.usage, piece.usage)
        if piece.finish and (piece.finish != "end" or not told.finish):
            told.finish = piece.finish

    def _line(self, endpoint: Endpoint) -> _Line:
        line = self._lines.get(endpoint.name)
        if line is None:
            rungs = [rung.value for rung in self._wires[endpoint.provider].rungs]
            known = self._rungs.get(endpoint.name)
            line = _Line(
                asyncio.Semaphore(endpoint.slots),
                Breaker(),
                proxy_of(endpoint),
                rungs.index(known) if known in rungs else 0,
            )
            self._lines[endpoint.name] = line
        return line

    def _next_rung(self, line: _Line, endpoint: Endpoint, wire: Wire, prompt: Prompt) -> bool:
        """Go one rung down, if there is one; it is remembered for the next question."""
        if prompt.schema is None or line.rung + 1 >= len(wire.rungs):
            return False
        line.rung += 1
        self._rungs[endpoint.name] = wire.rungs[line.rung].value
        return True

    def _tell(self, line: _Line, error: ModelError) -> None:
        """Tell the breaker of what shows that an endpoint is ill; a refusal shows that it lives."""
        if error.failure in (Failure.UNREACHABLE, Failure.BUSY):
            line.breaker.failed(self._clock())
        else:
            line.breaker.gave_up()

    def _left(self, ends_at: float | None) -> float | None:
        return None if ends_at is None else max(0.0, ends_at - self._clock())


def _refuse_unusable(told: _Told, endpoint: Endpoint, prompt: Prompt) -> None:
    if told.finish == "refusal":
        raise ModelError(Failure.REFUSED, endpoint.name, "the model refuses to answer")
    if not told.finish:
        raise ModelError(Failure.UNREACHABLE, endpoint.name, "its stream ended in the middle")
    if not told.text:
        raise ModelError(Failure.NONSENSE, endpoint.name, "its answer is empty")
    if prompt.schema is not None:
        try:
            told.data = object_in("".join(told.text))
        except NoObjectError as error:
            raise ModelError(Failure.NONSENSE, endpoint.name, str(error)) from None


def _whole(
    told: _Told,
    endpoint: Endpoint,
    prompt: Prompt,
    rung: Rung,
    began: float,
    ended: float,
    tries: int,
) -> Answer:
    text = "".join(told.text)
    guessed = Usage(
        input_tokens=round(len((prompt.shared + prompt.role).encode()) / BYTES_A_TOKEN),
        output_tokens=round(told.size / BYTES_A_TOKEN),
        estimated=True,
    )
    return Answer(
        text=text,
        data=told.data,
        finish="stop" if told.finish == "end" else told.finish,
        usage=told.usage or guessed,
        endpoint=endpoint.name,
        rung=rung,
        seconds=ended - began,
        first_token_s=(told.first or ended) - began,
        tries=tries,
        size_bytes=told.size,
    )


def _more(before: Usage | None, now: Usage) -> Usage:
    """Join what a stream tells of tokens at its beginning and at its end: each count's largest."""
    if before is None:
        return now
    return Usage(
        input_tokens=max(before.input_tokens, now.input_tokens),
        output_tokens=max(before.output_tokens, now.output_tokens),
        cached_tokens=max(before.cached_tokens, now.cached_tokens),
    )
