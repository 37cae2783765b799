"""Answers of the hub that are no success: a table of them, and their body."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.responses import Response

from displayd.errors import Mistake
from displayd.hub.state import Hub
from displayd.text.formatter import Formatter
from displayd.text.language import ENGLISH

__all__ = [
    "ERROR_HEADER",
    "ErrorBody",
    "Form",
    "MistakeBody",
    "Refusal",
    "Refused",
    "error_answer",
    "mistakes_told",
    "no_wall",
    "retry_after",
]

RETRY_SECONDS = 5


class Refusal(NamedTuple):
    """One reason for which the hub says no."""

    status: int
    error: str
    """Short name, the same in every version."""
    about: str


CUT_OFF = Refusal(400, "cut-off", "The body ended early.")
BAD_STATUS = Refusal(400, "bad-status", "The status is not one; `mistakes` says where.")
BAD_PICTURE = Refusal(400, "bad-picture", "Neither a PNG nor a JPEG of reasonable size.")
BAD_UPDATE = Refusal(400, "bad-update", "The report is not one; `mistakes` says where.")
BAD_LOG_IN = Refusal(400, "bad-log-in", "The form has no `name` and `password`.")
KEY_IN_URL = Refusal(400, "key-in-url", "A key was sent in the address, where logs keep it.")
BAD_DATASET = Refusal(400, "bad-dataset", "The dataset or its rows are none; the message says why.")
BAD_PAYLOAD = Refusal(400, "bad-payload", "The body is not JSON with an `api_key` and `data`.")
MISSING_DATA = Refusal(400, "missing-data", "A row lacks a value of its dataset, or the body has no rows.")
BAD_VALUE = Refusal(400, "bad-value", "The value is not one; `mistakes` says where.")
BAD_PUSH = Refusal(400, "bad-push", "What was pushed is not as its format has it, or does not fit to what is there.")
NO_SECRET = Refusal(401, "no-secret", "No secret of a screen was sent.")
NO_VIEWER = Refusal(401, "no-viewer", "Only viewers of `hub.yaml` may look at this.")
WRONG_LOG_IN = Refusal(401, "wrong-log-in", "No viewer has this name and password.")
NO_KEY = Refusal(401, "no-key", "No key that pushes was sent.")
CROSS_SITE = Refusal(403, "cross-site", "A page of another site has sent the form.")
NOT_CLAIMED = Refusal(403, "not-claimed", "No screen of `screens.yaml` has this `fingerprint`.")
NOT_YOURS = Refusal(403, "not-yours", "The key may not write this.")
NO_ROOM = Refusal(403, "no-room", "The hub has as many datasets, rows or payloads as it takes.")
NO_DATASET = Refusal(404, "no-dataset", "There is no such dataset.")
NO_PICTURE = Refusal(404, "no-picture", "There is no such picture.")
NO_SCHEMA = Refusal(404, "no-schema", "There is no schema for such a kind of file.")
NO_RELEASE = Refusal(404, "no-release", "There is no such release.")
NO_METRIC = Refusal(404, "no-metric", "There is no such metric.")
TOO_SLOW = Refusal(408, "too-slow", "The body did not arrive in time.")
OTHER_SCHEMA = Refusal(409, "other-schema", "There is a dataset of that id with other fields.")
NOT_PUSHED = Refusal(409, "not-pushed", "The hub itself fills this metric.")
TOO_LARGE = Refusal(413, "too-large", "The body is too large.")
OTHER_CODING = Refusal(
    415,
    "other-coding",
    "The body is compressed in a way that the hub does not read, or not as `Content-Encoding` says.",
)
WRONG_HOST = Refusal(421, "wrong-host", "The hub is not called by the name in `Host`.")
BAD_RANGE = Refusal(416, "bad-range", "The file has no such part; `Content-Range` says its size.")
TOO_MANY = Refusal(429, "too-many", "Too many requests; `Retry-After` says when to come again.")
BROKEN = Refusal(500, "broken", "The hub has a fault; its log says which.")
NO_WALL = Refusal(503, "no-wall", "There has been no wall folder without mistakes yet.")
NO_DOCUMENT = Refusal(503, "no-document", "Nothing has been published yet.")
CANNOT_DRAW = Refusal(503, "cannot-draw", "The hub cannot draw this page, or not now; the message says why.")
CLOSING = Refusal(503, "closing", "The hub is about to end.")


class MistakeBody(Struct, frozen=True):
    """One mistake in what was sent, or in the wall folder."""

    where: Annotated[str, Meta(description="JSON path, or file and line.")]
    reason: Annotated[str, Meta(description="What is wrong.")]
    hint: Annotated[str, Meta(description="What to do; may be empty.")] = ""


class ErrorBody(Struct, frozen=True, kw_only=True):
    """The body of every answer that is an error."""

    error: Annotated[str, Meta(description="Short name of the error, for programs.")]
    message: Annotated[str, Meta(description="What is wrong, for people.")]
    hint: Annotated[str, Meta(description="What to do about it.")] | UnsetType = UNSET
    mistakes: Annotated[list[MistakeBody], Meta(description="Every mistake, one by one.")] | UnsetType = UNSET
    fingerprint: Annotated[str, Meta(description="Of the screen that asks.")] | UnsetType = UNSET


ERROR_HEADER = "Displayd-Error"
"""Has the short name of the error where the body is in a form of its own."""


class Form(NamedTuple):
    """How errors are worded at addresses whose clients know another way than `ErrorBody`."""

    media_type: str
    encode: Callable[[Refused], bytes]
    kind: Any = None
    """Type of what is in the JSON; None for text."""


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """Ends a request with an error answer."""

    def __init__(
        self,
        refusal: Refusal,
        message: str,
        headers: Mapping[str, str] | None = None,
        *,
        hint: str | UnsetType = UNSET,
        mistakes: Iterable[Mistake] | None = None,
        fingerprint: str | UnsetType = UNSET,
        places: Mapping[str, object] | None = None,
    ) -> None:
        """As it is told to programs, in English.

        Args:
            places: what stands for each `{name}` in message and hint, where a person may see them: a catalogue has
                both as they are written.
        """
        self._as_written, self._places = (message, "" if hint is UNSET else hint), places or {}
        message = ENGLISH.say(message, **self._places)
        hint = hint if hint is UNSET else ENGLISH.say(hint, **self._places)
        super().__init__(message)
        self.refusal = refusal
        self.message = message
        self.hint = "" if hint is UNSET else hint
        self.headers = dict(headers or {})
        told = UNSET if mistakes is None else mistakes_told(mistakes)
        body = ErrorBody(error=refusal.error, message=message, hint=hint, mistakes=told, fingerprint=fingerprint)
        self.response = error_answer(refusal.status, body, headers)

    def told(self, to: Formatter) -> tuple[str, str]:
        """Message and hint in the language of whoever looks, as far as it has the words."""
        message, hint = (to.say_as("log-in page", text, **self._places) if text else "" for text in self._as_written)
        return message, hint

    def in_words(self) -> str:
        """Message and hint in a line."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def in_form(self, form: Form | None) -> Response:
        """The answer as `form` words it; None for the usual one."""
        if form is None:
            return self.response
        headers = {**self.headers, ERROR_HEADER: self.refusal.error}
        return Response(form.encode(self), self.refusal.status, headers, form.media_type)


def error_answer(status: int, body: ErrorBody, headers: Mapping[str, str] | None = None) -> Response:
    """`body` as an answer."""
    return Response(msgspec.json.encode(body), status, dict(headers or {}), "application/json")


def mistakes_told(mistakes: Iterable[Mistake]) -> list[MistakeBody]:
    """`mistakes` as they stand in an answer."""
    return [MistakeBody(one.where, one.reason, one.hint) for one in mistakes]


def no_wall(hub: Hub, *, is_told: bool = False) -> Refused:
    """The answer while there has been no wall folder without mistakes yet.

    Args:
        is_told: whether whoever asks may know the mistakes.
    """
    if not is_told:
        return Refused(NO_WALL, "the wall folder has mistakes; the hub's log names them", retry_after())
    first = f": {hub.mistakes[0].where}: {hub.mistakes[0].reason}" if hub.mistakes else ""
    return Refused(NO_WALL, f"the wall folder has mistakes{first}", retry_after(), mistakes=hub.mistakes)


def retry_after(seconds: float = RETRY_SECONDS) -> dict[str, str]:
    """The header that says when to come again."""
    return {"retry-after": str(max(1, math.ceil(seconds)))}
