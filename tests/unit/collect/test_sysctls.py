from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.sysctls import WANTED, sysctls
from hexascope.collect.contract import NotHere
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
    assert "sysctl.value" not in snapshot(TextHost({SWAPPINESS: "60\n"}), sysctls).missing
    assert "sysctl.value" in snapshot(TextHost(), sysctls).missing


def test_a_setting_that_may_not_be_read_is_told_with_the_reason() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")
    about = TextHost({SWAPPINESS: "60\n", "/proc/sys/kernel/kptr_restrict": denied})

    seen = snapshot(about, sysctls)

    [reason] = [one for name, one in seen.missing.items() if "kptr_restrict" in name]
    assert reason.status is Status.NO_PERMISSION


@given(st.text(max_size=100))
def test_nonsense_never_ends_a_look(text: str) -> None:
    files = {f"/proc/sys/{name.replace('.', '/')}": text for name in WANTED}

    assert snapshot(TextHost(files), sysctls).at == 100.0
