"""Apple Health: the zip that the Health app exports, or the `export.xml` in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone, tzinfo
from typing import BinaryIO
from zoneinfo import ZoneInfo

from gutline.diary.entries import DiaryError, Entry
from gutline.diary.zones import located, offset_named, zone_named
from gutline.importers import apple_types as types
from gutline.importers.apple_days import Flow, Piece, StepDays, cycle_days, entry_id, nights
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)
from gutline.importers.xml_stream import XmlStream, attributes

ID = "apple_health"
NAME = "Apple Health"
EXPERIMENTAL = False

Attributes = Mapping[str, str]
_LAST_NAMES = ("export.xml", "exportacion.xml", "exportación.xml", "exporter.xml", "导出.xml")
_PARTS = frozenset(
    {
        "HealthData", "ExportDate", "Me", "MetadataEntry", "WorkoutEvent", "WorkoutStatistics",
        "WorkoutRoute", "WorkoutActivity", "FileReference", "HeartRateVariabilityMetadataList",
        "InstantaneousBeatsPerMinute", "SensitivityPoint", "RightEye", "LeftEye", "Prescription",
        "Attachment",
    }
)  # fmt: skip
_STEPS = types.QUANTITY + "StepCount"
_SLEEP = types.CATEGORY + "SleepAnalysis"
_MINDFUL = types.CATEGORY + "MindfulSession"
_FLOW = types.CATEGORY + "MenstrualFlow"
_FLOW_WORDS = {"2": "light", "3": "medium", "4": "heavy", "1": "", "5": "none"}
_MINUTES = {"min": 1.0, "s": 1 / 60, "hr": 60.0}


def score(head: Head) -> float:
    """Return how sure it is that the file is an export of Apple Health."""
    if head.members:
        return 1.0 if _member(head.members) else 0.0
    return 1.0 if "<HealthData" in head.text else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield what an export holds, as it is read; nights, steps and cycles at its end."""
    member = _member(file.members())
    if file.is_zip and not member:
        raise ImporterError(f"{file.name} holds no export.xml; export it again from the Health app")
    with file.open_member(member) if member else file.open() as stream:
        yield from _Export(stream, file.name, zone_named(settings.zone)).read()


def _member(names: tuple[str, ...]) -> str:
    """Return the name of the export inside a zip; the phone's language gives the names."""
    candidates = [n for n in names if n.lower().endswith(".xml") and not n.endswith("_cda.xml")]
    candidates = [n for n in candidates if "apple_health" in n or n.lower().endswith(_LAST_NAMES)]
    return min(candidates, key=len, default="")


