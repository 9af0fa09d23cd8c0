"""This host in the past: as it kept itself, as sysstat or Performance Co-Pilot kept it, its logs.

With `--at` the window of the past is what is judged; with `--since` a look at now is, and the
windows of the past beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from hexascope.collect.bundle.read import KeptHost
from hexascope.collect.calls.contract import Call
from hexascope.collect.series.archive_reasons import reasons_of_log
from hexascope.collect.series.logs import Logs, with_lines
from hexascope.domain.errors import BadBundle, BadInput, CannotExamine, HexascopeError
from hexascope.domain.host import HostFacts
from hexascope.domain.rows import LogLine
from hexascope.domain.snapshot import Window
from hexascope.kit import clock
from hexascope.services.examinations import Examinations, Progress, Wishes
from hexascope.services.looked import Looked, cost_of
from hexascope.services.sources.contract import Source, Where
from hexascope.services.times import moment
from hexascope.store.contract import Archive, Kept

USUAL_SECONDS = 600.0
"""The window of the past that is judged where --window is not given."""

SHORT_SECONDS = 120.0
"""The shortest windows that `--since` judges: a mean over more hides what took two minutes."""

LONGEST_SINCE_SECONDS = 7 * 86_400.0
MOST_WINDOWS = 144
"""Windows of the past that one examination judges beside the present: five hours of two minutes."""

MOST_KEPT = 6
"""Kept examinations that are judged again beside the present: those with the worst findings."""

HOW_TO_KEEP = (
    "to have it the next time, install sysstat or pcp and enable it (systemctl enable --now"
    " sysstat), or keep examinations: hexascope examine --watch 5m --quiet"
)


class Keeper(Protocol):
    """An archive of series that this host may have."""

    keeper: str
    notes: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def looked_at(self) -> str:
        """Say where archives were looked for."""

    def windows(self, begin: float, end: float, seconds: float) -> Iterator[Window]:
        """Give windows of so many seconds, those without a gap; CannotExamine: there are none."""

    def window(self, begin: float, end: float) -> Window:
        """Give the window from `begin` to `end`; CannotExamine: there is none."""


Keepers = Callable[[Examinations], Sequence[Keeper]]
Live = Callable[[Call], Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLooks:
    """The past of this host. `live` makes the look at now, which is told since when to ask."""

    host: HostFacts
    where: Where
    keepers: Keepers
    archive: Archive
    live: Live
    logs: Logs

    def look(
        self, service: Examinations, wishes: Wishes, progress: Progress, bundle: Path | None
    ) -> Looked:
        """Take the window of the past, or the present with the past beside it."""
        if self.where.at and self.where.since:
            raise BadInput("--at judges one window, --since all up to now: leave out one of them")
        if self.where.since:
            return self._since(service, wishes, progress, bundle)
        if wishes.target is not None or wishes.deep:
            raise BadInput(
                "--at judges what archives keep, which know the whole host only: leave out the"
                " target and --deep, or ask with --since, which looks at now as well"
            )
        return self._at(service, wishes, progress)

    def _at(self, service: Examinations, wishes: Wishes, progress: Progress) -> Looked:
        began, now = clock.monotonic(), clock.wall()
        at = moment(self.where.at, now)
        seconds = self.where.seconds or USUAL_SECONDS
        begin, end = at - seconds / 2, min(at + seconds / 2, now)
        found, wrong = self._kept_at(service, wishes, progress, (begin, at, end))
        if found is None:
            found = self._archived_at(service, begin, end)
        window, source, notes = found
        return Looked(
            window=window,
            host=self.host,
            cost=cost_of(window, {}, began),
            source=source,
            notes=(*notes, *wrong),
        )

    def _kept_at(
        self,
        service: Examinations,
        wishes: Wishes,
        progress: Progress,
        times: tuple[float, float, float],
    ) -> tuple[tuple[Window, str, tuple[str, ...]] | None, list[str]]:
        """Take the kept examination that is nearest to the time, and say which can't be read."""
        begin, at, end = times
        near = [one for one in self._kept(begin, end) if self.archive.bundle(one.id) is not None]
        near.sort(key=lambda one: abs(clock.seconds_of(one.time) - at))
        wrong: list[str] = []
        for one in near[:MOST_KEPT]:
            path = self.archive.bundle(one.id)
            try:
                window = _of_bundle(service, wishes, progress, path) if path else None
            except BadBundle as error:
                wrong.append(str(error))
                continue
            if window is not None:
                told = f"judged is the examination {one.id}, kept {clock.local(window.last.time)}"
                return (window, "", (told,)), wrong
        return None, wrong

    def _kept(self, begin: float, end: float) -> list[Kept]:
        return [
            one
            for one in self.archive.all(self.host.id)
            if begin <= (_seconds_of(one.time) or 0.0) <= end
        ]

    def _archived_at(
        self, service: Examinations, begin: float, end: float
    ) -> tuple[Window, str, tuple[str, ...]]:
        lines, log_note = self.logs.between(begin, end)
        found: list[tuple[Window, Keeper]] = []
        wrong: list[str] = []
        for keeper in self.keepers(service):
            try:
                found.append((keeper.window(begin, end), keeper))
            except CannotExamine as error:
                wrong.append(f"{keeper.keeper}: {error}")
        if not found:
            window = self._only_logged(service, begin, end, lines)
            bare = Looked(window=window, host=self.host, cost=cost_of(window, {}, 0.0))
            # the log alone is a witness of what it tells, and of nothing else: silence is no health
            if not service.weigh(bare, Wishes()).findings:
                raise CannotExamine(_nothing(begin, end, wrong))
            return window, f"log {self.logs.source}", tuple(wrong)
        # the one that looked oftenest knows most; all of them would count everything twice
        window, keeper = max(found, key=lambda one: len(one[0].pulses) / max(one[0].seconds, 1.0))
        window = with_lines(window, lines, self.logs.source)
        source = " ".join((keeper.keeper, *keeper.files))
        return window, source, (*keeper.notes, *wrong, *([log_note] if log_note else []))

    def _since(
        self, service: Examinations, wishes: Wishes, progress: Progress, bundle: Path | None
    ) -> Looked:
        now = clock.wall()
        begin = moment(self.where.since, now, "--since")
        if now - begin > LONGEST_SINCE_SECONDS:
            raise BadInput(
                f"--since {self.where.since!r} is more than"
                f" {LONGEST_SINCE_SECONDS / 86_400:.0f} days ago; ask for a time with --at"
            )
        looked = self.live(lambda: begin).look(service, wishes, progress, bundle)
        end = looked.window.first.time
        earlier, notes = self._archived_since(service, begin, end)
        kept, more = self._kept_since(service, wishes, progress, begin, end)
        logged, log_notes = self._logged_since(service, looked.window, begin, end)
        windows = tuple(sorted((*earlier, *kept, *logged), key=lambda one: one.last.time))
        told = f"judged beside it is the past from {clock.local(begin)} on: {_counted(windows)}"
        return replace(
            looked,
            earlier=windows,
            notes=(*looked.notes, told, *notes, *more, *log_notes),
        )

    def _archived_since(
        self, service: Examinations, begin: float, end: float
    ) -> tuple[list[Window], tuple[str, ...]]:
        seconds = max(SHORT_SECONDS, (end - begin) / MOST_WINDOWS)
        windows: list[Window] = []
        notes: list[str] = []
        for keeper in self.keepers(service):
            try:
                windows += keeper.windows(begin, end, seconds)
            except CannotExamine as error:
                notes.append(f"{keeper.keeper}: {error}")
            else:
                notes += [f"{keeper.keeper}: {note}" for note in keeper.notes]
                notes.append(f"{keeper.keeper}: read were {', '.join(keeper.files)}")
        return windows[: 2 * MOST_WINDOWS], tuple(notes)

    def _kept_since(
        self,
        service: Examinations,
        wishes: Wishes,
        progress: Progress,
        begin: float,
        end: float,
    ) -> tuple[list[Window], tuple[str, ...]]:
        known = [one for one in self._kept(begin, end) if one.findings]
        known.sort(key=lambda one: one.score if one.score is not None else 100)
        windows: list[Window] = []
        notes: list[str] = []
        for one in known[:MOST_KEPT]:
            try:
                path = self.archive.bundle(one.id)
                if path is not None:
                    windows.append(_of_bundle(service, wishes, progress, path))
            except HexascopeError as error:
                notes.append(str(error))
        if windows:
            notes.append(f"judged again are {len(windows)} kept examinations")
        return windows, tuple(notes)

    def _logged_since(
        self, service: Examinations, window: Window, begin: float, end: float
    ) -> tuple[list[Window], tuple[str, ...]]:
        """Give a window of nothing but the log's lines that the look itself did not see."""
        lines, note = self.logs.between(begin, end)
        seen = {one.text for one in window.last.rows(LogLine)}
        fresh = [one for one in lines if one.text not in seen]
        notes = (note,) if note else ()
        if not fresh:
            return [], notes
        return [self._only_logged(service, begin, end, fresh)], notes

    def _only_logged(
        self, service: Examinations, begin: float, end: float, lines: Iterable[LogLine]
    ) -> Window:
        why = reasons_of_log(service.collectors.values(), service.checks)
        return self.logs.alone(begin, end, lines, why)


def _counted(windows: Sequence[Window]) -> str:
    return "1 window" if len(windows) == 1 else f"{len(windows)} windows"


def _seconds_of(time: str) -> float | None:
    try:
        return clock.seconds_of(time)
    except ValueError:
        return None


def _of_bundle(service: Examinations, wishes: Wishes, progress: Progress, path: Path) -> Window:
    try:
        return service.look(KeptHost(path), wishes.plan, progress)
    except ValueError as error:
        raise BadBundle(f"{path}: {error}") from None


def _nothing(begin: float, end: float, wrong: Sequence[str]) -> str:
    looked = "; ".join(wrong)
    return (
        f"nothing on this host tells what was from {clock.local(begin)} to {clock.local(end)}."
        f" No examination was kept then; {looked}; {HOW_TO_KEEP}"
    )
