"""Asking models: one try after another within a deadline, down the ladder of forms of answer."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from hexascope.domain.learnt import Learnt
from hexascope.kit.backoff import wait_before
from hexascope.llm.contract import (
    RETRIED,
    Answer,
    Endpoint,
    Failure,
    Meter,
    ModelError,
    Piece,
    Prompt,
    Quirk,
    Rung,
)
from hexascope.llm.failures import refusal
from hexascope.llm.hearing import Heard
from hexascope.llm.lines import Line, Sent, key_of, line_to
from hexascope.llm.quirks import body_without, prompt_without
from hexascope.llm.stream import Reader, lines
from hexascope.llm.wires.contract import Wire, Wired

if TYPE_CHECKING:
    import aiohttp

MOST_TRIES = 4
"""Tries of one question; that a form of answer is refused is no try, and is learnt once."""

MOST_NONSENSE = 2
"""Answers that are paid for and can't be read: a model is asked once more, and then no longer."""

MOST_REFUSAL_BYTES = 16 * 1024
MOST_CONNECTIONS = 2_000

Listen = Callable[[Piece], None]
Clock = Callable[[], float]


@dataclass(slots=True, kw_only=True)
class _Asked:
    """One question: of whom, what, who listens, and what it has taken so far."""

    endpoint: Endpoint
    prompt: Prompt
    wire: Wire
    listen: Listen
    meter: Meter
    failures: int = 0
    nonsense: int = 0


