"""Settings: the data out, back again, and gone."""

from __future__ import annotations

import io
import json

import pytest

from tests.web.conftest import NOW, signed_in

PASSPHRASE = "correct horse battery"  # noqa: S105 - of a diary made for the test


@pytest.fixture
def logged(person):
    """Somebody who logged three things, deleted one and changed another."""
    from gutline.store.drafts import Draft
    from gutline.store.services.log import delete, edit, log_many

    drafts = [
        Draft("food", "=HYPERLINK(1)", NOW), Draft("symptom", "back pain", NOW, 6),
        Draft("food", "canary soup", NOW),
    ]  # fmt: skip
    records = log_many(person, drafts, NOW).records
    edit(person, records[1].key, {"value": 3}, NOW)
    delete(person, records[2].key, NOW)
    return person


def text(answer):
    return answer.content.decode()


def names(person):
    from gutline.store import queries

    return sorted(entry.name for entry in queries.read_diary(person).entries)


def upload(data, name="backup.age"):
    made = io.BytesIO(data)
    made.name = name
    return made


def backup(client, passphrase=PASSPHRASE, again=None):
    return client.post(
        "/settings/backup/", {"passphrase": passphrase, "passphrase_again": again or passphrase}
    )


def restore(client, data, **more):
    return client.post(
        "/settings/restore/", {"file": upload(data), "restore_passphrase": PASSPHRASE, **more}
    )


def test_the_diary_is_handed_out_as_csv(client, logged):
    answer = client.get("/settings/diary.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="gutline-diary-2026-03-10.csv"'
    assert ",food,=HYPERLINK(1)," in text(answer)
    assert "canary" not in text(answer)


def test_a_spreadsheet_gets_nothing_that_it_runs(client, logged):
    answer = client.get("/settings/diary.csv?for=spreadsheet")
    assert ",food,'=HYPERLINK(1)," in text(answer)
    assert "gutline-spreadsheet-" in answer["Content-Disposition"]


def test_everything_is_handed_out_as_json(client, logged):
    answer = client.get("/settings/everything.json")
    told = json.loads(answer.content)
    assert len(told["entries"]) == 3
    assert [len(entry["versions"]) for entry in told["entries"]].count(1) == 2
    assert "attachment" in answer["Content-Disposition"]


def test_an_export_comes_back_into_an_empty_diary(client, home, logged):
    before = json.loads(client.get("/settings/everything.json").content)
    client.post("/settings/erase/", {"word": "erase"})
    fresh = signed_in(home)
    answer = fresh.post(
        "/settings/restore/", {"file": upload(json.dumps(before).encode(), "all.json")}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/settings/?done=restored#data")
    after = json.loads(fresh.get("/settings/everything.json").content)
    assert after["entries"] == before["entries"]


def test_a_backup_brings_everything_back(client, home, logged):
    made = backup(client)
    assert made.content.startswith(b"age-encryption.org/")
    assert b"canary" not in made.content
    assert made["Content-Disposition"] == 'attachment; filename="gutline-backup-2026-03-10.age"'
    client.post("/settings/erase/", {"word": "erase"})
    fresh = signed_in(home)
    assert restore(fresh, made.content).status_code == 302
    assert names(logged) == ["=HYPERLINK(1)", "back pain"]


def test_no_copy_of_a_backup_is_left_behind(client, home, logged):
    before = {path for path in home.rglob("*") if path.is_file()}
    backup(client)
    assert {path for path in home.rglob("*") if path.is_file()} == before


def test_a_diary_is_replaced_only_when_that_was_said(client, home, logged):
    made = backup(client).content
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    log_entry(logged, Draft("food", "later cake", NOW), NOW)
    refused = restore(client, made)
    assert (refused.status_code, "tick the box" in text(refused)) == (422, True)
    assert "later cake" in names(logged)
    assert restore(client, made, replace="yes").status_code == 302
    assert "later cake" not in names(logged)
    assert list((home / "backups").glob("before-restore-*.db"))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"passphrase": "short", "passphrase_again": "short"}, "shorter than 8"),
        ({"passphrase": PASSPHRASE, "passphrase_again": "another one"}, "two passphrases differ"),
        ({}, "shorter than 8"),
    ],
)
def test_a_passphrase_that_is_no_good_is_told_at_the_field(client, form, words):
    answer = client.post("/settings/backup/", form)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'id="backup-wrong"' in text(answer)
    assert PASSPHRASE not in text(answer)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"age-encryption.org/v1\nrubbish", b"{", b'{"format": "x"}', b"{\xff"]
)
def test_a_file_that_is_none_of_ours_changes_nothing(client, logged, data):
    answer = restore(client, data, replace="yes")
    assert answer.status_code == 422
    assert 'id="restore-wrong"' in text(answer)
    assert len(names(logged)) == 2


def test_a_wrong_passphrase_and_a_flipped_byte_change_nothing(client, logged):
    made = backup(client).content
    another = PASSPHRASE.upper()
    wrong = restore(client, made, restore_passphrase=another, replace="yes")
    flipped = restore(client, made[:-9] + bytes([made[-9] ^ 1]) + made[-8:], replace="yes")
    assert (wrong.status_code, flipped.status_code) == (422, 422)
    assert "the passphrase is wrong" in text(wrong)
    assert len(names(logged)) == 2


def test_without_a_file_it_says_so(client):
    answer = client.post("/settings/restore/", {"restore_passphrase": PASSPHRASE})
    assert (answer.status_code, "no file was chosen" in text(answer)) == (422, True)


# ---- erasing


def test_erasing_is_asked_twice(client, logged):
    page = text(client.get("/settings/erase/"))
    assert "3 entries go" in page
    answer = client.post("/settings/erase/", {"word": "yes"})
    assert (answer.status_code, "nothing was erased" in text(answer)) == (422, True)
    assert len(names(logged)) == 2


def test_what_is_erased_is_really_gone(client, home, logged):
    backup(client)
    answer = client.post("/settings/erase/", {"word": " Erase "})
    assert (answer.status_code, "Everything is erased" in text(answer)) == (200, True)
    from django.db import connections

    connections.close_all()
    left = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert [word for word in (b"canary", b"HYPERLINK", b"back pain") if word in left] == []


def test_what_the_pages_keep_beside_the_diary_goes_too(client, home, logged):
    (home / "findings").mkdir()
    (home / "findings" / "1.jsonl").write_text("canary")
    client.post("/settings/erase/", {"word": "erase"})
    assert not (home / "findings").exists()


def test_who_erased_everything_is_signed_out(client, logged):
    answer = client.post("/settings/erase/", {"word": "erase"})
    assert "storage" in answer["Clear-Site-Data"]
    assert client.get("/settings/").status_code == 403


def test_a_stranger_can_neither_take_nor_erase(stranger, logged):
    for path in ("diary.csv", "everything.json", "erase/"):
        assert stranger.get(f"/settings/{path}").status_code == 403
    for path in ("backup/", "restore/", "erase/"):
        assert stranger.post(f"/settings/{path}", {"word": "erase"}).status_code == 403
    assert len(names(logged)) == 2
