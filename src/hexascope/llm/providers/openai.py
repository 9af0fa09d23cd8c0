"""OpenAI's models."""

from hexascope.llm.provider import Provider
from hexascope.llm.wires.openai_chat import openai_chat

openai = Provider(
    name="openai",
    wire=openai_chat,
    base_url="https://api.openai.com/v1",
    url_variable="OPENAI_BASE_URL",
    key_variable="OPENAI_API_KEY",
    needs_key=True,
    slots=16,
    text="OpenAI's models by chat completions.",
)