class Models:
    """Speaks to endpoints over one pool of connections; use it as an async context.

    `learnt` is what was learnt of endpoints before, by their `key_of`, and is written to as more
    is learnt.
    """

    def __init__(
        self,
        wires: Mapping[str, Wire],
        *,
        clock: Clock,
        jitter: Callable[[], float] = lambda: 0.5,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        learnt: dict[str, Learnt] | None = None,
    ) -> None:
        self._wires = wires
        self._clock = clock
        self._jitter = jitter
        self._pause = pause
        self._learnt = learnt if learnt is not None else {}
        self._lines: dict[str, Line] = {}
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
        meter: Meter | None = None,
    ) -> Answer:
        """Ask one endpoint; raises ModelError with what happened, and what it took nevertheless.

        The patience begins when the endpoint has a free slot; `ends_at`, on the clock, is never
        passed, whatever is waited for. `meter` counts also for who is cancelled.
        """
        line = self._line(endpoint)
        wire = self._wires[endpoint.provider]
        meter = meter if meter is not None else Meter()
        asked = _Asked(endpoint=endpoint, prompt=prompt, wire=wire, listen=listen, meter=meter)
        try:
            async with asyncio.timeout(self._left(ends_at)), line.slots:
                left = self._left(ends_at)
                return await self._within(
                    line, asked, patience_s if left is None else min(patience_s, left)
                )
        except TimeoutError:
            reason = "no slot was free before the panel's time was over"
            raise ModelError(Failure.LATE, endpoint.name, reason) from None
        except ModelError as error:
            error.usage, error.tries = asked.meter.usage, asked.meter.tries
            raise

    def most_tokens(self, endpoint: Endpoint, prompt: Prompt) -> int:
        """Give the room for an answer, with that for thoughts where an endpoint needs it."""
        quirks = self._line(endpoint).quirks
        return prompt_without(prompt, quirks, endpoint.context_tokens).most_tokens

    async def _within(self, line: Line, asked: _Asked, patience_s: float) -> Answer:
        try:
            async with asyncio.timeout(patience_s):
                return await self._tried(line, asked, self._clock() + patience_s)
        except TimeoutError:
            line.breaker.failed(self._clock())
            reason = f"no answer in {patience_s:.3g} s"
            raise ModelError(Failure.LATE, asked.endpoint.name, reason) from None
        except asyncio.CancelledError:
            line.breaker.gave_up()
            raise

    async def _tried(self, line: Line, asked: _Asked, ends_at: float) -> Answer:
        """Try until there is an answer, a failure that no try mends, or no time."""
        began = self._clock()
        if not line.breaker.lets_through(began):
            seconds = line.breaker.closes_in(began)
            reason = f"it failed again and again and is left alone for {seconds:.0f} s more"
            raise ModelError(Failure.CLOSED, asked.endpoint.name, reason)
        while True:
            formed = asked.prompt.schema is not None
            rung = asked.wire.rungs[line.rung] if formed else Rung.TEXT
            asked.meter.tries += 1
            sent = line.sent()
            try:
                heard = await self._once(line, asked, rung)
            except ModelError as error:
                if self._learns(line, asked, error, sent):
                    continue  # as often as there are rungs and quirks, and then never again
                wait = self._wait_after(asked, error)
                if wait is None or self._clock() + wait >= ends_at:
                    line.fared(error, self._clock())
                    raise
                await self._pause(wait)
            else:
                line.breaker.succeeded()
                self._learnt[key_of(asked.endpoint)] = line.learnt()
                return _whole(asked, heard, rung, began, self._clock())

    def _wait_after(self, asked: _Asked, error: ModelError) -> float | None:
        """Give for how long to wait before the next try; None where no try helps."""
        asked.failures += 1
        if error.failure is Failure.NONSENSE:
            asked.nonsense += 1
        if error.failure not in RETRIED or asked.failures >= MOST_TRIES:
            return None
        if asked.nonsense >= MOST_NONSENSE:
            return None
        if error.failure is Failure.NONSENSE:
            asked.meter.before_again()
        return wait_before(asked.failures, jitter=self._jitter(), asked_for_s=error.retry_after_s)

    async def _once(self, line: Line, asked: _Asked, rung: Rung) -> Heard:
        prompt = prompt_without(asked.prompt, line.quirks, asked.endpoint.context_tokens)
        heard = Heard(endpoint=asked.endpoint, prompt=prompt)
        try:
            await self._heard(line, asked, heard, rung)
        finally:
            asked.meter.usage = asked.meter.usage.plus(heard.usage)
        heard.settle(asked.wire)
        return heard

    async def _heard(self, line: Line, asked: _Asked, heard: Heard, rung: Rung) -> None:
        import aiohttp

        endpoint = asked.endpoint
        wired = asked.wire.write(endpoint, heard.prompt, rung)
        reader = Reader(endpoint, asked.wire)
        heard.asked = True  # who is cancelled before the first word may have to be paid as well
        try:
            async with self._request(line, endpoint, wired) as response:
                if response.status != 200:
                    heard.asked = False
                    body = await response.content.read(MOST_REFUSAL_BYTES)
                    raise refusal(endpoint, response.status, body, response.headers)
                async for part in lines(endpoint, response.content.iter_any()):
                    self._take(heard, reader.read(part), asked.listen)
                    if heard.finish == "end":
                        break
                self._take(heard, reader.rest(), asked.listen)
        except aiohttp.ClientError as error:
            heard.asked = heard.first is not None
            reason = endpoint.key.hidden_in(f"{type(error).__name__}: {error}")
            raise ModelError(
                Failure.UNREACHABLE, endpoint.name, f"it can't be reached or broke off ({reason})"
            ) from None

    def _take(self, heard: Heard, pieces: Iterable[Piece], listen: Listen) -> None:
        for piece in pieces:
            heard.hear(piece, self._clock())
            listen(piece)

    def _request(
        self, line: Line, endpoint: Endpoint, wired: Wired
    ) -> "aiohttp.client._RequestContextManager":
        if self._session is None:
            raise RuntimeError("Models is used as an async context")
        body = body_without(dict(wired.body), line.quirks)
        return self._session.post(
            endpoint.base_url.rstrip("/") + wired.path,
            data=json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace"),
            headers={**wired.headers, "Content-Type": "application/json"},
            allow_redirects=False,
            proxy=line.proxy,
        )

    def _line(self, endpoint: Endpoint) -> Line:
        line = self._lines.get(endpoint.name)
        if line is None:
            rungs = self._wires[endpoint.provider].rungs
            line = line_to(endpoint, rungs, self._learnt.get(key_of(endpoint), Learnt()))
            self._lines[endpoint.name] = line
        return line

    def _learns(self, line: Line, asked: _Asked, error: ModelError, sent: Sent) -> bool:
        if error.quirk is Quirk.MORE_TOKENS and error.quirk not in sent.quirks:
            asked.meter.before_again()  # what was thought in vain is paid
        if not line.learns(error, sent, formed=asked.prompt.schema is not None):
            return False
        self._learnt[key_of(asked.endpoint)] = line.learnt()
        return True

    def _left(self, ends_at: float | None) -> float | None:
        return None if ends_at is None else max(0.0, ends_at - self._clock())


def _whole(asked: _Asked, heard: Heard, rung: Rung, began: float, ended: float) -> Answer:
    return Answer(
        text="".join(heard.text),
        data=heard.data,
        finish="stop" if heard.finish == "end" else heard.finish,
        usage=asked.meter.usage,
        endpoint=asked.endpoint.name,
        rung=rung,
        seconds=ended - began,
        first_token_s=(heard.first or ended) - began,
        tries=asked.meter.tries,
        size_bytes=heard.size,
    )
