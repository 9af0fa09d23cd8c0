from collections.abc import Iterator

from hexascope.derive.contract import Deriver, deriver
from hexascope.derive.gather import gather
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.snapshot import Window
from tests.support.cases import fact, window


def chain() -> dict[str, Deriver]:
    @deriver(after=("first",))
    def second(_window: Window, so_far: Facts) -> Iterator[Evidence]:
        """Build on the first."""
        seen = so_far.number("pressure.some_share", resource="cpu") or 0.0
        yield fact("pressure.some_share", seen * 2, resource="io")

    @deriver()
    def first(_window: Window, _so_far: Facts) -> Iterator[Evidence]:
        """Give one fact."""
        yield fact("pressure.some_share", 0.2, resource="cpu")

    return {"second": second, "first": first}


def test_a_deriver_sees_what_those_it_builds_on_gave() -> None:
    facts = gather(window(), chain())

    assert facts.number("pressure.some_share", resource="io") == 0.4


def test_a_deriver_that_meets_nonsense_loses_its_facts_and_no_others() -> None:
    @deriver()
    def breaks(_window: Window, _so_far: Facts) -> Iterator[Evidence]:
        """Divide by zero."""
        yield fact("pressure.some_share", 1 / 0, resource="memory")

    facts = gather(window(), {"breaks": breaks, **chain()})

    assert facts.number("pressure.some_share", resource="cpu") == 0.2
    assert "made no sense together" in facts.missing["breaks"].reason
