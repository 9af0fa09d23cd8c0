"""Any server that speaks OpenAI's chat completions: vLLM, LM Studio, llama.cpp."""

from hexascope.llm.provider import Provider
from hexascope.llm.wires.openai_chat import openai_chat

compatible = Provider(
    name="compatible",
    wire=openai_chat,
    base_url="",
    url_variable="OPENAI_BASE_URL",
    key_variable="OPENAI_API_KEY",
    needs_key=False,
    slots=4,
    text="Any server that speaks OpenAI's chat completions; give its address by --base-url.",
)
