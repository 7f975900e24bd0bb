"""Whom to call, in sentences: what was compared with a source as settled, the rest as it is."""

from __future__ import annotations

from gutline.catalog.emergency_numbers import EmergencyNumbers

_UNCHECKED = "this was not compared with a source"
_ANYWHERE = "Crisis lines of every country are listed at findahelpline.com."


def emergency_words(numbers: EmergencyNumbers) -> str:
    """Return which number to call in an emergency.

    Parameters
    ----------
    numbers : EmergencyNumbers
    """
    if numbers.checked == "source":
        return f"Call {numbers.emergency}."
    if numbers.sure:
        more = "" if numbers.emergency == numbers.sure else _also(numbers.emergency)
        return f"Call {numbers.sure}, which works in every country of the European Union.{more}"
    return (
        f"Call your local emergency number. For {numbers.name} we know of {numbers.emergency};"
        f" {_UNCHECKED}."
    )


def _also(emergency: str) -> str:
    return f" The number here may also be written {emergency}; {_UNCHECKED}."


def crisis_words(numbers: EmergencyNumbers) -> str:
    """Return whom to call who listens, day and night.

    Parameters
    ----------
    numbers : EmergencyNumbers
    """
    if not numbers.crisis:
        return _ANYWHERE
    line = f"{numbers.crisis_name}, {numbers.crisis}"
    if numbers.checked == "source":
        return f"People who listen, day and night: {line}."
    return f"People who listen: we know of {line}; {_UNCHECKED}. {_ANYWHERE}"
