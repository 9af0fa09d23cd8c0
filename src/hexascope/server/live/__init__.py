"""Live events over WebSocket: subscribed by topic, resumed after a gap, dropped when too slow."""
