import pytest

from hexascope.check.checks.unsafe_sysctls import RULES, unsafe_sysctls
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, reading

UNSAFE = {
    "kernel.randomize_va_space": "0",
    "fs.protected_symlinks": "0",
    "fs.protected_hardlinks": "0",
    "net.ipv4.tcp_syncookies": "0",
    "net.ipv4.conf.all.accept_source_route": "1",
    "fs.suid_dumpable": "1",
    "vm.mmap_min_addr": "0",
    "kernel.unprivileged_bpf_disabled": "0",
    "kernel.kptr_restrict": "0",
    "kernel.dmesg_restrict": "0",
}


@pytest.mark.parametrize("name", RULES)
def test_an_open_door_is_a_note_and_strict_raises_it(name: str) -> None:
    about = case(last=[reading("sysctl.value", UNSAFE[name], name=name)])
    [note] = findings(unsafe_sysctls, about)
    [raised] = findings(unsafe_sysctls, about, strict=True)

    assert note.severity is Severity.INFO
    assert raised.severity is RULES[name].severity
    assert dict(note.proposals[0].parameters) == {"sysctl": name, "value": RULES[name].better}


@pytest.mark.parametrize("name", RULES)
def test_what_is_advised_is_safe(name: str) -> None:
    about = case(last=[reading("sysctl.value", RULES[name].better, name=name)])

    assert findings(unsafe_sysctls, about) == []


def test_nonsense_and_other_settings_are_left_alone() -> None:
    about = case(
        last=[
            reading("sysctl.value", "", name="vm.mmap_min_addr"),
            reading("sysctl.value", "0", name="vm.swappiness"),
        ]
    )

    assert findings(unsafe_sysctls, about) == []
