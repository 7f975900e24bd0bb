"""The pages of imports: look first, keep as a whole, undo; nothing of it left lying about."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import NOW

DIARY = """\
# zone: Europe/Berlin
time,kind,name,value,unit,note,source,id
2026-03-01T08:00,food,rye bread,1,serving,,,a1
2026-03-01T21:00,symptom,back pain,6,nrs,,,a2
2026-03-02T21:00,symptom,sore wing,3,nrs,,,a3
2026-03-02T22:00,symptom,back pain,60,nrs,,,a4
"""
TABLE = """\
Date;Time;Back pain;Breakfast;Comments
01.03.2026;08:15;3,5;rye bread, butter;slept badly
13.03.2025;06:00;0;;
"""


def sent(client: Any, *files: tuple[str, str | bytes]) -> Any:
    """Send files, and return the answer."""
    made = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
        for name, text in files
    ]
    return client.post("/import/", {"files": made})


def settled(client: Any, url: str) -> Any:
    """Ask for a page until nothing is under way."""
    answer = None
    for _ in range(600):
        answer = client.get(url)
        if answer.status_code == 302 and answer["Location"].startswith("/import/?done"):
            return client.get(answer["Location"])
        if answer.status_code != 200 or b"data-reload" not in answer.content:
            return answer
        time.sleep(0.1)
    raise AssertionError(answer and answer.content.decode())


def words(answer: Any) -> str:
    """The text of a page, without its marks."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def entries(person: int) -> list[tuple[str, str, float | None]]:
    from gutline.store.queries import read_diary

    return [(e.kind, e.name, e.value) for e in read_diary(person).entries]


def test_a_file_is_looked_at_and_nothing_is_kept(client, person):
    answer = sent(client, ("me.csv", DIARY))
    assert answer.status_code == 302
    seen = words(settled(client, answer["Location"]))
    assert "3 entries" in seen
    assert "1 March 2026 to 2 March 2026" in seen
    assert "2 symptoms" in seen
    assert "1 row cannot be read" in seen
    assert "sore wing" in seen
    assert entries(person) == []


def test_what_was_looked_at_is_imported_and_undone(client, person, home):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    seen = words(settled(client, url))
    assert "3 entries were added." in seen
    assert ("symptom", "back pain", 6.0) in entries(person)
    assert list((home / ".work-imports").glob("*/*")) == []
    assert list((home / ".work-uploads").glob("*")) == []

    undo = re.search(r'action="(/import/undo/[^"]+)"', client.get("/import/").content.decode())
    assert undo is not None
    answer = client.post(undo[1])
    assert "3 entries were taken out again." in words(client.get(answer["Location"]))
    assert entries(person) == []


def test_the_same_file_again_adds_nothing(client, person):
    seen = ""
    for _ in range(2):
        url = sent(client, ("me.csv", DIARY))["Location"]
        settled(client, url)
        client.post(url, {"do": "import"})
        seen = words(settled(client, url))
    assert "Nothing was added." in seen
    assert len(entries(person)) == 3


def test_what_was_edited_is_kept_and_can_be_taken_out_too(client, person):
    from gutline.store.queries import month_timeline
    from gutline.store.services.log import edit

    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    record = month_timeline(person, 2026, 3)[0].records[0]
    edit(person, record.key, {"name": "white bread"}, NOW)
    undo = re.search(r'action="(/import/undo/[^"]+)"', client.get("/import/").content.decode())
    assert undo is not None
    seen = words(client.get(client.post(undo[1])["Location"]))
    assert "2 entries were taken out again. 1 that you edited since was kept." in seen
    assert "Take those out too" in seen
    client.post(undo[1], {"edited_too": "yes"})
    assert entries(person) == []


def test_names_can_be_changed_and_left_out_and_are_remembered(client, person):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import", "to-0": "", "own-0": "shoulder pain"})
    settled(client, url)
    assert ("symptom", "shoulder pain", 3.0) in entries(person)
    again = DIARY.replace(",a3", ",b3").replace("2026-03-02T21", "2026-03-04T21")
    url = sent(client, ("me.csv", again))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    assert [name for _, name, _ in entries(person)].count("shoulder pain") == 2


def test_a_name_that_is_left_out_is_not_imported(client, person):
    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import", "to-0": "-"})
    settled(client, url)
    assert {name for _, name, _ in entries(person)} == {"rye bread", "back pain"}


