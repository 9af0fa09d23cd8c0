import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.redact import STRUCK, redact


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("mysql\0--password=hunter2\0db\0", f"mysql\0--password={STRUCK}\0db\0"),
        ("tool\0--token\0abc123\0run\0", f"tool\0--token\0{STRUCK}\0run\0"),
        ("env\0DB_PASSWORD=x\0sh\0", f"env\0DB_PASSWORD={STRUCK}\0sh\0"),
        ("curl\0https://ana:geheim@host/\0", f"curl\0https://ana:{STRUCK}@host/\0"),
        ("app\0-api-key\0k\0", f"app\0-api-key\0{STRUCK}\0"),
        ("psql\0host=a password=b user=c\0", f"psql\0host=a password={STRUCK} user=c\0"),
    ],
)
def test_a_secret_in_a_command_line_is_struck(line: str, left: str) -> None:
    assert redact(line) == left


@pytest.mark.parametrize(
    "line", ["nginx\0-c\0/etc/nginx.conf\0", "python3\0-m\0http.server\08000\0"]
)
def test_a_plain_command_line_stays_as_it_is(line: str) -> None:
    assert redact(line) == line


@given(st.text(alphabet=st.characters(exclude_characters="\0 ,;&<>@/:=-"), min_size=5))
def test_no_value_of_a_password_flag_survives(secret: str) -> None:
    assert f"\0{secret}\0" not in redact(f"tool\0--password\0{secret}\0end\0")
