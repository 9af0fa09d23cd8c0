import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.platform import platform
from hexascope.collect.contract import Json
from tests.support.host import TextHost, snapshot

CALLS: dict[str, Json] = {"whoami": {"ticks": 100, "since_boot": 9000.0, "machine": "x86_64"}}

DMI = "/sys/class/dmi/id"
GUEST = "model name : Fast CPU\nflags : fpu hypervisor sse\n"
METAL = "model name : Fast CPU\nflags : fpu sse\n"


def told(host: TextHost, family: str) -> object:
    reading = snapshot(host, platform).reading(family)
    return None if reading is None else reading.value


@pytest.mark.parametrize(
    ("vendor", "product", "tag", "cloud", "kind"),
    [
        ("Amazon EC2", "m5.large", "Amazon EC2", "aws", "m5.large"),
        ("Google", "Google Compute Engine", "", "gcp", None),
        (
            "Microsoft Corporation",
            "Virtual Machine",
            "7783-7084-3265-9085-8269-3286-77",
            "azure",
            None,
        ),
        ("LENOVO", "ThinkSystem", "", None, None),
    ],
)
def test_the_firmware_tells_the_cloud_and_nobody_is_asked(
    vendor: str, product: str, tag: str, cloud: str | None, kind: str | None
) -> None:
    host = TextHost(
        {
            f"{DMI}/sys_vendor": vendor,
            f"{DMI}/product_name": product,
            f"{DMI}/chassis_asset_tag": tag,
            "/proc/cpuinfo": GUEST,
        },
        calls=CALLS,
    )

    assert told(host, "host.cloud") == cloud
    assert told(host, "host.instance_type") == kind


@pytest.mark.parametrize(
    ("files", "virtual"),
    [
        ({"/proc/cpuinfo": METAL}, None),
        ({"/proc/cpuinfo": GUEST}, "unnamed hypervisor"),
        ({"/proc/cpuinfo": GUEST, f"{DMI}/sys_vendor": "QEMU"}, "kvm"),
        ({"/proc/cpuinfo": METAL, f"{DMI}/sys_vendor": "Amazon EC2"}, None),
        ({"/proc/cpuinfo": "CPU part : 0xd0c\n", f"{DMI}/sys_vendor": "Amazon EC2"}, "kvm"),
        ({"/proc/cpuinfo": GUEST, f"{DMI}/product_name": "VMware7,1"}, "vmware"),
    ],
)
def test_virtualisation_is_told_by_flags_and_firmware(
    files: dict[str, str], virtual: str | None
) -> None:
    assert told(TextHost(files, calls=CALLS), "host.virtualization") == virtual


@pytest.mark.parametrize(
    ("files", "container"),
    [
        ({}, None),
        ({"/.dockerenv": ""}, "docker"),
        ({"/run/.containerenv": "x"}, "podman"),
        ({"/proc/1/cgroup": "0::/kubepods/burstable/pod1\n"}, "kubernetes"),
        ({"/run/systemd/container": "lxc\n"}, "lxc"),
    ],
)
def test_containers_are_told_by_what_they_leave(
    files: dict[str, str], container: str | None
) -> None:
    assert told(TextHost(files, calls=CALLS), "host.container") == container


def test_system_kernel_and_the_time_since_boot_are_read() -> None:
    files = {
        "/etc/os-release": 'NAME=x\nPRETTY_NAME="Debian GNU/Linux 12"\n',
        "/proc/sys/kernel/osrelease": "6.1.0\n",
    }
    host = TextHost(files, calls=CALLS)

    assert told(host, "host.distribution") == "Debian GNU/Linux 12"
    assert told(host, "host.kernel") == "6.1.0"
    assert told(host, "host.since_boot") == 9000.0


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/cpuinfo": text}, calls=CALLS), platform)
