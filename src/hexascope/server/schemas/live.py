"""Tickets, as the API shows them."""

from pydantic import BaseModel, Field


class Ticket(BaseModel):
    """Stands for the caller's credentials once; to be used within `seconds`."""

    ticket: str = Field(examples=["Z1uJd0zJ0m3v0uG3q0yq1W0r6bJc8mV5b1yF2aX9n4c"])
    seconds: float = Field(examples=[30.0])
