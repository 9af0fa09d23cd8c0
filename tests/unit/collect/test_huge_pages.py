from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.huge_pages import FOLDER, huge_pages
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


@given(st.text(max_size=100))
def test_nonsense_never_ends_a_look(text: str) -> None:
    assert snapshot(host(text, text), huge_pages).at == 100.0
