"""Logs of package managers: which lines are taken, and what they say."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.calls import package_logs as calls
from hexascope.collect.calls.package_logs import LOGS, installed, lines_of, package_log
from hexascope.collect.collectors._package_logs import READERS, changes_in
from hexascope.collect.collectors._zones import Zone
from hexascope.collect.contract import NotHere
from hexascope.domain.rows import Change

ZONE = Zone("UTC", UTC)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC).timestamp()
AT = datetime(2026, 11, 21, 3, 10, tzinfo=UTC).timestamp()


def read(log: str, *lines: object) -> list[tuple[str, str, str]]:
    found = list(changes_in(log, lines, ZONE, NOW))
    assert all((one.at, one.kind, one.source) == (AT, "package", log) for one in found)
    return [(one.action, one.what, one.detail) for one in found]


def test_dpkg_tells_installs_upgrades_and_removals() -> None:
    assert read(
        "/var/log/dpkg.log",
        "2026-11-21 03:10:00 install nginx:amd64 <none> 1.27-1",
        "2026-11-21 03:10:00 upgrade libssl3:amd64 3.0.15-1 3.0.17-1",
        "2026-11-21 03:10:00 remove telnet:all 0.17-44 <none>",
    ) == [
        ("installed", "nginx", "1.27-1"),
        ("upgraded", "libssl3", "3.0.15-1 → 3.0.17-1"),
        ("removed", "telnet", "0.17-44"),
    ]


def test_dnf_tells_the_new_package_of_an_upgrade_once() -> None:
    assert read(
        "/var/log/dnf.rpm.log",
        "2026-11-21T03:10:00+0000 SUBDEBUG Upgrade: nginx-1:1.27.1-2.el9.x86_64",
        "2026-11-21T03:10:00+0000 SUBDEBUG Upgraded: nginx-1:1.26.0-1.el9.x86_64",
        "2026-11-21T04:10:00+0100 SUBDEBUG Installed: python3-pip-wheel-21.3.1-1.el9.noarch",
        "2026-11-21T03:10:00Z SUBDEBUG Erase: telnet-0.17-85.el9.x86_64",
    ) == [
        ("upgraded", "nginx", "1.27.1-2.el9"),
        ("installed", "python3-pip-wheel", "21.3.1-1.el9"),
        ("removed", "telnet", "0.17-85.el9"),
    ]


def test_yum_names_no_year_so_it_is_the_last_that_it_can_be() -> None:
    lines = ["Nov 21 03:10:00 Updated: 1:nginx-1.27-1.el7.x86_64"]
    assert read("/var/log/yum.log", *lines) == [("upgraded", "nginx", "1.27-1.el7")]

    (found,) = changes_in(
        "/var/log/yum.log", ["Dec 24 03:10:00 Erased: telnet-0.17-1.el7.x86_64"], ZONE, NOW
    )
    assert datetime.fromtimestamp(found.at, UTC).year == 2025


def test_zypper_and_pacman_tell_theirs() -> None:
    assert read(
        "/var/log/zypp/history",
        "2026-11-21 03:10:00|install|nginx|1.27-1|x86_64|root@host|repo|sum|",
        "2026-11-21 03:10:00|remove |telnet|0.17|x86_64|root@host|",
    ) == [("installed", "nginx", "1.27-1"), ("removed", "telnet", "0.17")]
    assert read(
        "/var/log/pacman.log",
        "[2026-11-21T03:10:00+0000] [ALPM] upgraded nginx (1.26-1 -> 1.27-1)",
        "[2026-11-21 03:10] [ALPM] installed jq (1.7-1)",
        "[2026-11-21T03:10:00+0000] [ALPM] transaction started (x)",
    ) == [("upgraded", "nginx", "1.26-1 → 1.27-1"), ("installed", "jq", "1.7-1")]


@given(st.sampled_from(sorted(READERS)), st.text(max_size=200))
def test_no_line_breaks_a_reader(log: str, line: str) -> None:
    assert all(isinstance(one, Change) for one in changes_in(log, [line, 7, None], ZONE, NOW))


def test_of_a_log_only_lines_that_tell_a_change_are_taken_the_last_of_them() -> None:
    pattern = LOGS[calls.DPKG]
    line = "2026-11-21 03:10:00 upgrade nginx:amd64 1 2"
    noise = "2026-11-21 03:10:00 status installed nginx:amd64 2\n2026-11-21 03:10:00 startup x\n"

    assert lines_of(f"{noise}{line}\n{noise}".encode(), pattern) == [line]
    many = lines_of((f"{line}\n" * (calls.MOST_LINES + 1)).encode(), pattern)
    assert len(many) == calls.MOST_LINES


def test_every_reader_has_its_log_and_its_lines_are_taken() -> None:
    samples = {
        "/var/log/dpkg.log": "2026-11-21 03:10:00 install nginx:amd64 <none> 1",
        "/var/log/dnf.rpm.log": "2026-11-21T03:10:00+0000 SUBDEBUG Upgrade: nginx-1-2.x86_64",
        "/var/log/yum.log": "Nov 21 03:10:00 Updated: nginx-1-2.x86_64",
        "/var/log/zypp/history": "2026-11-21 03:10:00|install|nginx|1-2|x86_64|",
        "/var/log/pacman.log": "[2026-11-21T03:10:00+0000] [ALPM] upgraded nginx (1 -> 2)",
    }
    assert samples.keys() == READERS.keys()
    for log, line in samples.items():
        assert lines_of(f"x\n{line}\ny\n".encode(), LOGS[log]) == [line]
        assert [one.what for one in changes_in(log, [line], ZONE, NOW)] == ["nginx"]


def test_a_path_that_is_no_log_is_not_read() -> None:
    with pytest.raises(NotHere):
        package_log("/etc/shadow")


def test_rpms_database_tells_names_and_times_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "rpmdb.sqlite"
    with sqlite3.connect(path) as database:
        for table in ("Name", "Installtid"):
            database.execute(f"CREATE TABLE {table} (key BLOB, hnum INTEGER, idx INTEGER)")
        for number, (name, at) in enumerate((("bash", 100), ("nginx", 200))):
            database.execute("INSERT INTO Name VALUES (?, ?, 0)", (name, number))
            database.execute(
                "INSERT INTO Installtid VALUES (?, ?, 0)", (at.to_bytes(4, "little"), number)
            )
    database.close()
    before = sorted(tmp_path.iterdir())

    assert installed(str(path)) == [["nginx", 200], ["bash", 100]]
    assert sorted(tmp_path.iterdir()) == before


def test_a_database_that_is_none_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "rpmdb.sqlite"
    path.write_bytes(b"no database at all" * 100)

    with pytest.raises(NotHere, match="not a database"):
        installed(str(path))


def test_programs_that_run_are_found_in_their_packages_lists(
    tmp_path: Path, monkeypatch: Any
) -> None:
    (tmp_path / "nginx.list").write_text("/.\n/bin\n/bin/nginx\n/usr/share/doc\n")
    (tmp_path / "libx:amd64.list").write_text("/opt/x/run\n")
    monkeypatch.setattr(calls, "LISTS", str(tmp_path))
    monkeypatch.setattr(calls, "_running", lambda: {"/usr/bin/nginx", "/bin/nginx", "/opt/x/run"})

    assert calls.package_programs("nginx", "libx:amd64", "gone", "../nginx", "") == {
        "/bin/nginx": "nginx",
        "/usr/bin/nginx": "nginx",
        "/opt/x/run": "libx",
    }
