from pathlib import Path

import pytest

from hexascope.domain.errors import BadSettings
from hexascope.settings.places import settings_files, state_folder
from hexascope.settings.read import checked, read_settings
from tests.support.settings import Sample


def file(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_without_any_source_all_values_are_defaults(tmp_path: Path) -> None:
    known = read_settings([tmp_path / "absent.toml"], {})

    assert known.settings.examine.window_seconds == 5.0
    assert known.origins["examine.window_seconds"].source == "default"


def test_a_flag_beats_the_environment_which_beats_the_files_the_later_first(tmp_path: Path) -> None:
    weak = file(tmp_path, "[examine]\nwindow_seconds = 6\nniceness = 1\nstrict = true\n", "a.toml")
    strong = file(tmp_path, "[examine]\nwindow_seconds = 7\nniceness = 2\n", "b.toml")
    environment = {"HEXASCOPE_EXAMINE__WINDOW_SECONDS": "8"}

    known = read_settings([weak, strong], environment, {"examine.window_seconds": 9.0})

    assert known.settings.examine.window_seconds == 9.0
    assert known.settings.examine.niceness == 2
    assert known.settings.examine.strict
    assert known.origins["examine.window_seconds"].source == "flag"
    assert known.origins["examine.niceness"].source.endswith("b.toml")
    assert read_settings([weak], environment).origins["examine.window_seconds"].source == (
        "$HEXASCOPE_EXAMINE__WINDOW_SECONDS"
    )


def test_limits_of_checks_come_from_tables_and_variables(tmp_path: Path) -> None:
    path = file(tmp_path, "[checks.cpu_saturation]\nwaiting_share = 0.4\n")
    environment = {"HEXASCOPE_CHECKS__STEAL__HIGH": "0.3"}

    known = read_settings([path], environment)

    assert known.settings.checks == {
        "cpu_saturation": {"waiting_share": 0.4},
        "steal": {"high": 0.3},
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[examine]\nwindow_secs = 3\n", "did you mean 'examine.window_seconds'"),
        ("[exmine]\nwindow_seconds = 3\n", "'exmine.window_seconds' is no setting"),
        ("[examine]\nwindow_seconds = 'long'\n", "window_seconds"),
        ("[checks]\nsteal = 3\n", "must be a table"),
        ("[prices]\nm5 = 'cheap'\n", "US dollars"),
        ("[prices]\nm5 = -1\n", "US dollars"),
        ("not toml", "no TOML"),
    ],
)
def test_bad_settings_say_what_is_wrong_and_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadSettings, match=told.replace("'", ".")):
        read_settings([file(tmp_path, text)], {})


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="can't be read"):
        read_settings([tmp_path], {})


def test_options_of_a_plug_in_are_checked_by_its_own_dataclass() -> None:
    assert checked(Sample, {"high": 0.5}, "checks.sample").high == 0.5
    with pytest.raises(BadSettings, match=r"checks.sample.hihg is no setting; did you mean 'high'"):
        checked(Sample, {"hihg": 0.5}, "checks.sample")
    with pytest.raises(BadSettings, match=r"checks.sample.high"):
        checked(Sample, {"high": "much"}, "checks.sample")


def test_places_follow_the_xdg_rules_and_ignore_relative_ones() -> None:
    environment = {"HOME": "/home/ana", "XDG_STATE_HOME": "/state", "XDG_CONFIG_HOME": "relative"}

    assert state_folder(environment) == Path("/state/hexascope")
    assert settings_files(environment)[1] == Path("/home/ana/.config/hexascope/config.toml")
