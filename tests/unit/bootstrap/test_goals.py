"""Goals, constraints and service levels: from the settings to the text that models are sent."""

from pathlib import Path

import pytest

from hexascope import bootstrap
from hexascope.domain.errors import BadSettings
from hexascope.settings.read import Known, read_settings
from hexascope.words import Language
from tests.support.cases import case

STATED = """
[goals]
statement = "the shop's database"
constraints = ["no restart before 22:00"]
sla = ["99.9 % of answers under 300 ms", "available from 06:00 to 22:00"]
disk_await_s = 0.02
[panel]
models = "compatible/x"
base_url = "http://127.0.0.1:9/v1"
"""


def known(words: str, folder: Path) -> Known:
    file = folder / "config.toml"
    file.write_text(words, encoding="utf-8")
    return read_settings((file,), {}, None)


def test_what_the_user_states_is_part_of_every_prompt(tmp_path: Path) -> None:
    said = known(STATED, tmp_path)
    voices = bootstrap.voices(said, Language.ENGLISH)
    assert voices is not None

    shared = voices.briefing(case(goals=bootstrap.goals(said))).shared

    assert '"statement":"the shop\'s database"' in shared
    assert '"constraints":["no restart before 22:00"]' in shared
    assert '"sla":["99.9 % of answers under 300 ms","available from 06:00 to 22:00"]' in shared
    assert '"not_to_be_passed":{"disk_await_s":0.02}' in shared


def test_service_levels_that_are_no_list_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"goals\.sla"):
        known("[goals]\nsla = 99.9", tmp_path)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('[panel]\nmodels = "compatible/x"\nmode = "duo"', "full and solo"),
        ('[panel]\nmodels = "compatible/x"\nmax_rounds = 6', "0 to 5"),
        ('[panel]\nmodels = "compatible/x"\nmax_rounds = -1', "0 to 5"),
    ],
)
def test_a_mode_or_rounds_that_there_are_not_are_told(
    words: str, told: str, tmp_path: Path
) -> None:
    said = known(f'{words}\nbase_url = "http://127.0.0.1:9/v1"', tmp_path)

    with pytest.raises(BadSettings, match=told):
        bootstrap.voices(said, Language.ENGLISH)


@pytest.mark.parametrize(("words", "solo"), [("solo", True), ("full", False), ("", False)])
def test_the_mode_of_the_settings_is_taken_and_the_command_line_before_it(
    words: str, solo: bool, tmp_path: Path
) -> None:
    said = known(f'[panel]\nmode = "{words}"', tmp_path)
    url = "http://127.0.0.1:9/v1"

    chosen = bootstrap.voices(said, Language.ENGLISH, model="compatible/x", base_url=url)
    asked = bootstrap.voices(
        said, Language.ENGLISH, model="compatible/x", base_url=url, mode="solo"
    )

    assert chosen is not None
    assert chosen.course.solo is solo
    assert asked is not None
    assert asked.course.solo


def test_rounds_and_early_settling_are_settings(tmp_path: Path) -> None:
    said = known("[panel]\nmax_rounds = 0\nsettle_early = false", tmp_path)

    voices = bootstrap.voices(
        said, Language.ENGLISH, model="compatible/x", base_url="http://127.0.0.1:9/v1"
    )

    assert voices is not None
    assert (voices.course.max_rounds, voices.course.settle_early) == (0, False)
