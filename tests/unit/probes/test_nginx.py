import pytest

from hexascope.collect.contract import Json
from hexascope.collect.probes.nginx import nginx
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Missing, Reading
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured
from tests.support.storage import opened

LOG = "/var/log/nginx/error.log"
LATE = b"2026/11/21 12:03:35 [error] 7#7: *%d upstream timed out (110: Connection timed out)\n"
STATUS = (
    b"HTTP/1.1 200 OK\r\n\r\nActive connections: 291 \nserver accepts handled requests\n"
    b" 16630948 16630948 31070465 \nReading: 6 Writing: 179 Waiting: 106 \n"
)
LOGIN: dict[str, Json] = {"login nginx": {"status": "/nginx_status", "port": 8080}}


def host(*tails: bytes, status: bytes = STATUS) -> ScriptedHost:
    told = iter(tails)
    return ScriptedHost(
        calls=LOGIN,
        programs={"tail": lambda *_: next(told)},
        servers={"tcp:127.0.0.1:8080": status},
    )


def readings(server: ScriptedHost) -> dict[tuple[str, str], float | str]:
    return {
        (one.family, one.labels[0][1]): one.value
        for one in measured(nginx, server, place=LOG)
        if isinstance(one, Reading)
    }


def test_new_lines_on_late_upstreams_are_a_rate_and_the_status_page_is_read() -> None:
    before = LATE % 1 + LATE % 2
    told = readings(host(before, before + LATE % 3 + b"another line\n" + LATE % 4))

    assert told["nginx.timeouts_per_s", LOG] == pytest.approx(2 / 1.5)
    assert told["nginx.connections", "active"] == 291
    assert told["nginx.connections", "waiting"] == 106


def test_a_log_that_stands_still_or_began_empty() -> None:
    assert readings(host(LATE % 1, LATE % 1))["nginx.timeouts_per_s", LOG] == 0
    assert readings(host(b"", LATE % 1))["nginx.timeouts_per_s", LOG] == pytest.approx(1 / 1.5)


def test_a_log_that_was_rotated_counts_from_its_beginning() -> None:
    assert readings(host(LATE % 1, LATE % 2))["nginx.timeouts_per_s", LOG] == pytest.approx(1 / 1.5)


@pytest.mark.parametrize("status", [b"", b"HTTP/1.1 404 Not Found\r\n\r\n", b"\xff" * 999_999])
def test_a_page_that_is_none_gives_no_reading(status: bytes) -> None:
    told = readings(host(b"", b"\xff\xfe", status=status))

    assert [family for family, _ in told] == ["nginx.timeouts_per_s"]


def test_without_a_configured_page_it_is_not_asked() -> None:
    told = iter((b"", b""))
    server = ScriptedHost(programs={"tail": lambda *_: next(told)})

    found = measured(nginx, server, place=LOG)

    assert server.asked == []
    assert any(isinstance(one, Missing) for one in found)


def test_the_open_log_is_wanted_where_a_finding_is_about_late_servers() -> None:
    def wanted(check: str) -> list[str]:
        about = case(
            findings=(blamed(entity(EntityKind.PROCESS, "service", 9), check),),
            last=[process(pid=7, comm="nginx"), opened(7, LOG), opened(8, "/x/error.log")],
        )
        return [one.place for one in nginx.wants(about)]

    assert wanted("upstream_timeouts") == [LOG]
    assert wanted("cpu_saturation") == []
