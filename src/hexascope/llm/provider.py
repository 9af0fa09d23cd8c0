"""What a provider is: a dialect, and where the field keeps its address and its key."""

from dataclasses import dataclass

from hexascope.llm.wires.contract import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Whose models they are. `PROVIDER/NAME` names one of them.

    `base_url` is the address unless `url_variable` or the user gives another one; '' means that
    one must be given. `key_variable` holds the key; `needs_key` says that nothing goes without.
    """

    name: str
    wire: Wire
    base_url: str
    url_variable: str
    key_variable: str
    needs_key: bool
    slots: int
    text: str
