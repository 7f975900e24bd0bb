"""Files set aside, and jobs beside the pages: private, one at a time, stopped when told to."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import NOW, ZONE


def a_file(name: str = "me.csv", data: bytes = b"a,b\n") -> Any:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def jobs(home):
    from gutline.web.import_jobs import Jobs

    return Jobs()


def preview() -> Any:
    """A result; what is in it does not matter here."""
    from gutline.store.import_records import ImportPreview

    return ImportPreview(preview=None, sources=(), experimental=False, known=0)  # type: ignore[arg-type]


def test_a_job_ends_with_its_result(jobs):
    made = preview()
    job = jobs.start(1, "a", "look", lambda note, stopped: made)
    assert job.wait(60)
    assert job.result is made
    assert job.error == ""
    assert jobs.of(1, "a") is job
    assert jobs.of(2, "a") is None


def test_jobs_wait_for_each_other(jobs):
    go_on, began = threading.Event(), threading.Event()
    order = []

    def first(note: Any, stopped: Any) -> Any:
        began.set()
        go_on.wait(60)
        order.append("first")
        return preview()

    def second(note: Any, stopped: Any) -> Any:
        order.append("second")
        return preview()

    one = jobs.start(1, "a", "look", first)
    began.wait(60)
    two = jobs.start(1, "b", "look", second)
    assert not two.wait(0.05)
    go_on.set()
    assert one.wait(60)
    assert two.wait(60)
    assert order == ["first", "second"]


def test_a_job_that_is_stopped_ends_at_its_next_step(jobs):
    from gutline.store.import_records import Progress

    began, go_on = threading.Event(), threading.Event()

    def work(note: Any, stopped: Any) -> Any:
        began.set()
        go_on.wait(60)
        note(Progress("reading", 10))
        return preview()

    job = jobs.start(1, "a", "look", work)
    began.wait(60)
    jobs.forget(1, "a")
    go_on.set()
    assert job.wait(60)
    assert job.result is None
    assert "nothing of it was kept" in job.error
    assert jobs.of(1, "a") is None


def test_a_newer_job_about_the_same_files_stops_the_older(jobs):
    began, go_on = threading.Event(), threading.Event()
    asked = []

    def work(note: Any, stopped: Any) -> Any:
        began.set()
        go_on.wait(60)
        asked.append(stopped())
        return preview()

    old = jobs.start(1, "a", "look", work)
    began.wait(60)
    new = jobs.start(1, "a", "look", lambda note, stopped: preview())
    go_on.set()
    assert old.wait(60)
    assert new.wait(60)
    assert asked == [True]
    assert jobs.of(1, "a") is new


def test_not_more_jobs_than_a_few_are_remembered(jobs, monkeypatch):
    from gutline.web import import_jobs

    monkeypatch.setattr(import_jobs, "MOST_JOBS", 3)
    for number in range(5):
        assert jobs.start(1, str(number), "look", lambda note, stopped: preview()).wait(60)
    assert [jobs.of(1, str(n)) is None for n in range(5)] == [True, True, False, False, False]


@pytest.mark.parametrize("problem", ["refused", "broken"])
def test_what_goes_wrong_is_told(jobs, problem, caplog):
    from gutline.store.errors import StoreError

    def work(note: Any, stopped: Any) -> Any:
        raise StoreError("this was refused") if problem == "refused" else RuntimeError("secret")

    job = jobs.start(1, "a", "import", work)
    assert job.wait(60)
    assert ("refused" in job.error) == (problem == "refused")
    assert "secret" not in job.error


def test_files_are_set_aside_under_their_names_and_forgotten(home):
    from gutline.web.import_staging import forget, keep_choices, stage, staged

    made = stage(home, 1, [a_file("C:\\data\\me.csv"), a_file("b\x00ad\n.csv", b"x")])
    assert [file.name for file in made.files] == ["me.csv", "bad.csv"]
    with made.files[1].open() as stream:
        assert stream.read() == b"x"
    keep_choices(made, {"zone": ZONE})
    again = staged(home, 1, made.token)
    assert again.choices == {"zone": ZONE}
    assert [file.name for file in again.files] == ["me.csv", "bad.csv"]
    forget(again)
    assert not made.folder.exists()


@pytest.mark.parametrize("token", ["", "..", "../1", "a/b", "x" * 32, "ä", "."])
def test_what_nobody_set_aside_is_not_there(home, token):
    from gutline.store.errors import NotThereError
    from gutline.web.import_staging import stage, staged

    mine = stage(home, 1, [a_file()])
    with pytest.raises(NotThereError):
        staged(home, 1, token)
    with pytest.raises(NotThereError):
        staged(home, 2, mine.token)


def test_only_what_is_old_is_removed(home):
    import os

    from gutline.web.import_staging import forget_old, stage

    old, new = stage(home, 1, [a_file()]), stage(home, 2, [a_file()])
    (home / ".work-uploads").mkdir()
    left_behind = home / ".work-uploads" / "half.upload"
    left_behind.write_bytes(b"x")
    long_ago = (NOW - timedelta(days=2)).timestamp()
    for path in (old.folder, left_behind):
        os.utime(path, (long_ago, long_ago))
    os.utime(new.folder, (NOW.timestamp(), NOW.timestamp()))
    forget_old(home, NOW)
    assert not old.folder.exists()
    assert not left_behind.exists()
    assert new.folder.exists()
