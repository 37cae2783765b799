"""Secrets: passwords, keys and tokens that the hub needs for others. YAML says where one is, never what it is."""

from __future__ import annotations

import os
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from displayd.errors import DisplaydError
from displayd.validation.faults import Fault

__all__ = ["INSTEAD", "Secret", "SecretError", "header_faults", "url_faults"]

INSTEAD = "write where it is: `{file: /etc/displayd/secrets/NAME}`, `{env: NAME}` or `{credential: NAME}`"
"""What to write instead of a secret."""

# No password, key or token is longer; a certificate in the wrong place may be.
MAX_BYTES = 8192

# Where systemd puts what `LoadCredential=` of the unit names.
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"

# Parts of the names of headers and of parameters of addresses whose values are secrets.
_SECRET_NAME = re.compile(
    r"authori[sz]ation|cookie|passw|secret|token|(^|[-_.])(api|access|auth|private|subscription)?[-_]?key$|^sig$|signature",
    re.IGNORECASE,
)


class SecretError(DisplaydError):
    """A secret could not be read; the message says which, and nothing of what it is."""


class Secret(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a secret is; exactly one of the three. It is read whenever it is needed, so a new one holds at once."""

    file: Annotated[
        Annotated[str, Meta(pattern=r"^/", max_length=1000)] | None,
        Meta(description="File that has it, from the root; a line break at its end does not count."),
    ] = None

    env: Annotated[
        Annotated[str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=200)] | None,
        Meta(description="Variable of the hub's environment."),
    ] = None

    credential: Annotated[
        Annotated[str, Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$", max_length=200)] | None,
        Meta(description="Credential that systemd hands the hub (`LoadCredential=` in its unit)."),
    ] = None

    def __post_init__(self) -> None:
        """Raises: ValueError: not exactly one of the three."""
        if sum(one is not None for one in (self.file, self.env, self.credential)) != 1:
            raise ValueError("a secret has exactly one of `file`, `env` and `credential`")

    def text(self) -> str:
        """The secret as it is now.

        Raises:
            SecretError: it is not there, or is no line of text.
        """
        if self.env is not None:
            what, text = f"the variable {self.env}", os.environ.get(self.env)
            if text is None:
                raise SecretError(f"{what} is not set", "set it with `Environment=` or `EnvironmentFile=` of the unit")
        else:
            path = self._path()
            what = str(path)
            text = _line_of(path)
        if not text:
            raise SecretError(f"{what} is empty", "write the secret into it")
        if any(not letter.isprintable() for letter in text):
            raise SecretError(f"{what} has more than one line, or letters that cannot be seen", "one line, text only")
        return text

    def _path(self) -> Path:
        if self.file is not None:
            return Path(self.file)
        folder = os.environ.get(CREDENTIALS_VARIABLE)
        if not folder:
            hint = f"add `LoadCredential={self.credential}:/path/of/the/file` to the unit of the hub"
            raise SecretError(f"systemd hands the hub no credential {self.credential}", hint)
        return Path(folder) / str(self.credential)


def url_faults(url: str) -> Iterator[Fault]:
    """What of the address `url` is a secret and does not belong into YAML; nothing of it is repeated."""
    try:
        parts = urllib.parse.urlsplit(url)
        pairs = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return
    if parts.password is not None:
        yield Fault((), "a password in an address can be read by everybody who sees this file", INSTEAD)
    for name, value in pairs:
        if value and _SECRET_NAME.search(name):
            yield Fault((), f"`{name}` in an address can be read by everybody who sees this file", INSTEAD)


def header_faults(headers: Mapping[str, str | Secret]) -> Iterator[Fault]:
    """Those of `headers` whose plain text is a secret, and those that are none; paths from the headers."""
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}", name):
            yield Fault((name,), "this is no name of a header", "for example `X-Scope-OrgID`")
        elif isinstance(value, Secret):
            continue
        elif _SECRET_NAME.search(name):
            yield Fault((name,), f"`{name}` is a secret, which everybody reads who sees this file", INSTEAD)
        elif any(not " " <= letter <= "~" for letter in value):
            yield Fault((name,), f"`{name}` has letters that no header has", "letters, digits and signs of ASCII")


def _line_of(path: Path) -> str:
    """What the file `path` has, without the line break at its end.

    Raises:
        SecretError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as exc:
        hint = "the hub runs as the user `displayd-hub`, who has to be allowed to read it"
        raise SecretError(f"{path}: {exc.strerror or exc}", hint) from exc
    if len(data) > MAX_BYTES:
        raise SecretError(f"{path} is longer than a secret, {MAX_BYTES} bytes", "name another file")
    try:
        return data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        # Without the error from which it comes: that shows the bytes.
        raise SecretError(f"{path} is no text", "one line of UTF-8") from None
