import json
from dataclasses import replace

import pytest

from hexascope.domain.examination import Examination
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.rows import Change
from hexascope.domain.target import (
    Hop,
    StateShare,
    Target,
    TargetKind,
    TargetStory,
    ThreadGroup,
    ThreadState,
)
from hexascope.domain.use import Status
from hexascope.kit.clock import seconds_of
from hexascope.report.contract import Format, Manner
from hexascope.report.formats.html import html
from hexascope.report.formats.markdown import markdown
from hexascope.report.formats.terminal import terminal
from hexascope.report.investigation import bars, probes_cost, story_shown, timeline_shown
from hexascope.report.plain import plain
from hexascope.words import Language
from tests.support.examinations import examination
from tests.support.line import VALID

SHARES = (
    StateShare(state=ThreadState.NETWORK, share=0.63, on="tcp 127.0.0.1:5432", on_share=0.6),
    StateShare(state=ThreadState.ON_CPU, share=0.12),
    StateShare(state=ThreadState.SLEEPING, share=0.248),
    StateShare(state=ThreadState.UNKNOWN, share=0.002),
)
STORY = TargetStory(
    target=Target(TargetKind.UNIT, "shop.service"),
    members=((80, "gunicorn"), (81, "gunicorn")),
    threads=4,
    seconds=20.0,
    samples=400,
    shares=SHARES,
    groups=(
        ThreadGroup(name="gunicorn", pids=(80, 81), threads=2, shares=SHARES),
        ThreadGroup(name="pool-N", pids=(81,), threads=2, shares=SHARES[2:]),
    ),
    hops=(
        Hop(
            depth=1,
            waiter="gunicorn",
            waiter_pids=(80, 81),
            via="tcp 127.0.0.1:5432",
            other="postgres",
            other_pids=(99,),
            share=0.6,
            state=ThreadState.NETWORK,
            other_does=(StateShare(state=ThreadState.DISK, share=0.9, on="vda", on_share=0.9),),
        ),
    ),
    gaps=("2 threads ended while they were watched",),
)
WRITTEN = (terminal, markdown, html)


def investigated(story: TargetStory = STORY) -> Examination:
    about = examination()
    ended = seconds_of(about.time)
    return replace(
        about,
        story=story,
        timeline=(
            Change(ended - 180, "package", "upgraded", "postgresql-15", "15.7 → 15.8", "dpkg.log"),
            Change(1e30, "boot", "started", "never", "", ""),
        ),
        probed=(
            ProbeResult(
                probe="cpu_profile",
                subject=Subject(name="postgres", pids=(99,)),
                status=Status.MEASURED,
                seconds=3.0,
                cpu_s=0.04,
            ),
            ProbeResult(
                probe="off_cpu",
                subject=Subject(name="postgres", pids=(99,)),
                status=Status.NO_PERMISSION,
                reason="only root may read stacks",
                seconds=0.5,
                cpu_s=0.01,
            ),
        ),
    )


def test_states_lie_beside_each_other_and_what_is_next_to_nothing_is_left_out() -> None:
    shown = bars(SHARES, Language.ENGLISH)

    assert [(one.state, one.x, one.wide) for one in shown] == [
        ("on_cpu", 0.0, 12.0),
        ("network", 12.0, 63.0),
        ("sleeping", 75.0, 24.8),
    ]


def test_shares_beyond_the_whole_never_overflow_the_drawing() -> None:
    shown = bars(tuple(StateShare(state=one, share=0.7) for one in ThreadState), Language.ENGLISH)

    assert all(one.x >= 0 and one.x + one.wide <= 100 for one in shown)


def test_without_a_target_there_is_no_story() -> None:
    assert story_shown(None, Language.ENGLISH) is None


@pytest.mark.parametrize("form", WRITTEN, ids=lambda one: one.name)
def test_every_report_says_where_time_goes_what_changed_and_what_was_probed(form: Format) -> None:
    written = " ".join(form.write(investigated(), Manner(width=110)).replace("\\", "").split())

    for words in (
        "shop.service",
        "waits for the network",
        "63%",
        "postgres (pid 99)",
        "waits for a disk 90%",
        "2 threads ended while they were watched",
        "package upgraded",
        "postgresql-15",
        "3 min",
        "only root may read stacks",
        "the probes cost 50 ms CPU over 3 s",
    ):
        assert words in written, words


def test_a_change_at_a_time_that_no_calendar_has_is_left_out() -> None:
    assert [one.what for one in timeline_shown(investigated(), Language.ENGLISH)] == [
        "postgresql-15"
    ]


def test_names_in_a_story_are_inert() -> None:
    nasty = "<b>x</b>\x1b[31m\u202e"
    story = replace(
        STORY,
        target=Target(TargetKind.UNIT, nasty),
        members=((1, nasty),),
        shares=(StateShare(state=ThreadState.LOCK, share=1.0, on=nasty, on_share=1.0),),
        gaps=(nasty,),
    )
    for form in WRITTEN:
        written = form.write(investigated(story), Manner())
        assert "\x1b" not in written
        assert "\u202e" not in written
        assert "<b>" not in written or form is terminal


def test_the_json_report_holds_all_of_it() -> None:
    told = plain(investigated())
    VALID.validate(json.loads(json.dumps(told)))

    assert told["target"]["name"] == "shop.service"
    assert told["target"]["shares"][0]["share"] == 0.63
    assert told["timeline"][0]["what"] == "postgresql-15"
    assert told["timeline"][1]["time"] == ""
    assert told["probes"][1]["reason"] == "only root may read stacks"


def test_the_probes_cost_is_said_only_where_there_were_probes() -> None:
    assert probes_cost(examination(), Language.ENGLISH) == ""
