from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.collectors.resolver import resolver
from hexascope.collect.contract import Json
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

SPACES: Json = {"own": "mnt:[1]", "rows": [["mnt:[1]", 10, 5], ["mnt:[2]", 20, 1]], "total": 2}
TEXT = "# made\nnameserver 10.0.0.53\nsearch a b c\noptions ndots:5 timeout:2\n"


def test_each_mount_namespace_has_its_own_resolver() -> None:
    files = {"/etc/resolv.conf": "nameserver 1.1.1.1\n", "/proc/20/root/etc/resolv.conf": TEXT}

    seen = snapshot(TextHost(files, calls={"namespaces": SPACES}), resolver)

    server = seen.reading("resolver.server", namespace="mnt:[2]", position="1")
    assert server
    assert server.value == "10.0.0.53"
    assert seen.number("resolver.search_domains", namespace="mnt:[2]") == 3
    assert seen.number("resolver.ndots", namespace="mnt:[2]") == 5
    assert seen.number("resolver.ndots", namespace="mnt:[1]") == 1


def test_without_any_file_there_is_a_reason() -> None:
    seen = snapshot(TextHost(calls={"namespaces": SPACES}), resolver)

    assert seen.missing["resolver.server"].status is Status.NOT_PRESENT


@given(some.text())
def test_no_text_ends_the_look(text: str) -> None:
    seen = snapshot(TextHost({"/etc/resolv.conf": text}, calls={"namespaces": SPACES}), resolver)

    assert seen.number("resolver.ndots", namespace="mnt:[1]") is not None
