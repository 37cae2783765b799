"""Asking a partner again and again: each metric as often as it wants, less often while there is no answer.

A source that asks others has a reader that is a `RefreshedReader`, and says how one metric is asked for. When, in which
order and what a failure means for the next time is decided here, for all of them.
"""

from __future__ import annotations

import logging
import math
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Reading
from displayd.hub.settings import HubSettings
from displayd.hub.sources.source import FAULT, Answers, Asked, Office

__all__ = ["RefreshedReader"]

logger = logging.getLogger(__name__)

O = TypeVar("O", bound=Origin)  # noqa: E741 - the usual letter for the parameter of a generic
R = TypeVar("R")
Q = TypeVar("Q", bound=Hashable)

# A round that takes longer hands over what it has, and goes on at once.
PORTION_SECONDS = 2.0

# A partner who is back is noticed after so long, at most; a metric that wants to be asked less often keeps its own.
LONGEST_REST_SECONDS = 120.0

LONGEST_WISH_SECONDS = 3600.0
"""A partner may ask to be left alone (`Retry-After`) for so long."""

JITTER = 0.15
"""Part of a rest that is left to chance, so that many who were turned away together do not come back together."""

# Questions in a row without an answer in time, after which nobody else is asked for in this round.
TIMEOUTS_OF_A_ROUND = 2

# What was learnt for one metric is good for others that ask the same at the same time; never for the next time that
# one of them is due.
SHARED_SECONDS = 5.0
SHARED_PART_OF_REFRESH = 0.5

# A value is no longer shown after so many times of asking without a new one, and not before so long.
EXPIRY_REFRESHES = 6
LEAST_EXPIRY_SECONDS = 300.0


class _Known(NamedTuple):
    """What was said of a metric."""

    asked: Asked[Origin]
    answer: Reading | SourceError
    due: float
    """Unix time."""
    failures: int = 0
    """In a row."""