def test_an_unknown_table_is_explained_once(client, person):
    table = (
        TABLE.replace(";", ",")
        .replace("3,5", '"3,5"')
        .replace("rye bread, butter", '"rye bread, butter"')
    )
    url = sent(client, ("log.csv", table))["Location"]
    answer = client.get(url)
    assert answer["Location"] == f"{url}columns/"
    seen = words(client.get(answer["Location"]))
    assert "What do the columns hold?" in seen
    assert "slept badly" in seen
    form = {
        "name": "My log", "role-0": "day", "role-1": "clock", "role-2": "value:symptom",
        "called-2": "back pain", "scale-2": "2", "role-3": "names:food", "role-4": "value:note",
        "order": "", "comma": "comma", "header": "1",
    }  # fmt: skip
    assert client.post(f"{url}columns/", form)["Location"] == url
    seen = words(settled(client, url))
    assert "5 entries" in seen
    assert (
        client.get(f"{url}mapping.toml").content.decode().startswith('format = "gutline-mapping"')
    )
    client.post(url, {"do": "import"})
    settled(client, url)
    assert ("symptom", "back pain", 7.0) in entries(person)
    assert ("symptom", "back pain", 0.0) in entries(person)
    assert ("food", "butter", None) in entries(person)

    url = sent(client, ("log.csv", table + "14.03.2025,,2,,\n"))["Location"]
    seen = words(settled(client, url))
    assert "1 is new." in seen


def test_a_form_about_columns_without_a_day_is_refused_in_words(client):
    url = sent(client, ("log.csv", TABLE))["Location"]
    answer = client.post(f"{url}columns/", {"role-2": "value:symptom"})
    assert answer.status_code == 422
    assert "which column holds the day" in words(answer)
    answer = client.post(f"{url}columns/", {"role-0": "day"})
    assert "choose at least one" in words(answer)
    answer = client.post(f"{url}columns/", {"role-0": "day", "role-1": "day"})
    assert "two columns hold “Day, or day and time”" in words(answer)


def test_the_columns_can_be_read_from_another_row(client):
    url = sent(client, ("log.csv", "My log,of pain,\n" + TABLE.replace(";", ",")))["Location"]
    answer = client.post(f"{url}columns/", {"do": "again", "header": "2"})
    assert answer.status_code == 200
    assert "Breakfast holds" in words(answer)


def test_a_workbook_is_explained_too(client, person):
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["When", "Food", "Amount"])
    book.active.append([NOW.replace(tzinfo=None), "=1+1", 2])
    target = io.BytesIO()
    book.save(target)
    url = sent(client, ("log.xlsx", target.getvalue()))["Location"]
    seen = words(client.get(client.get(url)["Location"]))
    assert "Food holds" in seen


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("me.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not recognised"),
        ("me.csv", b"", "is empty"),
        ("me.zip", b"PK\x03\x04broken", "damaged zip"),
        ("me.xlsx", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(client, person, name, data, said):
    answer = settled(client, sent(client, (name, data))["Location"])
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Look again" in words(answer)
    assert entries(person) == []


def test_an_app_and_a_zone_can_be_said(client, person):
    url = sent(client, ("me.csv", DIARY.replace("# zone: Europe/Berlin\n", "")))["Location"]
    settled(client, url)
    assert client.post(url, {"do": "again", "zone": "Mars/Olympus"}).status_code == 422
    client.post(url, {"do": "again", "zone": "Asia/Tokyo", "source": "gutline_diary"})
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    from gutline.store.queries import read_diary

    assert {entry.at.isoformat()[-6:] for entry in read_diary(person).entries} == {"+09:00"}


def test_calling_off_removes_what_was_sent(client, home):
    url = sent(client, ("me.csv", DIARY))["Location"]
    answer = client.post(url, {"do": "cancel"})
    assert answer["Location"] == "/import/"
    assert list((home / ".work-imports").glob("*/*")) == []
    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "cancel"}).status_code == 302


def test_nothing_sent_and_too_much_sent_are_told(client, monkeypatch):
    assert client.post("/import/", {}).status_code == 422
    from gutline.web import uploads

    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 1000)
    answer = sent(client, ("me.csv", "x" * 5000))
    assert answer.status_code == 413
    assert "gutline import" in words(answer)


def test_what_was_sent_a_day_ago_is_removed(client, home, clock):
    import os

    url = sent(client, ("me.csv", DIARY))["Location"]
    (folder,) = (home / ".work-imports").glob("*/*")
    old = NOW.timestamp() - 90_000
    os.utime(folder, (old, old))
    sent(client, ("me.csv", DIARY))
    assert not folder.exists()
    assert client.get(url).status_code == 404


def test_files_lie_where_nobody_else_can_read_them(client, home):
    sent(client, ("../../evil name.csv", DIARY))
    (folder,) = (home / ".work-imports").glob("*/*")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "0").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["0", "facts.json"]
    seen = words(settled(client, f"/import/{folder.name}/"))
    assert "evil name.csv" in seen
    assert ".." not in seen


