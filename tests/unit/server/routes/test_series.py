"""Series over HTTP, as they are asked for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.series import with_series
from hexascope.domain.series import Batch, Source
from hexascope.services.series.upkeep import Upkeep
from tests.support.series import WEB, batch
from tests.support.serving import ADMIN, STRANGER, parts_of, served

BEGIN = 1_000_080.0
NOW = 1_000_300.0
DB = Source(host="b" * 32, boot="b1", stream="steady", step=1)
URL = "/api/v1/series"


def at_now(parts: Parts) -> Parts:
    return with_series(replace(parts, clock=lambda: NOW))


def keep(client: TestClient, some: Sequence[Batch]) -> None:
    series = parts_of(client).series

    async def whole() -> None:
        for one in some:
            await series.keep("acme", one)

    assert client.portal is not None
    client.portal.call(whole)


def seal(client: TestClient) -> None:
    async def whole() -> None:
        await Upkeep(series=parts_of(client).series).seal(NOW, all_of_them=True)

    assert client.portal is not None
    client.portal.call(whole)


def loads(source: Source, name: str, values: Sequence[float], *, seq: int = 0) -> list[Batch]:
    return [
        batch(
            seq=seq + number,
            times=[BEGIN + number],
            keys=["cpu.load", "disk.reads{device=vda}"],
            values=[[value, 100.0 * number]],
            source=source,
            host_name=name,
        )
        for number, value in enumerate(values)
    ]


@pytest.fixture(params=["open", "sealed"], scope="module")
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("series"), change=at_now) as client:
        keep(client, loads(WEB, "web-1", [1.0, 2.0, 3.0, 4.0]))
        keep(client, loads(DB, "db-1", [9.0, 9.0]))
        if request.param == "sealed":
            seal(client)
        yield client


def get(
    client: TestClient,
    path: str,
    asked: Mapping[str, str | float | bool],
    headers: Mapping[str, str] = ADMIN,
) -> Any:
    return client.get(f"{URL}{path}", params=dict(asked), headers=dict(headers))


def test_names_are_listed_by_host_and_key(client: TestClient) -> None:
    answer = get(client, "", {"match": "cpu.*"}).json()

    assert [(one["host_name"], one["key"]) for one in answer["items"]] == [
        ("web-1", "cpu.load"),
        ("db-1", "cpu.load"),
    ]


def test_a_series_is_told_step_by_step(client: TestClient) -> None:
    answer = get(
        client, "/query", {"match": "cpu.load", "host": "web-*", "step": "2", "from": BEGIN}
    )

    assert answer.status_code == 200, answer.text
    (line,) = answer.json()["items"]
    assert [value for _, value in line["points"]] == [1.5, 3.5]
    assert line["points"][0][0] == "1970-01-12T13:48:00.000Z"


def test_a_counter_is_told_as_a_rate(client: TestClient) -> None:
    answer = get(
        client, "/query", {"match": "disk.reads{device=v*}", "step": "10", "aggregate": "rate"}
    )

    rates = [value for line in answer.json()["items"] for _, value in line["points"]]
    assert rates == [100.0, 100.0]


def test_hosts_are_told_as_one_line_where_it_is_asked(client: TestClient) -> None:
    asked = {"match": "cpu.load", "step": "60", "aggregate": "max", "group": "x", "combine": "sum"}
    (line,) = get(client, "/query", asked).json()["items"]

    assert [value for _, value in line["points"]] == [13.0]


def test_who_may_see_some_hosts_sees_no_others(client: TestClient) -> None:
    some = {"Authorization": "Bearer acme vic read:series:host=web-*"}

    assert len(get(client, "", {"match": "cpu.*"}, some).json()["items"]) == 1
    lines = get(client, "/query", {"match": "*"}, some).json()["items"]
    assert {line["host_name"] for line in lines} == {"web-1"}
    csv = get(client, "/export", {"match": "*"}, some).text
    assert "db-1" not in csv
    assert "web-1" in csv


def test_another_tenant_sees_nothing(client: TestClient) -> None:
    assert get(client, "/query", {"match": "*"}, STRANGER).json()["items"] == []
    assert get(client, "", {}, STRANGER).json()["items"] == []


def test_who_may_not_read_series_is_refused(client: TestClient) -> None:
    other = {"Authorization": "Bearer acme vic read:hosts"}

    assert get(client, "/query", {"match": "*"}, other).status_code == 403


def test_the_largest_are_ranked_by_what_is_sealed(client: TestClient) -> None:
    seal(client)

    answer = get(client, "/top", {"match": "cpu.load", "aggregate": "max", "limit": 1}).json()

    (first,) = answer["items"]
    assert (first["host_name"], first["value"]) == ("db-1", 9.0)
    assert answer["until"] == "1970-01-12T13:50:00.000Z"


def test_who_may_see_some_hosts_ranks_these_alone(client: TestClient) -> None:
    seal(client)
    some = {"Authorization": "Bearer acme vic read:series:host=web-*"}

    answer = get(client, "/top", {"match": "cpu.load", "limit": 1}, some).json()

    assert [(one["host_name"], one["value"]) for one in answer["items"]] == [("web-1", 2.5)]


def test_a_counter_is_ranked_by_its_rate(client: TestClient) -> None:
    seal(client)
    asked = {"match": "disk.reads", "aggregate": "rate", "from": str(BEGIN), "host": "web-1"}

    (first,) = get(client, "/top", asked).json()["items"]

    assert first["value"] == 300.0 / 120


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"match": "cpu.load", "from": "-11d", "step": "60"}, "points"),
        ({"match": "cpu.load", "from": "0", "step": "1"}, "points"),
        ({"match": "cpu.load{device}"}, "family{label=value"),
        ({"match": ""}, "family{label=value"),
        ({"match": "cpu.load", "from": "yesterday"}, "from:"),
        ({"match": "cpu.load", "from": "nan"}, "from:"),
        ({"match": "cpu.load", "from": "-infh"}, "from:"),
        ({"match": "cpu.load", "from": "now", "to": "-1h"}, "before"),
        ({"match": "cpu.load", "step": "0"}, "step:"),
        ({"match": "cpu.load", "step": "raw", "aggregate": "rate"}, "step:"),
        ({"match": "cpu.load", "group": "a,b,c,d,e,f,g,h,i"}, "group:"),
    ],
)
def test_a_question_that_can_not_be_answered_says_why(
    client: TestClient, asked: dict[str, str], words: str
) -> None:
    answer = get(client, "/query", asked)

    assert answer.status_code == 400, answer.text
    assert words in answer.json()["detail"]


def test_exports_hold_what_a_query_tells(client: TestClient) -> None:
    asked = {"match": "cpu.load", "host": "db-*", "step": "raw"}

    csv = get(client, "/export", {**asked, "format": "csv"})
    lines = get(client, "/export", {**asked, "format": "jsonl"})
    metrics = get(client, "/export", {**asked, "format": "openmetrics"})

    assert csv.text.splitlines()[1] == f"1970-01-12T13:48:00.000Z,db-1,{DB.host},cpu.load,9.0"
    assert len(json.loads(lines.text)["points"]) == 2
    assert metrics.text.splitlines() == [
        "# TYPE hexascope_cpu_load gauge",
        f'hexascope_cpu_load{{host="db-1",host_id="{DB.host}"}} 9.0 1000080.000',
        f'hexascope_cpu_load{{host="db-1",host_id="{DB.host}"}} 9.0 1000081.000',
        "# EOF",
    ]
