from typing import Any

import pytest

from hexascope.collect.collectors.changes import CRON_MINUTES, FEW_LINES, MOST_OWNED, changes
from hexascope.collect.contract import NotHere
from hexascope.domain.rows import Change
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

NOW = 1795262400.0  # 2026-11-21 12:00:00 UTC
WHO = {"uid": 0, "pid": 9, "ticks": 100, "page": 4096, "since_boot": 100_000.0, "wall": NOW}
LINE = "2026-11-21 11:57:00 upgrade nginx:amd64 1.26-1 1.27-1"


def look(files: dict[str, Any] | None = None, **calls: Any) -> Snapshot:
    given = {"/proc/sys/kernel/osrelease": "6.1.0-30\n", **(files or {})}
    named = {name.replace("__", " "): value for name, value in calls.items()}
    answers: dict[str, Any] = {"whoami": WHO, **named}
    return snapshot(TextHost(given, calls=answers), changes)


def rows(kind: str, files: dict[str, Any] | None = None, **calls: Any) -> list[Change]:
    return [one for one in look(files, **calls).rows(Change) if one.kind == kind]


def by_path(**answers: Any) -> Any:
    """Answer a call by its argument's last part."""

    def answer(path: str) -> Any:
        name = path.rpartition("/")[2].replace(".", "_")
        if name not in answers:
            raise NotHere(Status.NOT_PRESENT, f"{path}: No such file or directory")
        return answers[name]

    return answer


def test_an_upgrade_is_told_with_its_time_and_its_versions() -> None:
    assert rows("package", package_log=by_path(dpkg_log=[LINE] * FEW_LINES))[0] == Change(
        NOW - 180, "package", "upgraded", "nginx", "1.26-1 → 1.27-1", "/var/log/dpkg.log"
    )


def test_where_the_newest_log_has_few_lines_the_one_before_is_read_too() -> None:
    older = ["2026-10-31 11:57:00 install jq:amd64 <none> 1.7-1"]

    few = rows("package", package_log=by_path(dpkg_log=[LINE], dpkg_log_1=older))
    many = rows("package", package_log=by_path(dpkg_log=[LINE] * FEW_LINES, dpkg_log_1=older))

    assert [one.what for one in few] == ["jq", "nginx"]
    assert {one.what for one in many} == {"nginx"}


def test_local_times_are_read_by_the_hosts_zone_and_a_doubt_is_told() -> None:
    seen = look({"/etc/localtime": "no zone"}, package_log=by_path(dpkg_log=[LINE]))

    assert seen.reading("change.time_zone") is not None
    assert "no table of a time zone" in seen.missing["change.zone"].reason


def test_programs_of_packages_that_changed_are_asked_for_by_name() -> None:
    asked: list[tuple[str, ...]] = []

    def programs(*names: str) -> dict[str, str]:
        asked.append(names)
        return {"/usr/sbin/nginx": "nginx"}

    old = "2026-11-01 11:57:00 upgrade bash:amd64 5.1 5.2"
    seen = look(package_log=by_path(dpkg_log=[old, LINE]), package_programs=programs)

    assert asked == [("nginx",)]
    found = seen.reading("program.package", path="/usr/sbin/nginx")
    assert found is not None
    assert found.value == "nginx"


def test_of_many_packages_a_bounded_number_is_asked_for() -> None:
    asked: list[tuple[str, ...]] = []

    def programs(*names: str) -> dict[str, str]:
        asked.append(names)
        return {}

    lines = [LINE.replace("nginx", f"lib{number}") for number in range(MOST_OWNED + 5)]
    look(package_log=by_path(dpkg_log=lines), package_programs=programs)

    assert [len(names) for names in asked] == [MOST_OWNED]


def test_rpms_database_speaks_where_no_log_does() -> None:
    told = [["nginx", int(NOW - 60)]]

    assert rows("package", rpm_packages=told) == [
        Change(NOW - 60, "package", "installed", "nginx", source="rpmdb.sqlite")
    ]
    assert rows("package", rpm_packages=told, package_log=by_path(dpkg_log=[])) == []


