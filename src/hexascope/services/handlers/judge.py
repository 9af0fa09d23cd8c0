"""Judging a bundle that somebody has sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.services.handlers.apart import apart
from hexascope.services.handlers.asked import Asked, asked_in
from hexascope.services.handlers.examine import Doing, again, examined
from hexascope.services.handlers.keeping import after_keeping, keep
from hexascope.services.handlers.means import After, Gather, nothing_after
from hexascope.services.handlers.telling import telling
from hexascope.services.jobs.contract import Running
from hexascope.services.running import temporary_bundle
from hexascope.store.database.content.uploads import Uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the upload of the job's id; when it is kept as an examination, the upload is gone."""

    gather: Gather
    after: After = nothing_after

    async def __call__(self, running: Running) -> Mapping[str, Any]:
        """Fetch, judge, keep, and give where it is."""
        asked = asked_in(Asked, running.job.payload)
        known = await again(running, self.gather, self.after, asked)
        if known is not None:
            return known
        uploads, id_ = Uploads(running.scope), running.job.id
        bundle = temporary_bundle()
        try:
            with bundle.open("wb") as stream:
                await uploads.copy(id_, stream)
            async with telling(running) as tell:
                means, one = await apart(
                    lambda stop: examined(
                        Doing(running, self.gather, asked, tell, stop), bundle, from_bundle=True
                    )
                )
                await keep(running, means, one, lambda connection: uploads.remove(connection, id_))
                return await after_keeping(running, means, one.made, self.after)
        except BadInput:  # no other try would come to anything else
            await running.write(lambda connection: uploads.remove(connection, id_))
            raise
        finally:
            bundle.unlink(missing_ok=True)
