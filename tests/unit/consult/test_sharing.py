"""The panel's patience: shared out before it starts, nobody past the end."""

from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult.sharing import shared_out
from hexascope.services.models import SINGLE_SLOT_PANEL_S


@given(began=st.floats(0, 1e6), panel_s=st.floats(0.1, 3600), turns=st.integers(0, 40))
def test_each_part_has_a_share_and_the_last_ends_with_the_panel(
    began: float, panel_s: float, turns: int
) -> None:
    until = shared_out(began, panel_s, turns)

    assert began < until.analysts < until.coordinator < until.report_generator
    assert until.report_generator == began + panel_s


def test_analysts_at_once_have_half_of_it_and_one_after_the_other_four_fifths() -> None:
    assert shared_out(0.0, 60.0, turns=1).analysts == 30.0
    assert shared_out(0.0, SINGLE_SLOT_PANEL_S, turns=4).analysts == 240.0
