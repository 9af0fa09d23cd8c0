import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.sysctls import WANTED, sysctls
from hexascope.collect.contract import NotHere
from hexascope.domain.evidence import LONGEST_TEXT
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

SWAPPINESS = "/proc/sys/vm/swappiness"


def test_settings_are_read_as_the_kernel_words_them() -> None:
    seen = snapshot(
        TextHost({SWAPPINESS: "60\n", "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n"}),
        sysctls,
    )

    values = {dict(one.labels)["name"]: one.value for one in seen.of("sysctl.value")}
    assert values == {"vm.swappiness": "60", "net.ipv4.ip_local_port_range": "32768 60999"}


def test_a_setting_that_this_kernel_has_not_is_left_out_and_none_at_all_is_told() -> None:
    assert not snapshot(TextHost({SWAPPINESS: "60\n"}), sysctls).missing
    told = snapshot(TextHost(), sysctls).missing["sysctl.value"]
    assert told.status is Status.NOT_PRESENT
    assert "/proc/sys" in told.reason


def test_a_setting_that_may_not_be_read_is_told_with_the_reason() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")
    about = TextHost({SWAPPINESS: "60\n", "/proc/sys/kernel/kptr_restrict": denied})

    seen = snapshot(about, sysctls)

    [reason] = [one for name, one in seen.missing.items() if "kptr_restrict" in name]
    assert reason.status is Status.NO_PERMISSION


def test_where_no_setting_may_be_read_the_reason_is_the_refusal() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")
    files = {f"/proc/sys/{name.replace('.', '/')}": denied for name in WANTED}

    seen = snapshot(TextHost(files), sysctls)

    assert {one.status for one in seen.missing.values()} == {Status.NO_PERMISSION}
    assert "sysctl.value" in seen.missing


@pytest.mark.parametrize("text", ["", "\n", " \t\n"])
def test_an_empty_file_is_no_setting(text: str) -> None:
    about = TextHost({SWAPPINESS: text, "/proc/sys/vm/panic_on_oom": "0\n"})

    seen = snapshot(about, sysctls)

    assert seen.missing["sysctl.vm.swappiness"].status is Status.UNREADABLE
    assert [dict(one.labels)["name"] for one in seen.of("sysctl.value")] == ["vm.panic_on_oom"]


def test_a_long_text_is_cut() -> None:
    seen = snapshot(TextHost({SWAPPINESS: "x" * 5000}), sysctls)

    [told] = seen.of("sysctl.value")
    assert len(str(told.value)) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("net.ipv4.conf.all.accept_redirects", "/proc/sys/net/ipv4/conf/all/accept_redirects"),
        ("kernel.yama.ptrace_scope", "/proc/sys/kernel/yama/ptrace_scope"),
    ],
)
def test_a_setting_is_read_where_its_name_says(name: str, path: str) -> None:
    seen = snapshot(TextHost({path: "1\n"}), sysctls)

    told = seen.reading("sysctl.value", name=name)
    assert told is not None
    assert (told.value, told.source) == ("1", path)


@given(st.text(max_size=100))
def test_nonsense_gives_a_value_or_a_reason(text: str) -> None:
    files = {f"/proc/sys/{name.replace('.', '/')}": text for name in WANTED}

    seen = snapshot(TextHost(files), sysctls)

    assert "sysctl.value" in seen.readings or "sysctl.value" in seen.missing
    assert all(one.value for one in seen.of("sysctl.value"))
