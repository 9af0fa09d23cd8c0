"""A report says what a panel had done, for whom, and what it gave or why it was not done."""

from dataclasses import replace

from hexascope.domain.errand import Computed, Errand
from hexascope.domain.panel import PanelRecord
from hexascope.report.errands import errands_shown
from hexascope.report.spoken import spoken_shown
from hexascope.words import Language

RAN = Errand(
    probe="cpu_profile",
    subject="worker",
    asked_by=("performance_analyst", "security_analyst"),
    ran=True,
    seconds=2.1,
    gave=("profile.samples{pid=7}", "profile.top_share{frame=f,pid=7}"),
)
COMPUTED = Computed(
    asked_by="cost_optimizer",
    purpose="a slope of 99 %",
    source="print()",
    sha256="0" * 64,
    level=3,
    exit=0,
    gave=("computed.value{name=slope}",),
)


def told(
    *errands: Errand, computed: tuple[Computed, ...] = (), language: Language = Language.ENGLISH
) -> tuple[str, ...]:
    record = PanelRecord(seconds=1.0, calls=(), errands=errands, computed=computed)
    return errands_shown(record, language)


def test_what_ran_is_told_with_who_asked_and_how_much_it_gave() -> None:
    [one] = told(RAN)

    assert "performance analyst, security analyst: cpu_profile on worker gave 2 values" in one


def test_what_did_not_run_is_told_with_the_reason() -> None:
    [one] = told(replace(RAN, ran=False, gave=(), reason="it is gone meanwhile"))

    assert "not run" in one
    assert "(it is gone meanwhile)" in one


def test_a_program_is_told_with_its_sandbox_and_never_with_its_own_words() -> None:
    [one] = told(computed=(COMPUTED,))

    assert "in a sandbox of level 3; values that it computed: 1." in one
    assert "99" not in one


def test_the_same_program_of_several_is_told_once() -> None:
    several = (COMPUTED, replace(COMPUTED, asked_by="security_analyst"))
    [one] = told(computed=several)

    assert "cost optimizer, security analyst" in one


def test_a_program_that_gave_nothing_is_told_with_the_reason() -> None:
    [failed] = told(computed=(replace(COMPUTED, gave=(), reason="ran too long"),))
    [refused] = told(computed=(replace(COMPUTED, gave=(), refused=("slope is in no unit",)),))

    assert "(ran too long)" in failed
    assert "(slope is in no unit)" in refused


def test_names_of_strangers_are_made_visible_and_cut() -> None:
    [one] = told(replace(RAN, subject="\x1b[31m" + "x" * 300))

    assert "\x1b" not in one
    assert len(one) < 250


def test_it_is_told_in_portuguese() -> None:
    assert "sonda" not in told(RAN)[0]
    assert told(RAN, language=Language.PORTUGUESE)[0].startswith("Pedida por")


def test_the_record_of_a_panel_shows_it() -> None:
    record = PanelRecord(seconds=1.0, calls=(), errands=(RAN,))
    shown = spoken_shown(record, Language.ENGLISH)

    assert shown is not None
    assert shown.errands == told(RAN)
