from hexascope.collect.collectors.entropy import entropy
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

FOLDER = "/proc/sys/kernel/random"


def test_the_bits_in_the_pool_and_its_size_are_read() -> None:
    host = TextHost({f"{FOLDER}/entropy_avail": "256\n", f"{FOLDER}/poolsize": "256\n"})

    seen = snapshot(host, entropy)

    assert (seen.number("entropy.available"), seen.number("entropy.pool")) == (256, 256)


def test_nonsense_and_absence_have_a_reason() -> None:
    assert snapshot(TextHost(), entropy).missing["entropy.pool"].status is Status.NOT_PRESENT
    host = TextHost({f"{FOLDER}/entropy_avail": "x"})
    assert snapshot(host, entropy).missing["entropy.pool"].status is Status.UNREADABLE
