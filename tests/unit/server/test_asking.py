import pytest

from hexascope.domain.errors import BadInput
from hexascope.server.requests.asking import language_asked, time_asked
from hexascope.words import Language


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("", "", "en"),
        ("pt", "en", "pt"),
        ("", "pt-BR, en;q=0.5", "pt"),
        ("", "fr;q=0.9, de, en-GB", "en"),
        ("", "fr, de", "en"),
        ("", ";;,,q=x", "en"),
        ("", "PT", "pt"),
    ],
)
def test_a_language_is_the_one_that_is_asked_for_or_the_first_that_there_is(
    asked: str, accepted: str, language: str
) -> None:
    assert language_asked(asked, accepted) is Language(language)


def test_times_are_read_as_they_are_written() -> None:
    assert time_asked("since", "") is None
    assert time_asked("since", "1970-01-01T00:00:01Z") == 1.0
    for wrong in ("yesterday", "2026-13-01", "9" * 40, "1970-01-01T00:00:01+99:00"):
        with pytest.raises(BadInput, match="since"):
            time_asked("since", wrong)
