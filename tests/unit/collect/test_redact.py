from time import process_time

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
        (
            'app\0{"DB_PASSWORD": "a b\\"c", "x": 1}\0',
            f'app\0{{"DB_PASSWORD": {STRUCK}, "x": 1}}\0',
        ),
        ("app\0{'token': 'a b'}\0", f"app\0{{'token': {STRUCK}}}\0"),
        ('app\0{\\"token\\": \\"a b\\"}\0', f'app\0{{\\"token\\": {STRUCK}}}\0'),
        ('app\0{"token": 77}\0', f'app\0{{"token": {STRUCK}}}\0'),
        ('app\0{"credentials": {"k": "v"}}\0', f'app\0{{"credentials": {STRUCK}}}}}\0'),
        ("curl\0-u\0ana:geheim\0http://h\0", f"curl\0-u\0ana:{STRUCK}\0http://h\0"),
        ("curl\0--user=ana:geheim\0", f"curl\0--user=ana:{STRUCK}\0"),
        ("sshpass\0-p\0geheim\0ssh\0", f"sshpass\0-p\0{STRUCK}\0ssh\0"),
        ("/usr/bin/sshpass\0-pgeheim\0", f"/usr/bin/sshpass\0-p{STRUCK}\0"),
        ("redis-cli\0-h\0h\0-a\0geheim\0ping\0", f"redis-cli\0-h\0h\0-a\0{STRUCK}\0ping\0"),
        ("psql\0host=a password=b user=c\0", f"psql\0host=a password={STRUCK} user=c\0"),
    ],
)
def test_a_secret_in_a_command_line_is_struck(line: str, left: str) -> None:
    assert redact(line) == left


@pytest.mark.parametrize(
    "line",
    [
        "docker\0run\0-u\0web\0x\0",
        "ps\0-u\0root\0",
        '{"path": "a b"}',
        "nginx\0-c\0/etc/nginx.conf\0",
        "python3\0-m\0http.server\08000\0",
    ],
)
def test_a_plain_command_line_stays_as_it_is(line: str) -> None:
    assert redact(line) == line


@given(st.text(alphabet=st.characters(exclude_characters="\0 ,;&<>@/:=-"), min_size=5))
def test_no_value_of_a_password_flag_survives(secret: str) -> None:
    assert f"\0{secret}\0" not in redact(f"tool\0--password\0{secret}\0end\0")


@pytest.mark.parametrize("hostile", ["\\", '"', "pass", '"pass":\\"', "redis-cli\0", "-u\0a", "{"])
def test_no_command_line_of_the_longest_kind_takes_long(hostile: str) -> None:
    line = (hostile * 4096)[:4096]
    began = process_time()

    redact(line)

    assert process_time() - began < 2
