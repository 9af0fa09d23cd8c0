"""The findings digest: the same bundle, version and settings give the same digest anywhere."""

import hashlib
import json
from typing import Any


def digest(values: Any) -> str:
    """Give the SHA-256 over plain values, written canonically."""
    text = json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
