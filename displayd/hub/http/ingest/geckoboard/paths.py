"""Where clients of Geckoboard ask: they take a host and no path, so their addresses stand at the top as well."""

from __future__ import annotations

from starlette.types import Scope

from displayd.hub.http.headers import accepts_html

__all__ = ["PREFIX", "as_meant", "path_meant"]

PREFIX = "/geckoboard"

# What Geckoboard answers at two hosts of its own.
_AT_TOP = ("/datasets/", "/v1/send/")


def path_meant(method: str, path: str, authorization: str, accept: str) -> str:
    """The path that a request for `path` means; most mean what they say.

    Args:
        authorization: the header; empty without one.
        accept: the same.
    """
    if f"{path}/".startswith(_AT_TOP):
        path = PREFIX + path
    elif path == "/" and method in ("GET", "HEAD") and _is_basic(authorization) and not accepts_html(accept):
        # Browsers, behind a proxy that asks for a password, want the wall page.
        path = f"{PREFIX}/"
    if not f"{path}/".startswith(f"{PREFIX}/"):
        return path
    # Some clients put a slash behind everything.
    bare = path.rstrip("/")
    return f"{bare}/" if bare in (PREFIX, f"{PREFIX}/datasets") else bare


def as_meant(scope: Scope) -> Scope:
    """`scope` with the path that it means."""
    root: str = scope.get("root_path", "")
    path = scope["path"].removeprefix(root)
    if path != "/" and not f"{path}/".startswith((*_AT_TOP, f"{PREFIX}/")):
        return scope
    headers = dict(scope["headers"])
    authorization, accept = (headers.get(name, b"").decode("latin-1") for name in (b"authorization", b"accept"))
    meant = path_meant(scope["method"], path, authorization, accept)
    return scope if meant == path else {**scope, "path": root + meant}


def _is_basic(authorization: str) -> bool:
    return authorization.partition(" ")[0].lower() == "basic"
