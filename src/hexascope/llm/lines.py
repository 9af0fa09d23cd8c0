"""What is known of one endpoint while it is asked: who is served, how it fares, what it takes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from hexascope.domain.learnt import Learnt
from hexascope.kit.breaker import Breaker
from hexascope.llm.contract import Endpoint, Failure, ModelError, Quirk, Rung
from hexascope.llm.proxies import proxy_of


@dataclass(frozen=True, slots=True)
class Sent:
    """With what one request was sent: another one may have learnt more meanwhile."""

    rung: int
    quirks: frozenset[Quirk]


@dataclass(slots=True, kw_only=True)
class Line:
    """One endpoint: its free slots, its breaker and proxy, the rungs of its dialect, its quirks."""

    slots: asyncio.Semaphore
    breaker: Breaker
    proxy: str | None
    rungs: Sequence[Rung]
    rung: int = 0
    quirks: set[Quirk] = field(default_factory=set)

    def sent(self) -> Sent:
        """Give with what a request goes out now."""
        return Sent(self.rung, frozenset(self.quirks))

    def learns(self, error: ModelError, sent: Sent, *, formed: bool) -> bool:
        """Learn what a refusal says; True where it is worth asking anew for that alone.

        What is refused in a request goes first, then one rung down, if there is one. Of several
        requests that are refused at once the first teaches, the others follow. It ends: each
        request that is sent anew has one quirk or one rung more than the one before.
        """
        if error.quirk is not None and error.quirk not in sent.quirks:
            self.quirks.add(error.quirk)
            return True
        if error.failure is not Failure.UNFIT or not formed:
            return False
        if self.rung == sent.rung and self.rung + 1 < len(self.rungs):
            self.rung += 1
        return self.rung > sent.rung

    def learnt(self) -> Learnt:
        """Give what is worth to be remembered."""
        quirks = tuple(sorted(one.value for one in self.quirks))
        return Learnt(rung=self.rungs[self.rung].value, quirks=quirks)

    def fared(self, error: ModelError, now: float) -> None:
        """Tell the breaker of what shows that an endpoint is ill; a refusal shows that it lives."""
        if error.failure in (Failure.UNREACHABLE, Failure.BUSY):
            self.breaker.failed(now)
        else:
            self.breaker.gave_up()


def line_to(endpoint: Endpoint, rungs: Sequence[Rung], known: Learnt) -> Line:
    """Begin with what was learnt before; words of it that are not known here are passed over."""
    words = [rung.value for rung in rungs]
    return Line(
        slots=asyncio.Semaphore(endpoint.slots),
        breaker=Breaker(),
        proxy=proxy_of(endpoint),
        rungs=rungs,
        rung=words.index(known.rung) if known.rung in words else 0,
        quirks={one for one in Quirk if one.value in known.quirks},
    )


def key_of(endpoint: Endpoint) -> str:
    """Give the key under which it is kept what was learnt: a model at an address."""
    return f"{endpoint.name} {endpoint.base_url}"
