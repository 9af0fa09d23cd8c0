from hexascope.collect.hiding import Hidden, HidingFiles
from tests.support.host import TextHost

TCP = "  0: 0100007F:1F90 0501A8C0:C350 01\n  1: 0501A8C0:0016 00000000:0000 0A\n"


def hiding(*hidden: Hidden) -> HidingFiles:
    files = {
        "/proc/7/cmdline": "sshd\0ana@192.168.1.5\0/home/ana/run.sh\0",
        "/proc/7/net/tcp": TCP,
        "/proc/mounts": "/dev/sdb /home/ana ext4\n",
    }
    return HidingFiles(TextHost(files), frozenset(hidden), {})


def test_the_same_address_gets_the_same_stand_in_in_text_and_in_hex() -> None:
    files = hiding(Hidden.ADDRESSES)

    assert "192.168.1.5" not in files.read("/proc/7/cmdline")
    assert "198.18.0.1" in files.read("/proc/7/cmdline")
    shown = files.read("/proc/7/net/tcp")
    assert "0501A8C0" not in shown
    assert shown.count("010012C6") == 2


def test_loopback_and_any_stay_for_they_name_nobody() -> None:
    shown = hiding(Hidden.ADDRESSES).read("/proc/7/net/tcp")

    assert "0100007F:1F90" in shown
    assert "00000000:0000" in shown


def test_homes_lose_their_users_name_and_keep_telling_users_apart() -> None:
    files = hiding(Hidden.USERS)

    assert "/home/ana" not in files.read("/proc/mounts")
    assert "/home/user1/run.sh" in files.read("/proc/7/cmdline")
