"""Which fonts the golden pictures were drawn with: they can only be compared where the same are installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.paint.text import PangoFonts

__all__ = ["need_golden_fonts"]

PATH = Path(__file__).parent.parent / "golden" / "fonts.txt"
TEXT = "Sphinx of black quartz, judge my vow 0123456789 %€"


def need_golden_fonts(update_golden: bool) -> None:
    """Skip the running test where other fonts, or another release of them, are installed.

    Their lines are of other widths, and layouts follow the text. The operations of every widget are compared
    everywhere (with made-up widths), the pictures where these fonts are: on Debian 12.

    Args:
        update_golden: True to make the fonts of this machine the ones to compare with.
    """
    fonts = PangoFonts()
    here = " ".join(f"{fonts.width(TEXT, 100, weight):.0f}" for weight in ("regular", "medium", "semibold", "bold"))
    if update_golden:
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_text(here + "\n")
    if here != PATH.read_text().strip():
        pytest.skip("the golden pictures were drawn with another release of the fonts")
