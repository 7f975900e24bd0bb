"""How files are damaged: byte by byte, and by what they are made of.

Every rule takes a file's bytes and a generator of random numbers and returns other bytes; the same
seed does the same damage.
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

from scripts.fuzzing.damage_json import damaged_json
from scripts.fuzzing.damage_sqlite import damaged_sqlite
from scripts.fuzzing.damage_text import (
    bomb,
    cells_changed,
    huge_field,
    line_ends,
    lines_moved,
    nested,
    other_encoding,
    values_changed,
)

TOKENS = (
    b'"', b"'", b"\n", b"\r", b",", b";", b"\t", b"|", b"\x00", b"{", b"}", b"[", b"]", b":",
    b"null", b"NaN", b"1e999", b"-1", b"0", b"9" * 400, b"24:00", b"12:75 PM", b"2026-02-30",
    b"99999-01-01", b"31/02/2026", b"1.234,5", b"=1+1", b"&x;", b"<!ENTITY a 'b'>", b"</", b"/>",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xed\xa0\x80", b"PK\x03\x04", b"SQLite format 3\x00",
    "\u202e".encode(), "\ufeff".encode(), b"none", b"None", b"\x1b[31m", b"(" * 50, b"[" * 200,
)  # fmt: skip
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
_SQLITE = b"SQLite format 3\x00"
# What Python's reader says of a zip that is damaged already.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip

Rule = Callable[[bytes, random.Random], bytes]


def damaged_bytes(data: bytes, rng: random.Random, tokens: Sequence[bytes]) -> bytes:
    """Return a file with a few pieces cut, doubled, moved or replaced."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(changed))
        end = min(len(changed), start + rng.choice((0, 1, 3, 10, 60)))
        how = rng.randrange(5)
        if how == 0:
            del changed[start:end]
        elif how == 1:
            changed[start:end] = rng.choice(tokens)
        elif how == 2:
            changed[start:start] = changed[start:end] * rng.randint(1, 3)
        elif how == 3 and start < len(changed):
            changed[start] ^= 1 << rng.randrange(8)
        elif how == 4 and rng.random() < 0.1:
            del changed[start:]
    return bytes(changed)


def damaged(data: bytes, rng: random.Random, tokens: Sequence[bytes] = TOKENS) -> bytes:
    """Return a file damaged by one or two rules that fit what it is, or byte by byte."""
    if rng.random() < 0.35:
        return damaged_bytes(data, rng, tokens)
    for _ in range(rng.choice((1, 1, 1, 2))):
        data = _rule(data, rng)(data, rng)
    return data


def _rule(data: bytes, rng: random.Random) -> Rule:
    if rng.random() < 0.05:
        return rng.choice(_WHOLE)
    if data.startswith(_SQLITE):
        return damaged_sqlite
    if data.startswith(b"PK"):
        return _repacked
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start in {b"{", b"["}:
        return damaged_json if rng.random() < 0.8 else rng.choice(_TEXT)
    return values_changed if start == b"<" and rng.random() < 0.6 else rng.choice(_TEXT)


def _repacked(data: bytes, rng: random.Random) -> bytes:
    """Damage one file inside a zip, or leave one out, give one twice, or name one otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            members = {name: whole.read(name) for name in whole.namelist()}
    except _BROKEN:
        members = {}
    if not members:
        return damaged_bytes(data, rng, TOKENS)
    chosen, how = rng.choice(list(members)), rng.randrange(6)
    inside = members.pop(chosen)
    if how == 0:
        members[rng.choice(("../" + chosen, "/" + chosen, "a\\b", chosen + "x"))] = inside
    elif how != 1:
        members[chosen] = damaged(inside, rng)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return target.getvalue()


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _twice(data: bytes, rng: random.Random) -> bytes:
    return data + data[rng.randint(0, len(data)) :]


def _picture(data: bytes, rng: random.Random) -> bytes:
    return PICTURE + rng.randbytes(200) + data[:200]


def _in_a_zip(data: bytes, rng: random.Random) -> bytes:
    target = io.BytesIO()
    how = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(target, "w", how) as packed:
        packed.writestr(rng.choice(("a.csv", "export.xml", "Checkmarks.csv", "../a")), data)
    packed_bytes = target.getvalue()
    return damaged_bytes(packed_bytes, rng, TOKENS) if rng.random() < 0.5 else packed_bytes


def _blanks(data: bytes, rng: random.Random) -> bytes:
    return rng.choice((b"", b" ", b"\n" * 50, b"\x00" * 700, data + b"\x00" * 512))


_TEXT: tuple[Rule, ...] = (
    cells_changed, cells_changed, cells_changed, lines_moved, values_changed, line_ends,
    other_encoding, nested,
)  # fmt: skip
_WHOLE: tuple[Rule, ...] = (
    _cut, _cut, _twice, _picture, _in_a_zip, _blanks, bomb, other_encoding, line_ends, huge_field
)  # fmt: skip
