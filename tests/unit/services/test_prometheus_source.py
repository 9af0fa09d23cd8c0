"""An examination of what a Prometheus has kept: judged by the same checks, and told as such."""

from pathlib import Path

import pytest

from hexascope import bootstrap
from hexascope.collect.series.prometheus_address import Login
from hexascope.domain.errors import BadInput, CannotExamine
from hexascope.domain.examination import Examination
from hexascope.domain.target import Target, TargetKind
from hexascope.domain.use import Severity
from hexascope.report.contract import Manner
from hexascope.report.formats.markdown import markdown
from hexascope.services import running
from hexascope.services.examinations import Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Where
from hexascope.services.sources.prometheus import LoginFiles
from hexascope.settings.read import Known, read_settings
from tests.support.prometheus import (
    END,
    TARGET,
    Kept,
    healthy,
    prometheus,
    scrapes,
)
from tests.support.prometheus import Known as Series


def settings(**values: str) -> Known:
    return read_settings((), {}, {f"prometheus.{name}": value for name, value in values.items()})


def looked(
    kept: Kept, where: Where | None = None, wishes: Wishes | None = None, **said: str
) -> Looked:
    known = settings(**said)
    service = bootstrap.examinations(known)
    with prometheus(kept) as url:
        asked = where or Where(address=f"prometheus:{url}")
        return bootstrap.source(known, asked).look(
            service, wishes or Wishes(), lambda _: None, None
        )


def examined(known: Series) -> Examination:
    service = bootstrap.examinations(settings())
    return running.examine(service, looked(Kept([(TARGET, known)])), Wishes())


def test_a_healthy_host_has_no_finding_and_says_what_was_not_judged() -> None:
    made = examined(healthy(scrapes()))

    assert [one.check for one in made.findings if one.severity > Severity.INFO] == []
    assert made.window.seconds == 600
    assert made.window.light_looks == 39
    assert made.window.source.startswith("prometheus http://127.0.0.1:")
    assert (made.host.name, made.host.cpus, made.host.kernel) == ("web-1", 2, "6.1.0")
    why = {one.check: one.reason for one in made.unjudged}
    assert "single processes" in why["zombies"]
    assert "scrape interval" in why["burst"]
    assert not {"cpu_saturation", "disk_busy", "oom_kill"} & why.keys()


def test_busy_cpus_are_found_with_the_series_as_proof() -> None:
    made = examined(healthy(scrapes(), busy=0.99))

    [found] = [one for one in made.findings if one.severity > Severity.INFO]
    assert found.check == "cpu_saturation"
    assert {one.source for one in found.evidence} == {
        "prometheus node_pressure_cpu_waiting_seconds_total",
        "prometheus node_procs_running",
    }
    assert made.evidence["cpu.utilization{cpu=all}"].source == "prometheus node_cpu_seconds_total"
    told = made.evidence["filesystem.used_share{mount=/}"].source
    assert told == "prometheus (statvfs)"
    told = made.evidence["interface.drops{interface=eth0,namespace=host}"].source
    assert told == "prometheus node_network_*_drop_total"


def test_a_kill_is_found_by_the_hosts_own_count() -> None:
    times = scrapes()
    known = healthy(times)
    known["node_vmstat_oom_kill", ()] = [(at, "3" if at < END - 60 else "4") for at in times]

    made = examined(known)

    assert [one.check for one in made.findings if one.severity > Severity.INFO] == ["oom_kill"]


def test_a_disk_that_many_wait_for_is_found_by_its_queue_and_the_kernels_count() -> None:
    times = scrapes()
    known = healthy(times)
    device = (("device", "vda"),)
    for name, rate in (
        ("io_time_seconds_total", 0.95),
        ("io_time_weighted_seconds_total", 4.0),
        ("read_time_seconds_total", 4.0),
        ("reads_completed_total", 30.0),
    ):
        known[f"node_disk_{name}", device] = [(at, str((at - END + 9e4) * rate)) for at in times]
    known["node_procs_blocked", ()] = [(at, "4") for at in times]

    made = examined(known)

    [busy] = [one for one in made.findings if one.check == "disk_busy"]
    assert busy.severity is Severity.HIGH
    [waiting] = [one for one in busy.evidence if one.family == "disk.waiting_tasks"]
    assert (waiting.value, waiting.source.startswith("prometheus (procs_blocked")) == (4, True)


