import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.huge_pages import FOLDER, huge_pages
from hexascope.collect.contract import NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


def host(enabled: str, defrag: str = "always defer [madvise] never\n") -> TextHost:
    return TextHost({f"{FOLDER}/enabled": enabled, f"{FOLDER}/defrag": defrag})


def test_the_word_in_brackets_is_the_setting_in_force() -> None:
    seen = snapshot(host("[always] madvise never\n"), huge_pages)

    values = {dict(one.labels)["setting"]: one.value for one in seen.of("memory.thp")}
    assert values == {"enabled": "always", "defrag": "madvise"}


def test_a_kernel_built_without_them_says_so() -> None:
    assert snapshot(TextHost(), huge_pages).missing["memory.thp"].status is Status.NOT_PRESENT


@pytest.mark.parametrize(
    ("enabled", "defrag", "chosen"),
    [
        # 2.6.38 to 4.5
        ("always madvise [never]\n", "[always] madvise never\n", ("never", "always")),
        # 4.6 to 4.10
        ("[always] madvise never\n", "always defer [madvise] never\n", ("always", "madvise")),
        # since 4.11
        (
            "always [madvise] never\n",
            "always defer [defer+madvise] madvise never\n",
            ("madvise", "defer+madvise"),
        ),
    ],
)
def test_the_words_of_each_kernel_are_understood(
    enabled: str, defrag: str, chosen: tuple[str, str]
) -> None:
    seen = snapshot(host(enabled, defrag), huge_pages)

    assert tuple(one.value for one in seen.of("memory.thp")) == chosen


@pytest.mark.parametrize("text", ["", "always madvise never\n", "[]\n", "[ ] never\n", "\0\0"])
def test_no_word_in_brackets_is_unreadable_and_no_empty_setting(text: str) -> None:
    seen = snapshot(host(text), huge_pages)

    assert not list(seen.of("memory.thp"))
    assert seen.missing["memory.thp"].status is Status.UNREADABLE


def test_what_may_not_be_read_is_told_with_its_own_reason() -> None:
    denied = NotHere(Status.NO_PERMISSION, "Permission denied")

    seen = snapshot(TextHost({f"{FOLDER}/enabled": denied}), huge_pages)

    assert seen.missing["memory.thp"].status is Status.NO_PERMISSION


@given(st.text(max_size=100), st.text(max_size=100))
def test_nonsense_gives_a_word_or_a_reason(enabled: str, defrag: str) -> None:
    seen = snapshot(host(enabled, defrag), huge_pages)

    assert all(one.value for one in seen.of("memory.thp"))
    assert "memory.thp" in seen.readings or "memory.thp" in seen.missing
