"""Where the past of this host is taken from, and what is said where there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from hexascope import bootstrap
from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.collect.series.logs import Logs
from hexascope.collect.series.records import Record, run_of
from hexascope.collect.series.records_window import window_of
from hexascope.domain.errors import BadInput, CannotExamine
from hexascope.domain.examination import SelfCost
from hexascope.domain.rows import LogLine
from hexascope.domain.snapshot import Window
from hexascope.domain.target import Target, TargetKind
from hexascope.domain.use import Status, When
from hexascope.kit import clock
from hexascope.services.examinations import Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Source, Where
from hexascope.services.sources.past import PastLooks
from hexascope.settings.read import read_settings
from hexascope.store.contract import Kept
from tests.support.cases import HOST, WALL, window

NOW = WALL + 10_000.0
COST = SelfCost(cpu_s=0, wall_s=0, rss_bytes=0, files_read=0, bytes_read=0, collectors={})
SERVICE = bootstrap.examinations(read_settings((), {}))


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: NOW)


@dataclass
class Keeper:
    """An archive with records of so many seconds up to now, or with nothing at all."""

    keeper: str
    step: float = 60.0
    empty: bool = False
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ("/kept",)
    looked_at: str = "/var/log"
    asked: list[tuple[float, float]] = field(default_factory=list)

    def window(self, begin: float, end: float) -> Window:
        self.asked.append((begin, end))
        if self.empty:
            raise CannotExamine(f"{self.keeper} keeps nothing in /var/log")
        records = [
            Record(
                at=NOW - number * self.step,
                seconds=self.step,
                growths={("cpu.forks", ()): 1.0},
                gauges={},
            )
            for number in range(int(9_000 / self.step))
        ]
        return window_of(run_of(records, begin, end), self.keeper, {})

    def windows(self, begin: float, end: float, seconds: float) -> Iterator[Window]:
        count = max(int((end - begin) / seconds), 1)
        return iter(
            [self.window(begin + n * seconds, begin + (n + 1) * seconds) for n in range(count)]
        )


@dataclass
class Shelf:
    """Kept examinations with their bundles' paths."""

    kept: list[tuple[float, Path]] = field(default_factory=list)

    def all(self, host_id: str = "") -> Iterator[Kept]:
        assert host_id == HOST.id
        for number, (at, _) in enumerate(self.kept):
            yield Kept(
                id=str(number), host_id=host_id, host_name="web-1", time=clock.rfc3339(at),
                score=50, findings=1, worst="high", headline="", size_bytes=1,
            )  # fmt: skip

    def bundle(self, id: str) -> Path | None:  # noqa: A002 - the word of the contract
        return self.kept[int(id)][1]


class Now:
    """A look at now, which remembers since when it was told to ask."""

    def __init__(self, since: Call) -> None:
        self.since = since

    def look(self, *_: object) -> Looked:
        told = self.since()
        assert isinstance(told, float)
        seen = window(last=[LogLine(1.0, 3, 1, "seen already")])
        first, last = replace(seen.first, time=NOW), replace(seen.last, time=NOW + 5)
        return Looked(
            window=Window(first=first, last=last), host=HOST, cost=COST, notes=(f"since {told}",)
        )


def no_log() -> None:
    raise NotHere(Status.NO_PERMISSION, "/dev/kmsg: not permitted")


def past(
    *keepers: Keeper,
    at: str = "",
    since: str = "",
    kept: Shelf | None = None,
    logs: Logs | None = None,
) -> PastLooks:
    def live(told: Call) -> Source:
        return Now(told)

    return PastLooks(
        host=HOST,
        where=Where(at=at, since=since),
        keepers=lambda _: keepers,
        archive=kept or Shelf(),  # type: ignore[arg-type] # what is asked of it
        live=live,
        logs=logs or Logs(no_log, Path("/nowhere"), program="journal-of-nobody"),
    )


def looked(source: PastLooks, wishes: Wishes | None = None) -> Looked:
    return source.look(SERVICE, wishes or Wishes(), lambda _: None, None)


def test_ten_minutes_around_the_time_are_judged_and_who_kept_them_is_told() -> None:
    keeper = Keeper("sysstat")
    found = looked(past(keeper, at="1h ago"))

    assert keeper.asked == [(NOW - 3900, NOW - 3300)]
    assert found.window.seconds == 600
    assert found.source == "sysstat /kept"
    assert found.earlier == ()


def test_the_users_window_counts_and_never_reaches_beyond_now() -> None:
    keeper = Keeper("sysstat")
    source = past(keeper, at="1m ago")
    looked(replace(source, where=replace(source.where, seconds=300.0)))

    assert keeper.asked == [(NOW - 210, NOW)]