def test_a_load_before_a_gap_is_no_verdict() -> None:
    times = scrapes()
    known = healthy(times[:15], busy=0.99)
    for key, points in healthy(times[25:]).items():
        known.setdefault(key, []).extend(points)

    made = examined(known)

    assert [one.check for one in made.findings if one.severity > Severity.INFO] == []
    assert made.window.seconds == 15 * 15
    [note] = made.window.notes
    assert "there is no sample from" in note


def test_an_exporter_that_is_gone_is_an_error_and_no_verdict() -> None:
    with pytest.raises(CannotExamine, match="the exporter does not answer"):
        examined(healthy(scrapes()[:20], busy=0.99))


def test_a_report_names_its_source_and_what_was_left_out() -> None:
    times = scrapes()
    made = examined(healthy([*times[:15], *times[25:]]))

    page = markdown.write(made, Manner())

    assert "prometheus http://127.0.0.1" in page.replace("\\", "")
    assert "left out is what was before" in page
    assert "unprivileged" not in page


@pytest.mark.parametrize("name", ["terminal", "html", "json", "markdown", "compat"])
def test_every_format_takes_it(name: str) -> None:
    made = examined(healthy(scrapes(), busy=0.99))

    page = bootstrap.formats()[name].write(made, Manner())

    assert "cpu" in page.lower()


def test_a_window_that_was_chosen_is_taken_and_the_usual_one_is_ten_minutes() -> None:
    kept = Kept([(TARGET, healthy(scrapes()))])
    with prometheus(kept) as url:
        chosen = looked(kept, Where(address=f"prometheus:{url}", seconds=120.0))

    assert chosen.window.seconds == 120
    assert looked(kept).window.seconds == 600


def test_a_time_of_the_past_is_the_middle_of_the_window() -> None:
    kept = Kept([(TARGET, healthy(scrapes(200)))])
    with prometheus(kept) as url:
        known = settings()
        where = Where(address=f"prometheus:{url}", at="2026-11-18T10:50:00Z")
        source = bootstrap.source(known, where)
        found = source.look(bootstrap.examinations(known), Wishes(), lambda _: None, None)

    assert END - 1000 - 300 <= found.window.first.time < found.window.last.time <= END - 1000 + 300


def test_an_instance_keeps_its_id_and_another_has_another() -> None:
    def host_id(instance: str) -> str:
        return looked(Kept([({**TARGET, "instance": instance}, healthy(scrapes(3)))])).host.id

    assert host_id("a:1") == host_id("a:1")
    assert host_id("a:1") != host_id("b:1")


@pytest.mark.parametrize(
    ("wishes", "where", "named"),
    [
        (Wishes(target=Target(TargetKind.PID, "1")), {}, "a target"),
        (Wishes(deep=True), {}, "--deep"),
        (Wishes(), {"since": "2h"}, "--since"),
        (Wishes(), {"sudo": True}, "--sudo"),
    ],
)
def test_what_needs_the_host_itself_is_refused(
    wishes: Wishes, where: dict[str, str | bool], named: str
) -> None:
    source = bootstrap.source(
        settings(),
        Where(
            address="prometheus:http://127.0.0.1:1",
            since=str(where.get("since", "")),
            sudo=bool(where.get("sudo")),
        ),
    )

    with pytest.raises(BadInput, match=f"leave out {named}"):
        source.look(bootstrap.examinations(settings()), wishes, lambda _: None, None)


def test_a_login_is_read_from_the_first_line_of_files(tmp_path: Path) -> None:
    token, password = tmp_path / "token", tmp_path / "password"
    token.write_text("abc\nsecond line\n")
    password.write_text("  hunter2 ")

    assert LoginFiles(token_file=str(token)).read() == Login(token="abc")
    assert LoginFiles(user="me", password_file=str(password)).read() == Login(
        user="me", password="hunter2"
    )
    assert LoginFiles().read() == Login()


@pytest.mark.parametrize("held", [b"", b"\n\n", b"\xff\xfe", b"a\x00b", "€".encode()])
def test_a_file_without_a_secret_is_an_error_that_does_not_show_it(
    held: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_bytes(held)

    with pytest.raises(BadInput, match="holds no secret in its first line"):
        LoginFiles(token_file=str(file)).read()
    with pytest.raises(BadInput, match="can't be read: No such file"):
        LoginFiles(token_file=str(tmp_path / "none")).read()


def test_the_settings_name_the_files_of_the_login(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("abc")
    kept = Kept([(TARGET, healthy(scrapes(3)))])

    looked(kept, token_file=str(token))

    assert set(kept.logins) == {"Bearer abc"}
