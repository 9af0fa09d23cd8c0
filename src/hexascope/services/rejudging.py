"""Judging a kept bundle again: the same examination, where its digest says so."""

import asyncio
from dataclasses import replace

from hexascope.domain.errors import BadInput, CannotExamine
from hexascope.domain.examination import Examination
from hexascope.services.asking import read_report, wishes_of
from hexascope.services.handlers.means import Means
from hexascope.services.running import judged
from hexascope.services.sources.kept import KeptLooks


def rejudged(means: Means, id: str, report: str) -> Examination | None:  # noqa: A002 - the word of the domain
    """Give an examination from its bundle, by rules; None where it comes to anything else now.

    Blocking, for about a second. What models said can't be said again: that is None as well.
    """
    try:
        told = read_report(report)
        bundle = means.archive.bundle(id)
        if bundle is None or told.get("panel"):
            return None
        asking = means.asking(None)
        wishes = wishes_of(told, asking.goals, strict=asking.strict)
        looked = KeptLooks(path=bundle).look(asking.service, wishes, lambda _: None, None)
        made = asyncio.run(judged(asking.service, looked, wishes, id=id))
    except (BadInput, CannotExamine):
        return None
    finally:
        means.archive.close()
    same = made.digest == told.get("digest")
    return replace(made, time=str(told.get("time", made.time))) if same else None