def test_of_several_archives_the_one_that_looked_oftenest_is_judged() -> None:
    found = looked(past(Keeper("sysstat", 600.0), Keeper("pcp", 10.0), at="1h ago"))
    assert found.source == "pcp /kept"

    found = looked(past(Keeper("sysstat", 600.0), Keeper("pcp", empty=True), at="1h ago"))
    assert found.source == "sysstat /kept"
    assert "pcp: pcp keeps nothing in /var/log" in found.notes


def test_where_nothing_is_kept_it_says_where_was_looked_and_how_to_keep_it() -> None:
    source = past(Keeper("sysstat", empty=True), Keeper("pcp", empty=True), at="1h ago")

    with pytest.raises(CannotExamine) as told:
        looked(source)
    for part in ("sysstat keeps nothing", "pcp keeps nothing", "systemctl enable", "--watch"):
        assert part in str(told.value)


def test_a_kept_examination_that_is_damaged_is_passed_over(tmp_path: Path) -> None:
    bundle = tmp_path / "evidence.hxb"
    bundle.write_bytes(b"no zip")
    found = looked(past(Keeper("sysstat"), at="1h ago", kept=Shelf([(NOW - 3600, bundle)])))

    assert found.source == "sysstat /kept"
    assert any(str(bundle) in note for note in found.notes)


@pytest.mark.parametrize(
    ("source", "wishes", "told"),
    [
        (past(at="1h ago", since="2h"), Wishes(), "leave out one"),
        (past(at="1h ago"), Wishes(deep=True), "--deep"),
        (past(at="1h ago"), Wishes(target=Target(TargetKind.PID, "1")), "leave out the target"),
        (past(at="soon"), Wishes(), "--at 'soon' is no time"),
        (past(at="2099-01-01"), Wishes(), "future"),
        (past(since="soon"), Wishes(), "--since 'soon' is no time"),
        (past(since="8d"), Wishes(), "7 days"),
    ],
)
def test_what_can_not_be_asked_of_the_past_is_refused(
    source: PastLooks, wishes: Wishes, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        looked(source, wishes)


def test_since_looks_at_now_and_judges_the_windows_between_beside_it() -> None:
    found = looked(past(Keeper("sysstat"), Keeper("pcp", empty=True), since="1h"))

    assert found.source == ""
    assert len(found.earlier) == 30
    assert all(one.last.time <= NOW for one in found.earlier)
    assert found.notes[0] == f"since {NOW - 3600}"
    assert any("pcp keeps nothing" in note for note in found.notes)
    assert any("no log of the kernel" in note for note in found.notes)


def test_since_without_any_archive_is_a_look_at_now_that_says_so() -> None:
    found = looked(past(Keeper("sysstat", empty=True), since="1h"))

    assert found.earlier == ()
    assert any("sysstat keeps nothing" in note for note in found.notes)


def test_lines_of_the_log_that_the_look_did_not_see_are_judged_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "since_boot", lambda: 9_000.0)
    rows: list[Json] = [
        [0.5, 6, 0, "Linux version"],
        [7_000.0, 3, 1, "seen already"],
        [7_100.0, 3, 2, "fresh"],
    ]
    logs = Logs(lambda: [*rows], Path("/nowhere"))
    [only] = looked(past(Keeper("pcp", empty=True), since="1h", logs=logs)).earlier

    assert [one.text for one in only.last.rows(LogLine)] == ["fresh"]
    assert only.last.number("log.read_at") == only.last.time


def test_where_no_archive_is_the_log_alone_tells_of_kills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "since_boot", lambda: 9_000.0)
    kill = "Out of memory: Killed process 7 (eater) total-vm:1kB, anon-rss:1kB"
    rows: list[Json] = [[0.5, 6, 0, "Linux version"], [5_400.0, 3, 1, kill]]
    source = past(Keeper("pcp", empty=True), at="1h ago", logs=Logs(lambda: rows, Path("/none")))
    found = looked(source)
    case = SERVICE.weigh(found, Wishes())

    assert [(one.check, one.severity.word, one.when) for one in case.findings] == [
        ("oom_kill", "critical", When.NOW)
    ]
    assert {one.check for one in case.unjudged}.isdisjoint({"oom_kill", "io_errors", "crash_loop"})
    assert any("nothing but the log" in one.reason for one in case.unjudged)
    assert "pcp: pcp keeps nothing in /var/log" in found.notes
    harmless: Json = [5_400.0, 6, 1, "eth0: link is up"]
    quiet = Logs(lambda: [rows[0], harmless], Path("/none"))
    with pytest.raises(CannotExamine):
        looked(past(Keeper("pcp", empty=True), at="1h ago", logs=quiet))
