"""What the web door costs: CPU a request beside bare ASGI, the start, the memory."""
