"""Series of node_exporter as a window: real scrapes, cut at gaps, with a reason for the rest."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from hexascope import bootstrap
from hexascope.check.contract import Check
from hexascope.collect.contract import Collector
from hexascope.collect.series import prometheus_checks
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus import PrometheusSeries
from hexascope.collect.series.prometheus_address import address
from hexascope.collect.series.prometheus_api import Prometheus
from hexascope.domain.errors import BadInput, BadTarget, CannotExamine, CannotReach
from hexascope.domain.families import families
from hexascope.domain.rows import BlockDevice, Interface, Mount, Namespace
from hexascope.domain.snapshot import Window
from hexascope.domain.use import Status
from hexascope.settings.read import read_settings
from tests.support.prometheus import (
    END,
    TARGET,
    Kept,
    Known,
    healthy,
    prometheus,
    put,
    scrapes,
)

WINDOW = 600.0


class Parts(NamedTuple):
    """All collectors and checks that there are, or none: few tests need them."""

    collectors: Mapping[str, Collector] = {}
    checks: Mapping[str, Check] = {}


NONE = Parts()


def every_part() -> Parts:
    known = read_settings((), {})
    return Parts(bootstrap.collectors(known), bootstrap.checks(known))


@contextmanager
def series(
    kept: Kept, instance: str = "", at: float | None = None, parts: Parts = NONE
) -> Iterator[PrometheusSeries]:
    with prometheus(kept) as url:
        yield PrometheusSeries(
            Prometheus(address(url)),
            instance,
            at=at,
            collectors=parts.collectors.values(),
            checks=parts.checks,
        )


def window(known: Known, at: float | None = None, parts: Parts = NONE) -> tuple[Window, str]:
    """Give the window of one instance, and its notes in one text."""
    with series(Kept([(TARGET, known)]), at=at, parts=parts) as of:
        found = of.window(END - WINDOW, END)
        return found, " ".join(of.notes)


def refusal(known: Known) -> str:
    with pytest.raises(CannotExamine) as told:
        window(known)
    return str(told.value)


def test_a_window_has_the_real_scrapes_and_nothing_between() -> None:
    seen, notes = window(healthy(scrapes()))

    assert (seen.first.time, seen.last.time, len(seen.pulses)) == (END - WINDOW, END, 39)
    assert [pulse.at for pulse in seen.pulses] == scrapes()[1:-1]
    assert notes == ""
    assert seen.rate("cpu.busy_time", cpu="all") == pytest.approx(0.4)
    assert seen.rate("cpu.time", cpu="0", mode="user") == pytest.approx(0.2)
    assert seen.last.number("cpu.count") == 2
    assert seen.last.number("memory.available") == 5e9
    assert seen.last.number("memory.size", **{"class": "Active(anon)"}) == 1e9
    assert seen.rate("disk.reads", device="vda") == pytest.approx(5)
    assert seen.rate("pressure.some_time", resource="cpu") == 0
    assert seen.last.number("softnet.packet_count", cpu="all") == 2 * 90_000 * 50
    assert seen.last.number("host.since_boot") == 90_000
    reading = seen.last.reading("load.average", minutes="1")
    assert reading is not None
    assert reading.source == "prometheus node_load1"


def test_rows_are_made_where_all_that_they_need_is_there() -> None:
    seen, _ = window(healthy(scrapes()))

    [interface] = seen.last.rows(Interface)
    assert (interface.name, interface.namespace) == ("eth0", "host")
    assert interface.speed_bits_per_s == 1_000_000_000
    [namespace] = seen.last.rows(Namespace)
    assert namespace.own
    [mount] = seen.last.rows(Mount)
    assert (mount.point, mount.device_number, mount.available_bytes) == ("/", "254:0", 55 * 10**9)
    [device] = seen.last.rows(BlockDevice)
    assert (device.name, device.kind, device.is_leaf) == ("vda", "disk", True)


def test_an_interface_without_one_of_its_counters_is_not_told_with_a_zero() -> None:
    known = healthy(scrapes())
    del known["node_network_receive_drop_total", (("device", "eth0"),)]

    seen, _ = window(known)

    assert seen.last.rows(Interface) == ()
    assert seen.last.number("interface.count") is None


def test_partitions_and_mounts_of_one_device_are_not_counted_twice() -> None:
    known = healthy(scrapes())
    for at in scrapes():
        put(known, at, "node_disk_io_time_seconds_total", at / 1e6, device="vda1")
        put(known, at, "node_disk_io_time_seconds_total", at / 1e6, device="dm-0")
        for name in ("size_bytes", "free_bytes", "avail_bytes"):
            again = {"device": "/dev/vda", "fstype": "ext4", "mountpoint": "/srv/again"}
            put(known, at, f"node_filesystem_{name}", 1e11, **again)

    seen, _ = window(known)

    assert {one.name: one.is_leaf for one in seen.last.rows(BlockDevice)} == {
        "vda": True,
        "dm-0": False,
    }
    assert seen.last.number("disk.busy_time", device="vda1") is None
    assert [(one.point, one.shown_as_duplicate) for one in seen.last.rows(Mount)] == [
        ("/", False),
        ("/srv/again", True),
    ]


def test_a_gap_cuts_the_window_and_is_told() -> None:
    times = [at for at in scrapes() if not END - 400 < at < END - 200]

    seen, notes = window(healthy(times))

    assert seen.first.time == END - 195
    assert "there is no sample from" in notes


def test_a_scrape_that_failed_is_a_gap_however_short() -> None:
    times = scrapes()
    known = healthy([at for at in times if at != times[20]])
    up = known["up", ()]
    up.insert(20, (times[20], "0"))

    seen, notes = window(known)

    assert seen.first.time == times[21]
    assert "the exporter did not answer" in notes


def test_two_scrapes_that_are_late_are_no_gap() -> None:
    times = scrapes()
    del times[20]

    seen, notes = window(healthy(times))

    assert seen.first.time == times[0]
    assert notes == ""


def test_a_reboot_cuts_the_window() -> None:
    times = scrapes()
    known = healthy(times[:20])
    for key, points in healthy(times[20:], boot=times[20] - 10).items():
        known.setdefault(key, []).extend(points)

    seen, notes = window(known)

    assert seen.first.time == times[20]
    assert "the host was started anew" in notes


def test_a_boot_time_that_is_corrected_by_a_second_is_no_reboot() -> None:
    times = scrapes()
    known = healthy(times)
    known["node_boot_time_seconds", ()] = [
        (at, str(END - 90_000 + place % 2)) for place, at in enumerate(times)
    ]

    seen, notes = window(known)

    assert seen.first.time == times[0]
    assert notes == ""


def test_an_exporter_that_stopped_is_no_verdict() -> None:
    told = refusal(healthy(scrapes()[:30]))

    assert "the exporter does not answer" in told
    assert "--at" in told


def test_an_exporter_that_has_just_come_back_is_no_verdict() -> None:
    times = scrapes()

    assert "does not answer" in refusal(healthy([*times[:20], times[-1]]))


def test_no_sample_at_all_and_a_single_one_are_told_apart() -> None:
    assert "holds no sample" in refusal(healthy([END - 5000]))
    assert "a single scrape" in refusal(healthy([END]))


def test_the_run_nearest_to_a_time_is_taken_the_longer_of_two_alike() -> None:
    times = [at for at in scrapes() if not END - 400 < at < END - 200]

    before, notes = window(healthy(times), at=END - 500)
    after, _ = window(healthy(times), at=END - 100)

    assert (before.first.time, before.last.time) == (END - 600, END - 405)
    assert "left out is what was after" in notes
    assert (after.first.time, after.last.time) == (END - 195, END)


def test_a_counter_that_began_anew_has_no_growth() -> None:
    times = scrapes()
    known = healthy(times)
    labels = (("device", "vda"),)
    known["node_disk_reads_completed_total", labels] = [
        (at, str(1000 + place if place < 5 else 5000 * (place - 4)))
        for place, at in enumerate(times)
    ]
    known["node_disk_reads_completed_total", labels][5] = (times[5], "0")

    seen, _ = window(known)

    assert seen.growth("disk.reads", device="vda") is None
    assert seen.last.number("disk.reads", device="vda") == 5000 * 36
    assert seen.growth("disk.writes", device="vda") == pytest.approx(6000)


def test_a_counter_that_was_away_has_no_growth() -> None:
    times = scrapes()
    known = healthy(times)
    key = ("node_disk_reads_completed_total", (("device", "vda"),))
    known[key] = [point for place, point in enumerate(known[key]) if not 10 <= place <= 15]

    seen, _ = window(known)

    assert seen.growth("disk.reads", device="vda") is None


def test_a_cpu_that_came_meanwhile_does_not_add_its_life_to_the_sum() -> None:
    times = scrapes()
    known = healthy(times)
    for mode in ("user", "idle"):
        key = ("node_cpu_seconds_total", (("cpu", "1"), ("mode", mode)))
        known[key] = known[key][20:]

    seen, _ = window(known)

    assert seen.last.number("cpu.count") == 1
    assert seen.rate("cpu.busy_time", cpu="all") == pytest.approx(0.2)
    assert seen.last.number("cpu.time", cpu="1", mode="user") is None


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-Inf", "1e300", "many", ""])
def test_what_is_no_number_is_no_sample(value: str) -> None:
    known = healthy(scrapes())
    known["node_load1", ()] = [(at, value) for at in scrapes()]

    seen, _ = window(known)

    assert seen.last.number("load.average", minutes="1") is None
    assert seen.last.number("memory.total") == 8e9


def test_a_stale_series_is_not_carried_on() -> None:
    known = healthy(scrapes())
    known["node_load1", ()] = known["node_load1", ()][:-1]

    seen, _ = window(known)

    assert seen.last.number("load.average", minutes="1") is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"resultType": "vector", "result": []},
        {"resultType": "matrix"},
        {"resultType": "matrix", "result": [7]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": 3}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": [[1]]}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": [["1", "2"]]}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": [[1, 2]]}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": [[2, "1"], [1, "1"]]}]},
    ],
)
def test_an_answer_of_another_shape_is_an_error(data: object) -> None:
    class Foreign(Kept):
        def answer(self, path: str, form: dict[str, list[str]]) -> object:
            return Kept.answer(self, path, form) if path.endswith("/series") else data

    with (
        series(Foreign([(TARGET, healthy(scrapes(2)))])) as of,
        pytest.raises(CannotReach, match="is no answer of a Prometheus"),
    ):
        of.window(END - WINDOW, END)


def test_many_scrapes_are_thinned_between_the_ends_only() -> None:
    times = scrapes(501, every=1.0)

    seen, _ = window(healthy(times))

    assert (seen.first.time, seen.last.time) == (times[0], END)
    assert len(seen.pulses) == 167


def test_a_window_of_hours_is_refused() -> None:
    with series(Kept()) as of, pytest.raises(BadInput, match="too long"):
        of.window(END - 3601, END)


def target(name: str, job: str = "node") -> dict[str, str]:
    return {"instance": name, "job": job}


def two(*targets: dict[str, str]) -> Kept:
    return Kept([(one, healthy(scrapes(3))) for one in targets])


@pytest.mark.parametrize("word", ["db-1:9100", "db-1"])
def test_an_instance_is_named_with_or_without_its_port(word: str) -> None:
    with series(two(target("web-1:9100"), target("db-1:9100")), word) as of:
        of.window(END - WINDOW, END)

        assert of.instance is not None
        assert of.instance.name == "db-1:9100"


def test_the_only_instance_needs_no_name_and_has_its_hosts() -> None:
    with series(two(target("10.0.0.1:9100")), "web-1") as of:
        of.window(END - WINDOW, END)

        assert of.host_name == "web-1"


def test_without_a_name_several_instances_are_listed() -> None:
    kept = two(*(target(f"web-{number}:9100") for number in range(12)))

    with series(kept) as of, pytest.raises(BadTarget, match="choose one with --instance") as told:
        of.window(END - WINDOW, END)

    assert "web-0:9100, web-10:9100, web-11:9100, web-1:9100" in str(told.value)
    assert str(told.value).endswith("and 4 more")


def test_an_instance_that_is_not_there_is_answered_with_the_nearest() -> None:
    kept = two(target("web-1:9100"), target("mail:9100"))

    with series(kept, "wbe-1:9100") as of, pytest.raises(BadTarget) as told:
        of.window(END - WINDOW, END)

    assert str(told.value).startswith(
        "there is no instance 'wbe-1:9100' in that time; there are web-1:9100"
    )


def test_a_host_name_that_is_that_of_several_instances_is_not_guessed() -> None:
    kept = two(target("a:9100"), target("b:9100"))

    with series(kept, "web-1") as of, pytest.raises(BadTarget, match="may be several instances"):
        of.window(END - WINDOW, END)


def test_an_instance_that_is_scraped_twice_is_taken_once_and_that_is_told() -> None:
    with series(two(target("web-1:9100", "a"), target("web-1:9100", "b"))) as of:
        seen = of.window(END - WINDOW, END)

        assert of.notes == ("it is scraped 2 times; taken is instance=web-1:9100, job=a",)
        assert seen.rate("disk.reads", device="vda") == pytest.approx(5)


def test_no_exporter_at_all_is_told() -> None:
    with series(Kept()) as of, pytest.raises(CannotExamine, match="does it scrape one"):
        of.window(END - WINDOW, END)


@pytest.mark.parametrize("data", [None, {"a": 1}, [3], "x"])
def test_a_list_of_series_that_is_none_is_an_error(data: object) -> None:
    class Foreign(Kept):
        def answer(self, path: str, form: dict[str, list[str]]) -> object:
            return data

    with series(Foreign()) as of, pytest.raises(CannotReach, match="list of series"):
        of.window(END - WINDOW, END)


def test_an_instance_with_quotes_can_not_change_the_question() -> None:
    kept = two(target('web"} or {x="\\'))

    with series(kept) as of, pytest.raises(CannotExamine):
        of.window(END - WINDOW, END)

    [query] = kept.asked[-1][1]["query"]
    assert 'instance="web\\"} or {x=\\"\\\\",job="node"}[600000ms]' in query


def test_partial_answers_are_told() -> None:
    kept = Kept([(TARGET, healthy(scrapes()))], warnings=["store eu is down"])

    with series(kept) as of:
        of.window(END - WINDOW, END)

        assert of.notes == ("Prometheus warns: store eu is down",)


def test_the_time_is_that_of_the_prometheus() -> None:
    with series(Kept(now=17.5)) as of:
        assert of.now() == 17.5


def test_every_family_that_is_not_there_has_a_reason() -> None:
    parts = every_part()
    seen, _ = window(healthy(scrapes()), parts=parts)

    given = {family for one in parts.collectors.values() for family in one.gives}
    silent = given - seen.last.readings.keys() - seen.last.missing.keys()
    assert silent == set()
    why = {name: one.reason for name, one in seen.last.missing.items()}
    assert "single processes" in why["process.count"]
    assert "the collector entropy of that node_exporter is off" in why["entropy.available"]
    assert "the collector mdadm there found nothing or failed" in why["raid.count"]
    assert why["swap.size"] == "no swap is set up on this host"
    assert "--collector.vmstat.fields" in why["memory.direct_reclaim"]


def test_each_check_is_judged_or_has_a_reason_why_not() -> None:
    parts = every_part()
    checks = parts.checks
    seen, _ = window(healthy(scrapes()), parts=parts)

    told = {name for name in checks if f"check {name}" in seen.last.missing}
    assert told == checks.keys() - prometheus_checks.JUDGED
    assert checks.keys() >= prometheus_checks.JUDGED | prometheus_checks.UNDECIDED.keys()
    assert seen.last.missing["check burst"].status is Status.NOT_SUPPORTED
    assert not prometheus_checks.JUDGED & prometheus_checks.UNDECIDED.keys()


def test_every_series_is_one_of_a_declared_family_with_its_labels() -> None:
    for rule in names.RULES:
        family = families()[rule.family]
        assert {name for name, _ in rule.labels} <= set(family.labels), rule
        assert [name for name, _ in rule.labels] == sorted(name for name, _ in rule.labels), rule


def test_a_check_without_its_second_series_is_not_asked() -> None:
    known = healthy(scrapes())
    del known["node_procs_blocked", ()]

    seen, _ = window(known, parts=every_part())

    assert "node_procs_blocked" in seen.last.missing["check disk_busy"].reason
