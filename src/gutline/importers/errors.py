"""What can go wrong with a whole file."""

from __future__ import annotations

from gutline.diary.entries import DiaryError


class ImporterError(DiaryError):
    """A file cannot be imported; the message says what, where and what to do."""
