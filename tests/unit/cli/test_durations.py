import pytest

from hexascope.cli.durations import duration
from hexascope.domain.errors import BadSettings


@pytest.mark.parametrize(
    ("word", "seconds"), [("5", 5), ("5s", 5), ("1m", 60), ("500ms", 0.5), ("1.5s", 1.5)]
)
def test_a_window_is_written_as_people_write_it(word: str, seconds: float) -> None:
    assert duration(word) == seconds


@pytest.mark.parametrize("word", ["", "soon", "5 s", "-1", "0", "0.1s", "2h", "1e9", "5d"])
def test_what_is_no_window_is_refused(word: str) -> None:
    with pytest.raises(BadSettings, match="--window"):
        duration(word)
