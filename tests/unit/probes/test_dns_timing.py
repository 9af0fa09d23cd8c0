from collections.abc import Callable

import pytest

from hexascope.collect.contract import NotHere
from hexascope.collect.probes.dns_timing import OWN, answers, dns_timing, query, servers_of
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status
from tests.support.cases import case
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

PLACE = "/proc/77/root/etc/resolv.conf"
SILENT = NotHere(Status.UNREADABLE, "udp:10.0.0.1:53 gave no answer in 0.3 s")


def answer(request: bytes) -> bytes:
    return request[:2] + b"\x81\x85" + request[4:]


def host(**servers: "bytes | NotHere | Callable[[bytes], bytes]") -> ScriptedHost:
    return ScriptedHost(
        {PLACE: "# ours\nnameserver 10.0.0.1\nnameserver 10.0.0.2 # second\noptions timeout:1\n"},
        servers={f"udp:10.0.0.{name[-1]}:53": told for name, told in servers.items()},
    )


def readings(told: list[object]) -> dict[tuple[str, str], float | str]:
    return {
        (one.family, dict(one.labels)["server"]): one.value
        for one in told
        if isinstance(one, Reading)
    }


def test_a_server_that_says_nothing_has_lost_all_questions_and_the_other_a_time() -> None:
    server = host(s1=SILENT, s2=answer)

    told = readings(measured(dns_timing, server, place=PLACE))

    assert told["resolver.lost", "10.0.0.1"] == 3
    assert told["resolver.lost", "10.0.0.2"] == 0
    assert told["resolver.answer_s", "10.0.0.2"] == 0.0
    assert ("resolver.answer_s", "10.0.0.1") not in told
    assert {pid for _, _, pid in server.asked} == {77}  # from within that process' namespaces


def test_a_refusal_is_told_and_is_no_silence() -> None:
    refused = NotHere(Status.UNREADABLE, "udp:10.0.0.1:53: Connection refused")

    told = measured(dns_timing, host(s1=refused, s2=answer), place=PLACE)

    assert ("resolver.lost", "10.0.0.1") not in readings(told)
    assert any(isinstance(one, Missing) and "refused" in one.reason for one in told)


@pytest.mark.parametrize("nonsense", [b"", b"x", b"\0" * 12, b"\xff" * 400])
def test_what_is_no_answer_to_our_question_counts_as_none(nonsense: bytes) -> None:
    told = readings(measured(dns_timing, host(s1=nonsense, s2=answer), place=PLACE))

    assert told["resolver.lost", "10.0.0.1"] == 3
    assert not answers(nonsense, 1)


def test_a_file_without_servers_says_so() -> None:
    with pytest.raises(NotHere, match="names no server"):
        measured(dns_timing, ScriptedHost({PLACE: "search example\n"}), place=PLACE)


def test_three_servers_are_asked_and_names_are_no_addresses() -> None:
    text = "nameserver a.example\n" + "".join(f"nameserver ::{n}\n" for n in range(1, 6))

    assert servers_of(text) == ["::1", "::2", "::3"]
    assert answers(answer(query(2)), 2)


def test_the_files_that_a_finding_speaks_of_are_wanted() -> None:
    servers = [
        Reading(
            "resolver.server", (("namespace", "mnt:[2]"), ("position", "1")), "10.0.0.1", PLACE
        ),
        Reading("resolver.server", (("namespace", "mnt:[1]"), ("position", "1")), "10.9.9.9", OWN),
    ]
    dead = blamed(entity(EntityKind.REMOTE_ADDRESS, "10.0.0.1"), "dns_unanswered")
    other = blamed(entity(EntityKind.PROCESS, "worker", 7))

    def places(*findings: object) -> list[str]:
        about = case(last=servers, findings=findings)  # type: ignore[arg-type] # findings
        return [one.place for one in dns_timing.wants(about)]

    assert places(dead) == [PLACE, OWN]
    assert places(other) == []
    assert places() == [PLACE, OWN]
