"""Links that work once and the sign-ins they open, kept in the home as hashes."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from gutline.meals.private_files import locked, write_private

FILE, LOCK = "sign_ins.json", ".sign_ins.lock"
LINK_LASTS = timedelta(minutes=15)
SIGN_IN_LASTS = timedelta(days=180)
MOST_WRONG, WRONG_WINDOW = 10, timedelta(minutes=1)
_MOST_KEPT = 50


@dataclass
class _Kept:
    links: dict[str, str] = field(default_factory=dict)
    sign_ins: dict[str, str] = field(default_factory=dict)


class SignIns:
    """The links and sign-ins of one home. Wrong links are counted, and too many are refused.

    Parameters
    ----------
    home : Path
        The folder of a person's things.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._read_at: tuple[int, int] | None = None
        self._kept = _Kept()
        self._wrong: list[datetime] = []

    def new_link(self, now: datetime) -> str:
        """Return a token that signs in once, within a quarter of an hour."""
        token = secrets.token_urlsafe(24)
        with self._changing() as kept:
            kept.links = _fresh(kept.links, now)
            kept.links[_hashed(token)] = (now + LINK_LASTS).isoformat()
        return token

    def redeem(self, token: str, now: datetime) -> str | None:
        """Return the token of a new sign-in for that of a link; None when the link is no good."""
        if self.is_barred(now):
            return None
        hashed = _hashed(token)
        if hashed not in _fresh(self._current().links, now):
            self._wrong.append(now)
            return None
        opened = secrets.token_urlsafe(32)
        with self._changing() as kept:
            kept.links = _fresh(kept.links, now)
            if kept.links.pop(hashed, None) is None:
                return None
            kept.sign_ins = _fresh(kept.sign_ins, now)
            kept.sign_ins[_hashed(opened)] = (now + SIGN_IN_LASTS).isoformat()
        return opened

    def is_barred(self, now: datetime) -> bool:
        """Return whether so many wrong links were tried that none is looked at for a while."""
        self._wrong = [at for at in self._wrong if now - at < WRONG_WINDOW]
        return len(self._wrong) >= MOST_WRONG

    def holds(self, token: str, now: datetime) -> bool:
        """Return whether a sign-in is still good."""
        until = self._current().sign_ins.get(_hashed(token))
        return until is not None and datetime.fromisoformat(until) > now

    def end(self, token: str) -> None:
        """End one sign-in."""
        with self._changing() as kept:
            kept.sign_ins.pop(_hashed(token), None)

    def end_all(self) -> None:
        """End every sign-in, and every link that was not used yet."""
        with self._changing() as kept:
            kept.links, kept.sign_ins = {}, {}

    def _current(self) -> _Kept:
        """Return what is kept, read again when another process has changed it."""
        path = self._home / FILE
        try:
            stat = path.stat()
        except FileNotFoundError:
            self._kept, self._read_at = _Kept(), None
            return self._kept
        seen = (stat.st_mtime_ns, stat.st_ino)
        if seen != self._read_at:
            self._kept, self._read_at = _read(path), seen
        return self._kept

    def _changing(self) -> _Change:
        return _Change(self, self._home)

    def reread(self) -> _Kept:
        """Return what is kept, read anew."""
        self._read_at = None
        return self._current()


class _Change:
    """One change to the file, alone and as a whole."""

    def __init__(self, sign_ins: SignIns, home: Path) -> None:
        self._sign_ins, self._home = sign_ins, home
        self._lock = locked(home, LOCK)

    def __enter__(self) -> _Kept:
        self._lock.__enter__()
        self._kept = self._sign_ins.reread()
        return self._kept

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:
                data = {"links": self._kept.links, "sign_ins": self._kept.sign_ins}
                write_private(self._home / FILE, json.dumps(data, indent=1).encode("ascii"))
        finally:
            self._lock.__exit__(None, None, None)


def _read(path: Path) -> _Kept:
    """Return what a file keeps; one that is damaged keeps nothing, and a new link is made."""
    try:
        data = json.loads(path.read_text(encoding="ascii"))
        parts = [{str(k): str(v) for k, v in data[name].items()} for name in ("links", "sign_ins")]
        for until in (u for part in parts for u in part.values()):
            datetime.fromisoformat(until)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Kept()
    return _Kept(*parts)


def _fresh(kept: dict[str, str], now: datetime) -> dict[str, str]:
    """Return what has not run out yet, the latest if there are very many."""
    good = {k: until for k, until in kept.items() if datetime.fromisoformat(until) > now}
    return dict(sorted(good.items(), key=lambda item: item[1])[-_MOST_KEPT:])


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
