"""The bytes of a file that somebody wrote, as text."""

from __future__ import annotations

from displayd.errors import ConfigError, Mistake

__all__ = ["utf8_text"]

_SAVE = "save the file as UTF-8"

_MARKS = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

# Where every second byte of so many is zero, two bytes are a letter.
_PROBE = 64


def utf8_text(name: str, data: bytes) -> str:
    """The text in `data`, with or without a byte order mark.

    Raises:
        ConfigError: another encoding; called `name`.
    """
    probe = data[:_PROBE]
    other = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    if not other and len(probe) > 3 and max(probe[::2].count(0), probe[1::2].count(0)) > len(probe) // 3:
        other = "UTF-16"
    if other:
        raise ConfigError(name, [Mistake(f"{name}:1", f"is {other}, not UTF-8", _SAVE)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        byte = data[exc.start]
        line = data[: exc.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        letter = bytes((byte,)).decode("cp1252", "replace")
        is_letter = letter.isprintable() and letter != "\ufffd"
        reason = f"is not UTF-8: the byte 0x{byte:02X}" + (f" is `{letter}` in Windows-1252" if is_letter else "")
        raise ConfigError(name, [Mistake(f"{name}:{line}", reason, _SAVE)]) from exc
