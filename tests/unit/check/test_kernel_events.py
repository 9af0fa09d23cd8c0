import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.check.kernel_events import crashes, kills
from hexascope.domain.rows import LogLine

CRASHES = [
    ("cart[12]: segfault at 0 ip 00007f sp 00007ffe error 4 in libc.so[7f+1]", "cart", 12),
    ("traps: cart[12] general protection fault ip:55 sp:7f error:0 in cart[55+1]", "cart", 12),
    ("traps: cart[12] trap invalid opcode ip:55 sp:7f error:0", "cart", 12),
    ("a b [c][9]: segfault at 7f ip 0 sp 0 error 6", "a b [c]", 9),
    (
        r"\x1b[2J\x07\x07\x07\x07[9]: segfault at 7f ip 0 sp 0 error 6",
        r"\x1b[2J\x07\x07\x07\x07",
        9,
    ),
    ("cart[12]: unhandled level 2 translation fault (11) at 0x0", "cart", 12),
]


@pytest.mark.parametrize(("text", "comm", "pid"), CRASHES)
def test_crashes_are_read_in_all_the_kernels_ways_to_tell_them(
    text: str, comm: str, pid: int
) -> None:
    [crash] = crashes([LogLine(1.0, 6, 1, text)])

    assert (crash.comm, crash.pid) == (comm, pid)


def test_kernels_before_4_19_say_in_three_lines_whose_limit_it_was() -> None:
    lines = [
        "Task in /shop/cart killed as a result of limit of /shop",
        "Memory cgroup out of memory: Kill process 77 (cart) score 990 or sacrifice child",
        "Killed process 77 (cart) total-vm:1kB, anon-rss:2kB, file-rss:0kB",
    ]

    [kill] = kills([LogLine(5.0, 3, number, text) for number, text in enumerate(lines)])

    assert (kill.by_limit, kill.limited, kill.group) == (True, "/shop", "/shop/cart")


def test_older_kernels_tell_one_death_in_two_lines() -> None:
    lines = [
        "Memory cgroup out of memory: Kill process 5 (x) score 900 or sacrifice child",
        "Killed process 5 (x) total-vm:1kB, anon-rss:1kB, file-rss:0kB",
    ]

    assert len(kills(LogLine(1.0, 3, n, text) for n, text in enumerate(lines))) == 1


@given(st.lists(st.text(max_size=200)))
def test_nonsense_in_the_log_is_no_event_and_no_crash(texts: list[str]) -> None:
    lines = [LogLine(1.0, 6, n, text) for n, text in enumerate(texts)]

    assert isinstance(kills(lines), list)
    assert isinstance(crashes(lines), list)
