"""How much one caller may ask for: counted by the bus, so that all processes count together."""

from dataclasses import dataclass

from fastapi import Request

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import limits_of
from hexascope.domain.access import Caller
from hexascope.domain.errors import CannotReach
from hexascope.server.frame.problem import Refusal

WINDOW_S = 60
MOST_STRANGE = 120
"""Requests of a minute without valid credentials that one address may make."""


@dataclass(frozen=True, slots=True)
class Left:
    """What of a limit is left in this minute."""

    most: int
    left: int
    resets_s: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Give it as the headers RateLimit and RateLimit-Policy."""
        return [
            (b"ratelimit-policy", f'"caller";q={self.most};w={WINDOW_S}'.encode()),
            (b"ratelimit", f'"caller";r={self.left};t={self.resets_s}'.encode()),
        ]


async def count_caller(request: Request, parts: Parts, caller: Caller) -> None:
    """Count a request of somebody; Refusal where it is one too many in this minute."""
    most = int((await limits_of(parts, caller.tenant))["requests_per_minute"])
    left = await _counted(parts, f"{caller.tenant}:{caller.kind}:{caller.id}", most)
    request.state.rate = left
    if left.left < 0:
        raise _too_many(f"{caller.name} may make {most} requests in a minute", left)


async def count_stranger(request: Request, parts: Parts) -> None:
    """Count a request without valid credentials by its address; Refusal as above."""
    address = request.client.host if request.client else ""
    left = await _counted(parts, f"*:address:{address}", MOST_STRANGE)
    if left.left < 0:
        raise _too_many("too many requests without valid credentials from this address", left)


async def _counted(parts: Parts, who: str, most: int) -> Left:
    now = parts.clock()
    resets = WINDOW_S - int(now % WINDOW_S)
    try:
        count = await parts.bus.add(
            f"rate:{who}:{int(now // WINDOW_S)}", seconds=float(2 * WINDOW_S)
        )
    except CannotReach:
        return Left(most, most, resets)  # to refuse all while the bus is away would be worse
    return Left(most, most - count, resets)


def _too_many(why: str, left: Left) -> Refusal:
    return Refusal(
        429, f"{why}: try again in {left.resets_s} s", {"Retry-After": str(left.resets_s)}
    )
