"""What the Findings page says of its run: when it last ran, whether it is behind, what failed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gutline.diary.zones import zone_named

if TYPE_CHECKING:
    from gutline.store.records import PersonRecord
    from gutline.web.findings_file import LatestFindings
    from gutline.web.findings_run import RunState


@dataclass(frozen=True, slots=True)
class StateView:
    """The lines about the run.

    Attributes
    ----------
    last : str
        When it last ran; "" before the first time.
    now : str
        What is going on, or that nothing new was logged since; may be empty.
    error : str
        Why the last run gave nothing; "" when it did.
    stamp : str
        Of which run the findings are, for telling when newer ones have come.
    busy : bool
        Whether there will soon be something new.
    newer : bool
        Whether there are newer findings than those the reader has before them.
    """

    last: str
    now: str
    error: str
    stamp: str
    busy: bool
    newer: bool = False

    @property
    def mark(self) -> str:
        """A short word for all that is said, so that the same is not said twice."""
        said = "|".join((self.last, self.now, self.error, self.stamp, str(self.newer)))
        return f"{zlib.crc32(said.encode()):08x}"


def state_view(
    owner: PersonRecord, latest: LatestFindings | None, run: RunState, now: datetime
) -> StateView:
    """Return what to say.

    Parameters
    ----------
    owner : PersonRecord
    latest : LatestFindings or None
        What is shown.
    run : RunState
        What is going on.
    now : datetime
        The present, aware.
    """
    behind = owner.revision != (latest.revision if latest else 0)
    return StateView(
        last=_last(owner, latest, now) if latest else "",
        now=_doing(owner, run, now, behind=behind, first=latest is None),
        error=run.error,
        stamp=stamp_of(latest),
        # A change of a moment ago is not known to the runner yet.
        busy=run.doing != "" or (behind and not run.error),
    )


def stamp_of(latest: LatestFindings | None) -> str:
    """Return a word that differs from run to run."""
    return f"{latest.finished_at.timestamp():.3f}" if latest else ""


def _last(owner: PersonRecord, latest: LatestFindings, now: datetime) -> str:
    when = when_words(latest.finished_at, now, owner.zone)
    seconds = max(round(latest.took_s), 1)
    took = ngettext("it took %(n)d second", "it took %(n)d seconds", seconds) % {"n": seconds}
    return _("Last worked out %(when)s; %(took)s.") % {"when": when, "took": took}


def _doing(owner: PersonRecord, run: RunState, now: datetime, *, behind: bool, first: bool) -> str:
    if run.doing == "running" and run.since is not None:
        when = {"when": when_words(run.since, now, owner.zone)}
        if first:
            return _("Being worked out since %(when)s.") % when
        return _("Being worked out anew since %(when)s.") % when
    if run.error:
        return ""
    if not behind:
        return _("Nothing was logged or changed since.")
    if first:
        return _("They will be worked out in a moment.")
    return _("The diary was changed since; they are worked out anew once you pause.")


def when_words(at: datetime, now: datetime, zone: str) -> str:
    """Return a time as people say it: "today at 14:02", "yesterday at 09:30", "on 3 March ..."."""
    here, today = at.astimezone(zone_named(zone)), now.astimezone(zone_named(zone)).date()
    clock = f"{here:%H:%M}"
    if here.date() == today:
        return _("today at %(clock)s") % {"clock": clock}
    if here.date() == today - timedelta(days=1):
        return _("yesterday at %(clock)s") % {"clock": clock}
    day = dated(here, "j F Y")
    return _("on %(day)s at %(clock)s") % {"day": day, "clock": clock}
