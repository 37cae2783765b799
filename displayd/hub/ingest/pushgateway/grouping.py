"""The group that a push is for, from its address.

Source: the section "URL" of the README of github.com/prometheus/pushgateway.
"""

from __future__ import annotations

import base64
import binascii
import re

from displayd.hub.ingest.pushgateway.families import Labels, check_label, refused

__all__ = ["group_in_path", "job_of"]

MAX_GROUP_LABELS = 20

_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


def group_in_path(path: str) -> Labels:
    """The labels in `path`, which begins with `job/`.

    Raises:
        DocumentError: they are not written as they have to be.
    """
    parts = path.split("/")
    if len(parts) % 2:
        raise refused("has a label without a value; an empty one is written LABEL@base64/=", "address")
    labels: dict[str, str] = {}
    for written, value in zip(parts[::2], parts[1::2], strict=True):
        name = written.removesuffix("@base64")
        if not _LABEL.fullmatch(name) or name.startswith("__"):
            raise refused(f"`{name[:80]}` is no name of a label", "address")
        if name in labels:
            raise refused(f"has the label `{name}` twice", "address")
        labels[name] = value if name == written else _decoded(value)
        check_label(name, labels[name])
    if next(iter(labels)) != "job" or not labels["job"]:
        raise refused("begins with job/ and the name of the job, which is not empty", "address")
    if len(labels) > MAX_GROUP_LABELS:
        raise refused(f"has more than {MAX_GROUP_LABELS} labels", "address")
    return tuple(sorted(labels.items()))


def job_of(labels: Labels) -> str:
    """The job of a group."""
    return dict(labels)["job"]


def _decoded(text: str) -> str:
    try:
        plain = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
        return plain.decode("utf-8")
    except (binascii.Error, ValueError) as exc:
        raise refused(f"`{text[:80]}` is no base64 (of the kind for addresses) of a text in UTF-8", "address") from exc
