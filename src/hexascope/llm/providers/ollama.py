"""Models that Ollama serves on this machine or another."""

from hexascope.llm.provider import Provider
from hexascope.llm.wires.ollama_chat import ollama_chat

ollama = Provider(
    name="ollama",
    wire=ollama_chat,
    base_url="http://127.0.0.1:11434",
    url_variable="OLLAMA_HOST",
    key_variable="OLLAMA_API_KEY",
    needs_key=False,
    slots=1,
    text="Models that Ollama serves, by its own chat API; one request at a time.",
)