def test_an_unknown_batch_is_not_found(client):
    assert client.post("/import/undo/nothing/").status_code == 404
    assert client.get("/import/?done=nothing-such").status_code == 200


def test_erasing_everything_reaches_files_that_were_sent(client, home):
    sent(client, ("me.csv", DIARY))
    client.post("/settings/erase/", {"word": "erase"})
    assert not (home / ".work-imports").exists()


def test_a_page_says_how_far_it_is_and_can_be_stopped(client, person, monkeypatch):
    import threading

    from gutline.store.import_records import Progress
    from gutline.web import import_work
    from gutline.web.pages import import_preview

    monkeypatch.setattr(import_preview, "PATIENCE_S", 0.01)
    told, go_on = threading.Event(), threading.Event()

    def slowly(*args: Any, progress: Any, **kwargs: Any) -> None:
        progress(Progress("keeping", 500, 2000))
        told.set()
        go_on.wait(60)
        progress(Progress("keeping", 600, 2000))
        raise AssertionError

    monkeypatch.setattr(import_work, "preview_import", slowly)
    url = sent(client, ("me.csv", DIARY))["Location"]
    client.get(url)
    assert told.wait(60)
    answer = client.get(url)
    assert "500 of 2,000 entries kept" in words(answer)
    assert b'<progress value="500" max="2000"' in answer.content
    assert client.post(url, {"do": "cancel"})["Location"] == "/import/"
    go_on.set()
    assert entries(person) == []


def test_a_fault_of_ours_is_told_in_words(client, monkeypatch):
    from gutline.web import import_work

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret soup")

    monkeypatch.setattr(import_work, "preview_import", broken)
    answer = settled(client, sent(client, ("me.csv", DIARY))["Location"])
    assert "something went wrong inside gutline" in words(answer).casefold()
    assert "secret soup" not in words(answer)


def test_an_import_that_fails_is_told_once_and_can_be_tried_again(client, person, monkeypatch):
    from gutline.store.errors import FullDiskError
    from gutline.web import import_work

    real = vars(import_work)["import_files"]

    def full(*args: Any, **kwargs: Any) -> None:
        raise FullDiskError("the disk is full; nothing was kept")

    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    monkeypatch.setattr(import_work, "import_files", full)
    client.post(url, {"do": "import"})
    answer = settled(client, url)
    assert answer.status_code == 422
    assert "the disk is full" in words(answer)
    assert entries(person) == []
    monkeypatch.setattr(import_work, "import_files", real)
    assert "3 entries" in words(settled(client, url))
    client.post(url, {"do": "import"})
    assert "3 entries were added." in words(settled(client, url))


def test_everything_as_json_comes_in_by_the_same_page(client, person):
    from gutline.store.services.exports import export_json

    url = sent(client, ("me.csv", DIARY))["Location"]
    settled(client, url)
    client.post(url, {"do": "import"})
    settled(client, url)
    url = sent(client, ("everything.json", export_json(person)))["Location"]
    seen = words(settled(client, url))
    assert "All of it is in your diary already" in seen
    assert "Import 0" not in seen
    assert "Choose another file" in seen


def test_examples_are_shown_in_words(client):
    diary = DIARY + "2026-03-03T08:00,stool,stool,4,bristol,soft,,a5\n"
    seen = words(settled(client, sent(client, ("me.csv", diary))["Location"]))
    assert "1 March 2026, 21:00: symptom back pain, 6 of 10" in seen
    assert "3 March 2026, 08:00: stool, form 4 “soft”" in seen


def test_two_files_that_belong_together_are_looked_at_together(client, person):
    other = DIARY.replace("2026-03-0", "2026-02-0").replace(",a", ",b")
    url = sent(client, ("march.csv", DIARY), ("february.csv", other))["Location"]
    seen = words(settled(client, url))
    assert "6 entries" in seen
    assert "march.csv, february.csv" in seen
    url = sent(client, ("me.csv", DIARY), ("log.csv", TABLE))["Location"]
    assert "send it alone to say what its columns mean" in words(settled(client, url))


def test_too_many_files_at_once_are_refused(client, home):
    answer = sent(client, *((f"{n}.csv", DIARY) for n in range(21)))
    assert answer.status_code == 422
    assert "20 at most" in words(answer)
    assert list((home / ".work-imports").glob("*/*")) == []


def test_a_name_cannot_run_in_the_page(client):
    evil = DIARY.replace("sore wing", "<script>alert(1)</script>")
    answer = settled(client, sent(client, ("<b>.csv", evil))["Location"])
    assert b"<script>alert(1)" not in answer.content
    assert b"&lt;script&gt;alert(1)" in answer.content
    assert b"<b>.csv" not in answer.content
