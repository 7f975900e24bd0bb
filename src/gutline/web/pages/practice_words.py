"""What the player says, in the language of the page; its script reads it from there."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _


def player_words() -> Mapping[str, str]:
    """Return the words of the player; "%s" stands for what it is about."""
    return {
        "in": _("Breathe in"),
        "hold": _("Hold"),
        "out": _("Breathe out"),
        "rest": _("Rest"),
        "ready": _("Get ready: %s"),
        "next": _("Next: %s"),
        "left": _("%s left"),
        "other": _("Other side"),
        "pause": _("Pause"),
        "goOn": _("Go on"),
        "paused": _("Paused."),
        "goesOn": _("It goes on."),
        "finished": _("Finished."),
        "stopped": _("Stopped. Something else comes first."),
        "ended": _("Ended early. Keep what you did, if you like."),
        "counts": _(
            "Breathing in and out takes 2 to 20 seconds each, holding and resting 0 to 20."
        ),
    }
