"""The family of what models' programs computed: each value is in a unit of its own."""

from hexascope.domain.errand import COMPUTED
from hexascope.domain.evidence import Family
from hexascope.domain.use import Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name=COMPUTED,
        unit=Unit.COUNT,
        meaning="What a model's program computed from the evidence, in a unit of its own.",
        labels=("name",),
    ),
)
