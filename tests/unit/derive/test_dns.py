import pytest

from hexascope.derive.derivers.dns import dns
from hexascope.derive.gather import gather
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Socket
from hexascope.domain.snapshot import Pulse
from tests.support.cases import window
from tests.support.network import sock


def question(inode: int, **fields: object) -> Socket:
    return sock(protocol="udp", remote="10.0.0.53:53", inode=inode, **fields)


def derived(*sightings: tuple[float, Socket]) -> Facts:
    pulses = [Pulse(at=at, numbers={}, tables={Socket: (row,)}) for at, row in sightings]
    return gather(window(pulses=pulses), {"dns": dns})


def test_a_question_that_is_seen_again_has_waited_that_long() -> None:
    facts = derived((101.0, question(5)), (101.5, question(5)), (102.8, question(5)))

    assert facts.number("dns.wait", server="10.0.0.53") == pytest.approx(1.8)
    assert facts.number("dns.waiting", server="10.0.0.53") == 1


def test_many_short_questions_make_no_long_one() -> None:
    facts = derived((101.0, question(5)), (102.0, question(6)), (103.0, question(7)))

    assert facts.number("dns.wait", server="10.0.0.53") == 0
    assert facts.number("dns.waiting", server="10.0.0.53") == 3


def test_an_answer_that_nobody_has_read_is_no_missing_answer() -> None:
    facts = derived((101.0, question(5, receive_queue=80)), (103.0, question(5, receive_queue=80)))

    assert facts.one("dns.wait", server="10.0.0.53") is None
