"""A journal as Open mHealth data points (IEEE 1752.1): weight, sleep and movement.

There are no schemas for meals, symptoms and stools: such entries are left out and counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from gutline.reports.exchange.journal import iso_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from gutline.diary.entries import Entry
    from gutline.reports.exchange.journal import Journal

Point = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DataPoints:
    """Data points, and how many entries of which kinds have no schema.

    Attributes
    ----------
    points : tuple of dict
        Each with a `header` and a `body`.
    left_out : Mapping of str to int
        Number of entries left out, by kind.
    """

    points: tuple[Point, ...]
    left_out: Mapping[str, int]


def data_points(journal: Journal) -> DataPoints:
    """Return what of a journal Open mHealth has schemas for."""
    ids, zone = journal.ids(), journal.diary.tz
    points: list[Point] = []
    left_out: Counter[str] = Counter()
    for entry in journal.diary.entries:
        if entry.kind not in _BODIES:
            left_out[entry.kind] += 1
            continue
        schema, body = _BODIES[entry.kind](entry, zone)
        header = {
            "uuid": ids[entry],
            "schema_id": schema,
            "source_creation_date_time": iso_time(entry.at),
            "modality": "self-reported",
        }
        points.append({"header": header, "body": body})
    return DataPoints(tuple(points), dict(sorted(left_out.items())))


def _schema(namespace: str, name: str, version: str) -> dict[str, str]:
    return {"namespace": namespace, "name": name, "version": version}


def _amount(value: float | None, unit: str) -> Point:
    return {"value": value, "unit": unit}


def _whole_day(entry: Entry, zone: tzinfo) -> Point:
    clock = zone if entry.day_only else entry.at.tzinfo
    start = datetime.combine(entry.at.date(), time(), clock)
    return {"time_interval": {"start_date_time": iso_time(start), "duration": _amount(1, "d")}}


def _weight(entry: Entry, zone: tzinfo) -> tuple[dict[str, str], Point]:
    frame = _whole_day(entry, zone) if entry.day_only else {"date_time": iso_time(entry.at)}
    body = {"body_weight": _amount(entry.value, entry.unit), "effective_time_frame": frame}
    return _schema("omh", "body-weight", "3.0"), body


def _sleep(entry: Entry, zone: tzinfo) -> tuple[dict[str, str], Point]:
    """Return the sleep of an entry; its time is that of getting up."""
    slept = _amount(entry.value, "h")
    frame = {"time_interval": {"end_date_time": iso_time(entry.at), "duration": slept}}
    if entry.day_only:
        frame = _whole_day(entry, zone)
    body = {"total_sleep_time": slept, "effective_time_frame": frame}
    return _schema("ieee", "total-sleep-time", "1.0"), body


def _movement(entry: Entry, zone: tzinfo) -> tuple[dict[str, str], Point]:
    body: Point = {"activity_name": entry.name, "effective_time_frame": _whole_day(entry, zone)}
    if entry.unit in {"min", "h"}:
        body["duration"] = _amount(entry.value, entry.unit)
        if not entry.day_only:
            start = {"start_date_time": iso_time(entry.at), "duration": body["duration"]}
            body["effective_time_frame"] = {"time_interval": start}
    elif entry.unit == "km":
        body["distance"] = _amount(entry.value, "km")
    elif entry.unit == "steps":
        body["base_movement_quantity"] = _amount(entry.value, "steps")
    return _schema("ieee", "physical-activity", "1.0"), body


_BODIES: Mapping[str, Callable[[Entry, tzinfo], tuple[dict[str, str], Point]]] = {
    "weight": _weight,
    "sleep": _sleep,
    "movement": _movement,
}
