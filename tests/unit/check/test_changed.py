from dataclasses import replace
from typing import Any

import pytest

from hexascope.check.changed import DAY_SECONDS, HOUR_SECONDS, MOST_CHANGES, with_changes
from hexascope.check.identities import with_identities
from hexascope.check.proof import stands_in
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.finding import NO_TEXT, Finding
from hexascope.domain.rows import Change, Container, Mount
from hexascope.domain.use import When
from hexascope.words import render
from tests.support.cases import WALL, case, fact, process, reading, use
from tests.unit.check.test_identities import ID, POD_PATH, entity, finding

NOW = WALL + 105.0
NGINX = {
    "comm": "nginx",
    "executable": "/usr/sbin/nginx",
    "cgroup": "/system.slice/nginx.service",
    "command": "nginx: worker process",
    "start_s": 50.0,
}
WORKER = entity(EntityKind.PROCESS, "nginx", 4242)


def change(ago: float, kind: str, action: str, what: str, source: str = "/log") -> Change:
    return Change(NOW - ago, kind, action, what, source=source)


def about(*rows: object, **fields: Any) -> Case:
    row = process(**{**NGINX, **fields})
    return case(
        use(row),
        *rows,
        last=(row, reading("host.since_boot", 1_000.0)),
    )


def told(seen: Case, culprit: Entity | None = WORKER) -> Finding:
    (found,) = with_changes(seen, with_identities(seen, [finding(culprit)]))
    return found


def changed(*changes: object, culprit: Entity = WORKER, **fields: Any) -> list[str]:
    """Give what is told of a culprit's changes, but for its own start."""
    seen = about(*changes, **fields)
    found = told(seen, culprit)
    return [one.label("what") for one in found.evidence if one.family == "change.age"]


OWNER = fact("program.package", "nginx", path="/usr/sbin/nginx")


def test_a_package_upgraded_shortly_before_is_evidence_and_a_sentence() -> None:
    found = told(about(change(180, "package", "upgraded", "nginx"), OWNER))

    assert found.keys == ("cpu.utilization", "change.age{kind=package,what=nginx}")
    assert found.evidence[1].number == 180
    assert render(found.changed) == "The package nginx was upgraded 3 min before the look ended."


def test_every_number_of_the_sentence_stands_in_the_evidence() -> None:
    seen = about(
        change(180, "package", "upgraded", "nginx"),
        change(90, "configuration", "modified", "/etc/nginx/nginx.conf"),
        change(10, "unit", "started", "nginx.service"),
        change(5, "cron", "modified", "/etc/cron.d/x"),
        OWNER,
    )

    found = told(seen)

    assert len(found.evidence) == 1 + MOST_CHANGES
    known = [one.number for one in found.evidence]
    assert all(stands_in(value, known) for value in found.changed.numbers().values())
    assert len(found.changed.numbers()) == MOST_CHANGES


@pytest.mark.parametrize(
    ("kind", "action", "ago", "is_told"),
    [
        ("package", "upgraded", DAY_SECONDS, True),
        ("package", "upgraded", DAY_SECONDS + 1, False),
        ("unit", "started", HOUR_SECONDS, True),
        ("unit", "started", HOUR_SECONDS + 1, False),
        ("package", "upgraded", -1, False),
    ],
)
def test_what_changed_too_long_ago_or_later_is_not_told(
    kind: str, action: str, ago: float, *, is_told: bool
) -> None:
    what = "nginx" if kind == "package" else "nginx.service"

    assert (what in changed(change(ago, kind, action, what), OWNER)) is is_told


@pytest.mark.parametrize(
    ("kind", "action", "what"),
    [
        ("package", "upgraded", "apache2"),
        ("package", "removed", "nginx"),
        ("unit", "started", "apache2.service"),
        ("container", "created", "web"),
        ("program", "modified", "/usr/sbin/apache2"),
        ("program", "started", "apache2"),
        ("configuration", "modified", "/etc/apache2/apache2.conf"),
        ("configuration", "modified", "/etc/nginx-other/x.conf"),
        ("configuration", "modified", "/etc/passwd"),
        ("configuration", "modified", "/srv/nginx/x.conf"),
        ("sysctl", "set", "vm.swappiness"),
        ("cron", "due", "/usr/bin/backup"),
        ("boot", "booted", "6.1"),
        ("kernel", "installed", "6.1"),
    ],
)
def test_a_change_of_something_else_is_not_the_culprits(kind: str, action: str, what: str) -> None:
    assert what not in changed(change(60, kind, action, what), OWNER)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/nginx/conf.d/site.conf",
        "/etc/nginx.conf",
        "/etc/default/nginx",
        "/etc/sysconfig/nginx",
        "/etc/init.d/nginx",
        "/etc/systemd/system/nginx.service",
        "/etc/systemd/system/nginx.service.d/limits.conf",
    ],
)
def test_configuration_of_the_units_name_is_its_own(path: str) -> None:
    assert changed(change(60, "configuration", "modified", path))[0] == path


