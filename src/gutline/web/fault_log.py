"""What is written down when we go wrong: which error and where, nothing of a diary."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

LOGGERS = ("django.request", "django.security", "gutline.web", "waitress")


class FaultFormatter(logging.Formatter):
    """Leaves out everything that a request or an error says: it may be about somebody's health."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the time, the kind of error and the lines it came up in."""
        at = self.formatTime(record)
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return f"{at} {record.name}: {record.levelname.lower()}"
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames]
        return "\n".join([f"{at} {type(error).__name__}", *places])


def write_faults(handler: logging.Handler | None = None) -> None:
    """Have faults written to standard error, or to a handler."""
    used = handler or logging.StreamHandler()
    used.setFormatter(FaultFormatter())
    used.setLevel(logging.ERROR)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [used]
        logger.propagate = False
