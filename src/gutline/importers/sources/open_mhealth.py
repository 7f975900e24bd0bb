"""Open mHealth and IEEE 1752.1: data points of sleep, steps, activity and weight, in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.app_times import PARTS_OF_DAY, read_day
from gutline.importers.entry_making import EntryMaker, Said, reported
from gutline.importers.json_fields import number, part, text
from gutline.importers.json_or_table import begins_with
from gutline.importers.json_stream import json_items, read_json
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.stable_ids import digest_of

ID = "open_mhealth"
NAME = "Open mHealth"
EXPERIMENTAL = False

_HEALTHKIT = "HKWorkoutActivityType"
_BODY_KEYS = (
    "sleep_duration", "total_sleep_time", "step_count", "body_weight", "activity_name",
    "base_movement_quantity",
)  # fmt: skip
_HOURS = {
    "h": 1.0, "min": 1 / 60, "sec": 1 / 3600, "s": 1 / 3600, "d": 24.0, "ms": 1 / 3_600_000,
    "wk": 168.0,
}  # fmt: skip
_MOST_HOURS = 24.0 * 366
_KM = {"km": 1.0, "m": 0.001, "mi": 1.609344, "ft": 0.0003048, "yd": 0.0009144}
_WEIGHTS = {"kg": ("kg", 1.0), "lb": ("lb", 1.0), "g": ("kg", 0.001)}

Body = Mapping[str, object]


def score(head: Head) -> float:
    """Return how sure it is that the file holds data points."""
    start = head.text[:65_536]
    if start.lstrip()[:1] not in {"{", "["}:
        return 0.0
    if '"schema_id"' in start and '"body"' in start:
        return 0.95
    framed = '"effective_time_frame"' in start and any(f'"{key}"' in start for key in _BODY_KEYS)
    return 0.85 if framed else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield nights, movement, steps and weights.

    Raises
    ------
    ImporterError
        When it is not JSON.
    """
    maker = EntryMaker(ID, settings)
    for count, point in enumerate(_points(file), 1):
        yield from reported(count, _point(count, point, maker))


def _points(file: ImportFile) -> Iterator[object]:
    is_list = begins_with(file, "[")
    with file.open() as stream:
        if is_list:
            yield from json_items(stream, file.name)
        else:
            yield read_json(stream, file.name)


def _point(count: int, point: object, maker: EntryMaker) -> Iterator[Read]:
    if not isinstance(point, Mapping):
        raise RowError("data point", str(point)[:80], "not a data point; check the file")
    header = part(point, "header")
    body = part(point, "body") if "body" in point else point
    if "descriptive_statistic" in body:
        yield LeftOut("averages and other statistics")
        return
    reader = next((reader for key, reader in _READERS.items() if key in body), None)
    if reader is None:
        name = text(part(header, "schema_id"), "name")
        named = name.isprintable() and 0 < len(name) < 40
        yield LeftOut(f"data points of {name}" if named else "data points of other kinds")
        return
    own = text(header, "uuid", "id")
    if not own:
        own = digest_of(json.dumps(body, sort_keys=True, default=str)).hex()
    yield from maker.made(count, reader(body, maker, own))


def _frame(body: Body, maker: EntryMaker) -> tuple[Moment, Moment]:
    """Return start and end of the time that a body is about.

    Raises
    ------
    RowError
        When it has none.
    """
    frame = part(body, "effective_time_frame")
    at, interval = text(frame, "date_time"), part(frame, "time_interval")
    if at:
        moment = maker.moment(at)
        return moment, moment
    first, last = text(interval, "start_date_time"), text(interval, "end_date_time")
    length = _hours(part(interval, "duration"))
    if first and length is not None and length >= 24 and not last:
        day = maker.local(maker.moment(first).at.date())
        return day, day
    if first:
        start = maker.moment(first)
        return start, maker.moment(last) if last else _later(start, length or 0.0, maker)
    if last:
        end = maker.moment(last)
        return _later(end, -(length or 0.0), maker), end
    day_text = text(interval, "date")
    if day_text:
        clock = PARTS_OF_DAY.get(text(interval, "part_of_day"))
        moment = maker.local(read_day(day_text), clock)
        return moment, moment
    raise RowError("effective_time_frame", "", "no time; a diary cannot place it")


def _later(moment: Moment, hours: float, maker: EntryMaker) -> Moment:
    """Return the moment so many hours later, on the same clock."""
    at = moment.at + timedelta(hours=hours)
    offset = (moment.at.utcoffset() or timedelta()).total_seconds() / 60
    return maker.instant(at.timestamp(), offset)


def _hours(amount: Mapping[str, object]) -> float | None:
    value, unit = number(amount, "value"), text(amount, "unit")
    if value is None or unit not in _HOURS:
        return None
    if not 0 <= value * _HOURS[unit] <= _MOST_HOURS:
        raise RowError("duration", f"{value:g} {unit}", "not a length of time; check the file")
    return value * _HOURS[unit]


def _sleep(body: Body, maker: EntryMaker, own: str) -> Said:
    start, end = _frame(body, maker)
    hours = _hours(part(body, "total_sleep_time"))
    if hours is None:
        hours = _hours(part(body, "sleep_duration"))
    if hours is None:
        hours = (end.at - start.at).total_seconds() / 3600
    note = text(body, "user_notes") or ("nap" if body.get("is_main_sleep") is False else "")
    return Said(end, "sleep", "sleep", round(hours, 4), "h", note, own=own)


def _steps(body: Body, maker: EntryMaker, own: str) -> Said:
    start, _ = _frame(body, maker)
    counted = body.get("step_count")
    steps = number(part(body, "step_count"), "value")
    if steps is None and isinstance(counted, (int, float)) and not isinstance(counted, bool):
        steps = float(counted)
    if steps is None:
        raise RowError("step_count", "", "no count of steps; check the file")
    return Said(start, "movement", "steps", steps, "steps", own=own)


def _weight(body: Body, maker: EntryMaker, own: str) -> Said:
    start, _ = _frame(body, maker)
    amount = part(body, "body_weight")
    value, unit = number(amount, "value"), text(amount, "unit")
    if value is None or unit not in _WEIGHTS:
        raise RowError("body_weight", f"{value} {unit}", "not a weight in kg, g or lb")
    ours, factor = _WEIGHTS[unit]
    return Said(start, "weight", "weight", round(value * factor, 4), ours, own=own)


def _activity(body: Body, maker: EntryMaker, own: str) -> Said:
    start, end = _frame(body, maker)
    name = text(body, "activity_name").removeprefix(_HEALTHKIT) or "movement"
    counted = part(body, "base_movement_quantity")
    if text(counted, "unit") == "steps":
        return Said(start, "movement", name, number(counted, "value"), "steps", own=own)
    hours = _hours(part(body, "duration"))
    if hours is None and end.at > start.at:
        hours = (end.at - start.at).total_seconds() / 3600
    if hours is not None and hours <= 24:
        return Said(start, "movement", name, round(hours * 60, 2), "min", own=own)
    distance = part(body, "distance")
    length, unit = number(distance, "value"), text(distance, "unit")
    km = length * _KM[unit] if length is not None and unit in _KM else None
    return Said(start, "movement", name, None if km is None else round(km, 3), "km", own=own)


_READERS: Mapping[str, Callable[[Body, EntryMaker, str], Said]] = {
    "total_sleep_time": _sleep, "sleep_duration": _sleep, "latency_to_sleep_onset": _sleep,
    "is_main_sleep": _sleep, "step_count": _steps, "body_weight": _weight,
    "activity_name": _activity,
}  # fmt: skip
