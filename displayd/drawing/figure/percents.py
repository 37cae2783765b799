"""Shares as whole percents."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["percents"]


def percents(shares: Sequence[float]) -> list[int]:
    """`shares` (0 to 1) in whole percents that add up to 100 where the shares add up to 1.

    Each is rounded down, and the missing percents go to those that lost most (the method of the largest remainder);
    of equal ones to the first.
    """
    exact = [share * 100 for share in shares]
    # What a float made of 29% is 28.999999999999996.
    whole = [math.floor(amount + 1e-9) for amount in exact]
    missing = round(sum(exact)) - sum(whole)
    order = sorted(range(len(exact)), key=lambda index: whole[index] - exact[index])
    for index in order[: max(0, missing)]:
        whole[index] += 1
    return whole
