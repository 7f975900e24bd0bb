"""Looking at files and importing them beside the pages: one at a time, watched, and stoppable."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django.db import connections

from gutline.diary.entries import DiaryError
from gutline.store.errors import StoreError
from gutline.store.import_records import ImportBatch, ImportPreview, Progress
from gutline.store.services.imports import ImportCancelledError

_LOG = logging.getLogger("gutline.web")
MOST_JOBS = 50
_ONE_AT_A_TIME = threading.Lock()
Result = ImportPreview | ImportBatch
Work = Callable[[Callable[[Progress], None], Callable[[], bool]], Result]


@dataclass
class Job:
    """Something under way.

    Attributes
    ----------
    what : {"look", "import"}
    progress : Progress or None
        How far it is.
    result : ImportPreview, ImportBatch or None
        What came of it.
    error : str
        Why nothing came of it.
    """

    what: Literal["look", "import"]
    progress: Progress | None = None
    result: Result | None = None
    error: str = ""
    _ended: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait a little for its end; return whether it came."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Ask it to stop; nothing of it is kept then."""
        self._stopped.set()

    def run(self, work: Work) -> None:
        """Do the work, and remember what came of it."""
        try:
            with _ONE_AT_A_TIME:
                self.result = work(self._note, self._stopped.is_set)
        except (DiaryError, StoreError) as error:
            self.error = str(error)
        except Exception:  # noqa: BLE001 - told in words on the page, and written to the log
            _LOG.exception("an import failed")
            self.error = "something went wrong inside Gutline; nothing was imported"
        finally:
            connections.close_all()
            self._ended.set()

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        if self._stopped.is_set():
            raise ImportCancelledError("this was stopped; nothing of it was kept")


class Jobs:
    """The jobs of this process, by person and token."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[int, str], Job] = {}
        self._lock = threading.Lock()

    def of(self, person: int, token: str) -> Job | None:
        """Return the latest job about some files."""
        return self._jobs.get((person, token))

    def start(self, person: int, token: str, what: Literal["look", "import"], work: Work) -> Job:
        """Start a job in place of the one before, which is stopped."""
        job = Job(what)
        with self._lock:
            before = self._jobs.pop((person, token), None)
            if before is not None:
                before.stop()
            while len(self._jobs) >= MOST_JOBS:
                self._jobs.pop(next(iter(self._jobs))).stop()
            self._jobs[person, token] = job
        threading.Thread(target=job.run, args=[work], name="import", daemon=True).start()
        return job

    def forget(self, person: int, token: str) -> None:
        """Stop and forget the job about some files."""
        with self._lock:
            job = self._jobs.pop((person, token), None)
        if job is not None:
            job.stop()


JOBS = Jobs()
