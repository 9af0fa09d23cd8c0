from hexascope.derive.derivers.changes import (
    AT_LEAST,
    BOOT_SECONDS,
    HORIZON_SECONDS,
    UNPACKING_SECONDS,
    changes,
)
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Change, Container, ServiceUnit
from tests.support.cases import WALL, process, reading, window

NOW = WALL + 105.0
BOOT = NOW - 100_000.0


def derived(*last: object, facts: Facts = Facts()) -> list[object]:  # noqa: B008 - a frozen value
    seen = window(last=(*last, reading("host.since_boot", 100_000.0)))
    return list(changes.derive(seen, facts))


def rows(*last: object, facts: Facts = Facts()) -> list[Change]:  # noqa: B008 - as above
    return [one for one in derived(*last, facts=facts) if isinstance(one, Change)]


def change(
    seconds_ago: float, kind: str = "package", action: str = "upgraded", what: str = "x"
) -> Change:
    return Change(NOW - seconds_ago, kind, action, what)


def test_what_changed_within_a_week_is_kept_and_of_the_older_the_newest_few() -> None:
    new = [change(HORIZON_SECONDS - one, what=f"new{one}") for one in range(AT_LEAST + 1)]
    old = [change(HORIZON_SECONDS + 1 + one, what=f"old{one}") for one in range(AT_LEAST + 1)]

    assert len(rows(*new, *old)) == AT_LEAST + 1
    assert [one.what for one in rows(*old)] == [f"old{one}" for one in range(AT_LEAST)]


def test_a_change_that_is_yet_to_come_is_left_out() -> None:
    assert rows(change(-60), change(0)) == [change(0)]


def test_changes_of_the_last_day_are_counted_by_kind() -> None:
    found = derived(change(60), change(90, what="y"), change(90_000, what="z"))

    counts = {one.key: one.value for one in found if isinstance(one, Evidence)}
    assert counts == {"change.count{kind=package}": 2}


def test_a_units_start_is_a_change_unless_it_came_with_the_hosts_own() -> None:
    def unit(started: float | None, restarts: int = 0) -> ServiceUnit:
        return ServiceUnit("a.service", "active", "running", "success", restarts, started, 7)

    assert rows(unit(BOOT_SECONDS), unit(None)) == []
    (found,) = rows(unit(BOOT_SECONDS + 1))
    assert (found.action, found.at) == ("started", BOOT + BOOT_SECONDS + 1)
    assert rows(unit(99_000.0, restarts=2))[0].action == "restarted"


def test_containers_are_created_and_started() -> None:
    one = Container("3f" * 32, "docker", "web", "nginx:1.27", created=NOW - 500, started=NOW - 100)

    found = rows(facts=Facts().with_more([one]))

    assert [(row.action, row.what, row.detail, row.source) for row in found] == [
        ("started", "web", "nginx:1.27", "docker"),
        ("created", "web", "nginx:1.27", "docker"),
    ]
    close = one._replace(started=NOW - 450)
    assert [row.action for row in rows(facts=Facts().with_more([close]))] == ["created"]
    assert rows(facts=Facts().with_more([one._replace(name="pause")])) == []


def test_a_daemons_start_is_told_unless_its_unit_tells_it() -> None:
    daemon = process(ppid=1, start_s=99_000.0, cgroup="/system.slice/a.service")
    unit = ServiceUnit(
        "a.service", "active", "running", "success", 0, None, 7, cgroup="/system.slice/a.service"
    )

    assert [(one.kind, one.what, one.detail) for one in rows(daemon)] == [
        ("program", "worker", "pid 4242")
    ]
    assert rows(daemon, unit) == []
    assert rows(daemon._replace(ppid=7)) == []
    assert rows(daemon._replace(start_s=BOOT_SECONDS)) == []
    assert rows(daemon._replace(flags=0x00200000)) == []
    assert rows(daemon, reading("process.own", 4242)) == []


def test_a_job_is_due_only_where_a_cron_runs() -> None:
    due = change(60, "cron", "due", "/usr/bin/backup")

    assert rows(due) == []
    assert rows(due, process(comm="cron", ppid=1, start_s=1.0)) == [due]


def test_a_file_that_came_with_a_package_is_the_packages_change() -> None:
    placed = change(UNPACKING_SECONDS, "configuration", "placed", "/etc/nginx/nginx.conf")

    assert rows(placed, change(0)) == [change(0)]
    late = placed._replace(at=placed.at - 1)
    assert rows(late, change(0)) == [change(0), late]
    assert len(rows(placed._replace(action="modified"), change(0))) == 2
    assert len(rows(placed._replace(kind="program"), change(0))) == 2


def test_settings_of_the_kernel_change_with_their_file() -> None:
    file = "/etc/sysctl.d/50-x.conf"
    wanted = reading("sysctl.wanted", "10", file=file, name="vm.swappiness")
    modified = change(60, "configuration", "modified", file)

    assert rows(wanted) == []
    assert rows(wanted, modified) == [
        modified,
        Change(NOW - 60, "sysctl", "set", "vm.swappiness", file, file),
    ]
    assert len(rows(wanted, modified._replace(action="placed"))) == 1