class _Export:
    """Reads one export and keeps what has to be put together until its end."""

    def __init__(self, stream: BinaryIO, name: str, zone: tzinfo) -> None:
        self._xml = XmlStream(stream, name, self._start)
        self._zone = zone
        self._out: list[Read] = []
        self._skipped: Counter[str] = Counter()
        self._waiting: tuple[Callable[[Attributes, Attributes], None], Attributes, int] | None
        self._waiting = None
        self._metadata: dict[str, str] = {}
        self._line = 0
        self._nested = self._in_meal = False
        self._zones: dict[str, tzinfo | None] = {}
        self._told: set[str] = set()
        self._exported = ""
        self._steps = StepDays(ID)
        self._pieces: list[Piece] = []
        self._flows: list[Flow] = []
        self._handlers = self._all_handlers()

    def read(self) -> Iterator[Read]:
        """Yield everything."""
        for _ in self._xml.pieces():
            yield from self._out
            self._out.clear()
        self._finish()
        yield from self._out
        yield from nights(self._pieces, ID)
        yield from self._steps.entries(self._exported, self._zone)
        yield from cycle_days(self._flows, ID, self._zone)
        for what, count in self._skipped.items():
            yield LeftOut(_told_type(what), count)

    def _all_handlers(self) -> dict[str, Callable[[Attributes, Attributes], None]]:
        return {
            _STEPS: self._add_steps,
            _SLEEP: self._add_sleep,
            _MINDFUL: self._add_mindful,
            _FLOW: self._add_flow,
            **dict.fromkeys(types.SYMPTOMS, self._add_symptom),
            **dict.fromkeys(types.QUANTITIES, self._add_quantity),
        }

    # Called for every element of a file of a gigabyte: no work before the type is known.
    def _start(self, name: str, flat: list[str]) -> None:
        if name == "Record":
            if self._in_meal:
                self._nested = True
                self._skipped["records inside a meal, which stand on their own too"] += 1
                return
            if self._waiting is not None:
                self._finish()
            kind = flat[1] if flat and flat[0] == "type" else attributes(flat).get("type", "")
            handler = self._handlers.get(kind)
            if handler is not None:
                self._wait(handler, attributes(flat))
            elif types.nutrient_of(kind):
                self._wait(self._add_nutrient, attributes(flat))
            elif "MedicationDose" in kind:
                self._wait(self._add_dose, attributes(flat))
            else:
                self._skipped[kind] += 1
        elif name == "MetadataEntry":
            if self._waiting is not None and not self._nested:
                entry = attributes(flat)
                self._metadata.setdefault(entry.get("key", ""), entry.get("value", ""))
        else:
            self._start_other(name, flat)

    def _start_other(self, name: str, flat: list[str]) -> None:
        if name == "ExportDate":
            self._exported = attributes(flat).get("value", "")[:10]
        if name in _PARTS:
            return
        self._finish()
        if name == "Correlation":
            self._start_meal(attributes(flat))
        elif name == "Workout":
            self._wait(self._add_workout, attributes(flat))
        elif "MedicationDose" in name:
            self._wait(self._add_dose, attributes(flat))
        else:
            self._skipped[name] += 1

    def _start_meal(self, told: Attributes) -> None:
        kind = told.get("type", "")
        if kind == "HKCorrelationTypeIdentifierFood":
            self._wait(self._add_food, told)
        else:
            self._skipped[kind] += 1
        self._in_meal = True
        self._xml.on_end(self._end)

    def _end(self, name: str) -> None:
        if name == "Record":
            self._nested = False
        elif name == "Correlation":
            self._in_meal = self._nested = False
            self._xml.on_end(None)
            self._finish()

    def _wait(self, handler: Callable[[Attributes, Attributes], None], told: Attributes) -> None:
        """Keep a record until its metadata were read."""
        self._waiting = (handler, told, self._xml.line)

    def _finish(self) -> None:
        if self._waiting is None:
            return
        handler, told, self._line = self._waiting
        metadata, self._metadata, self._waiting = self._metadata, {}, None
        try:
            handler(told, metadata)
        except _OddRecordError as odd:
            self._out.append(Problem(self._line, *odd.problem))

    def _add_symptom(self, told: Attributes, metadata: Attributes) -> None:
        name = types.spaced(types.SYMPTOMS[told["type"]])
        value = told.get("value", "")
        level = value.removeprefix(types.SEVERITY).removeprefix(types.PRESENCE)
        level = types.LEVEL_NUMBERS.get(level, level)
        level = level.removeprefix("HKCategoryValueAppetiteChanges").replace(
            "NoChange", "NotPresent"
        )
        at = self._at(told, "startDate", metadata)
        if level in types.LEVELS:
            self._keep(told, at, "symptom", name, types.LEVELS[level], "nrs")
            return
        if level not in {"Unspecified", "Present", "Decreased", "Increased"}:
            raise _OddRecordError("value", value, "not one of Apple's levels; check it")
        how = level.lower() if level.endswith("creased") else "there, how bad was not said"
        self._keep(told, at, "note", "", None, "", note=f"{name}: {how}")
        if name not in self._told:
            self._told.add(name)
            reason = "how bad it was is not said, so it is kept as a note and not as a number"
            self._out.append(Problem(self._line, "value", name, reason, used=True))

    def _add_quantity(self, told: Attributes, metadata: Attributes) -> None:
        kind, name = types.QUANTITIES[told["type"]]
        value, unit = types.unit_of(told.get("unit", ""), _number(told))
        self._keep(told, self._at(told, "startDate", metadata), kind, name, value, unit)

    def _add_nutrient(self, told: Attributes, metadata: Attributes) -> None:
        value, unit = types.unit_of(told.get("unit", ""), _number(told))
        at = self._at(told, "startDate", metadata)
        self._keep(told, at, "measurement", types.nutrient_of(told["type"]), value, unit)

    def _add_food(self, told: Attributes, metadata: Attributes) -> None:
        name = metadata.get("HKFoodType", "") or metadata.get("HKFoodName", "")
        if not name:
            raise _OddRecordError(
                "HKFoodType", "", "a meal without a name; only its figures are read"
            )
        note = metadata.get("HKFoodMeal", "") or metadata.get("Meal", "")
        at = self._at(told, "startDate", metadata)
        self._keep(told, at, "food", name, None, "", note=note, more=name)

    def _add_workout(self, told: Attributes, metadata: Attributes) -> None:
        activity = told.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")
        at, end = self._span(told, metadata)
        unit = told.get("durationUnit", "min")
        minutes = (end - at).total_seconds() / 60
        if told.get("duration") and unit in _MINUTES:
            minutes = _number(told, "duration") * _MINUTES[unit]
        name = types.spaced(activity) if activity else ""
        self._keep(told, at, "movement", name, round(minutes, 2), "min", more=activity)

    def _add_mindful(self, told: Attributes, metadata: Attributes) -> None:
        at, end = self._span(told, metadata)
        minutes = round((end - at).total_seconds() / 60, 2)
        self._keep(told, at, "practice", "mindful minutes", minutes, "min")

    def _add_dose(self, told: Attributes, metadata: Attributes) -> None:
        everything = {**metadata, **told}
        status = next((v for k, v in everything.items() if "status" in k.lower()), "")
        if status and (not status.lower().endswith("taken") or "not" in status.lower()):
            self._skipped["doses of medicines that were not taken"] += 1
            return
        names = ("medicationName", "displayText", "name", "HKMedicationName")
        name = next((everything[key] for key in names if everything.get(key)), "")
        if not name:
            raise _OddRecordError("medicationName", "", "the dose names no medicine; check it")
        at = self._at(told, "startDate", metadata)
        self._keep(told, at, "medicine", name, None, "", more=name)

    def _add_steps(self, told: Attributes, _: Attributes) -> None:
        self._at(told, "startDate", {})
        steps = _number(told)
        if steps < 0:
            raise _OddRecordError("value", told.get("value", ""), "fewer than no steps; check it")
        self._steps.add(told["startDate"][:10], told.get("sourceName", ""), steps)
        self._skipped["records of steps, added up to days"] += 1

    def _add_sleep(self, told: Attributes, metadata: Attributes) -> None:
        stage = types.STAGES.get(told.get("value", ""))
        if stage is None:
            raise _OddRecordError("value", told.get("value", ""), "no stage of sleep; check it")
        start, end = self._span(told, metadata)
        self._pieces.append(Piece(start, end, stage, told.get("sourceName", "")))
        self._skipped["records of sleep, put together to nights"] += 1

    def _add_flow(self, told: Attributes, metadata: Attributes) -> None:
        value = told.get("value", "")
        words = value.removeprefix("HKCategoryValueMenstrualFlow")
        words = words.removeprefix("HKCategoryValueVaginalBleeding")
        words = _FLOW_WORDS.get(words, words.lower()).replace("unspecified", "")
        if words == "none":
            self._skipped["days said to be without bleeding"] += 1
            return
        begins = metadata.get("HKMenstrualCycleStart", "0") in {"1", "true"}
        at = self._at(told, "startDate", metadata)
        self._flows.append(Flow(at, f"bleeding: {words}" if words else "", begins))

    def _span(self, told: Attributes, metadata: Attributes) -> tuple[datetime, datetime]:
        start = self._at(told, "startDate", metadata)
        end = self._at(told, "endDate", metadata)
        if end < start:
            raise _OddRecordError("endDate", told["endDate"], "it ends before it begins; check it")
        return start, end

    def _at(self, told: Attributes, field: str, metadata: Attributes) -> datetime:
        """Return a time of a record, on the clock of the zone it was made in where that is said."""
        text = told.get(field, "")
        try:
            wall = datetime.fromisoformat(text[:19])
            zone = self._zone_of(text[19:].strip())
            at = located(wall, self._zone)[0] if zone is None else wall.replace(tzinfo=zone)
            own = self._zone_of(metadata.get("HKTimeZone", ""))
            return at if own is None else at.astimezone(own)
        except (DiaryError, ValueError, OverflowError):
            raise _OddRecordError(field, text, "not a time; check it") from None

    def _zone_of(self, name: str) -> tzinfo | None:
        """Return the zone of an offset or a name; None where there is none."""
        if name not in self._zones:
            self._zones[name] = _zone(name)
        return self._zones[name]

    def _keep(
        self, told: Attributes, at: datetime, kind: str, name: str, value: float | None,
        unit: str, *, note: str = "", more: str = "",
    ) -> None:  # fmt: skip
        stamp = int(at.timestamp())
        what = told.get("type", "")
        ident = entry_id(ID, what, stamp, told.get("value", ""), told.get("sourceName", ""), more)
        self._out.append(Entry(at, kind, name, value, unit, note, ID, ident))


class _OddRecordError(ImporterError):
    """A record that cannot be read: its field, what stood there, and why."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.problem = (field, value, reason)


_LONGEST_ZONE = 100


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    if name[0] in "+-":
        return offset_named(name)
    try:
        found = zone_named(name[:_LONGEST_ZONE])
    except DiaryError:
        return None
    return found if isinstance(found, (ZoneInfo, timezone)) else None


def _number(told: Attributes, field: str = "value") -> float:
    text = told.get(field, "")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _OddRecordError(field, text, "not a number; check it")
    return number


def _told_type(what: str) -> str:
    """Return what is left out, for people."""
    if " " in what:
        return what
    plain = what
    for start in (types.QUANTITY, types.CATEGORY, "HKDataType", "HKCorrelationTypeIdentifier"):
        plain = plain.removeprefix(start)
    return f"records of {types.spaced(plain) or 'no type'}"[:120]
