import pytest

from hexascope.consult.told.veil import Veil

SAID = (
    "10.0.0.7:5432 refuses /home/anna/app, password=hunter2, mail to ops@example.org,"
    " 2001:db8::1:2:3"
)


def test_addresses_users_and_secrets_do_not_leave() -> None:
    hidden = Veil().hide(SAID)

    for word in ("10.0.0.7", "anna", "hunter2", "ops@example.org", "2001:db8"):
        assert word not in hidden


def test_the_same_word_is_hidden_by_the_same_word() -> None:
    veil = Veil()

    assert veil.hide("10.0.0.7 and 10.0.0.7") == "address-1 and address-1"
    assert veil.hide("10.0.0.8 and 10.0.0.7") == "address-2 and address-1"


def test_what_is_answered_speaks_of_the_true_words_again() -> None:
    veil = Veil()
    for number in range(12):
        veil.hide(f"10.0.0.{number}")

    assert veil.lift({"a": ["address-12 waits for address-1"]}) == {
        "a": ["10.0.0.11 waits for 10.0.0.0"]
    }


def test_secrets_are_never_put_back() -> None:
    veil = Veil()

    assert "hunter2" not in str(veil.lift(veil.hide(SAID)))


@pytest.mark.parametrize("word", ["127.0.0.1:5432", "0.0.0.0", "::1", "5.10.0", "12:30:15"])
def test_what_tells_nothing_of_anybody_stays(word: str) -> None:
    assert Veil().hide(word) == word


def test_for_a_model_on_this_machine_nothing_is_hidden() -> None:
    assert Veil(drawn=False).hide(SAID) == SAID
