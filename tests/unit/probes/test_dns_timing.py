import pytest

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes.dns_timing import OWN, dns_timing, servers_of
from hexascope.collect.probing.calls.names import answers, dns_answers, question
from hexascope.domain.entity import EntityKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status
from tests.support.cases import case
from tests.support.entities import entity
from tests.support.probes import ScriptedHost, blamed, measured

PLACE = "/proc/77/root/etc/resolv.conf"
SILENT: list[Json] = [None, None, None]
QUICK: list[Json] = [0.004, 0.001, 0.002]


def host(first: "Json | NotHere", second: "Json | NotHere") -> ScriptedHost:
    return ScriptedHost(
        {PLACE: "# ours\nnameserver 10.0.0.1\nnameserver 10.0.0.2 # second\noptions timeout:1\n"},
        calls={"dns_answers 77 10.0.0.1": first, "dns_answers 77 10.0.0.2": second},
    )


def readings(told: list[object]) -> dict[tuple[str, str], float | str]:
    return {
        (one.family, dict(one.labels)["server"]): one.value
        for one in told
        if isinstance(one, Reading)
    }


def test_a_server_that_says_nothing_has_lost_all_questions_and_the_other_a_time() -> None:
    told = readings(measured(dns_timing, host(SILENT, QUICK), place=PLACE))

    assert told["resolver.lost", "10.0.0.1"] == 3
    assert told["resolver.lost", "10.0.0.2"] == 0
    assert told["resolver.answer_s", "10.0.0.2"] == 0.004
    assert ("resolver.answer_s", "10.0.0.1") not in told


def test_a_refusal_is_told_and_is_no_silence() -> None:
    refused = NotHere(Status.UNREADABLE, "dns_answers(77, 10.0.0.1): Connection refused")

    told = measured(dns_timing, host(refused, [0.001, None, 0.001]), place=PLACE)

    assert ("resolver.lost", "10.0.0.1") not in readings(told)
    assert readings(told)["resolver.lost", "10.0.0.2"] == 1
    assert any(isinstance(one, Missing) and "refused" in one.reason for one in told)


@pytest.mark.parametrize("nonsense", ["x", {"a": 1}, ["soon"], [True]])
def test_nonsense_of_the_call_is_an_error_that_the_runner_tells(nonsense: Json) -> None:
    with pytest.raises(TypeError):
        measured(dns_timing, host(nonsense, QUICK), place=PLACE)


@pytest.mark.parametrize("data", [b"", b"x", b"\0" * 12, b"\xff" * 400])
def test_what_is_no_answer_to_our_question_counts_as_none(data: bytes) -> None:
    assert not answers(data, 1)
    assert answers(question(1)[:2] + b"\x81\x85" + question(1)[4:], 1)


def test_a_real_socket_of_ours_is_answered_refused_or_left_alone() -> None:
    with pytest.raises(OSError, match="refused"):
        dns_answers("0", "127.77.53.1")
    with pytest.raises(ValueError, match="appear"):
        dns_answers("0", "name.example")


def test_a_file_without_servers_says_so() -> None:
    with pytest.raises(NotHere, match="names no server"):
        measured(dns_timing, ScriptedHost({PLACE: "search example\n"}), place=PLACE)


def test_three_servers_are_asked_and_names_are_no_addresses() -> None:
    text = "nameserver a.example\n" + "".join(f"nameserver ::{n}\n" for n in range(1, 6))

    assert servers_of(text) == ["::1", "::2", "::3"]


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
