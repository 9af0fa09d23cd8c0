"""What a check is, and how its limits are declared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import FrozenInstanceError, dataclass, field, fields
from inspect import cleandoc
from typing import Any, TypeVar, dataclass_transform

from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.use import Aspect, Resource, Unit

L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What is told of one limit: its unit, its meaning, where the number comes from, its window."""

    name: str
    value: float
    unit: Unit
    meaning: str
    source: str
    window: str


def limit(
    default: float, unit: Unit, meaning: str, *, source: str, window: str = "the look"
) -> Any:  # the type is that of the field, as with dataclasses.field
    """Declare one limit as a field of a check's `Limits`; every limit is a setting."""
    return field(
        default=default,
        metadata={"unit": unit, "meaning": meaning, "source": source, "window": window},
    )


def _set_once(limits: object, name: str, value: object) -> None:
    if name in vars(limits):
        raise FrozenInstanceError(f"{name} is set, and a limit does not change")
    vars(limits)[name] = value


@dataclass_transform(frozen_default=True, kw_only_default=True)
def declared(limits: type[L]) -> type[L]:
    """Make a check's `Limits` of its fields: a frozen dataclass that costs a start little.

    The library's own frozen ones take four times as long to make, and there is one for each check;
    see docs/decisions/0014.
    """
    made = dataclass(kw_only=True, eq=False, repr=False)(limits)
    made.__setattr__ = _set_once  # type: ignore[method-assign] # how a class is frozen
    return made


@declared
class NoLimits:
    """For checks that need none: an error is an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One judgement. `needs` names families; without them the check is unjudged, with the reason.

    `options` is an instance of the check's frozen dataclass of limits.
    """

    name: str
    resource: Resource
    aspect: Aspect
    needs: tuple[str, ...]
    options: Any
    judge: Callable[[Case, Any], Iterator[Found]]
    text: str

    def limits(self) -> Mapping[str, Limit]:
        """Give what is told of each limit, with the values in force."""
        return {
            one.name: Limit(
                name=one.name,
                value=getattr(self.options, one.name),
                unit=one.metadata["unit"],
                meaning=one.metadata["meaning"],
                source=one.metadata["source"],
                window=one.metadata["window"],
            )
            for one in fields(self.options)
        }


def check(
    *,
    resource: Resource,
    aspect: Aspect,
    needs: Sequence[str],
    limits: type[L],
) -> Callable[[Callable[[Case, L], Iterator[Found]]], Check]:
    """Make a Check of a generator function; its name and docstring become the check's."""

    def made(judge: Callable[[Case, L], Iterator[Found]]) -> Check:
        return Check(
            name=getattr(judge, "__name__", ""),
            resource=resource,
            aspect=aspect,
            needs=tuple(needs),
            options=limits(),
            judge=judge,
            text=cleandoc(judge.__doc__ or ""),
        )

    return made
