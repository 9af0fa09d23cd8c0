from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.sysctl_files import (
    MOST_SETTINGS,
    dotted,
    is_same,
    settings_in,
    sysctl_files,
)
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

RUNNING = {"/proc/sys/vm/swappiness": "60\n", "/proc/sys/kernel/printk": "4\t4\t1\t7\n"}


def wanted(files: dict[str, Any]) -> dict[str, tuple[object, str]]:
    seen = snapshot(TextHost({**RUNNING, **files}), sysctl_files)
    return {
        dict(one.labels)["name"]: (one.value, dict(one.labels)["file"])
        for one in seen.of("sysctl.wanted")
    }


def drifted(files: dict[str, Any]) -> dict[str, object]:
    seen = snapshot(TextHost({**RUNNING, **files}), sysctl_files)
    found: dict[str, object] = {
        dict(one.labels)["name"]: one.value for one in seen.of("sysctl.running")
    }
    assert seen.number("sysctl.drift_count") == len(found)
    return found


def test_a_setting_that_runs_with_another_value_than_its_file_says_is_told_with_both() -> None:
    files = {"/etc/sysctl.d/50-x.conf": "vm.swappiness = 10\nkernel.printk = 4 4 1 7\n"}

    assert drifted(files) == {"vm.swappiness": "60"}
    assert wanted(files)["vm.swappiness"] == ("10", "/etc/sysctl.d/50-x.conf")


def test_settings_that_run_as_their_files_say_have_drifted_none() -> None:
    assert drifted({"/etc/sysctl.d/50-x.conf": "vm.swappiness=60\n"}) == {}


def test_the_file_that_sorts_last_has_the_last_word_whichever_folder_it_is_in() -> None:
    found = wanted(
        {
            "/etc/sysctl.d/10-a.conf": "vm.swappiness = 1\n",
            "/usr/lib/sysctl.d/90-b.conf": "vm.swappiness = 2\n",
            "/run/sysctl.d/50-c.conf": "vm.swappiness = 3\n",
        }
    )

    assert found["vm.swappiness"] == ("2", "/usr/lib/sysctl.d/90-b.conf")


def test_of_two_files_of_one_name_that_under_etc_counts_even_if_it_is_empty() -> None:
    name = "sysctl.d/50-x.conf"

    assert wanted(
        {f"/etc/{name}": "vm.swappiness = 1\n", f"/usr/lib/{name}": "vm.swappiness = 2\n"}
    )["vm.swappiness"] == ("1", f"/etc/{name}")
    assert wanted({f"/etc/{name}": "", f"/usr/lib/{name}": "vm.swappiness = 2\n"}) == {}


def test_sysctl_conf_counts_without_systemd_or_where_a_link_leads_to_it() -> None:
    conf = {"/etc/sysctl.conf": "vm.swappiness = 5\n"}
    systemd = {"/run/systemd/system/x": ""}

    assert wanted(conf)["vm.swappiness"] == ("5", "/etc/sysctl.conf")
    assert wanted({**conf, **systemd}) == {}
    linked = {"/etc/sysctl.d/99-sysctl.conf": "vm.swappiness = 5\n"}
    assert wanted({**conf, **systemd, **linked})["vm.swappiness"][0] == "5"


def test_what_is_no_conf_file_is_not_read() -> None:
    assert wanted({"/etc/sysctl.d/README": "vm.swappiness = 1\n"}) == {}


def test_a_setting_that_this_kernel_has_not_is_left_out() -> None:
    assert wanted({"/etc/sysctl.d/a.conf": "kernel.unheard_of = 1\n"}) == {}


def test_without_a_file_that_is_said() -> None:
    seen = snapshot(TextHost(RUNNING), sysctl_files)

    assert seen.missing["sysctl.drift_count"].status is Status.NOT_PRESENT


def test_lines_are_read_as_sysctl_reads_them() -> None:
    text = (
        "# a = 1\n; b = 2\n\n  vm.swappiness=10 \n-net.ipv4.conf.all.rp_filter = 2\n"
        "net/ipv4/conf/eth0.100/rp_filter = 1\nnet.ipv4.tcp_rmem = 1\t2  3\n"
        "net.ipv4.conf.*.rp_filter = 0\n-net.ipv4.conf.lo.rp_filter\nempty =\n= 3\n../x = 1\n"
    )

    assert list(settings_in(text)) == [
        ("vm.swappiness", "10"),
        ("net.ipv4.conf.all.rp_filter", "2"),
        ("net.ipv4.conf.eth0/100.rp_filter", "1"),
        ("net.ipv4.tcp_rmem", "1 2 3"),
    ]


def test_an_interface_with_a_dot_in_its_name_is_found_under_proc() -> None:
    files = {
        "/etc/sysctl.d/a.conf": "net/ipv4/conf/eth0.100/rp_filter = 1\n",
        "/proc/sys/net/ipv4/conf/eth0.100/rp_filter": "0\n",
    }

    assert drifted(files) == {"net.ipv4.conf.eth0/100.rp_filter": "0"}


@pytest.mark.parametrize(
    ("wants", "runs", "same"),
    [
        ("10", "10", True),
        ("0x10", "16", True),
        ("1 2", "1 2", True),
        ("1", "1 2", False),
        ("fq_codel", "pfifo_fast", False),
        ("10", "60", False),
    ],
)
def test_values_are_compared_word_by_word(wants: str, runs: str, *, same: bool) -> None:
    assert is_same(wants, runs) is same


def test_many_settings_are_cut_at_the_limit() -> None:
    many = {f"/proc/sys/a/b{number}": "1\n" for number in range(MOST_SETTINGS + 5)}
    text = "".join(f"a.b{number} = 1\n" for number in range(MOST_SETTINGS + 5))

    assert len(wanted({**many, "/etc/sysctl.d/a.conf": text})) == MOST_SETTINGS


@given(st.text(max_size=300))
def test_no_text_breaks_it_or_leads_out_of_proc_sys(text: str) -> None:
    for name, value in settings_in(text):
        assert ".." not in name
        assert not name.startswith("/")
        assert value
    assert ".." not in dotted(text)
