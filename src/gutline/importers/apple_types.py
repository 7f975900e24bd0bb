"""Names of Apple Health's types, and what each of them is here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

CATEGORY, QUANTITY = "HKCategoryTypeIdentifier", "HKQuantityTypeIdentifier"
SEVERITY, PRESENCE = "HKCategoryValueSeverity", "HKCategoryValuePresence"
APPETITE = "HKCategoryValueAppetiteChanges"

_SYMPTOMS = (
    "AbdominalCramps", "Acne", "AppetiteChanges", "BladderIncontinence", "Bloating", "BreastPain",
    "ChestTightnessOrPain", "Chills", "Constipation", "Coughing", "Diarrhea", "Dizziness",
    "DrySkin", "Fainting", "Fatigue", "Fever", "GeneralizedBodyAche", "HairLoss", "Headache",
    "Heartburn", "HotFlashes", "LossOfSmell", "LossOfTaste", "LowerBackPain", "MemoryLapse",
    "MoodChanges", "Nausea", "NightSweats", "PelvicPain", "RapidPoundingOrFlutteringHeartbeat",
    "RunnyNose", "ShortnessOfBreath", "SinusCongestion", "SkippedHeartbeat", "SleepChanges",
    "SoreThroat", "VaginalDryness", "Vomiting", "Wheezing",
)  # fmt: skip

SYMPTOMS: Mapping[str, str] = MappingProxyType({CATEGORY + name: name for name in _SYMPTOMS})
"""Types of symptoms, and their names as Apple spells them."""

LEVELS: Mapping[str, float] = MappingProxyType(
    {"NotPresent": 0.0, "Mild": 3.0, "Moderate": 5.0, "Severe": 8.0}
)
"""Apple's three words on the scale from 0 to 10: near the middle of each third."""
LEVEL_NUMBERS: Mapping[str, str] = MappingProxyType(
    {"0": "Unspecified", "1": "NotPresent", "2": "Mild", "3": "Moderate", "4": "Severe"}
)

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "HKCategoryValueSleepAnalysisInBed": "in bed",
        "HKCategoryValueSleepAnalysisAwake": "awake in the night",
        "HKCategoryValueSleepAnalysisAsleep": "asleep",
        "HKCategoryValueSleepAnalysisAsleepUnspecified": "asleep",
        "HKCategoryValueSleepAnalysisAsleepCore": "core sleep",
        "HKCategoryValueSleepAnalysisAsleepDeep": "deep sleep",
        "HKCategoryValueSleepAnalysisAsleepREM": "REM sleep",
        "0": "in bed", "1": "asleep", "2": "awake in the night", "3": "core sleep",
        "4": "deep sleep", "5": "REM sleep",
    }
)  # fmt: skip
ASLEEP = frozenset({"asleep", "core sleep", "deep sleep", "REM sleep"})

_UNITS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "g": ("g", 1), "mg": ("mg", 1), "mcg": ("ug", 1), "mL": ("ml", 1), "ml": ("ml", 1),
        "L": ("ml", 1000), "fl_oz_us": ("ml", 29.5735), "cup_us": ("ml", 236.588),
        "ms": ("ms", 1), "s": ("ms", 1000), "count/min": ("bpm", 1), "degC": ("degc", 1),
        "kg": ("kg", 1), "lb": ("lb", 1), "st": ("kg", 6.35029), "count": ("serving", 1),
        "min": ("min", 1), "hr": ("min", 60), "%": ("pct", 100),
    }
)  # fmt: skip


def unit_of(unit: str, value: float) -> tuple[float, str]:
    """Return an amount in a unit of the catalog; an unknown unit stays as it is."""
    if unit == "degF":
        return round((value - 32) / 1.8, 3), "degc"
    known, factor = _UNITS.get(unit, (unit, 1.0))
    return value * factor, known


QUANTITIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        QUANTITY + "HeartRateVariabilitySDNN": ("measurement", "heart rate variability"),
        QUANTITY + "RestingHeartRate": ("measurement", "resting heart rate"),
        QUANTITY + "BodyTemperature": ("measurement", "body temperature"),
        QUANTITY + "BodyMass": ("weight", "weight"),
        QUANTITY + "DietaryWater": ("drink", "water"),
        QUANTITY + "NumberOfAlcoholicBeverages": ("drink", "alcoholic drink"),
    }
)
"""Types whose every record is one entry, with its kind and name."""

_NUTRIENTS = MappingProxyType(
    {
        "Fiber": "fibre", "Sugar": "sugar", "Protein": "protein", "Carbohydrates": "carbohydrate",
        "FatTotal": "fat", "FatSaturated": "saturated fat", "FatMonounsaturated":
        "monounsaturated fat", "FatPolyunsaturated": "polyunsaturated fat", "Cholesterol":
        "cholesterol", "Sodium": "sodium", "Caffeine": "caffeine",
    }
)  # fmt: skip
_DIETARY = QUANTITY + "Dietary"
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])")
ENERGY = _DIETARY + "EnergyConsumed"


def nutrient_of(kind: str) -> str:
    """Return the name here of a nutrient's type, empty for other types and for energy."""
    if not kind.startswith(_DIETARY) or kind == ENERGY:
        return ""
    name = kind.removeprefix(_DIETARY)
    return f"{_NUTRIENTS.get(name) or spaced(name)} eaten"


def spaced(name: str) -> str:
    """Return "vitamin D" for "VitaminD"."""
    words = _WORDS.sub(" ", name).split()
    return " ".join(w if len(w) == 1 or w.isupper() else w.lower() for w in words)
