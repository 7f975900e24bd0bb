"""Names and notes from files nobody has checked: tidied the same way everywhere, or refused."""

from __future__ import annotations

import re
import unicodedata

from gutline.diary.entries import RowError

LONGEST_NAME = 500
LONGEST_NOTE = 20_000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_IN_NOTE = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def tidy_name(text: str, field: str = "name") -> str:
    """Return a name with runs of white space as one space and its letters composed (NFC).

    Raises
    ------
    RowError
        When it is too long or holds a control character.
    """
    if len(text) > LONGEST_NAME:
        reason = f"longer than {LONGEST_NAME} characters; put long text in a note"
        raise RowError(field, text, reason)
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if _CONTROL.search(name):
        raise RowError(field, text, "holds a control character; remove it")
    return name


def tidy_note(text: str) -> str:
    """Return a note without white space around it.

    Raises
    ------
    RowError
        When it is too long or holds a control character other than a tab or a line end.
    """
    if len(text) > LONGEST_NOTE:
        reason = f"longer than {LONGEST_NOTE} characters; split it into several notes"
        raise RowError("note", text, reason)
    note = text.strip()
    if _CONTROL_IN_NOTE.search(note):
        raise RowError("note", text, "holds a control character; remove it")
    return note


def same_name(name: str) -> str:
    """Return a key that is equal for two spellings of one name ("Milk", "milk")."""
    return unicodedata.normalize("NFKC", name).casefold()
