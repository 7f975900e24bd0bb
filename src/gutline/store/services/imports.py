"""Importing files of other apps: looked at first, kept as a whole or not at all, and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from gutline.diary.entries import RowError
from gutline.importers.names import MAPPED_KINDS, NameRule, NameTable
from gutline.importers.preview import Previewer
from gutline.importers.reading import Checked, Item, chosen_sources, read_files
from gutline.importers.source import (
    Answered,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Source,
)
from gutline.store import queries
from gutline.store.documents.import_names import FIELDS
from gutline.store.documents.questionnaire import key_of
from gutline.store.errors import StoreError
from gutline.store.home import workplace
from gutline.store.import_records import (
    KIND,
    ImportBatch,
    ImportPreview,
    Progress,
    Undone,
    batch_body,
)
from gutline.store.queries.documents import documents
from gutline.store.queries.imports import (
    NAMES_KEY,
    NAMES_KIND,
    import_batch,
    import_batches,
    name_rules,
)
from gutline.store.services.changes import locked_person, note_change
from gutline.store.services.documents import keep_document
from gutline.store.services.import_answers import keep_new_answers, known_answers
from gutline.store.services.import_rows import IDENT, RowMaker, Stage, count_known, insert_new
from gutline.store.services.import_undoing import undo_import
from gutline.store.settings import current_home
from gutline.store.writing import changing

__all__ = [
    "ImportBatch", "ImportCancelledError", "ImportPreview", "PendingImport", "Progress", "Undone",
    "import_batch", "import_batches", "import_files", "keep_name_rules", "name_rules",
    "opened_import", "preview_import", "undo_import",
]  # fmt: skip

_STEP = 2_000
_LONGEST_BATCH = 40
MOST_ANSWERED = 20_000
"""Answered questionnaires of one import: one on each day of fifty years."""

Answers = dict[str, Answered]


class ImportCancelledError(StoreError):
    """The import was stopped; nothing of it was kept."""


class _Watch:
    """Tells how far an import is, and asks whether to stop."""

    def __init__(
        self,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled

    def at(self, phase: str, done: int, total: int | None = None) -> None:
        """Say that so much is done.

        Raises
        ------
        ImportCancelledError
            When it is to be stopped.
        """
        if self._cancelled is not None and self._cancelled():
            raise ImportCancelledError("the import was stopped; nothing of it was kept")
        if self._progress is not None:
            self._progress(Progress(phase, done, total))


class PendingImport:
    """Files that were read to their ends, with nothing kept of them yet.

    It is made by `opened_import`.
    """

    def __init__(
        self,
        person: int,
        files: Sequence[ImportFile],
        chosen: Sequence[Source],
        stage: Stage,
        answers: Answers,
        previewer: Previewer,
    ) -> None:
        self._person = person
        self._files = tuple(file.name for file in files)
        self._chosen = chosen
        self._stage = stage
        self._answers = answers
        self._previewer = previewer

    def preview(self) -> ImportPreview:
        """Return what keeping it would bring."""
        since = date(1970, 1, 1)
        own = {
            kind: queries.names_logged(self._person, kind, since) for kind in sorted(MAPPED_KINDS)
        }
        known = sum(
            count_known(self._person, [row[IDENT] for row in rows]) for rows in self._stage.chunks()
        ) + len(known_answers(self._person, self._answers.values()))
        return ImportPreview(
            preview=self._previewer.result(own),
            sources=tuple(dict.fromkeys(one.NAME for one in self._chosen)),
            experimental=any(one.EXPERIMENTAL for one in self._chosen),
            known=known,
        )

    def keep(
        self,
        now: datetime,
        *,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportBatch:
        """Keep all of it that is not in the diary yet, in one transaction.

        Raises
        ------
        ImportCancelledError
            When it was stopped; nothing was kept.
        NotThereError
            When there is no such person.
        """
        found = self._previewer.result(suggesting=False)
        batch = ImportBatch(
            key="",
            sources=tuple(dict.fromkeys(one.ID for one in self._chosen)),
            files=self._files,
            made_at=now,
            added=0,
            known=0,
            problems=found.problem_count,
            doubts=found.doubt_count,
            kinds=found.kinds,
            left_out=found.left_out,
            first_day=found.first_day,
            last_day=found.last_day,
        )
        watch = _Watch(progress, cancelled)
        return _keep(self._person, self._stage, self._answers, batch, now, watch)


@contextmanager
def opened_import(
    person: int,
    files: Sequence[ImportFile],
    settings: ImportSettings,
    *,
    source: str | Source = "",
    names: Sequence[NameRule] = (),
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[PendingImport]:
    """Read files to their ends, to be looked at and then kept; nothing is locked meanwhile.

    Parameters
    ----------
    person : int
        Whose diary.
    files : sequence of ImportFile
        The files, given together.
    settings : ImportSettings
        Their zone and such.
    source : str or Source
        The source they are from; by default each is recognised.
    names : sequence of NameRule
        Rules for names, before those that the person keeps.
    progress : callable, optional
        Told from time to time how far it is.
    cancelled : callable, optional
        Asked from time to time whether to stop.

    Raises
    ------
    ImportCancelledError
        When it was stopped.
    ImporterError
        When a file is not recognised or cannot be read.
    NotThereError
        When there is no such person.
    """
    queries.person(person)
    watch = _Watch(progress, cancelled)
    table = NameTable((*name_rules(person), *names))
    chosen = [one for _, one in chosen_sources(files, source)]
    answers: Answers = {}
    maker, previewer = RowMaker(settings.zone), Previewer(table)
    with Stage(current_home()) as stage, workplace(current_home()) as folder:
        own = replace(settings, workplace=folder)
        items = read_files(files, own, names=table, source=source)
        for number, item in enumerate(items, 1):
            previewer.add(_staged(item, stage, maker, answers))
            if number % _STEP == 0:
                watch.at("reading", number)
        yield PendingImport(person, files, chosen, stage, answers, previewer)


def _staged(item: Item, stage: Stage, maker: RowMaker, answers: Answers) -> Item:
    if isinstance(item, Answered):
        return _set_aside(item, answers)
    if isinstance(item, Checked):
        try:
            stage.add(maker.row(item.placed))
        except RowError as error:
            return Problem(None, error.field, error.value, error.reason)
    return item


def _set_aside(item: Answered, answers: Answers) -> Item:
    key = key_of(item.questionnaire, item.day)
    if key in answers:
        return LeftOut("questionnaires answered once more on the same day")
    if len(answers) >= MOST_ANSWERED:
        return LeftOut(f"questionnaires beyond the first {MOST_ANSWERED:,}")
    answers[key] = item
    return item


def preview_import(
    person: int,
    files: Sequence[ImportFile],
    settings: ImportSettings,
    *,
    source: str | Source = "",
    names: Sequence[NameRule] = (),
    progress: Callable[[Progress], None] | None = None,
) -> ImportPreview:
    """Return what an import would bring; nothing is kept.

    Parameters and errors are those of `opened_import`.
    """
    opened = opened_import(person, files, settings, source=source, names=names, progress=progress)
    with opened as pending:
        return pending.preview()


def import_files(
    person: int,
    files: Sequence[ImportFile],
    settings: ImportSettings,
    now: datetime,
    *,
    source: str | Source = "",
    names: Sequence[NameRule] = (),
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportBatch:
    """Keep the entries of some files that are not in the diary yet, all or none.

    Parameters and errors are those of `opened_import`; `now` is the present, aware.
    """
    opened = opened_import(
        person, files, settings, source=source, names=names, progress=progress, cancelled=cancelled
    )
    with opened as pending:
        return pending.keep(now, progress=progress, cancelled=cancelled)


@changing
def _keep(
    person: int,
    stage: Stage,
    answers: Answers,
    batch: ImportBatch,
    now: datetime,
    watch: _Watch,
) -> ImportBatch:
    owner = locked_person(person)
    key = _free_key(person, batch, now)
    added = done = 0
    for rows in stage.chunks():
        watch.at("keeping", done, stage.count)
        added += insert_new(person, key, now, rows)
        done += len(rows)
    answered = keep_new_answers(person, answers.values(), now)
    watch.at("keeping", done, stage.count)
    added += len(answered)
    known = stage.count + len(answers) - added
    kept = replace(batch, added=added, known=known, answered=answered)
    if not added:
        return kept
    note_change(owner)
    kept = replace(kept, key=key)
    keep_document(person, KIND, key, batch_body(kept), now)
    return kept


def _free_key(person: int, batch: ImportBatch, now: datetime) -> str:
    """Return a name for an import that a person can type, and no other import has."""
    stem = f"{now:%Y%m%d-%H%M%S}-{batch.sources[0].replace('_', '-')}"[: _LONGEST_BATCH - 4]
    taken = {one.key for one in documents(person, KIND)}
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


@changing
def keep_name_rules(person: int, rules: Sequence[NameRule], now: datetime) -> None:
    """Keep a person's rules for names, in place of those before.

    Raises
    ------
    StoreError
        When a rule is not a possible one.
    NotThereError
        When there is no such person.
    """
    told = [{name: getattr(rule, name) for name in FIELDS} for rule in rules]
    keep_document(person, NAMES_KIND, NAMES_KEY, {"rules": told}, now)
