"""What can go wrong with a whole file."""

from __future__ import annotations

from gutline.diary.entries import DiaryError


class ImporterError(DiaryError):
    """A file cannot be imported; the message says what, where and what to do.

    Parameters
    ----------
    message : str
        The sentence. It often quotes the file, so what a terminal could take for an order, or what
        turns the direction of writing, is shown as its escape.
    """

    def __init__(self, message: str) -> None:
        super().__init__("".join(map(_harmless, message)))


def _harmless(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
