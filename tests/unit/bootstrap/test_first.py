from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.content import here
from hexascope.bootstrap.serving.first import first_examination
from hexascope.domain.job import Job
from hexascope.store.database.work.jobs import JobFilter
from tests.support.content import call, keep, numbered
from tests.support.serving import parts_of, served


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def jobs(client: TestClient) -> list[Job]:
    parts = parts_of(client)
    return call(client, lambda: parts.jobs.page(parts.store.of("default"), JobFilter()))


def first(client: TestClient) -> bool:
    parts = parts_of(client)
    return call(client, lambda: first_examination(parts))


def test_this_machine_is_examined_at_the_first_start(client: TestClient) -> None:
    assert first(client)

    (job,) = jobs(client)
    assert (job.kind, job.by, job.host) == ("examine", "system", here().id)


def test_several_workers_of_one_machine_make_one_job(client: TestClient) -> None:
    assert first(client)
    assert first(client)

    assert len(jobs(client)) == 1


def test_where_an_examination_is_kept_nothing_is_done(client: TestClient) -> None:
    one = numbered(1)
    keep(client, replace(one, host=replace(one.host, id=here().id)), tenant="default")

    assert not first(client)
    assert jobs(client) == []


def test_what_was_cancelled_before_it_was_examined_is_tried_at_the_next_start(
    client: TestClient,
) -> None:
    parts = parts_of(client)
    first(client)
    (job,) = jobs(client)
    call(client, lambda: parts.jobs.cancel(parts.store.of("default"), job.id))

    assert first(client)

    assert len(jobs(client)) == 2
