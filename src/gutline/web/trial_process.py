"""Asking the process that has arithmetic: for a plan, a draw or a result; one at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from django.conf import settings

from gutline.store.settings import current_home
from gutline.web.trial_worker import DATABASE_VARIABLE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_WORKER = "gutline.web.trial_worker"
PATIENCE_S = 60.0
_LONGEST_LINE = 600
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
_ONE_AT_A_TIME = threading.Lock()


class WorkRefusedError(ValueError):
    """What was asked cannot be done; the message says why, in words for the person."""


def ask_worker(person: int, task: str, now: datetime, **asked: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Have something worked out, and return it as plain data.

    Parameters
    ----------
    person : int
    task : str
        One of those that `gutline.web.trial_work` knows.
    now : datetime
        The present, aware.
    **asked
        The rest of the request, as plain data. It goes through a pipe and is never written down.

    Raises
    ------
    WorkRefusedError
        When it cannot be done, takes too long, or the process broke off.
    """
    request = {"person": person, "task": task, "now": now.isoformat(), **asked}
    try:
        with _ONE_AT_A_TIME:
            ended = subprocess.run(  # noqa: S603 - our own program, arguments from us
                [sys.executable, "-m", _WORKER, str(current_home())],
                input=json.dumps(request), capture_output=True, encoding="utf-8",
                env=_environment(), timeout=PATIENCE_S, check=False,
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise WorkRefusedError(
            "This took longer than a minute and was stopped; nothing was changed. Try it again."
        ) from None
    if ended.returncode == 0:
        answer: Mapping[str, Any] = json.loads(ended.stdout)
        return answer
    last = _last_line(ended.stderr)
    if ended.returncode == REFUSED and last:
        raise WorkRefusedError(last)
    raise WorkRefusedError(f"The work broke off by itself; nothing was changed. It said: {last}")


def _environment() -> dict[str, str]:
    wanted = {**os.environ, **_ONE_THREAD, "PYTHONIOENCODING": "utf-8"}
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        # The file in the home is served, whatever the variable says.
        wanted.pop(DATABASE_VARIABLE, None)
    return wanted


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1][:_LONGEST_LINE] if lines else ""
