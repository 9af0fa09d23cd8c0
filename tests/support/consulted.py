"""A whole panel by scripted models, from a case to a consultation."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import hexascope.consult.specialists
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Specialist
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS
from hexascope.domain.use import Severity
from hexascope.kit.plugins import discover
from hexascope.llm.fake.server import FakeModels
from hexascope.report.values import value_shown
from hexascope.services.models import ModelVoices
from hexascope.words import Language
from tests.support.cases import case, fact
from tests.support.models import endpoint, wires
from tests.support.panel import finding, process_entity

AWAIT = fact("disk.await", 0.0352, device="vda")
BUSY = fact("disk.utilization", 0.971, device="vda")
SLOW = finding(
    "disk_latency",
    evidence=(AWAIT, BUSY),
    culprit=process_entity("postgres", 4242),
    severity=Severity.HIGH,
)
CASE = case(findings=(SLOW,))


def consulted(
    *behaviours: str,
    of: Case = CASE,
    pause_s: float = 0.01,
    patience_s: float = 1.0,
    slots: int = 8,
    **wishes: Any,
) -> tuple[Consultation, FakeModels, float]:
    """Consult the six specialists by scripted models; several are tagged, one for each analyst."""

    async def work() -> tuple[Consultation, FakeModels, float]:
        server = FakeModels(pause_s=pause_s)
        await server.start()
        try:
            tags: Sequence[tuple[str, ...]] = [(role.value,) for role in ANALYSTS]
            endpoints = [
                replace(
                    endpoint(server, one, slots=slots),
                    name=f"compatible/fake-{one}-{place}",
                    tags=tags[place] if len(behaviours) > 1 and place < len(tags) else (),
                )
                for place, one in enumerate(behaviours)
            ]
            voices = ModelVoices(
                endpoints=tuple(endpoints),
                wires=wires(),
                language=Language.ENGLISH,
                show=lambda piece: value_shown(piece, Language.ENGLISH),
                clock=time.monotonic,
                nonce=lambda: "n0nce",
                patience_s=patience_s,
                **{"panel_s": 10.0, **wishes},
            )
            began = time.monotonic()
            made = await consult(
                of,
                discover(hexascope.consult.specialists, Specialist),
                voices,
                {},
                fill=lambda remedy, _proposal: remedy,
                prices={},
                patience_seconds=10.0,
            )
            return made, server, time.monotonic() - began
        finally:
            await server.stop()

    return asyncio.run(work())
