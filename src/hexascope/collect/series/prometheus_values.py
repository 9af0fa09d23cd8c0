"""What one scrape holds, and how single values are looked up in it."""

from collections.abc import Mapping, Sequence

Values = Mapping[str, Sequence[tuple[Mapping[str, str], float]]]
"""For each name of a series its label sets and values."""


def source(metric: str) -> str:
    """Say where a reading came from."""
    return f"prometheus {metric}"


def number(values: Values, metric: str) -> float | None:
    """Give the value of a series that has no labels."""
    return next((value for _, value in values.get(metric, ())), None)


def info(values: Values, metric: str, label: str) -> str:
    """Give what an info series holds in a label, empty where there is none."""
    return next((labels.get(label, "") for labels, _ in values.get(metric, ())), "")


def by_device(values: Values, metric: str, **wanted: str) -> dict[str, float]:
    """Give the values of one series by their device."""
    return {
        labels.get("device", ""): value
        for labels, value in values.get(metric, ())
        if all(labels.get(name) == told for name, told in wanted.items())
    }
