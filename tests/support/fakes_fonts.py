"""Fonts that are the same on every machine."""

from __future__ import annotations

from displayd.scene.operations import Weight

__all__ = ["FixedFonts"]

_SHARES = {"regular": 0.56, "medium": 0.57, "semibold": 0.58, "bold": 0.6}


class FixedFonts:
    """Letters that are all equally wide, about as wide as Inter's on average."""

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """Advance of one line, px."""
        return len(text) * size * _SHARES[weight]

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> list[str]:
        """Lines no wider than `max_width` px; words that are wider are broken inside."""
        room = max(1, int(max_width / (size * _SHARES[weight]) + 1e-9))
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split():
                joined = f"{line} {word}" if line else word
                if len(joined) <= room:
                    line = joined
                    continue
                if line:
                    lines.append(line)
                while len(word) > room:
                    lines.append(word[:room])
                    word = word[room:]
                line = word
            lines.append(line)
        if most_lines is not None and len(lines) > most_lines:
            return [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
        return lines
