import pytest

from hexascope.collect.collectors.kernel_locks import kernel_locks
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

TEXT = """lock_stat version 0.4
-----------------------------------------------------------------
      class name    con-bounces    contentions   waittime-min   waittime-max waittime-total
-----------------------------------------------------------------
    &mm->mmap_lock-W:   46   84   0.26   939.10   16371.53 194.90 47291 2922 0.16 2.10 301.32
      &rq->__lock:      13   26   0.10     1.00     250.00 9.61 97900 9790 0.10 1.20 900.00
"""


def test_locks_are_read_with_the_time_they_were_waited_for_and_held() -> None:
    host = TextHost({"/proc/lock_stat": TEXT, "/proc/sys/kernel/lock_stat": "1\n"})

    seen = snapshot(host, kernel_locks)

    assert seen.number("lock.wait_total", lock="&mm->mmap_lock-W") == pytest.approx(0.01637153)
    assert seen.number("lock.hold_total", lock="&rq->__lock") == pytest.approx(0.0009)


def test_a_kernel_that_could_count_but_does_not_says_so() -> None:
    host = TextHost({"/proc/lock_stat": TEXT, "/proc/sys/kernel/lock_stat": "0\n"})

    missing = snapshot(host, kernel_locks).missing["lock.wait_total"]

    assert missing.status is Status.NOT_SUPPORTED
    assert "kernel.lock_stat" in missing.reason


def test_a_kernel_without_lock_statistics_is_told_as_absent() -> None:
    missing = snapshot(TextHost(), kernel_locks).missing["lock.hold_total"]

    assert missing.status is Status.NOT_PRESENT


def test_nonsense_does_not_end_the_look() -> None:
    host = TextHost({"/proc/lock_stat": "a: 1 2 x\n:::\n", "/proc/sys/kernel/lock_stat": "1"})

    assert list(snapshot(host, kernel_locks).of("lock.wait_total")) == []
