"""The first start of a server takes over what this machine's command line has kept."""

import asyncio
import logging
from pathlib import Path

import pytest

from hexascope.bootstrap.lasting import in_folders
from hexascope.bootstrap.serving.importing import import_and_say, imported, said
from hexascope.bootstrap.serving.opened import opened
from hexascope.services.taking_over import Taken
from hexascope.settings.read import Known
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from tests.support.serving import known_with

EXAMINATION = "01a1fe65-1e2c-73f1-af04-000000000001"


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = known_with(tmp_path)
    kept = Kept(
        id=EXAMINATION,
        host_id="a" * 32,
        host_name="web-1",
        time="2026-11-21T06:00:00.000Z",
        score=90,
        findings=1,
        worst="high",
        headline="One thing.",
        size_bytes=0,
    )
    in_folders(made).archive.keep(kept, "{}", None)
    return made


def test_the_first_start_takes_it_over_and_a_later_one_does_not_look(known: Known) -> None:
    async def start() -> tuple[Taken | None, list[str]]:
        async with opened(known) as parts:
            taken = await imported(parts)
            page = await Examinations(parts.store.of("default")).page()
            return taken, [one.id for one in page.items]

    async def forget() -> None:
        async with opened(known) as parts:
            noun = Examinations(parts.store.of("default"))
            await noun.scope.write(lambda connection: noun.drop(connection, [EXAMINATION]))

    taken, ids = asyncio.run(start())
    assert taken is not None
    assert (taken.examinations, ids) == (1, [EXAMINATION])
    asyncio.run(forget())
    assert asyncio.run(start()) == (None, []), "what was forgotten does not come back"


def test_a_server_that_is_stopping_leaves_it_to_the_next_start(known: Known) -> None:
    async def start(stopping: bool) -> Taken | None:
        async with opened(known) as parts:
            if stopping:
                parts.stopping.set()
            return await imported(parts)

    first, second = asyncio.run(start(stopping=True)), asyncio.run(start(stopping=False))

    assert first is not None
    assert second is not None
    assert (first.whole, second.whole, second.examinations) == (False, True, 1)


def test_how_many_it_were_is_told_with_what_could_not_be_read(
    known: Known, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "state" / "hexascope" / "hosts" / ("a" * 32) / EXAMINATION.replace("1", "2")
    broken.mkdir()

    async def start() -> None:
        async with opened(known) as parts:
            await import_and_say(parts)

    with caplog.at_level(logging.INFO, "hexascope.import"):
        asyncio.run(start())
    [line] = caplog.messages
    assert "1 examinations of the command line were taken over (0 were there)" in line
    assert f"1 can't be read and were passed over: {broken.name}" in line


def test_of_many_damaged_ones_a_few_are_named() -> None:
    line = said(Taken(damaged=[f"e{number}" for number in range(9)]))

    assert "9 can't be read" in line
    assert line.endswith("e0, e1, e2, e3, e4")
