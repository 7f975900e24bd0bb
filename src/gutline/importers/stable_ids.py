"""Ids of imported entries that stay the same in every later export of the same record."""

from __future__ import annotations

import hashlib

_DIGEST_BYTES = 12


class StableIds:
    """Gives each record of one source an id from what identifies it.

    The same parts give the same id in every export. Parts that come twice in one file (two equal
    cups of coffee without a time) get ":2", ":3" behind them, in the order of the file.

    Parameters
    ----------
    source : str
        The source's id, put in front.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._counts: dict[bytes, int] = {}

    def of(self, *parts: object) -> str:
        """Return the id of the record that these parts identify, as the app spells them."""
        digest = digest_of(*parts)
        count = self._counts.get(digest, 0) + 1
        self._counts[digest] = count
        plain = f"{self._source}:{digest.hex()}"
        return plain if count == 1 else f"{plain}:{count}"

    def own(self, own_id: object) -> str:
        """Return the id of a record that the app itself numbers."""
        return f"{self._source}:{own_id}"


def digest_of(*parts: object) -> bytes:
    """Return a short digest of some parts; the borders between parts count."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(
        joined.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES
    ).digest()
