"""What is sealed opens however busy the computer is, and a wrong passphrase is still a wrong one.

age measures for a millisecond how fast the computer is, and refuses what would take it very long.
"""

from __future__ import annotations

import pyrage
import pytest

from gutline.store.errors import BackupError
from gutline.store.sealing import unseal

SEALED = b"age-encryption.org/v1\n-> scrypt"
TOO_MUCH = "Excessive work parameter for passphrase.\nDecryption would take around 512 seconds."


@pytest.fixture
def answers(monkeypatch):
    """Have age say one thing after the other, and note what it was asked."""
    asked: list[tuple[bytes, str]] = []

    def say(*said: object) -> list[tuple[bytes, str]]:
        coming = iter(said)

        def decrypt(sealed: bytes, words: str) -> object:
            asked.append((sealed, words))
            answer = next(coming, said[-1])
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
        return asked

    return say


def test_a_computer_that_was_busy_for_a_moment_is_asked_again(answers):
    asked = answers(*[pyrage.DecryptError(TOO_MUCH)] * 5, b"the diary")
    assert unseal(SEALED, "correct horse") == b"the diary"
    assert asked == [(SEALED, "correct horse")] * 6


def test_a_computer_that_is_far_slower_is_no_wrong_passphrase(answers):
    answers(pyrage.DecryptError(TOO_MUCH))
    with pytest.raises(BackupError, match="too slow or too busy") as told:
        unseal(SEALED, "correct horse")
    assert "passphrase is wrong" not in str(told.value)


def test_a_wrong_passphrase_is_told_at_once(answers):
    asked = answers(pyrage.DecryptError("Decryption failed"))
    with pytest.raises(BackupError, match="the passphrase is wrong"):
        unseal(SEALED, "another horse")
    assert len(asked) == 1


def test_a_schedule_is_asked_for_again_too(answers):
    from gutline.store.errors import StoreError
    from gutline.store.services import trial_starting

    asked = answers(pyrage.DecryptError(TOO_MUCH), pyrage.DecryptError("Decryption failed"))
    with pytest.raises(StoreError, match="does not open the schedule"):
        trial_starting.unseal("YWJj", "another horse")
    assert asked == [(b"abc", "another horse")] * 2
