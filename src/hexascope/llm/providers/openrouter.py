"""Models of many makers by OpenRouter."""

from hexascope.llm.provider import Provider
from hexascope.llm.wires.openai_chat import openai_like

openrouter = Provider(
    name="openrouter",
    # it shows its users by these headers who asks, and tells what an answer cost when asked to
    wire=openai_like(headers={"X-Title": "hexascope"}, further={"usage": {"include": True}}),
    base_url="https://openrouter.ai/api/v1",
    url_variable="OPENROUTER_BASE_URL",
    key_variable="OPENROUTER_API_KEY",
    needs_key=True,
    slots=16,
    text="Models of many makers by OpenRouter.",
)
