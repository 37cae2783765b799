"""Settings for the tests that are laws (hypothesis)."""

from __future__ import annotations

from hypothesis import settings

# No deadline: a busy machine is no mistake.
law = settings(deadline=None, max_examples=200)
"""For laws that take well under a millisecond to try."""

slow_law = settings(deadline=None, max_examples=40)
"""For laws that build whole documents."""
