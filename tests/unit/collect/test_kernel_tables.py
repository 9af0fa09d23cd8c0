import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.kernel_tables import TABLES, kernel_tables
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
        ("key_bytes", 9, 20000),
    ],
)
def test_each_table_tells_its_use_and_its_limit(table: str, used: float, most: float) -> None:
    seen = snapshot(TextHost(FILES), kernel_tables)

    assert seen.number("limits.used", table=table) == used
    assert seen.number("limits.most", table=table) == most


@pytest.mark.parametrize(
    ("pid_max", "limited_by"),
    [
        ("95001", "/proc/sys/kernel/threads-max"),
        ("32768", "/proc/sys/kernel/pid_max"),
    ],
)
def test_the_limit_of_tasks_is_the_smaller_of_two_and_its_source_tells_which(
    pid_max: str, limited_by: str
) -> None:
    seen = snapshot(TextHost({**FILES, "/proc/sys/kernel/pid_max": pid_max}), kernel_tables)

    read = seen.reading("limits.most", table="tasks")
    assert read is not None
    assert (read.value, read.source) == (min(95000, int(pid_max)), limited_by)


def test_root_has_a_quota_of_keys_of_his_own() -> None:
    root = {**FILES, "/proc/key-users": "   0: 12 11/11 999999/1000000 150/25000000\n"}

    [most] = [
        one.source
        for one in snapshot(TextHost(root), kernel_tables).of("limits.most")
        if ("table", "keys") in one.labels
    ]

    assert most == "/proc/sys/kernel/keys/root_maxkeys"


def test_the_user_with_most_objects_is_told() -> None:
    rows = "key semid perms nsems uid gid\n0 1 600 1 1000 1000\n0 2 600 1 33 33\n0 3 600 1 33 33\n"

    seen = snapshot(TextHost({**FILES, "/proc/sysvipc/sem": rows}), kernel_tables)

    told = {dict(one.labels)["table"]: one.value for one in seen.of("limits.user")}
    assert told == {"semaphores": "33", "keys": "1000", "key_bytes": "1000"}


def test_as_many_objects_as_the_kernel_allows_are_all_counted_and_a_cut_list_says_so() -> None:
    row = f"0 1 600 {'1' * 90}\n"
    full = {**FILES, "/proc/sysvipc/sem": "key semid perms nsems\n" + 32_000 * row}
    beyond = {**FILES, "/proc/sysvipc/sem": "key semid perms nsems\n" + 64_000 * row}

    assert snapshot(TextHost(full), kernel_tables).number("limits.used", table="semaphores") == 32e3
    told = snapshot(TextHost(beyond), kernel_tables).missing["limits.semaphores"]
    assert told.reason.startswith("sampled: ")


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


LINUX_6_18_SHM = (
    "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid"
    "      atime      dtime      ctime                   rss                  swap\n"
    "         0          2  1600               4194304   812   812      2  1000  1000  1000  1000"
    " 1795000000 1795000000 1795000000               4194304                     0\n"
    "1627653220          3   600                    56   900   901      6   999   999   999   999"
    " 1795000000          0 1795000000                  4096                     0\n"
    "        -7          4   600                    56   900   901      6   999   999   999   999"
    " 1795000000          0 1795000000                  4096                     0\n"
)
LINUX_2_6_32_MSG = (
    "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid"
    "      stime      rtime      ctime\n"
    "         0      32768   600           0          0     0     0    48    48    48    48"
    "          0          0 1290000000\n"
)


@pytest.mark.parametrize(
    ("kind", "table", "text", "used", "user"),
    [
        ("shm", "shared_memory", LINUX_6_18_SHM, 3, "999"),
        ("msg", "messages", LINUX_2_6_32_MSG, 1, "48"),
    ],
)
def test_the_lists_of_old_and_new_kernels_are_counted(
    kind: str, table: str, text: str, used: int, user: str
) -> None:
    seen = snapshot(TextHost({**FILES, f"/proc/sysvipc/{kind}": text}), kernel_tables)

    assert seen.number("limits.used", table=table) == used
    told = seen.reading("limits.user", table=table)
    assert told is not None
    assert told.value == user


@pytest.mark.parametrize("text", ["", "\n", "\0\0", "lorem ipsum\n"])
def test_a_list_without_its_heading_is_not_read_as_an_empty_one(text: str) -> None:
    seen = snapshot(TextHost({**FILES, "/proc/sysvipc/msg": text}), kernel_tables)

    assert seen.number("limits.used", table="messages") is None
    assert seen.missing["limits.messages"].status is Status.UNREADABLE


def test_a_kernel_before_3_19_limits_system_v_objects_more_tightly() -> None:
    old = {**FILES, "/proc/sys/kernel/sem": "250\t32000\t32\t128\n"}

    assert snapshot(TextHost(old), kernel_tables).number("limits.most", table="semaphores") == 128


def test_the_user_nearest_to_his_quota_is_told_and_not_the_one_with_most_keys() -> None:
    text = "    0:   900 899/899 800/1000000 14000/25000000\n  33:     5 5/5 190/200 90/20000\n"

    seen = snapshot(TextHost({**FILES, "/proc/key-users": text}), kernel_tables)

    assert seen.number("limits.used", table="keys") == 190
    told = seen.reading("limits.user", table="keys")
    assert told is not None
    assert told.value == "33"


@pytest.mark.parametrize("text", ["", "0: 1 1/1 1/0 1/0\n", "0: 1 1/1\n", "0: 1 1/1 1 1\n"])
def test_users_without_a_quota_give_no_share_of_keys(text: str) -> None:
    seen = snapshot(TextHost({**FILES, "/proc/key-users": text}), kernel_tables)

    assert seen.missing["limits.keys"].status is Status.UNREADABLE
    assert seen.number("limits.used", table="keys") is None


def test_what_may_not_be_read_is_told_with_its_own_reason() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")

    seen = snapshot(TextHost({**FILES, "/proc/key-users": denied}), kernel_tables)

    assert seen.missing["limits.keys"].status is Status.NO_PERMISSION


@given(st.sampled_from(sorted(FILES)), st.text(max_size=80))
def test_nonsense_gives_each_table_or_a_reason(path: str, text: str) -> None:
    seen = snapshot(TextHost({**FILES, path: text}), kernel_tables)

    for table in TABLES:
        used = seen.number("limits.used", table=table)
        most = seen.number("limits.most", table=table)
        assert (used is None) == (most is None)
        assert used is not None or f"limits.{table}" in seen.missing


@given(st.sampled_from(sorted(FILES)), st.integers(0, 60))
def test_a_file_cut_anywhere_gives_each_table_or_a_reason(path: str, length: int) -> None:
    text = FILES[path]
    assert isinstance(text, str)

    seen = snapshot(TextHost({**FILES, path: text[:length]}), kernel_tables)

    for table in TABLES:
        used = seen.number("limits.used", table=table)
        assert used is not None or f"limits.{table}" in seen.missing
