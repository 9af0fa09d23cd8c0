"""What of a panel's errands is joined: by the settings, and only for this host as it is now."""

from typing import cast

import pytest

from hexascope import bootstrap
from hexascope.domain.errors import BadSettings
from hexascope.services.errands import PanelErrands
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.sources.contract import Where
from hexascope.settings.read import read_settings
from tests.support.errands import LOOKED


def joined(where: Where = Where(), **settings: object) -> PanelErrands:  # noqa: B008 - frozen
    known = read_settings((), {}, {f"panel.{name}": one for name, one in settings.items()})
    service = cast("Examinations", None)
    return bootstrap.errands(known, service, LOOKED, Wishes(), where=where)


def test_a_panel_may_have_three_probes_run_and_no_program() -> None:
    made = joined()

    assert made.most_probes == 3
    assert made.live
    assert not made.code


def test_settings_allow_fewer_probes_and_programs() -> None:
    made = joined(probes=1, allow_code=True)

    assert made.most_probes == 1
    assert made.code


@pytest.mark.parametrize("probes", [-1, 4])
def test_more_probes_than_a_panel_may_have_run_are_refused(probes: int) -> None:
    with pytest.raises(BadSettings, match=r"panel\.probes is .*: give 0 to 3"):
        joined(probes=probes)


@pytest.mark.parametrize(
    ("where", "live"),
    [
        (Where(), True),
        (Where(since="2h"), True),
        (Where(address="a.hxb"), False),
        (Where(address="ssh://web-1"), False),
        (Where(address="prometheus:http://x"), False),
        (Where(at="03:10"), False),
    ],
)
def test_probes_are_for_this_host_and_now_only(where: Where, live: bool) -> None:
    assert joined(where).live is live


def test_the_strongest_sandbox_is_taken_from_level_2_on(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, str]] = []

    def chosen(level: int, *, named: str) -> str:
        asked.append((level, named))
        return "executor"

    monkeypatch.setattr("hexascope.sandbox.chain.chosen", chosen)

    assert cast("str", joined(allow_code=True).sandbox()) == "executor"
    joined(allow_code=True, sandbox="docker", sandbox_level=4).sandbox()
    assert asked == [(2, ""), (4, "docker")]


@pytest.mark.parametrize("level", [1, 5])
def test_a_sandbox_below_level_2_can_not_be_asked_for(level: int) -> None:
    with pytest.raises(BadSettings, match=r"panel\.sandbox_level is .*: give 2 to 4"):
        joined(sandbox_level=level)


def test_a_sandbox_that_is_not_known_is_told_before_a_model_is_asked() -> None:
    with pytest.raises(BadSettings, match=r"there are bubblewrap, .*; did you mean 'docker'"):
        joined(allow_code=True, sandbox="docka")