class RefreshedReader(ABC, Generic[O]):
    """Asks one partner."""

    refresh_seconds: float = 60.0
    """How often a metric is asked for that does not say it (`refresh_seconds`)."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._shared: dict[Hashable, tuple[float, object]] = {}
        self._shared_seconds = SHARED_SECONDS
        self._rests_until = -math.inf
        self._refusals = 0
        self._last_at = -math.inf
        self._settings: HubSettings | None = None
        self._broken: set[str] = set()
        """Metrics that end in a fault of ours."""

    @abstractmethod
    def answer(self, asked: Asked[O], office: Office, unix_time: float) -> Reading:
        """What the partner says of one metric now; blocks.

        Raises:
            PartnerError: it does not answer at all.
            SourceError: it has no usable answer.
        """

    def has_news(self, asked: Asked[O], office: Office) -> bool:
        """Whether a metric is asked for before it is due, because what it is read from has changed."""
        return False

    def news_at(self, name: str, office: Office) -> float:
        """Unix time from which a metric is asked for as somebody has pushed what it is read from; else infinity."""
        return math.inf

    def begin(self, office: Office) -> None:
        """Get ready for some questions."""

    def end(self) -> None:
        """There are no more questions for now."""

    def refresh_of(self, asked: Asked[O]) -> float:
        """How often a metric is asked for, seconds."""
        return asked.entry.refresh_seconds or self.refresh_seconds

    def expiry_of(self, asked: Asked[O]) -> float:
        """Age in seconds at which a value of the metric no longer counts."""
        return asked.entry.expire_after or max(LEAST_EXPIRY_SECONDS, EXPIRY_REFRESHES * self.refresh_of(asked))

    def shared(self, question: Hashable, ask: Callable[[], R]) -> R:
        """What `ask` answers or raises; asked once for all metrics that have the same `question` at the same time."""

        def answers(_: Sequence[Hashable]) -> list[R | SourceError]:
            try:
                return [ask()]
            except SourceError as exc:
                return [exc]

        (found,) = self.all_shared([question], answers)
        if isinstance(found, SourceError):
            raise found
        return found

    def all_shared(
        self, questions: Sequence[Q], ask: Callable[[Sequence[Q]], Sequence[R | SourceError]]
    ) -> list[R | SourceError]:
        """As `shared` for several questions.

        Args:
            ask: called with those that nobody has asked, each once, for what each answers.
        """
        now = time.monotonic()
        # Held here: while some are asked, others may become too old for the next who wants them.
        known = {one: self._shared[one][1] for one in questions if one in self._shared and self._is_fresh(one, now)}
        unknown = [one for one in dict.fromkeys(questions) if one not in known]
        if unknown:
            found = dict(zip(unknown, ask(unknown), strict=True))
            self._shared |= {one: (time.monotonic(), answer) for one, answer in found.items()}
            known |= found
        return [known[one] for one in questions]  # type: ignore[misc]

    def _is_fresh(self, question: Hashable, now: float) -> bool:
        return now - self._shared[question][0] <= self._shared_seconds

    def read(
        self, asked: Mapping[str, Asked[O]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What the partner says of the metrics that are due, as far as it says it within a portion of time.

        For a new wall (`since` is minus infinity) also what it said of the others the last time.
        """
        if unix_time < self._last_at or office.settings != self._settings:
            # The clock has been put back, or there may be another address or password.
            self._known.clear()
            self._rests_until = -math.inf
        self._last_at, self._settings = unix_time, office.settings
        same = {name: kept for name, kept in self._known.items() if asked.get(name) == kept.asked}
        self._known = same
        answers: Answers = {} if since > -math.inf else {name: kept.answer for name, kept in same.items()}
        due = [
            name
            for name, one in asked.items()
            if name not in same
            or min(same[name].due, self.news_at(name, office)) <= unix_time
            or self.has_news(one, office)
        ]
        if not due:
            return answers
        # Those that failed last come last; what is asked the same way stays together.
        due.sort(key=lambda name: same[name].failures if name in same else 0)
        quickest = min(self.refresh_of(asked[name]) for name in due)
        self._shared_seconds = min(SHARED_SECONDS, SHARED_PART_OF_REFRESH * quickest)
        self._forget_shared()
        self.begin(office)
        try:
            self._ask_in_turn(due, asked, office, unix_time, answers)
        finally:
            self.end()
        return answers

    def next_due(self, asked: Mapping[str, Asked[O]], office: Office, unix_time: float) -> float:
        """When the first metric is due."""
        return min((self._due_of(name, office, unix_time) for name in asked), default=math.inf)

    def _due_of(self, name: str, office: Office, unix_time: float) -> float:
        kept = self._known.get(name)
        due = unix_time if kept is None else min(kept.due, self.news_at(name, office))
        return max(self._rests_until, due)

    def _ask_in_turn(
        self, due: list[str], asked: Mapping[str, Asked[O]], office: Office, unix_time: float, answers: Answers
    ) -> None:
        began, timeouts = time.monotonic(), 0
        refused: PartnerError | None = None
        for name in due:
            if refused is None and name != due[0] and time.monotonic() - began > PORTION_SECONDS:
                break
            if refused is not None:
                answers[name] = self._noted(name, asked[name], refused, unix_time)
                continue
            asked_at = time.monotonic()
            try:
                found: Reading | SourceError = self._answer(name, asked[name], office, unix_time)
                timeouts, self._refusals = 0, 0
            except PartnerError as exc:
                found = exc
                timeouts += not exc.is_certain
                if exc.is_certain or timeouts >= TIMEOUTS_OF_A_ROUND or timeouts == len(due):
                    refused = exc
            except SourceError as exc:
                found, timeouts, self._refusals = exc, 0, 0
            is_slow = time.monotonic() - asked_at > PORTION_SECONDS
            answers[name] = self._noted(name, asked[name], found, unix_time, is_slow)
        if refused is not None:
            self._refusals += 1
            quickest = min(self.refresh_of(asked[name]) for name in due)
            rest = max(_rest(quickest, self._refusals), min(refused.retry_after, LONGEST_WISH_SECONDS))
            self._rests_until = unix_time + rest + (time.monotonic() - began)
            for name in due:
                # They are asked for together when it is back.
                if (kept := self._known.get(name)) is not None and kept.answer is refused:
                    self._known[name] = kept._replace(due=self._rests_until)

    def _answer(self, name: str, asked: Asked[O], office: Office, unix_time: float) -> Reading:
        """As `answer`; a fault of ours is one of this metric alone, which is asked for less often for it."""
        # Fence: the other metrics of the partner go on.
        try:
            reading = self.answer(asked, office, unix_time)
        except SourceError:
            self._broken.discard(name)
            raise
        except Exception as exc:
            if name not in self._broken:
                logger.exception("A fault in the source of %s", name)
            self._broken.add(name)
            raise SourceError(FAULT) from exc
        self._broken.discard(name)
        return reading

    def _noted(
        self, name: str, asked: Asked[O], answer: Reading | SourceError, unix_time: float, is_slow: bool = False
    ) -> Reading | SourceError:
        before = self._known.get(name)
        # A part that is waited for in vain holds up the other metrics of the partner.
        has_failed = isinstance(answer, SourceError) or bool(is_slow and answer.fault)
        failures = (before.failures if before else 0) + 1 if has_failed else 0
        refresh = self.refresh_of(asked)
        rest = _rest(refresh, failures) if failures else refresh
        self._known[name] = _Known(asked, answer, unix_time + rest, failures)  # type: ignore[arg-type]
        return answer

    def _forget_shared(self) -> None:
        now = time.monotonic()
        self._shared = {key: kept for key, kept in self._shared.items() if self._is_fresh(key, now)}


def _rest(refresh: float, failures: int) -> float:
    """How long not to ask after so many failures in a row: twice as long each time, within limits."""
    longest = max(refresh, LONGEST_REST_SECONDS)
    doubled: float = refresh * 2.0 ** (min(failures, 10) - 1)
    return min(longest, doubled) * random.uniform(1, 1 + JITTER)
