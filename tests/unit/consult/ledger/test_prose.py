"""Sentences about one small case: nginx waits for vda, which postgres loads."""

from dataclasses import replace

import pytest

from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.prose import Ruling, published, rule
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

AWAIT = replace(
    fact("disk.await", 0.0352, device="vda"),
    series=tuple((at / 10, 0.01 + at / 1000) for at in range(30)),
)
BUSY = fact("disk.utilization", 0.971, device="vda")
LEFT = replace(
    fact("memory.available", 1_288_490_188.0),
    series=tuple((at / 10, 2e9 - at * 2e7) for at in range(30)),
)
SHARE = fact("process.cpu_share", 0.47, pid="4242")
POSTGRES = process_entity("postgres", 4242)
NGINX = process_entity("nginx", 80)
SLOW = finding(
    "disk_latency", evidence=(AWAIT, BUSY), culprit=POSTGRES, victims=(NGINX,), threshold=0.02
)


def about() -> Known:
    return known(case(findings=(SLOW,)), (AWAIT, BUSY, LEFT, SHARE))


def ruled(sentence: str, language: Language = Language.ENGLISH) -> Ruling:
    [one] = rule(sentence, about(), language, lambda piece: value_shown(piece, language))
    return one.ruling


@pytest.mark.parametrize(
    "sentence",
    [
        "Requests to vda wait 35 ms.",
        "Requests to vda wait about 36 ms.",
        "Requests to vda wait over 30 ms, and vda is 97% busy.",
        "vda is busy 97.1 percent of the time.",
        "postgres uses about half of a CPU.",
        "postgres (pid 4242) uses 47% of a CPU.",
        "1.2 GiB of memory are left.",
        "The wait at vda keeps rising.",
        "Available memory is falling.",
        "{disk.utilization{device=vda}} of vda's time is taken.",
        "nginx waits because postgres loads the disk.",
        "The p99 of HTTP/2 is not known here.",
        "TIME_WAIT lasts 60 s.",
    ],
)
def test_what_the_evidence_bears_out_stands(sentence: str) -> None:
    assert not ruled(sentence).struck


@pytest.mark.parametrize(
    "sentence",
    [
        "Requests to vda wait 53 ms.",
        "Requests to vda wait 35 s.",
        "Requests to vda wait about 50 ms.",
        "Requests to vda wait over 40 ms.",
        "Requests to vda wait less than 30 ms.",
        "Requests to sdb wait 35 ms.",
        "postgres uses two thirds of a CPU.",
        "nginx uses 47% of a CPU.",
        "postgres (pid 4711) uses 47% of a CPU.",
        "1.2 MiB of memory are left.",
        "The wait at vda keeps falling.",
        "Available memory is rising.",
        "{disk.utilization{device=sdb}} of its time is taken.",
        "The wait at vda doubled.",
        "The process `walrus` is to blame.",
        "postgres waits because nginx loads the disk, as 12% show.",
    ],
)
def test_what_it_does_not_bear_out_is_struck(sentence: str) -> None:
    assert ruled(sentence).struck


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("Pedidos a vda esperam 35 ms.", True),
        ("Pedidos a vda esperam 35,2 ms.", True),
        ("vda está ocupado 97,1 por cento do tempo.", True),
        ("postgres usa cerca de metade de uma CPU.", True),
        ("A memória disponível está caindo.", True),
        ("Pedidos a vda esperam 3,52 ms.", False),
        ("A espera em vda está diminuindo.", False),
        ("A espera em vda dobrou.", False),
        ("O processo `morsa` é o culpado.", False),
    ],
)
def test_portuguese_is_held_to_the_same(sentence: str, stands: bool) -> None:
    assert ruled(sentence, Language.PORTUGUESE).struck is not stands


def test_a_cause_that_nothing_shows_is_a_hypothesis() -> None:
    assert ruled("nginx is slow because of the network.") is Ruling.HYPOTHESIS


def test_a_cause_the_wrong_way_round_is_contradicted() -> None:
    assert ruled("postgres is slow because of nginx.") is Ruling.CONTRADICTED


def test_a_value_that_code_filled_in_is_written_for_its_reader() -> None:
    [one] = rule(
        "It waits {disk.await{device=vda}}.",
        about(),
        Language.PORTUGUESE,
        lambda piece: value_shown(piece, Language.PORTUGUESE),
    )

    assert one.sentence == "It waits 35,2 ms."
    assert one.keys == (AWAIT.key,)


def test_only_the_struck_sentence_goes_and_the_others_stay() -> None:
    said = "vda is 97% busy. It serves 9,000 requests. Look at postgres first."
    kept = published(rule(said, about(), Language.ENGLISH, lambda piece: ""))

    assert kept == "vda is 97% busy. Look at postgres first."


def test_a_parameter_of_a_chosen_remedy_is_nobodys_claim() -> None:
    allowed = known(case(findings=(SLOW,)), (AWAIT,), allowed=(12.0,))
    [one] = rule("Set its niceness to 12.", allowed, Language.ENGLISH, lambda piece: "")

    assert not one.ruling.struck


def test_what_is_said_to_be_an_estimate_is_shown_as_one() -> None:
    assert ruled("I expect this would save 30% of the wait.") is Ruling.ESTIMATE
