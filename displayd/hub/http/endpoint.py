"""What there is to say about one address of the hub, together with the handler that answers there."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.error_answers import (
    BROKEN,
    CUT_OFF,
    KEY_IN_URL,
    NO_KEY,
    NO_SECRET,
    NO_VIEWER,
    NO_WALL,
    NOT_CLAIMED,
    NOT_YOURS,
    OTHER_CODING,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    WRONG_HOST,
    Form,
    Refusal,
)
from displayd.hub.state import Hub

__all__ = ["IF_NONE_MATCH", "Answer", "Body", "Caller", "Endpoint", "Handler", "Parameter", "endpoint"]

Handler = Callable[[Hub, Request], Awaitable[Response]]
Method = Literal["GET", "PUT", "POST", "DELETE"]


class Caller(enum.Enum):
    """Who may ask. Viewers, screens and pushers are told by a bearer token, viewers by what they logged in with too."""

    ANYONE = "anyone"
    BROWSER = "browser"
    """Anyone who calls the hub by a name of its own."""
    VIEWER = "viewer"
    SCREEN = "screen"
    PUSHER = "pusher"
    KEY_HOLDER = "key-holder"
    """Anyone with a key that pushes, whatever it may write."""


REFUSED_CALLERS: Mapping[Caller, tuple[Refusal, ...]] = {
    Caller.ANYONE: (),
    Caller.BROWSER: (WRONG_HOST,),
    Caller.VIEWER: (NO_VIEWER, WRONG_HOST, TOO_MANY),
    Caller.SCREEN: (NO_SECRET, NOT_CLAIMED, TOO_MANY, NO_WALL),
    Caller.PUSHER: (KEY_IN_URL, NO_KEY, NOT_YOURS, TOO_MANY, NO_WALL),
    Caller.KEY_HOLDER: (KEY_IN_URL, NO_KEY, TOO_MANY, NO_WALL),
}
"""What a caller of each kind may be told who is not let in."""

REFUSED_BODIES = (CUT_OFF, TOO_SLOW, TOO_LARGE, OTHER_CODING)
"""What whoever sends a body may be told, whatever is in it."""


class Parameter(NamedTuple):
    """Something that a request may have in its path, query or headers."""

    name: str
    place: Literal["path", "query", "header"]
    about: str
    kind: Any = Annotated[str, Meta(max_length=1000)]
    """Its type, as msgspec has it."""
    has_slashes: bool = False
    """True for one that is all of the rest of the path."""


IF_NONE_MATCH = Parameter("If-None-Match", "header", "`ETag` of what is there already; 304 while it is the same.")


class Body(NamedTuple):
    """What a request sends, or what an answer has in it."""

    media_types: tuple[str, ...] = ("application/json",)
    kind: Any = None
    """Type of what is in the JSON; None for bytes."""


class Answer(NamedTuple):
    """An answer that is no error."""

    status: int
    about: str
    body: Body | None = None
    headers: Mapping[str, str] = {}
    """Name and meaning of the headers that every such answer has; those of all answers are left out."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One address with its method: the router and the OpenAPI document are made of these."""

    method: Method
    path: str
    handler: Handler
    caller: Caller
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: tuple[Answer, ...]
    own_refusals: tuple[Refusal, ...]
    """Those beyond what its caller and its body are always checked for."""
    is_page: bool
    """True where people look with a browser: refusals are then pages too."""
    form: Form | None
    """How refusals are worded here; None for `ErrorBody`."""

    @property
    def name(self) -> str:
        """Name of the handler."""
        return self.handler.__name__

    @property
    def route(self) -> str:
        """The path as the router has it."""
        parts = {one.name for one in self.parameters if one.place == "path" and one.has_slashes}
        return re.sub(r"{(\w+)}", lambda found: f"{{{found[1]}:path}}" if found[1] in parts else found[0], self.path)

    @property
    def summary(self) -> str:
        """First line of the handler's docstring, without the full stop."""
        return (inspect.getdoc(self.handler) or "").partition("\n")[0].removesuffix(".")

    @property
    def description(self) -> str:
        """What follows in the docstring; empty for nothing."""
        return (inspect.getdoc(self.handler) or "").partition("\n")[2].strip()

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every error that it may answer, in the order of their status; one of them is a fault of ours."""
        of_body = REFUSED_BODIES if self.body else ()
        return tuple(sorted({BROKEN, *REFUSED_CALLERS[self.caller], *of_body, *self.own_refusals}))


def endpoint(
    method: Method,
    path: str,
    *answers: Answer,
    caller: Caller = Caller.ANYONE,
    parameters: tuple[Parameter, ...] = (),
    body: Body | None = None,
    refusals: tuple[Refusal, ...] = (),
    is_page: bool = False,
    form: Form | None = None,
) -> Callable[[Handler], Endpoint]:
    """Makes an endpoint of the handler below it, whose docstring says what it does.

    Args:
        path: with `{name}` for each parameter in it; the parameters say what they are.
        answers: those that are no error.
        refusals: errors beyond what follows from `caller` and `body`.
        is_page: see `Endpoint`.
        form: see `Endpoint`.
    """
    named = {one.name for one in parameters if one.place == "path"}
    assert named == set(re.findall(r"{(\w+)}", path)), f"{path}: its parameters are {named}"

    def of(handler: Handler) -> Endpoint:
        return Endpoint(
            method=method,
            path=path,
            handler=handler,
            caller=caller,
            parameters=parameters,
            body=body,
            answers=answers,
            own_refusals=refusals,
            is_page=is_page,
            form=form,
        )

    return of
