import pytest

from hexascope.domain.text import text
from hexascope.words import Language, render, translate


def test_a_text_is_shown_with_its_values_in_the_way_it_asks_for() -> None:
    said = text("{n:count} tasks wait {share:percent} of {time:seconds}", n=3, share=0.471, time=5)

    assert render(said) == "3 tasks wait 47% of 5 s"


def test_portuguese_writes_a_decimal_comma() -> None:
    said = text("{size:bytes}", size=1.5 * 2**30)

    assert render(said, Language.PORTUGUESE) == "1,5 GiB"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 tasks wait"), (1, "1 task waits"), (0.47, "0.47 tasks wait"), (2, "2 tasks wait")],
)
def test_a_counted_word_has_its_form_for_one(number: float, said: str) -> None:
    assert render(text("{n:mean} {n:task waits|tasks wait}", n=number)) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 tarefa"), (1.5, "1,5 tarefa"), (2, "2 tarefas")]
)
def test_portuguese_counts_many_from_two_on(number: float, said: str) -> None:
    assert render(text("{n:mean} {n:tarefa|tarefas}", n=number), Language.PORTUGUESE) == said


def test_a_value_that_is_missing_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="no value for"):
        text("{n:count} tasks")


def test_a_name_from_the_host_with_braces_is_no_template() -> None:
    assert render(text("{name} runs", name="{0.__class__}")) == "{0.__class__} runs"


def test_what_has_no_translation_is_shown_in_english() -> None:
    assert translate("no such sentence", Language.PORTUGUESE) == "no such sentence"
