"""What sh answers: each kind of thing through several shells, and answers that are hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.contract import NotHere
from hexascope.collect.remote.asked import AskedFiles
from hexascope.collect.remote.shell import Wanted, askable, parts, read_answers
from hexascope.domain.use import Status


def test_secrets_in_command_lines_are_struck_before_anything_sees_them() -> None:
    path = "/proc/7/cmdline"
    files = AskedFiles({Wanted("f", path): b"mysql\0--password=geheim\0"}, {}, 0.0)

    assert "geheim" not in files.read(path)


def test_what_sh_can_not_ask_says_so_and_what_was_not_named_is_not_missed() -> None:
    files = AskedFiles({}, {"uid": 0}, 5.0)

    with pytest.raises(NotHere, match=r"sock_diag: .* needs Python 3.6") as why:
        files.call("sock_diag", "1", "tcp", "1", "1")
    assert why.value.status is Status.NOT_SUPPORTED
    with pytest.raises(NotHere) as why:
        files.call("target")
    assert why.value.status is Status.NOT_ASKED
    assert files.call("whoami") == {"uid": 0, "since_boot": 5.0}


def test_threads_namespaces_space_and_groups_are_told_from_what_was_read() -> None:
    stat_of = "(a b) S " + " ".join(["0"] * 16) + " 4 0"
    files = AskedFiles(
        {
            Wanted("d", "/proc"): ["1", "20", "self", "21"],
            Wanted("f", "/proc/1/stat"): f"1 {stat_of}".encode(),
            Wanted("f", "/proc/20/stat"): f"20 {stat_of.replace(' 4 0', ' 1 0')}".encode(),
            Wanted("f", "/proc/21/stat"): b"no sense",
            Wanted("l", "/proc/1/ns/net"): "net:[1]",
            Wanted("l", "/proc/20/ns/net"): "net:[2]",
            Wanted("l", "/proc/21/ns/net"): NotHere(Status.NO_PERMISSION, "no"),
            Wanted("v", "/"): b"4096 100 50 40 30 20\n65024\n",
            Wanted("v", "/odd"): b"nothing",
            Wanted("t", "/sys/fs/cgroup"): ["/sys/fs/cgroup/b/c", "/sys/fs/cgroup/a"],
        },
        {"pid": 20},
        0.0,
    )

    assert files.call("thread_counts") == {"1": 4}
    assert files.call("namespaces", "net", "0") == {
        "own": "net:[2]",
        "rows": [["net:[2]", 20, 1], ["net:[1]", 1, 1]],
        "total": 2,
        "refused": 1,
    }
    space = files.call("statvfs", "/")
    assert isinstance(space, dict)
    assert (space["size"], space["number"]) == (409600, "254:0")
    assert files.call("cgroup_folders", "/sys/fs/cgroup") == ["/", "/a", "/b/c"]
    assert files.call("cgroup_folders", "/etc") == []
    with pytest.raises(NotHere):
        files.call("statvfs", "/odd")


def test_what_commands_tell_is_read_as_the_calls_give_it() -> None:
    log = b"<6>[    1.500000] first\n<14>[    2.0] a program's\nno line\n<3>[28287.165110] a: b\n"
    answer = b"\nM told kmsg\n" + log + b"\n0\nM told systemd_units\n\n127"
    answers = dict(one for part in parts(answer, "M") for one in read_answers(part, frozenset()))
    files = AskedFiles(answers, {}, 0.0)

    assert files.call("kmsg") == [
        [1.5, 6, 1500000, "first"],
        [28287.16511, 3, 28287165110, "a: b"],
    ]
    with pytest.raises(NotHere, match="ended with 127") as why:
        files.call("systemd_units")
    assert why.value.status is Status.NOT_PRESENT


def test_without_a_driver_a_gpu_is_not_here_rather_than_in_need_of_python() -> None:
    driver = Wanted("f", "/proc/driver/nvidia/version")
    gone = AskedFiles({driver: NotHere(Status.NOT_PRESENT, "gone")}, {}, 0.0)
    there = AskedFiles({driver: b"NVRM"}, {}, 0.0)

    for files, status in ((gone, Status.NOT_PRESENT), (there, Status.NOT_SUPPORTED)):
        with pytest.raises(NotHere) as why:
            files.call("nvml")
        assert why.value.status is status


def test_a_name_that_holds_a_line_end_is_not_asked_for() -> None:
    assert not askable("/proc/1\n#END")
    files = AskedFiles({}, {}, 0.0)

    with pytest.raises(NotHere):
        files.read("/tmp/a\nb")
    assert not files.missing


@given(st.binary(max_size=300))
def test_no_answer_whatever_it_is_gives_what_was_not_asked_for(data: bytes) -> None:
    wanted = frozenset((Wanted("f", "/proc/a"), Wanted("l", "/proc/b"), Wanted("d", "/c")))
    for kind in ("many", "links", "states", "folder", "space", "file", "words", "tree", "x"):
        answer = b"\nM " + kind.encode() + b" /c\n" + data
        for part in parts(answer, "M"):
            found = dict(read_answers(part, wanted))
            if kind in ("many", "links", "states"):
                assert found.keys() <= wanted


def test_lines_of_one_file_can_not_pass_for_another() -> None:
    wanted = frozenset((Wanted("f", "/proc/1/a"), Wanted("f", "/proc/1/a:b"), Wanted("f", "/p")))
    data = b"/proc/1/a:/p:faked\n/proc/1/a:b\n/proc/1/a:\n/p:true\n"

    found = dict(read_answers(next(parts(b"\nM many\n" + data, "M")), wanted))

    assert found == {Wanted("f", "/proc/1/a"): b"/p:faked\nb\n\n", Wanted("f", "/p"): b"true\n"}
