"""What a speedscope file of sampled profiles must hold, as its schema has it."""

import jsonschema

VALID = jsonschema.Draft202012Validator(
    {
        "type": "object",
        "required": ["$schema", "shared", "profiles"],
        "properties": {
            "$schema": {"const": "https://www.speedscope.app/file-format-schema.json"},
            "name": {"type": "string"},
            "exporter": {"type": "string"},
            "activeProfileIndex": {"type": "number"},
            "shared": {
                "type": "object",
                "required": ["frames"],
                "properties": {
                    "frames": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["name"],
                            "properties": {"name": {"type": "string"}},
                        },
                    }
                },
            },
            "profiles": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": [
                        *("type", "name", "unit", "startValue", "endValue", "samples", "weights")
                    ],
                    "properties": {
                        "type": {"const": "sampled"},
                        "name": {"type": "string"},
                        "unit": {
                            "enum": [
                                *("bytes", "microseconds", "milliseconds", "nanoseconds"),
                                *("none", "seconds"),
                            ]
                        },
                        "startValue": {"type": "number"},
                        "endValue": {"type": "number"},
                        "samples": {
                            "type": "array",
                            "items": {"type": "array", "items": {"type": "number", "minimum": 0}},
                        },
                        "weights": {"type": "array", "items": {"type": "number"}},
                    },
                },
            },
        },
    }
)
