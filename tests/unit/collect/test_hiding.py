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


def test_names_of_persons_who_own_processes_and_jobs_get_stand_ins_and_services_stay() -> None:
    host = TextHost(
        calls={
            "user_names": {"0": "root", "26": "postgres", "999": "app", "1000": "ana"},
            "cron_jobs": [
                ["/var/spool/cron/crontabs/ana", "0 1 * * *", "ana", "/home/ana/run.sh"],
                ["/etc/crontab", "0 1 * * *", "root", "run-parts /etc/cron.hourly"],
                "no row",
            ],
            "changed_files": {"files": [["/var/spool/cron/ana", 1.5, "modified"]]},
        }
    )
    hidden, plain = (HidingFiles(host, frozenset(one), {}) for one in ({Hidden.USERS}, set()))

    assert hidden.call("user_names") == {
        "0": "root",
        "26": "postgres",
        "999": "app",
        "1000": "user1",
    }
    assert hidden.call("cron_jobs") == [
        ["/var/spool/cron/crontabs/user1", "0 1 * * *", "user1", "/home/user1/run.sh"],
        ["/etc/crontab", "0 1 * * *", "root", "run-parts /etc/cron.hourly"],
        "no row",
    ]
    assert hidden.call("changed_files", "/var/spool/cron") == {
        "files": [["/var/spool/cron/user1", 1.5, "modified"]]
    }
    for name in ("user_names", "cron_jobs"):
        assert plain.call(name) == host.call(name)
