"""Keeping batches in groups, and refusing what is too much."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hexascope.domain.errors import StoreFull, TooMuch
from hexascope.domain.series import Batch, Kept
from hexascope.services.series import appender as module
from hexascope.services.series.appender import MOST_MOMENTS, MOST_WAITING_BYTES, Appender
from tests.support.series import batch

NOW = 1_000_000.0


class Slow:
    """A store whose transactions last until they are let go; it counts what each of them held."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.groups: list[int] = []
        self.go = asyncio.Event()
        self.fails = fails

    def of(self, _tenant: str) -> "Slow":
        return self


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Slow, Appender]]:
    class Appending:
        def __init__(self, *, scope: Slow, **_other: Any) -> None:
            self.scope = scope

        async def append(self, batches: list[Batch], _now: float) -> list[Kept]:
            self.scope.groups.append(len(batches))
            await self.scope.go.wait()
            if self.scope.fails:
                raise self.scope.fails
            return [Kept(moments=len(one.times)) for one in batches]

    monkeypatch.setattr(module, "Appending", Appending)

    def made(fails: Exception | None = None) -> tuple[Slow, Appender]:
        store = Slow(fails)
        return store, Appender(store, lambda: NOW, 5000)  # type: ignore[arg-type]  # a double

    return made


def test_what_comes_while_a_commit_is_under_way_goes_with_the_next(
    slow: Callable[..., tuple[Slow, Appender]],
) -> None:
    async def whole() -> list[int]:
        store, appender = slow()
        first = asyncio.ensure_future(appender.append("acme", batch(seq=0, times=[NOW])))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rest = [
            asyncio.ensure_future(appender.append("acme", batch(seq=seq, times=[NOW + seq])))
            for seq in range(1, 9)
        ]
        await asyncio.sleep(0)
        store.go.set()
        await asyncio.gather(first, *rest)
        assert appender.waiting_bytes == 0
        return store.groups

    assert asyncio.run(whole()) == [1, 8]


def test_too_many_waiting_bytes_are_refused_until_some_are_kept(
    slow: Callable[..., tuple[Slow, Appender]],
) -> None:
    width = 4000
    large = batch(times=[NOW], keys=[f"k.{at}" for at in range(width)], values=[[1.0] * width])
    fit = MOST_WAITING_BYTES // large.size

    async def whole() -> None:
        store, appender = slow()
        tasks = [asyncio.ensure_future(appender.append(f"t{at}", large)) for at in range(fit)]
        await asyncio.sleep(0)
        with pytest.raises(TooMuch, match="wait"):
            await appender.append("acme", large)
        store.go.set()
        await asyncio.gather(*tasks)
        await appender.append("acme", large)

    asyncio.run(whole())


@pytest.mark.parametrize(("moments", "fits"), [(MOST_MOMENTS, True), (MOST_MOMENTS + 1, False)])
def test_moments_that_come_faster_than_the_step_says_are_refused(
    slow: Callable[..., tuple[Slow, Appender]], moments: int, fits: bool
) -> None:
    async def whole() -> None:
        store, appender = slow()
        store.go.set()
        begin = 999_960.0
        times = [begin + at / 1000 for at in range(1200)]
        values = [[1.0]] * 1200
        await appender.append("acme", batch(seq=1, times=times, values=values))
        rest = moments - 1200
        for seq, some in enumerate((rest // 2, rest - rest // 2)):
            late = batch(seq=2 + seq, times=times[:some], values=values[:some])
            if fits or seq == 0:
                await appender.append("acme", late)
            else:
                with pytest.raises(TooMuch, match="step"):
                    await appender.append("acme", late)

    asyncio.run(whole())


def test_a_store_that_is_full_is_told_to_each_of_the_group(
    slow: Callable[..., tuple[Slow, Appender]],
) -> None:
    async def whole() -> list[object]:
        store, appender = slow(StoreFull("no room"))
        store.go.set()
        works = [appender.append("acme", batch(seq=seq, times=[NOW])) for seq in range(3)]
        found: list[object] = list(await asyncio.gather(*works, return_exceptions=True))
        assert appender.waiting_bytes == 0
        return found

    assert [type(one) for one in asyncio.run(whole())] == [StoreFull] * 3
