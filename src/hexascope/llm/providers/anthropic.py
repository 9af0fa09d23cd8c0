"""Anthropic's models."""

from hexascope.llm.provider import Provider
from hexascope.llm.wires.anthropic_messages import anthropic_messages

anthropic = Provider(
    name="anthropic",
    wire=anthropic_messages,
    base_url="https://api.anthropic.com",
    url_variable="ANTHROPIC_BASE_URL",
    key_variable="ANTHROPIC_API_KEY",
    needs_key=True,
    slots=16,
    text="Anthropic's models by the messages API.",
)
