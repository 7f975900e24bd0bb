"""The seer with one thing taken away: it does not know which exposures act.

It keeps the true kernels, doses and times, and the effects of all other true exposures; only its
p-values now stand in one list with those of all idle foods and symptoms, cut at a false discovery
rate of 10 % (Benjamini-Hochberg). The idle ones' p-values are taken at their expectation, evenly
spread from 0 to 1. This is about what the information in a diary allows a method that must search.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import false_discovery_control

from bench.claims import CLAIMED_FDR
from bench.peers import seer

if TYPE_CHECKING:
    from bench.protocol import Answer
    from gutline.simulator import SimulatedPerson

TITLE = "seer who must search (kernels known), Benjamini-Hochberg 10 %"
EVERY_PERSON = True
KINDS = ("food", "supplement", "practice")


def find(person: SimulatedPerson) -> Answer:
    """Judge the seer's p-values in one list with those of all that does not act."""
    known = seer.find(person)
    true = [1.0 - one.score for scored in known.values() for one in scored]
    exposures = sum(len(person.diary.names(kind)) for kind in KINDS)
    idle = max(exposures * len(known) - len(true), 0)
    listed = np.concatenate([true, (np.arange(idle) + 1.0) / (idle + 1.0)])
    judged = iter(false_discovery_control(listed) <= CLAIMED_FDR)
    return {
        outcome: tuple(replace(one, found=bool(next(judged))) for one in scored)
        for outcome, scored in known.items()
    }