def test_configuration_is_known_by_the_culprits_command_too() -> None:
    paths = {
        "/etc/apps/shop.toml": "serve --config=/etc/apps/shop.toml",
        "/etc/apps/other.toml": "serve /etc/apps/shop.toml",
    }
    for path, command in paths.items():
        assert path in changed(change(60, "configuration", "modified", path), command=command)
    flat = change(60, "configuration", "modified", "/etc/hosts")
    assert "/etc/hosts" not in changed(flat, command="serve /etc/shop.toml")


def test_a_service_may_be_configured_under_another_name() -> None:
    path = "/etc/mysql/mariadb.conf.d/50-server.cnf"

    found = changed(
        change(60, "configuration", "modified", path),
        culprit=entity(EntityKind.PROCESS, "mariadbd", 4242),
        comm="mariadbd",
        executable="/usr/sbin/mariadbd",
        cgroup="/system.slice/mariadb.service",
    )

    assert path in found


def test_the_hosts_packages_and_files_are_not_a_containers() -> None:
    seen = (
        change(60, "package", "upgraded", "nginx"),
        change(60, "configuration", "modified", "/etc/nginx/nginx.conf"),
        OWNER,
    )
    assert changed(*seen, cgroup=f"/docker/{ID}") == []
    assert changed(*seen, root="/srv/jail") == []
    assert len(changed(*seen)) == 2


def test_a_container_that_was_just_created_is_told_instead_of_its_process_start() -> None:
    row = Container(ID, "docker", "web", "nginx:1.27", created=NOW - 200)

    found = told(about(row, change(200, "container", "created", "web"), cgroup=POD_PATH))

    assert render(found.changed) == "The container web was created 3.33 min before the look ended."


def test_without_lists_of_files_only_a_package_of_the_very_same_name_counts() -> None:
    of_rpm = change(60, "package", "installed", "nginx", "rpmdb.sqlite")
    of_dpkg = change(60, "package", "installed", "nginx", "/var/log/dpkg.log")

    found = told(about(of_rpm))

    assert render(found.changed).startswith("The package nginx was installed 60 s before")
    assert "change.age{kind=package,what=nginx}" not in told(about(of_dpkg)).keys


def test_the_program_file_and_the_script_of_the_culprit_are_its_own() -> None:
    own = change(60, "program", "modified", "/usr/sbin/nginx", "/proc/7/exe")
    script = change(60, "program", "placed", "/srv/app/run.py", "/proc/4242/exe")
    elsewhere = replace_source(script)

    assert changed(own) == ["/usr/sbin/nginx"]
    assert changed(script, command="python3 ./run.py") == ["/srv/app/run.py"]
    assert changed(elsewhere, command="python3 ./run.py") == []
    assert changed(elsewhere, command="python3 /srv/app/run.py") == ["/srv/app/run.py"]


def replace_source(one: Change) -> Change:
    return one._replace(source="/proc/99/exe")


def test_the_culprits_own_start_is_told_unless_it_came_with_the_host() -> None:
    assert changed(start_s=899.0) == ["nginx"]
    assert changed(start_s=300.0) == []
    assert changed(start_s=899.0, flags=0x00200000) == []


def test_a_setting_whose_file_was_changed_is_told_of_that_setting() -> None:
    setting = Entity(kind=EntityKind.SYSCTL, name="vm.swappiness")

    assert changed(change(60, "sysctl", "set", "vm.swappiness"), culprit=setting) == [
        "vm.swappiness"
    ]


def test_a_file_that_is_the_culprit_itself_is_told() -> None:
    resolver = Entity(kind=EntityKind.FILE, name="/etc/resolv.conf", path="/etc/resolv.conf")
    one = change(60, "configuration", "modified", "/etc/resolv.conf")

    assert changed(one, culprit=resolver) == ["/etc/resolv.conf"]


def test_a_mount_that_fstab_names_changes_with_it() -> None:
    table = change(60, "configuration", "modified", "/etc/fstab")
    for listed, found in (("defaults", ["/etc/fstab"]), ("", [])):
        mount = Mount("/data", "/dev/vdb", "8:16", "ext4", "rw", in_fstab=listed)
        culprit = Entity(kind=EntityKind.MOUNT, name="/data")
        assert changed(table, mount, culprit=culprit) == found


