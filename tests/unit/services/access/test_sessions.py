from hexascope.services.access.sessions import csrf_fits, csrf_of, new_session_secret


def test_a_csrf_token_belongs_to_one_session() -> None:
    mine, theirs = new_session_secret(), new_session_secret()

    assert csrf_fits(mine, csrf_of(mine))
    assert not csrf_fits(mine, csrf_of(theirs))
    assert not csrf_fits(mine, "")
    assert not csrf_fits(mine, mine)
    assert not csrf_fits(mine, "é\ud800")


def test_the_secret_of_a_session_has_256_bits_and_is_not_in_its_csrf_token() -> None:
    secret = new_session_secret()

    assert len(secret) == 43
    assert secret not in csrf_of(secret)
