"""Which validators of an answer can be trusted: those that would change with the next change of the file.

A plain web server makes its validators of the time at which a file was written, in whole seconds, and of its length.
A file that is written again within that second, with the same length, keeps them. So validators count only when that
second was over before the answer was given.

Source: RFC 9110, sections 8.8.1 and 8.8.2.2.
"""

from __future__ import annotations

import datetime
import email.utils
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from displayd.device.edition import NOTHING_KNOWN, Validators

__all__ = ["ValidatorTrust"]

# One second for the file's time, which is cut off to whole ones or to even ones, and one for the answer's.
OLD_SECONDS = 2.0

# Longer ones are sent by nobody, and would not fit in a question.
MAX_TAG_LENGTH = 200
MAX_DATE_LENGTH = 60

# A document and its pictures; more than a screen shows are not worth remembering.
MAX_SIGHTS = 100

# nginx: time and length in hexadecimal digits; the time is there even where `Last-Modified` was taken away.
_NGINX_TAG = re.compile(r'(?:W/)?"([0-9a-f]{8})-[0-9a-f]+"')


class ValidatorTrust:
    """Looks at the answers of one server. Belongs to one thread.

    Args:
        knows_content: whether the tags of this server are made of the content alone, as those of a hub are.
    """

    def __init__(self, knows_content: bool, monotonic: Callable[[], float]) -> None:
        self._knows_content = knows_content
        self._monotonic = monotonic
        self._sights: dict[str, _Sight] = {}

    def validators_of(self, url: str, headers: Mapping[str, str], body: bytes) -> Validators:
        """What to ask the server with the next time; `NOTHING_KNOWN` to ask for the whole once more."""
        etag, last_modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        validators = Validators(
            etag if len(etag) <= MAX_TAG_LENGTH else "",
            last_modified if len(last_modified) <= MAX_DATE_LENGTH else "",
        )
        if validators == NOTHING_KNOWN:
            return validators
        is_dated = bool(last_modified) or _NGINX_TAG.fullmatch(etag) is not None
        if not is_dated and (self._knows_content or not etag.startswith("W/")):
            return validators
        answered_at, modified_at = _unix_time(headers.get("Date", "")), _modified_at(etag, last_modified)
        if answered_at is not None and modified_at is not None and answered_at - modified_at >= OLD_SECONDS:
            return validators
        return validators if self._was_seen_before(url, validators, body, answered_at) else NOTHING_KNOWN

    def _was_seen_before(self, url: str, validators: Validators, body: bytes, answered_at: float | None) -> bool:
        """True for validators that the same body had long enough ago, whatever the server's clock says.

        Args:
            answered_at: unix time by the server; None without one. The same as before is the same answer, from a cache.
        """
        sight = _Sight(validators, hashlib.sha256(body).digest(), self._monotonic(), answered_at)
        before = self._sights.get(url)
        if before is None or (before.validators, before.digest) != (sight.validators, sight.digest):
            self._sights.pop(url, None)
            self._sights[url] = sight
            if len(self._sights) > MAX_SIGHTS:
                del self._sights[next(iter(self._sights))]
            return False
        is_later = None in (before.answered_at, answered_at) or (
            abs((answered_at or 0) - (before.answered_at or 0)) >= OLD_SECONDS
        )
        return is_later and sight.at_monotonic - before.at_monotonic >= OLD_SECONDS


class _Sight(NamedTuple):
    validators: Validators
    digest: bytes
    at_monotonic: float
    answered_at: float | None


def _modified_at(etag: str, last_modified: str) -> float | None:
    """Unix time at which a file was written, as its validators say it; None when they do not, or contradict."""
    by_date = _unix_time(last_modified)
    match = _NGINX_TAG.fullmatch(etag)
    by_tag = float(int(match[1], 16)) if match else None
    if last_modified and by_date is None:
        return None
    found = [moment for moment in (by_date, by_tag) if moment is not None]
    return max(found, default=None)


def _unix_time(text: str) -> float | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
