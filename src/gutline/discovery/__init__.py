"""NOTICE: which exposures drive which outcome, when, how much, and how surely."""

from gutline.discovery.engine import discover
from gutline.discovery.findings import (
    Check,
    Finding,
    Findings,
    LagCurve,
    LeadCheck,
    Needs,
    OutcomeSummary,
    SplitHalf,
    Verdict,
)
from gutline.discovery.forecasting import (
    ExposureForecast,
    Forecast,
    OutcomeForecast,
    forecast,
)
from gutline.discovery.settings import Settings

__all__ = [
    "Check",
    "ExposureForecast",
    "Finding",
    "Findings",
    "Forecast",
    "LagCurve",
    "LeadCheck",
    "Needs",
    "OutcomeForecast",
    "OutcomeSummary",
    "Settings",
    "SplitHalf",
    "Verdict",
    "discover",
    "forecast",
]
