"""General knowledge: a dated table of facts that are true of every host; all else is struck."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from hexascope.consult.ledger.quantity import Dimension, Quantity

DATED = "2026-11"


class General(NamedTuple):
    """One fact: the words that it is told with, its number, and where it is from."""

    words: re.Pattern[str]
    value: float
    dimension: Dimension
    source: str


def _of(words: str, value: float, dimension: Dimension, source: str) -> General:
    return General(re.compile(words, re.IGNORECASE), value, dimension, source)


TABLE: Sequence[General] = (
    _of(r"TIME.?WAIT", 60, Dimension.SECONDS, "TCP_TIMEWAIT_LEN in the kernel's include/net/tcp.h"),
    _of(r"retransmi|RTO", 0.2, Dimension.SECONDS, "TCP_RTO_MIN in the kernel's include/net/tcp.h"),
    _of(r"retransmi.*max|RTO.*max", 120, Dimension.SECONDS, "TCP_RTO_MAX, the same"),
    _of(r"SYN|connect", 1, Dimension.SECONDS, "TCP_TIMEOUT_INIT, the same"),
    _of(r"resolv|DNS|lookup", 5, Dimension.SECONDS, "resolv.conf(5): timeout"),
    _of(r"resolv|DNS|lookup", 2, Dimension.COUNT, "resolv.conf(5): attempts"),
    _of(r"somaxconn|backlog", 4096, Dimension.COUNT, "net.core.somaxconn since Linux 5.4"),
    _of(r"somaxconn|backlog", 128, Dimension.COUNT, "net.core.somaxconn before Linux 5.4"),
    _of(r"swappiness", 60, Dimension.COUNT, "vm.swappiness' default"),
    _of(r"dirty_ratio", 0.2, Dimension.RATIO, "vm.dirty_ratio's default"),
    _of(r"dirty_background", 0.1, Dimension.RATIO, "vm.dirty_background_ratio's default"),
    _of(r"quota|period|throttl|cfs", 0.1, Dimension.SECONDS, "CFS bandwidth: the default period"),
    _of(r"nofile|descriptor|ulimit", 1024, Dimension.COUNT, "the usual soft limit"),
    _of(r"page", 4096, Dimension.BYTES, "the size of a page on x86"),
    _of(r"huge ?page|THP", 2 * 2**20, Dimension.BYTES, "the size of a huge page on x86"),
    _of(r"hung task|blocked for", 120, Dimension.SECONDS, "kernel.hung_task_timeout_secs"),
    _of(r"MTU|ethernet", 1500, Dimension.COUNT, "Ethernet's payload"),
)


def general_knowledge(sentence: str, one: Quantity) -> bool:
    """Say whether a number of a sentence is one of the table's, told with its words."""
    return any(
        fact.dimension is one.dimension
        and abs(fact.value - one.value) <= max(one.step / 2, abs(fact.value) * 1e-9)
        and fact.words.search(sentence)
        for fact in TABLE
    )
