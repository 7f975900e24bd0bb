"""What Apple Health keeps in pieces, put together: nights of sleep, steps of a day, cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from gutline.diary.entries import Entry
from gutline.diary.zones import noon_of
from gutline.importers.apple_types import ASLEEP
from gutline.importers.source import LeftOut
from gutline.importers.stable_ids import digest_of

APART_S = 3 * 3600
"""Seconds without any record of sleep that part two nights."""
SHORTEST_NIGHT_H = 3.0
"""A shorter sleep that ends by day is a nap."""
_BY_DAY = range(11, 22)
NEW_CYCLE = timedelta(days=12)
"""Days without bleeding after which the next bleeding begins a cycle."""
_DIGITS = 4
_STAGED = ASLEEP - {"asleep"}


def entry_id(source: str, *parts: object) -> str:
    """Return the id of what these parts identify; the same parts twice are the same thing."""
    return f"{source}:{digest_of(*parts).hex()}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of sleep: its stage, when, and which device said so."""

    start: datetime
    end: datetime
    stage: str
    device: str


def nights(pieces: Iterable[Piece], source: str) -> Iterator[Entry | LeftOut]:
    """Yield each night's sleep at its end, and the hours of its stages."""
    night: list[Piece] = []
    end: datetime | None = None
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if end is not None and (piece.start - end).total_seconds() > APART_S:
            yield from _night(night, source)
            night, end = [], None
        night.append(piece)
        end = piece.end if end is None else max(end, piece.end)
    if night:
        yield from _night(night, source)


def _night(pieces: list[Piece], source: str) -> Iterator[Entry | LeftOut]:
    # A device that tells stages knows better than one that says "asleep" from evening to morning.
    staged = {piece.device for piece in pieces if piece.stage in _STAGED}
    told = [piece for piece in pieces if not staged or piece.device in staged]
    asleep = [piece for piece in told if piece.stage in ASLEEP]
    if not asleep:
        yield LeftOut("nights with nothing but the time in bed")
        return
    end = max(piece.end for piece in asleep)
    hours = _hours(asleep)
    nap = hours < SHORTEST_NIGHT_H and end.hour in _BY_DAY
    name = "nap" if nap else "sleep"
    stamp = int(end.timestamp())
    yield Entry(end, "sleep", name, hours, "h", source=source, id=entry_id(source, name, stamp))
    for stage in sorted({piece.stage for piece in told} - {"asleep", "in bed"}):
        length = _hours([piece for piece in told if piece.stage == stage])
        ident = entry_id(source, stage, stamp)
        yield Entry(end, "measurement", stage, length, "h", source=source, id=ident)


def _hours(pieces: list[Piece]) -> float:
    """Return the hours that some pieces cover together."""
    total, until = 0.0, float("-inf")
    for piece in sorted(pieces, key=lambda piece: piece.start):
        start, end = piece.start.timestamp(), piece.end.timestamp()
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return round(total / 3600, _DIGITS)


class StepDays:
    """Steps of each day: of several devices the one that counted most, since they count together.

    Parameters
    ----------
    source : str
        The source's id.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._sums: dict[tuple[str, str], float] = {}

    def add(self, day: str, device: str, steps: float) -> None:
        """Add some steps of a day, written 2026-03-01."""
        key = (day, device)
        self._sums[key] = self._sums.get(key, 0.0) + steps

    def entries(self, last: str, zone: tzinfo) -> Iterator[Entry | LeftOut]:
        """Yield one entry a day before the last, which is not over yet."""
        days: dict[str, float] = {}
        for (day, _), steps in self._sums.items():
            days[day] = max(days.get(day, 0.0), steps)
        until = last or max(days, default="")
        late = sum(day >= until for day in days)
        if late:
            yield LeftOut("steps of the last day, which was not over", late)
        for day in sorted(day for day in days if day < until):
            at = noon_of(date.fromisoformat(day), zone)[0]
            ident = entry_id(self._source, "steps", day)
            yield Entry(
                at, "movement", "steps", round(days[day], 1), "steps", source=self._source,
                id=ident, day_only=True,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flow:
    """Bleeding of one day, and whether it is said to begin a cycle."""

    at: datetime
    words: str
    begins: bool


def cycle_days(flows: Iterable[Flow], source: str, zone: tzinfo) -> Iterator[Entry | LeftOut]:
    """Yield the days of bleeding as days of the cycle, day 1 being the first."""
    first: date | None = None
    before: date | None = None
    for flow in sorted(flows, key=lambda flow: (flow.at.date(), not flow.begins)):
        day = flow.at.date()
        if day == before:
            yield LeftOut("further records of bleeding on one day")
            continue
        if first is None or before is None or flow.begins or day - before > NEW_CYCLE:
            first = day
        before = day
        yield Entry(
            noon_of(day, zone)[0], "cycle", "cycle", float((day - first).days + 1), "day",
            note=flow.words, source=source, id=entry_id(source, "flow", day), day_only=True,
        )  # fmt: skip
