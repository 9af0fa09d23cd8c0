"""A tenant's own keys of models stand over those of the machine."""

import asyncio
from pathlib import Path

import pytest

from hexascope import bootstrap
from hexascope.bootstrap.serving.model_keys import model_keys
from hexascope.bootstrap.serving.opened import opened
from hexascope.settings.read import read_settings
from hexascope.words import Language
from tests.support.serving import known_with

MINE, THEIRS = "sk-of-the-tenant", "sk-of-the-machine"


def key_for(
    model: str, keys: dict[str, str], flags: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> str:
    monkeypatch.setenv("OPENAI_API_KEY", THEIRS)
    voices = bootstrap.voices(
        read_settings((), {}, flags), Language.ENGLISH, model=model, keys=keys
    )
    assert voices is not None
    return voices.endpoints[0].key.reveal()


@pytest.mark.parametrize("place", ["", "panel.key_file", "models.openai/gpt-5.key_file"])
def test_a_tenants_key_stands_in_the_place_of_every_other(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    file.write_text("sk-of-the-file")
    flags: dict[str, object] = {place: str(file)} if place else {}

    assert key_for("openai/gpt-5", {"openai": MINE}, flags, monkeypatch) == MINE
    without = key_for("openai/gpt-5", {}, flags, monkeypatch)
    assert without == ("sk-of-the-file" if place else THEIRS)


def test_a_key_of_another_provider_is_not_sent_to_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"anthropic": MINE, "nobody": MINE}

    assert key_for("openai/gpt-5", keys, {}, monkeypatch) == THEIRS


def test_the_keys_of_a_tenant_are_its_secrets_of_models(tmp_path: Path) -> None:
    async def whole() -> tuple[object, object]:
        async with opened(known_with(tmp_path)) as parts:
            ours = parts.vault.of(parts.store.of("acme"))
            await ours.set("model.openai", MINE, 1.0)
            await ours.set("webhook.ops", MINE, 1.0)
            return (
                await model_keys(parts.vault, parts.store.of("acme"), parts.clock),
                await model_keys(parts.vault, parts.store.of("other"), parts.clock),
            )

    assert asyncio.run(whole()) == ({"openai": MINE}, {})
