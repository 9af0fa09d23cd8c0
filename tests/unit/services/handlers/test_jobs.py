"""What jobs do, over a real store: kept once, on the right host, with the right model."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.content import here
from hexascope.domain.errors import BadInput, CannotExamine, Clash
from hexascope.domain.examination import Examination
from hexascope.domain.job import Job
from hexascope.kit.ids import uuid7
from hexascope.services.handlers.apart import Stop, Stopped
from hexascope.services.handlers.asked import Asked, AskedOn, payload
from hexascope.services.handlers.judge import Judge
from hexascope.services.handlers.means import Gather
from hexascope.services.jobs.contract import Handler
from hexascope.store.database.content.conversations import DatabaseConversations
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.uploads import Upload, Uploads
from hexascope.store.database.scope import Scope
from tests.support.content import bundle_of, call, keep, of_host
from tests.support.serving import parts_of, served

NAME = "cgroup2_throttled_unit"


@dataclass
class InHand:
    """A job in somebody's hands, until it is taken away."""

    job: Job
    scope: Scope
    told: list[str] = field(default_factory=list)
    taken_away: bool = False

    async def progress(self, share: float, step: str) -> None:
        self.told.append(f"{share:.2f} {step}")

    async def log(self, line: str) -> None:
        self.told.append(line)

    async def write(self, work: Any) -> Any:
        if self.taken_away:
            raise Clash("the job has been given to another")
        return await self.scope.write(work)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return bundle_of(NAME)


def in_hand(client: TestClient, kind: str, told: Mapping[str, Any], host: str = "") -> InHand:
    parts = parts_of(client)
    job = Job(id=uuid7(parts.clock()), tenant="acme", kind=kind, payload=told, host=host)
    return InHand(job, parts.store.of("acme"))


def do(client: TestClient, running: InHand, handler: Handler | None = None) -> Mapping[str, Any]:
    doing = handler or parts_of(client).handlers[running.job.kind]
    return call(client, lambda: doing(running))


def sent(client: TestClient, bundle: bytes, **asked: Any) -> InHand:
    """Give the job of a bundle that was sent."""
    running = in_hand(client, "judge", payload(Asked(**asked)))
    uploads = Uploads(running.scope)
    new = Upload(
        id=running.job.id,
        host="h" * 32,
        host_name="shortly",
        size_bytes=len(bundle),
        sha256="0" * 64,
        by="ann",
        created=1.0,
    )

    async def add() -> None:
        await running.scope.write(lambda connection: uploads.add(connection, new, [bundle]))

    call(client, add)
    return running


def ids(client: TestClient, running: InHand) -> list[str]:
    page = call(client, lambda: Examinations(running.scope).page())
    return [one.id for one in page.items]


def test_a_job_tells_how_far_it_is_and_keeps_its_examination_under_its_own_id(
    client: TestClient, bundle: bytes
) -> None:
    running = sent(client, bundle)

    result = do(client, running)

    assert result["examination"] == running.job.id
    assert ids(client, running) == [running.job.id]
    assert running.told[-2:] == ["0.60 judging", "0.95 keeping"]
    assert call(client, lambda: Uploads(running.scope).all()) == []


def test_a_second_try_keeps_nothing_twice_and_does_what_follows_again(
    client: TestClient, bundle: bytes
) -> None:
    seen: list[str] = []

    async def after(tenant: str, made: Examination) -> None:
        seen.append(f"{tenant} {made.id}")
        if len(seen) == 1:
            raise CannotExamine("the series are away")

    running = sent(client, bundle)
    handler = Judge(gather=gather_of(client), after=after)

    with pytest.raises(CannotExamine):
        do(client, running, handler)
    result = do(client, running, handler)

    assert result["examination"] == running.job.id
    assert ids(client, running) == [running.job.id]
    assert seen == [f"acme {running.job.id}"] * 2


def gather_of(client: TestClient) -> Gather:
    handler = parts_of(client).handlers["judge"]
    assert isinstance(handler, Judge)
    return handler.gather


def test_who_has_lost_the_job_keeps_nothing(client: TestClient, bundle: bytes) -> None:
    running = sent(client, bundle)
    running.taken_away = True

    with pytest.raises(Clash):
        do(client, running)

    assert ids(client, running) == []
    assert len(call(client, lambda: Uploads(running.scope).all())) == 1


def test_this_machine_is_not_taken_for_another(client: TestClient) -> None:
    running = in_hand(client, "examine", payload(Asked()), host="another")

    with pytest.raises(CannotExamine, match="another"):
        do(client, running)

    assert running.job.host != here().id


@pytest.mark.parametrize("told", [{"window_s": "long"}, {"scope": ["nonsense"]}, {"target": []}])
def test_a_payload_that_is_none_ends_the_job(client: TestClient, told: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="payload"):
        do(client, in_hand(client, "examine", told))


def test_a_model_that_the_settings_do_not_name_is_refused(
    client: TestClient, bundle: bytes
) -> None:
    running = sent(client, bundle, model="openai/anything")

    with pytest.raises(BadInput, match="none of the settings"):
        do(client, running)

    assert call(client, lambda: Uploads(running.scope).all()) == [], "no other try would do better"


def test_rules_can_be_asked_for_whatever_the_settings_have(tmp_path: Path, bundle: bytes) -> None:
    flags = {"panel.models": "ollama/nowhere", "panel.base_url": "http://127.0.0.1:9"}
    with served(tmp_path, flags=flags) as client:
        running = sent(client, bundle, model="rules")

        do(client, running)

        assert ids(client, running) == [running.job.id]


def test_a_question_is_answered_once_however_often_its_job_is_tried(client: TestClient) -> None:
    examination = keep(client, of_host(NAME))
    asked = AskedOn(
        examination=examination,
        conversation=uuid7(1.0),
        question="Why does the CPU make tasks wait?",
        time="2026-11-21T06:00:00.000Z",
    )
    running = in_hand(client, "ask", payload(asked))

    first, second = do(client, running), do(client, running)

    assert first == second
    talks = DatabaseConversations(running.scope)
    kept = call(
        client,
        lambda: running.scope.read(lambda connection: talks.read(connection, examination)),
    )
    assert [len(one.turns) for one in kept] == [1]


def test_who_waits_for_his_turn_may_be_stopped() -> None:
    lock, stop = threading.Lock(), Stop()
    lock.acquire()
    stop.now()

    with pytest.raises(Stopped), stop.holding(lock):
        raise AssertionError("another holds it")

    lock.release()
    with Stop().holding(lock):
        assert lock.locked()
    assert not lock.locked()