def test_what_rpm_has_later_than_an_old_log_is_told_beside_it() -> None:
    line = "2026-11-21T11:50:00+0000 SUBDEBUG Upgrade: nginx-1.27-1.el9.x86_64"
    told = [["jq", int(NOW - 60)], ["nginx", int(NOW - 600 + 60)]]

    found = rows("package", package_log=by_path(dnf_rpm_log=[line]), rpm_packages=told)

    assert [(one.what, one.source) for one in found] == [
        ("nginx", "/var/log/dnf.rpm.log"),
        ("jq", "rpmdb.sqlite"),
    ]


def test_that_apk_keeps_no_record_is_said() -> None:
    seen = look({"/lib/apk/db/installed": "C:Q1\n"})

    assert seen.missing["change.package"].status is Status.NOT_SUPPORTED


def test_changed_files_are_configuration_or_crontabs_by_their_place() -> None:
    told = {
        "files": [
            ["/etc/nginx/nginx.conf", NOW - 60, "modified"],
            ["/etc/cron.d/backup", NOW - 90, "modified"],
            ["/etc/packed.conf", NOW - 30, "placed"],
        ],
        "cut": True,
    }
    seen = look(changed_files=by_path(etc=told))

    found = {one.what: (one.kind, one.action) for one in seen.rows(Change) if one.kind != "boot"}
    assert found == {
        "/etc/nginx/nginx.conf": ("configuration", "modified"),
        "/etc/cron.d/backup": ("cron", "modified"),
        "/etc/packed.conf": ("configuration", "placed"),
    }
    assert "/etc: not all was seen" in seen.missing["change.configuration"].reason


def test_running_programs_that_changed_are_told_with_who_runs_them() -> None:
    assert rows("program", program_files=[["/opt/app/run", NOW - 5, "placed", 77]]) == [
        Change(NOW - 5, "program", "placed", "/opt/app/run", source="/proc/77/exe")
    ]


def test_the_start_of_the_host_names_its_kernel_and_others_are_told_as_installed() -> None:
    told = {
        "files": [
            ["/lib/modules/6.1.0-30", 5.0, "modified"],
            ["/lib/modules/6.1.0-31", 9.0, "modified"],
        ]
    }

    seen = look(changed_files=by_path(modules=told))

    assert [one for one in seen.rows(Change) if one.kind in ("boot", "kernel")] == [
        Change(NOW - 100_000, "boot", "booted", "6.1.0-30", source="whoami"),
        Change(9.0, "kernel", "installed", "6.1.0-31", "running: 6.1.0-30", "/lib/modules"),
    ]


def test_starts_and_stops_before_the_present_one_are_told() -> None:
    booted = int(NOW - 100_000)
    told = [["booted", booted - 5000], ["stopped", booted - 301], ["booted", booted - 299]]

    found = rows("boot", boot_records=told)

    assert [(one.action, one.at - booted) for one in found[1:]] == [
        ("booted", -5000),
        ("stopped", -301),
    ]


def test_jobs_that_were_due_within_the_hour_are_told_and_those_that_always_are_not() -> None:
    jobs = [
        ["/etc/cron.d/backup", "58 11 * * *", "root", "/usr/bin/backup"],
        ["/etc/cron.d/late", f"{60 - CRON_MINUTES} 11 * * *", "root", "/usr/bin/late"],
        ["/etc/cron.d/often", "*/15 * * * *", "root", "/usr/bin/often"],
        ["/etc/cron.d/bad", "x", "root", "/usr/bin/bad"],
    ]

    assert rows("cron", cron_jobs=jobs) == [
        Change(NOW - 120, "cron", "due", "/usr/bin/backup", "58 11 * * *", "/etc/cron.d/backup")
    ]


@pytest.mark.parametrize("nonsense", [None, 7, "x", [7, [1], ["a", "b", "c", "d"]], {"files": [7]}])
def test_nonsense_from_the_calls_gives_no_change(nonsense: Any) -> None:
    names = "package_log rpm_packages package_programs changed_files program_files cron_jobs"
    answers = dict.fromkeys((*names.split(), "boot_records"), nonsense)

    found = look(**answers).rows(Change)

    assert [(one.kind, one.what) for one in found] == [("boot", "6.1.0-30")]


def test_without_a_clock_nothing_can_be_placed_in_time() -> None:
    seen = look(whoami={**WHO, "wall": "noon"})

    assert seen.missing["change.time_zone"].status is Status.UNREADABLE
