"""Damage to texts: cells, lines, line ends, encodings, entities, nesting, fields without end."""

from __future__ import annotations

import random
import re

ODD_CELLS = (
    "", " ", "0", "-0", "-1", "1e999", "-1e-400", "NaN", "inf", "9" * 400, "0x1F", "1,5", "1.5",
    "1.234,56", "1,234.56", "1 234,5", "\u0661\u0662", "\u00bd", "none", "None", "null", "-", "?",
    "yes", "true", "=1+1", '=HYPERLINK("http://x","y")', "@SUM(A1)", "+1", "-2+3", "|", ";", "\t",
    "a\x00b", "\u202eabc", "\ufeff", "\u2028", "\x85", "e\u0301" * 30, "\U0001f600", "\x1b[31m",
    "24:00", "24:01", "25:00", "12:75 PM", "0:00 am", "13:00 pm", "2026-02-30", "0026-06-06",
    "2026-6-6", "99999-01-01", "31/02/2026", "1969-12-31", "2101-01-01", "2026-03-29T02:30",
    "2026-10-25T02:30", "2026-06-01T24:00:00Z", "2026-06-01T12:00+99:00", "-0001-01-01", "1e10",
    "12345678901234567890", "253402300800", "-62135596801", "P1Y", "PT8H", "a" * 300, "&x;",
    "{}", "[]", '{"a":1}', "pre|am|mid", "(Mild)", "()", "5/", "/5", "5/0", "10/5", "%", "1 of 0",
)  # fmt: skip
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-8-sig",
    "latin-1",
    "cp1252",
    "utf-32",
    "cp037",
)
_ENDS = ("\r", "\r\n", "\n\r", "\x85", "\u2028", "\x0b", "\x0c", "\n\n", "\x00\n", "")
_VALUE = re.compile(r'(?<=")[^"<>\n]{0,80}(?=")|(?<=>)[^<>\n]{1,80}(?=<)')
_BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)
_OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "another.txt">]>'
_HUGE = (70_000, 140_000, 1_100_000)


def text_of(data: bytes) -> str:
    """Return bytes as text, whatever they are."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """Return text as bytes, whatever it holds."""
    return text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")


def odd_cell(rng: random.Random, others: list[str]) -> str:
    """Return what seldom stands in a cell, or what stands in another one."""
    return rng.choice(others) if others and rng.random() < 0.4 else rng.choice(ODD_CELLS)


def cells_changed(data: bytes, rng: random.Random) -> bytes:
    """Change, swap, add or remove cells of a table; sometimes a whole column."""
    lines = text_of(data).split("\n")
    mark = max(",;\t|", key=lines[0].count)
    rows = [line.split(mark) for line in lines]
    if rng.random() < 0.2:
        _change_a_column(rows, rng)
    else:
        for _ in range(rng.randint(1, 4)):
            _change_a_cell(rng.choice(rows), rng, [cell for one in rows[:20] for cell in one])
    return bytes_of("\n".join(mark.join(row) for row in rows))


def _change_a_cell(row: list[str], rng: random.Random, others: list[str]) -> None:
    place, how = rng.randrange(len(row)), rng.randrange(6)
    if how == 0 and len(row) > 1:
        del row[place]
    elif how == 1:
        row.insert(place, odd_cell(rng, others))
    elif how == 2:
        other = rng.randrange(len(row))
        row[place], row[other] = row[other], row[place]
    else:
        quote = rng.choice(("", "", "", '"'))
        row[place] = f"{quote}{odd_cell(rng, others)}{rng.choice((quote, quote, ''))}"


def _change_a_column(rows: list[list[str]], rng: random.Random) -> None:
    place, other, how = rng.randrange(len(rows[0])), rng.randrange(len(rows[0])), rng.randrange(4)
    odd = rng.choice(ODD_CELLS)
    for number, row in enumerate(rows):
        if max(place, other) >= len(row):
            continue
        if how == 0:
            del row[place]
        elif how == 1:
            row[place], row[other] = row[other], row[place]
        elif how == 2 and number:
            row[place] = odd
        elif how == 3:
            row.append(row[place])


def lines_moved(data: bytes, rng: random.Random) -> bytes:
    """Shuffle, drop, repeat or join lines."""
    lines = text_of(data).split("\n")
    place, how = rng.randrange(len(lines)), rng.randrange(4)
    if how == 0:
        rng.shuffle(lines)
    elif how == 1:
        del lines[place]
    elif how == 2:
        lines[place:place] = [lines[place]] * rng.choice((1, 2, 30))
    else:
        lines[place : place + 2] = ["".join(lines[place : place + 2])]
    return bytes_of("\n".join(lines))


def values_changed(data: bytes, rng: random.Random) -> bytes:
    """Change what stands between quotes or tags; sometimes drop or repeat a whole tag."""
    text = text_of(data)
    found = list(_VALUE.finditer(text))
    if not found:
        return cells_changed(data, rng)
    chosen = rng.choice(found)
    new = odd_cell(rng, [one.group() for one in found[:50]])
    text = text[: chosen.start()] + new + text[chosen.end() :]
    if rng.random() < 0.2:
        start = text.rfind("<", 0, chosen.start())
        end = text.find(">", chosen.start()) + 1
        if 0 <= start < end:
            text = text[:start] + text[start:end] * rng.choice((0, 2)) + text[end:]
    return bytes_of(text)


def line_ends(data: bytes, rng: random.Random) -> bytes:
    """End lines otherwise: all of them, or some."""
    end, lines = rng.choice(_ENDS), text_of(data).split("\n")
    if rng.random() < 0.5:
        return bytes_of(end.join(lines))
    return bytes_of("".join(line + rng.choice(("\n", end)) for line in lines))


def other_encoding(data: bytes, rng: random.Random) -> bytes:
    """Write it in another encoding; sometimes only the second half of it."""
    cut = rng.choice((0, 0, len(data) // 2))
    text = data[cut:].decode("utf-8", "replace")
    return data[:cut] + text.encode(rng.choice(_ENCODINGS), "replace")


def nested(data: bytes, rng: random.Random) -> bytes:
    """Open brackets, quotes or tags that nothing closes, or close what was never opened."""
    place, times = rng.randint(0, len(data)), rng.choice((1, 3, 70, 1500))
    piece = rng.choice((b"[", b'{"a":', b"<a>", b"(", b'"', b"]", b"}", b"</a>", b"<!--", b"["))
    return data[:place] + piece * times + data[place:]


def bomb(data: bytes, rng: random.Random) -> bytes:
    """Declare entities that grow without end, or that reach for another file, and use them."""
    text = text_of(data)
    start = text.find("?>") + 2 if text.startswith("<?xml") else 0
    place = rng.randint(start, len(text))
    used = rng.choice(("&e;", "&b;", "&e;" * 40))
    declared = rng.choice((_BOMB, _OUTSIDE))
    return bytes_of(text[:start] + declared + text[start:place] + used + text[place:])


def huge_field(data: bytes, rng: random.Random) -> bytes:
    """Put a field of up to a megabyte somewhere."""
    place = rng.randint(0, len(data))
    piece = rng.choice((b"a", b"9", b"a ", b'""', b"\n", b",", b"\xc3\xa9", b"a,", b"<b>", b" "))
    # Most are short, so that the few long ones cost little in all.
    size = rng.choice(_HUGE) if rng.random() < 0.03 else 3_000
    return data[:place] + piece * (size // len(piece)) + data[place:]
