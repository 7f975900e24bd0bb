"""Words that may need quotes: lists of tags, names in plain text."""

from __future__ import annotations

import json
import re

from gutline.diary.entries import DiaryError

_BARE = re.compile(r'[^\s",;:=|#][^",;:=|\n\r]*')


def quoted(text: str) -> str:
    """Return a text in double quotes with JSON's escapes, on one line."""
    return json.dumps(text, ensure_ascii=False)


def quoted_if_needed(text: str) -> str:
    """Return a text as it is where it can stand in a list, else in quotes."""
    return text if _BARE.fullmatch(text) and text == text.strip() else quoted(text)


def take_word(text: str, stops: str) -> tuple[str, str]:
    """Split off one bare or quoted word that ends before any of the stops or the text's end.

    Returns
    -------
    tuple of str and str
        The word and the rest, which starts with the stop or is empty.

    Raises
    ------
    DiaryError
        When a quote is not closed or is followed by more text.
    """
    text = text.lstrip()
    if not text.startswith('"'):
        match = re.match(f"[^{re.escape(stops)}]*", text)
        end = match.end() if match else 0
        return text[:end].strip(), text[end:]
    try:
        word, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (json.JSONDecodeError, RecursionError):
        raise DiaryError("a quote is opened and never closed; close it") from None
    rest = text[end:].lstrip()
    if rest and rest[0] not in stops:
        raise DiaryError("text follows a closing quote; put all of the name in quotes")
    return str(word), rest
