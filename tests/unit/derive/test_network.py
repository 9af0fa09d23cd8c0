from collections.abc import Iterable

import pytest

from hexascope.derive.derivers.network import network
from hexascope.derive.gather import gather
from hexascope.domain.evidence import labels_of
from hexascope.domain.facts import Facts
from hexascope.domain.rows import InterfaceUse
from hexascope.domain.snapshot import Pulse, Reading
from hexascope.domain.use import Status
from tests.support.cases import reading, window
from tests.support.network import NAMESPACES, OTHER, OWN, link


def derived(first: Iterable[object], last: Iterable[object]) -> Facts:
    return gather(window(first, last), {"network": network})


def segments(sent: float, again: float) -> list[Reading]:
    return [
        reading("tcp.count", sent, name="OutSegs", namespace=OTHER),
        reading("tcp.count", again, name="RetransSegs", namespace=OTHER),
    ]


def test_the_share_of_repeated_segments_is_that_of_the_window() -> None:
    facts = derived(segments(1_000_000, 5), segments(1_001_000, 105))

    assert facts.number("tcp.retransmit_share", namespace=OTHER) == pytest.approx(0.1)
    assert facts.number("tcp.segments_sent", namespace=OTHER) == 1000
    assert facts.number("tcp.rate", name="RetransSegs", namespace=OTHER) == pytest.approx(20)


def test_the_course_of_the_share_is_one_of_shares() -> None:
    between = Pulse(
        at=102.0,
        numbers={"tcp.count": {one.labels: float(one.value) for one in segments(1_000_500, 105)}},
    )
    ends = window(segments(1_000_000, 5), segments(1_001_000, 105), pulses=(between,))

    share = gather(ends, {"network": network}).one("tcp.retransmit_share", namespace=OTHER)

    assert share
    assert dict(share.series) == pytest.approx({2.0: 0.2, 5.0: 0.0})


def test_a_share_of_a_few_segments_is_none_and_so_is_that_of_a_reset() -> None:
    assert derived(segments(0, 0), segments(99, 50)).one("tcp.retransmit_share") is None
    facts = derived(segments(1_000, 5), segments(500, 105))
    assert facts.one("tcp.retransmit_share", namespace=OTHER) is None


def test_an_interface_has_a_use_only_where_its_speed_is_known() -> None:
    before = link(namespace=OWN, sent_bytes=0)
    after = before._replace(sent_bytes=5 * 125_000_000 // 2, sent_packets=2000)
    fast = [one._replace(name="fast", speed_bits_per_s=10**9) for one in (before, after)]

    facts = derived([before, fast[0]], [after, fast[1], *NAMESPACES])

    unknown, known = facts.rows(InterfaceUse)
    assert unknown.send_use is None
    assert known.send_use == pytest.approx(0.5)
    assert facts.number("interface.send_use", interface="fast", namespace=OWN) == pytest.approx(0.5)


def test_the_course_of_an_interface_is_one_of_shares_of_its_speed() -> None:
    where = {"interface": "eth0", "namespace": OWN}
    before = link(namespace=OWN, sent_bytes=0, speed_bits_per_s=8_000)
    after = before._replace(sent_bytes=1_000, sent_packets=2_000)
    between = Pulse(at=102.0, numbers={"interface.sent_bytes": {labels_of(where): 1_000.0}})
    ends = window(
        [before, *NAMESPACES, reading("interface.sent_bytes", 0, **where)],
        [after, *NAMESPACES, reading("interface.sent_bytes", 1_000, **where)],
        pulses=(between,),
    )

    share = gather(ends, {"network": network}).one("interface.send_use", **where)

    assert share
    assert share.number == pytest.approx(0.2)
    assert dict(share.series) == pytest.approx({2.0: 0.5, 5.0: 0.0})


def test_where_no_interface_tells_its_speed_the_use_is_unknown_and_not_zero() -> None:
    known = derived([*NAMESPACES, link()], [*NAMESPACES, link()])

    assert known.missing["interface.receive_use"].status is Status.VIRTUAL
    assert known.one("interface.receive_use") is None


def test_an_interface_that_was_made_anew_has_no_growth() -> None:
    assert derived([link()], [link(number=9)]).rows(InterfaceUse) == ()
    assert derived([link()], [link(sent_packets=3)]).rows(InterfaceUse) == ()


def test_tables_are_set_against_their_limits() -> None:
    facts = derived(
        [reading("sockstat.memory_bytes", 10, protocol="tcp")],
        [
            reading("conntrack.entries", 90, namespace=OWN),
            reading("conntrack.limit", 100, namespace=OWN),
            reading("neighbour.total", 512, version="ipv4"),
            reading("neighbour.limit", 1024, version="ipv4"),
            reading("sockstat.memory_bytes", 30, protocol="tcp"),
            reading("tcp.memory_limit", 100, name="high"),
        ],
    )

    assert facts.number("conntrack.use", namespace=OWN) == pytest.approx(0.9)
    assert facts.number("neighbour.use", version="ipv4") == pytest.approx(0.5)
    held = facts.one("tcp.memory_use")
    assert held
    assert held.number == pytest.approx(0.3)
    assert dict(held.series) == pytest.approx({0.0: 0.1, 5.0: 0.3})
