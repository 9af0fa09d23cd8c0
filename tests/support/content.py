"""Kept examinations in a server's database, for tests of what is shown of them."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from starlette.testclient import TestClient

from hexascope.bootstrap.serving.working import working
from hexascope.domain.examination import Examination
from hexascope.kit.ids import uuid7
from hexascope.kit.whole import plainly
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.services.running import summary
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.content.wholes import Wholes, packed
from hexascope.words import Language
from tests.support import kept as kept_hosts
from tests.support.examinations import examination
from tests.support.kept import made
from tests.support.line import Shortly, judged, service
from tests.support.serving import parts_of

T = TypeVar("T")

BEGAN_S = 1_795_000_000.0


def numbered(number: int, about: Examination | None = None) -> Examination:
    """Give an examination with an id and a time of its own; the larger number is the newer."""
    one = about or examination()
    id_ = uuid7(BEGAN_S + number)
    return replace(one, id=id_, time=f"2026-11-21T06:{number:02}:00.000Z")


def of_host(name: str, number: int = 0) -> Examination:
    """Give an examination of a kept host."""
    return numbered(number, judged(Shortly(made(name).told)).examination)


def bundle_of(name: str) -> bytes:
    """Give the bundle of a kept host."""
    return kept_hosts.bundle(made(name), service())


def keep(
    client: TestClient,
    about: Examination,
    *,
    tenant: str = "acme",
    bundle: Path | None = None,
    whole: bool = True,
    language: Language = Language.ENGLISH,
) -> str:
    """Keep an examination as a job does, its report in a language, and give its id."""
    scope = parts_of(client).store.of(tenant)

    async def work() -> str:
        archive = DatabaseArchive(scope)
        report = as_json.write(about, Manner(language=language))
        told = archive.told(summary(about), report, bundle, as_json.write(about, Manner()))
        data = packed(plainly(about)) if whole else None
        kept = await scope.write(Wholes(scope).keeping(archive, told, data, lambda _: None))
        return kept.id

    return call(client, work)


def call(client: TestClient, work: Callable[[], Awaitable[T]]) -> T:
    """Run something in the server's loop."""
    assert client.portal is not None
    return client.portal.call(work)


@contextmanager
def worked(client: TestClient) -> Iterator[None]:
    """Have a worker do jobs meanwhile."""
    assert client.portal is not None
    with client.portal.wrap_async_context_manager(working(parts_of(client), drain_seconds=6.0)):
        yield
