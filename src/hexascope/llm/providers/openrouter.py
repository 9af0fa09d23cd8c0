"""Models of many makers by OpenRouter."""

from hexascope.llm.provider import Provider
from hexascope.llm.wires.openai_chat import openai_chat

openrouter = Provider(
    name="openrouter",
    wire=openai_chat,
    base_url="https://openrouter.ai/api/v1",
    url_variable="OPENROUTER_BASE_URL",
    key_variable="OPENROUTER_API_KEY",
    needs_key=True,
    slots=16,
    text="Models of many makers by OpenRouter.",
)
