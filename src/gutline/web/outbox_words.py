"""What the outbox says, for the script that says it: in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gutline.web.settings import LANGUAGE

_ONE, _MANY = 1, 5


Words = Mapping[str, str | list[str]]


def outbox_words() -> Words | None:
    """Return the texts for a page in another language; None in English, which the script has."""
    return None if get_language() in {None, LANGUAGE} else all_words()


def all_words() -> Words:
    """Return the texts by name; those about a number for one and for many ("%d")."""
    return {
        "waiting": [
            ngettext("%d entry waits to be sent.", "%d entries wait to be sent.", number)
            for number in (_ONE, _MANY)
        ],
        "other": [
            ngettext(
                "%d entry waits for another diary.", "%d entries wait for another diary.", number
            )
            for number in (_ONE, _MANY)
        ],
        "sent": [
            ngettext("%d entry was sent.", "%d entries were sent.", number)
            for number in (_ONE, _MANY)
        ],
        "kept": _("Kept on this device. It is sent when there is a network."),
        "signIn": _("Sign in to send what waits."),
        "refused": _("This was not taken into the diary:"),
        "again": _("Try again"),
        "discard": _("Discard"),
        "leave": _("Signing out deletes what waits. Sign out all the same?"),
        "insecure": _("Everything works here but offline use, which needs https."),
        "full": _(
            "This could not be kept on this device. Write it down, and log it when there is a"
            " network."
        ),
    }
