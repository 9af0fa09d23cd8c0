import asyncio
from dataclasses import replace
from pathlib import Path

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.repeats import forget_all, run_repeats
from hexascope.store.database.requests import KEPT_S, Answered, Claim, Requests
from tests.support.serving import parts_of, served

BEGAN_S = 1_795_000_000.0


def at(parts: Parts, moment: float) -> Parts:
    return replace(parts, clock=lambda: moment)


async def keep(parts: Parts) -> None:
    claim = Claim(id="k" * 64, fingerprint="f" * 64, claimed=BEGAN_S)
    await Requests(parts.store.of("acme")).keep(
        Answered(claim=claim, status=201, headers={}, body=b"")
    )


async def looked_once(parts: Parts) -> None:
    """Let the runner look until the key is gone, then end it as a drain does."""
    task = asyncio.ensure_future(run_repeats(parts))
    async with asyncio.timeout(20):
        while await Requests(parts.store.of("acme")).one("k" * 64) is not None:
            pass  # each look gives the loop to the runner
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_keys_are_known_for_a_day_and_then_forgotten(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        parts = parts_of(client)
        assert client.portal is not None
        client.portal.call(keep, parts)

        day = client.portal.call(forget_all, at(parts, BEGAN_S + KEPT_S))
        later = client.portal.call(forget_all, at(parts, BEGAN_S + KEPT_S + 1.0))

        assert (day, later) == (0, 1)


def test_the_runner_forgets_by_itself(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        parts = parts_of(client)
        assert client.portal is not None
        client.portal.call(keep, parts)
        client.portal.call(looked_once, at(parts, BEGAN_S + KEPT_S + 1.0))

        found = client.portal.call(Requests(parts.store.of("acme")).one, "k" * 64)
        assert found is None
