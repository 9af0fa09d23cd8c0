"""When chunks are written."""

from hexascope.services.series.upkeep import MOST_OPEN_ROWS, Upkeep
from hexascope.store.database.series.sealing import Open

START = 12_000


def upkeep() -> Upkeep:
    return Upkeep(series=None)  # type: ignore[arg-type]  # nothing is asked of it here


def chunk(span: int, rows: int = 5) -> Open:
    return Open(tenant="acme", source=1, start=START, span=span, rows=rows)


def moments(one: Open, begin: float, end: float, keeper: Upkeep | None = None) -> list[float]:
    """Look each 5 s; give when it is written, while rows come all the time."""
    keeper = keeper or upkeep()
    times = [begin + 5.0 * at for at in range(int((end - begin) // 5) + 1)]
    return [time - START for time in times if keeper._due(one, time)]


def test_a_chunk_of_a_second_s_steps_is_written_once_when_it_is_over() -> None:
    assert moments(chunk(120), START, START + 130) == [130.0]


def test_a_chunk_of_long_steps_is_written_now_and_then_before_its_end() -> None:
    assert moments(chunk(1200), START, START + 1210) == [300.0, 600.0, 900.0, 1200.0]


def test_late_moments_are_gathered_before_a_chunk_is_written_again() -> None:
    assert moments(chunk(120), START + 1000, START + 1080) == [1010.0, 1040.0, 1070.0]


def test_very_many_open_rows_are_written_at_once() -> None:
    assert moments(chunk(1200, MOST_OPEN_ROWS), START, START) == [0.0]
    assert moments(chunk(1200, MOST_OPEN_ROWS - 1), START, START) == []
