import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.kernel_tables import kernel_tables
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

FILES: dict[str, str | NotHere] = {
    "/proc/sys/fs/file-nr": "1344\t0\t9223372036854775807\n",
    "/proc/sys/fs/aio-nr": "100\n",
    "/proc/sys/fs/aio-max-nr": "65536\n",
    "/proc/loadavg": "0.1 0.1 0.1 2/250 999\n",
    "/proc/sys/kernel/pid_max": "4194304\n",
    "/proc/sys/kernel/threads-max": "95000\n",
    "/proc/sys/kernel/sem": "32000\t1024000000\t500\t128\n",
    "/proc/sys/kernel/msgmni": "32000\n",
    "/proc/sys/kernel/shmmni": "4096\n",
    "/proc/sysvipc/sem": "key semid perms\n0 1 600\n0 2 600\n",
    "/proc/sysvipc/msg": "key msqid perms\n",
    "/proc/sysvipc/shm": "key shmid perms\n0 1 600\n",
    "/proc/key-users": "   0: 12 11/11 9/1000000 150/25000000\n1000: 5 5/5 180/200 9/20000\n",
}


@pytest.mark.parametrize(
    ("table", "used", "most"),
    [
        ("files", 1344, 9223372036854775807),
        ("aio", 100, 65536),
        ("tasks", 250, 95000),
        ("semaphores", 2, 128),
        ("messages", 0, 32000),
        ("shared_memory", 1, 4096),
        ("keys", 180, 200),
    ],
)
def test_each_table_tells_its_use_and_its_limit(table: str, used: float, most: float) -> None:
    seen = snapshot(TextHost(FILES), kernel_tables)

    assert seen.number("limits.used", table=table) == used
    assert seen.number("limits.most", table=table) == most


def test_a_table_that_this_kernel_has_not_is_told_and_the_others_are_read() -> None:
    few = {path: text for path, text in FILES.items() if "aio" not in path and "key" not in path}

    seen = snapshot(TextHost(few), kernel_tables)

    assert seen.missing["limits.aio"].status is Status.NOT_PRESENT
    assert seen.missing["limits.keys"].status is Status.NOT_PRESENT
    assert seen.number("limits.used", table="tasks") == 250


def test_a_table_full_of_nonsense_does_not_hide_the_others() -> None:
    seen = snapshot(TextHost({**FILES, "/proc/sys/fs/file-nr": "many\n"}), kernel_tables)

    assert seen.missing["limits.files"].status is Status.UNREADABLE
    assert seen.number("limits.used", table="keys") == 180


@given(st.sampled_from(sorted(FILES)), st.text(max_size=80))
def test_nonsense_never_ends_a_look(path: str, text: str) -> None:
    assert snapshot(TextHost({**FILES, path: text}), kernel_tables).at == 100.0