def by_cron(*due: Change, start_s: float) -> list[str]:
    rows = (
        process(pid=7, ppid=1, comm="cron", start_s=1.0),
        process(pid=8, ppid=7, comm="sh", start_s=start_s),
        process(pid=9, ppid=8, comm="backup", start_s=start_s + 1),
    )
    seen = case(*(use(row) for row in rows), *due, last=(*rows, reading("host.since_boot", 1000.0)))
    found = told(seen, entity(EntityKind.PROCESS, "backup", 9))
    return [one.label("kind") for one in found.evidence if one.family == "change.age"]


def test_a_job_of_a_crontab_is_told_of_what_cron_started_when_it_was_due() -> None:
    due = change(120, "cron", "due", "/usr/bin/backup")  # at 880 s since boot

    assert by_cron(due, start_s=881.0) == ["program", "cron"]
    assert by_cron(due, start_s=970.0) == ["program", "cron"]
    assert by_cron(due, start_s=971.0) == ["program"]
    assert by_cron(due, start_s=879.0) == ["program"]


def test_of_two_jobs_that_were_due_at_once_none_can_be_told() -> None:
    due = [change(120, "cron", "due", name) for name in ("/usr/bin/backup", "/usr/bin/clean")]

    assert by_cron(*due, start_s=881.0) == ["program"]


def test_a_finding_without_a_culprit_or_without_a_change_stays_as_it_is() -> None:
    seen = about(start_s=1.0)

    for culprit in (None, WORKER, Entity(kind=EntityKind.DEVICE, name="vda")):
        (before,) = with_identities(seen, [finding(culprit)])
        assert with_changes(seen, [before]) == (before,)
        assert before.changed == NO_TEXT
    assert with_changes(seen, []) == ()


def test_a_dead_pid_of_the_log_has_no_changes_of_who_has_its_number_now() -> None:
    seen = about(change(60, "unit", "started", "nginx.service"))
    dead = entity(EntityKind.PROCESS, "other", 4242)

    assert told(seen, dead).changed == NO_TEXT


def test_evidence_that_is_there_already_is_not_doubled() -> None:
    seen = about(change(60, "unit", "started", "nginx.service"))
    once = told(seen)

    (twice,) = with_changes(seen, [once])

    assert twice.evidence == once.evidence


def test_a_units_finding_has_its_units_changes() -> None:
    unit = replace(entity(EntityKind.UNIT, "db.service"), identity=Identity(unit="db.service"))
    path = "/etc/systemd/system/db.service"

    assert changed(change(60, "configuration", "modified", path), culprit=unit) == [path]


def test_a_services_control_group_has_the_changes_of_its_oldest_process() -> None:
    path = "/system.slice/nginx.service"
    group = entity(EntityKind.CGROUP, path, path=path)
    upgrade = change(60, "package", "upgraded", "nginx")

    assert changed(upgrade, OWNER, culprit=group) == ["nginx"]
    slice_ = entity(EntityKind.CGROUP, "/system.slice", path="/system.slice")
    assert changed(upgrade, OWNER, culprit=slice_) == []


def over(seen: Case, ago_s: float | None) -> Finding:
    one = replace(finding(WORKER), when=When.PAST, ago_s=ago_s)
    (found,) = with_changes(seen, with_identities(seen, [one]))
    return found


def test_of_what_is_over_only_changes_that_came_before_it_are_told() -> None:
    upgrade = change(600, "package", "upgraded", "nginx")

    for ago_s, is_told in ((500.0, True), (600.0, True), (601.0, False), (None, False)):
        found = over(about(upgrade, OWNER), ago_s)
        assert (found.changed != NO_TEXT) is is_told
    early = change(DAY_SECONDS + 600, "package", "upgraded", "nginx")
    assert over(about(early, OWNER), 600.0).changed != NO_TEXT
    assert over(about(early, OWNER), 599.0).changed == NO_TEXT


@pytest.mark.parametrize(
    ("kind", "action", "what", "words"),
    [
        ("package", "installed", "nginx", "was installed 60 s before"),
        ("package", "upgraded", "nginx", "was upgraded 60 s before"),
        ("package", "downgraded", "nginx", "was taken back to an earlier version 60 s before"),
        ("unit", "started", "nginx.service", "nginx.service was started 60 s before"),
        ("unit", "restarted", "nginx.service", "nginx.service was started again 60 s before"),
        ("program", "placed", "/usr/sbin/nginx", "The program file /usr/sbin/nginx was changed"),
    ],
)
def test_what_happened_is_said_in_its_own_words(
    kind: str, action: str, what: str, words: str
) -> None:
    assert words in render(told(about(change(60, kind, action, what), OWNER)).changed)
