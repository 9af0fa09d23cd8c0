from pathlib import Path

import pytest

from hexascope.domain.errors import BadSettings
from tests.unit.server.frame.things import things_served

PAGE = "https://grafana.example"


def asked_before(origin: str) -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,idempotency-key",
    }


def test_no_other_page_may_ask_unless_it_is_named(tmp_path: Path) -> None:
    with things_served(tmp_path) as client:
        answer = client.get("/api/v1/things/open/x", headers={"Origin": PAGE})
        before = client.options("/api/v1/things", headers=asked_before(PAGE))

    assert "access-control-allow-origin" not in answer.headers
    assert before.status_code == 405
    assert "access-control-allow-origin" not in before.headers


def test_a_named_page_may_ask_without_cookies(tmp_path: Path) -> None:
    with things_served(tmp_path, flags={"server.origins": [PAGE]}) as client:
        answer = client.get("/api/v1/things/open/x", headers={"Origin": PAGE})
        before = client.options("/api/v1/things", headers=asked_before(PAGE))
        other = client.get("/api/v1/things/open/x", headers={"Origin": f"{PAGE}.evil.example"})

    assert answer.headers["access-control-allow-origin"] == PAGE
    assert "access-control-allow-credentials" not in answer.headers
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert before.status_code == 200
    assert "idempotency-key" in before.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize(
    "origin", ["*", "null", "example.org", "https://example.org/", "https://*/x"]
)
def test_what_is_no_origin_is_refused_at_the_start(tmp_path: Path, origin: str) -> None:
    with (
        pytest.raises(BadSettings, match="is no origin"),
        things_served(tmp_path, flags={"server.origins": [origin]}),
    ):
        pytest.fail("it began")
