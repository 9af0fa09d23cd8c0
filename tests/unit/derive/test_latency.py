from dataclasses import replace

from hexascope.derive.derivers.latency import latency
from hexascope.domain.facts import Facts
from hexascope.domain.rows import BlockDevice
from tests.support.cases import fact, process, use, window


def facts(*before: object, last: list[object] | None = None) -> Facts:
    given = Facts().with_more(before)
    return Facts().with_more(latency.derive(window([], last or []), given))


def test_the_wait_of_disks_is_weighed_by_their_requests_and_not_counted_twice() -> None:
    found = facts(
        fact("disk.await", 0.010, device="sda"),
        fact("disk.requests", 300, device="sda"),
        fact("disk.await", 0.030, device="sdb"),
        fact("disk.requests", 100, device="sdb"),
        fact("disk.await", 9.0, device="dm-0"),
        fact("disk.requests", 400, device="dm-0"),
        last=[BlockDevice("dm-0", "253:0", "mapper", slaves=("sda", "sdb"))],
    )

    assert found.number("latency.disk") == 0.015


def test_the_process_that_waited_longest_is_what_counts() -> None:
    found = facts(
        use(run_delay_share=0.1, block_delay_share=0.3, now=process(block_delay_s=2.0)),
        use(run_delay_share=0.4),
    )

    assert found.number("latency.run_delay") == 0.4
    assert found.number("latency.block_delay") == 0.3


def test_without_delay_accounting_there_is_no_block_delay() -> None:
    assert "latency.block_delay" not in facts(use(run_delay_share=None)).evidence


def test_blocked_processes_are_a_mean_over_the_looks() -> None:
    blocked = replace(fact("tasks.blocked", 0.0), series=((0.0, 0.0), (1.0, 3.0)))

    assert facts(blocked).number("latency.blocked") == 1.5


def test_nothing_seen_gives_nothing() -> None:
    assert not facts().evidence
