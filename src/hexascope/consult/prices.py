"""What common cloud machines cost: a dated table of list prices; the user's own come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hexascope.consult.contract import Prices

AS_OF = "2025-01"
"""The month of the table: on-demand list prices for Linux in US dollars an hour, without tax, in
us-east-1, us-central1 and East US. Good for weighing a fix against a larger machine, not for an
invoice: providers change prices without a word. Your own go into `[prices]` of the settings."""

HOURS_A_MONTH = 730.0


class Instance(NamedTuple):
    """One machine type: the ladder that it stands on, CPUs, memory, US dollars an hour."""

    ladder: str
    cpus: int
    memory_gib: float
    dollars_an_hour: float


TABLE: Mapping[str, Instance] = {
    "t3.micro": Instance("t3", 2, 1, 0.0104),
    "t3.small": Instance("t3", 2, 2, 0.0208),
    "t3.medium": Instance("t3", 2, 4, 0.0416),
    "t3.large": Instance("t3", 2, 8, 0.0832),
    "t3.xlarge": Instance("t3", 4, 16, 0.1664),
    "t3.2xlarge": Instance("t3", 8, 32, 0.3328),
    "m5.large": Instance("m5", 2, 8, 0.096),
    "m5.xlarge": Instance("m5", 4, 16, 0.192),
    "m5.2xlarge": Instance("m5", 8, 32, 0.384),
    "m5.4xlarge": Instance("m5", 16, 64, 0.768),
    "m6i.large": Instance("m6i", 2, 8, 0.096),
    "m6i.xlarge": Instance("m6i", 4, 16, 0.192),
    "m6i.2xlarge": Instance("m6i", 8, 32, 0.384),
    "m6i.4xlarge": Instance("m6i", 16, 64, 0.768),
    "c5.large": Instance("c5", 2, 4, 0.085),
    "c5.xlarge": Instance("c5", 4, 8, 0.17),
    "c5.2xlarge": Instance("c5", 8, 16, 0.34),
    "c5.4xlarge": Instance("c5", 16, 32, 0.68),
    "r5.large": Instance("r5", 2, 16, 0.126),
    "r5.xlarge": Instance("r5", 4, 32, 0.252),
    "r5.2xlarge": Instance("r5", 8, 64, 0.504),
    "e2-micro": Instance("e2", 2, 1, 0.00838),
    "e2-small": Instance("e2", 2, 2, 0.01675),
    "e2-medium": Instance("e2", 2, 4, 0.03351),
    "e2-standard-2": Instance("e2-standard", 2, 8, 0.06701),
    "e2-standard-4": Instance("e2-standard", 4, 16, 0.13402),
    "e2-standard-8": Instance("e2-standard", 8, 32, 0.26805),
    "n1-standard-1": Instance("n1-standard", 1, 3.75, 0.0475),
    "n1-standard-2": Instance("n1-standard", 2, 7.5, 0.095),
    "n1-standard-4": Instance("n1-standard", 4, 15, 0.19),
    "n2-standard-2": Instance("n2-standard", 2, 8, 0.0971),
    "n2-standard-4": Instance("n2-standard", 4, 16, 0.1942),
    "n2-standard-8": Instance("n2-standard", 8, 32, 0.3885),
    "Standard_B1s": Instance("B", 1, 1, 0.0104),
    "Standard_B2s": Instance("B", 2, 4, 0.0416),
    "Standard_B2ms": Instance("B", 2, 8, 0.0832),
    "Standard_B4ms": Instance("B", 4, 16, 0.166),
    "Standard_D2s_v3": Instance("Dsv3", 2, 8, 0.096),
    "Standard_D4s_v3": Instance("Dsv3", 4, 16, 0.192),
    "Standard_D8s_v3": Instance("Dsv3", 8, 32, 0.384),
    "Standard_D2s_v5": Instance("Dsv5", 2, 8, 0.096),
    "Standard_D4s_v5": Instance("Dsv5", 4, 16, 0.192),
    "Standard_D8s_v5": Instance("Dsv5", 8, 32, 0.384),
    "Standard_E2s_v5": Instance("Esv5", 2, 16, 0.126),
    "Standard_E4s_v5": Instance("Esv5", 4, 32, 0.252),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a machine type costs a month, and where that comes from: a date, or the settings."""

    name: str
    dollars_a_month: float
    source: str


def price(name: str, own: Prices) -> Price | None:
    """Give the price of a machine type, None where nobody named one."""
    if name in own:
        return Price(name=name, dollars_a_month=own[name] * HOURS_A_MONTH, source="[prices]")
    if name in TABLE:
        return Price(
            name=name,
            dollars_a_month=TABLE[name].dollars_an_hour * HOURS_A_MONTH,
            source=AS_OF,
        )
    return None


def next_larger(name: str, own: Prices) -> Price | None:
    """Give the next larger type of the same ladder with its price."""
    return _neighbour(name, own, 1)


def next_smaller(name: str, own: Prices) -> Price | None:
    """Give the next smaller type of the same ladder with its price."""
    return _neighbour(name, own, -1)


def _neighbour(name: str, own: Prices, step: int) -> Price | None:
    if name not in TABLE:
        return None
    here = TABLE[name]
    ladder = [
        (one.cpus, one.memory_gib, key) for key, one in TABLE.items() if one.ladder == here.ladder
    ]
    ladder.sort()
    place = ladder.index((here.cpus, here.memory_gib, name)) + step
    return price(ladder[place][2], own) if 0 <= place < len(ladder) else None
