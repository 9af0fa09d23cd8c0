"""The newest value of each series, for Prometheus."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.series import with_series
from tests.support.series import WEB, batch
from tests.support.serving import ADMIN, STRANGER, parts_of, served

NOW = 1_000_300.0


def at_now(parts: Parts) -> Parts:
    return with_series(replace(parts, clock=lambda: NOW))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path, change=at_now) as client:
        told = [
            batch(
                seq=number,
                times=[NOW - ago],
                keys=["cpu.load" if ago < 60 else "cpu.old"],
                values=[[float(number)]],
                source=WEB,
                host_name="web-1",
            )
            for number, ago in enumerate((90.0, 20.0, 3.0), start=1)
        ]

        async def keep() -> None:
            for one in told:
                await parts_of(client).series.keep("acme", one)

        assert client.portal is not None
        client.portal.call(keep)
        yield client


def lines(client: TestClient, query: str = "", headers: dict[str, str] = ADMIN) -> list[str]:
    answer = client.get(f"/api/v1/series/newest{query}", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    return answer.text.splitlines()


def test_each_series_of_the_last_minute_has_one_value_and_its_moment(client: TestClient) -> None:
    assert lines(client) == [
        "# TYPE hexascope_cpu_load gauge",
        f'hexascope_cpu_load{{host="web-1",host_id="{WEB.host}"}} 3.0 {NOW - 3:.3f}',
        "# EOF",
    ]


@pytest.mark.parametrize("query", ["?host=db-*", "?match=disk.*"])
def test_what_does_not_fit_is_left_out(client: TestClient, query: str) -> None:
    assert lines(client, query) == ["# EOF"]


def test_a_tenant_sees_its_own_alone_and_a_selector_chooses(client: TestClient) -> None:
    only_db = {"Authorization": "Bearer acme pat read:series:host=db-*"}
    only_web = {"Authorization": "Bearer acme pat read:series:host=web-*"}

    assert lines(client, headers=STRANGER) == ["# EOF"]
    assert lines(client, headers=only_db) == ["# EOF"]
    assert len(lines(client, headers=only_web)) == 3
