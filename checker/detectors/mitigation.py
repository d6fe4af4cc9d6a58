"""Excuses that only mitigate: what was found, and does not make a letter innocent.

A letter that the model alone points to is passed over if any excuse for it is found (``second_opinion``). What excuses one
sentence of it and not the others, or makes the matter smaller and not nothing, is told as not found, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from checker.domain import Excuse
from checker.language.clusters import Cluster

BESIDE = "other sentences of the letter do it"
_YET = "; yet "


def mitigating(excuses: Iterable[Excuse], but: str, which: Callable[[Excuse], bool] = bool) -> tuple[Excuse, ...]:
    """The excuses, those among them that were found told as not found; ``but`` says why they do not excuse, if nothing does yet.

    ``which`` picks those that are meant; all of them if left out.
    """
    return tuple(
        replace(excuse, found=False, why=excuse.why if _YET in excuse.why else f"{excuse.why}{_YET}{but}")
        if excuse.found and which(excuse)
        else excuse
        for excuse in excuses
    )


def of_sentences(excuses: Iterable[Excuse], beside: Cluster) -> tuple[Excuse, ...]:
    """Excuses that a sentence gives: they excuse a letter where no other sentence does it.

    ``beside`` is the cluster of sentences that do, empty if there are none.
    """
    return mitigating(excuses, BESIDE) if beside.lines else tuple(excuses)
