"""What every test has: an unexpected warning in the log fails it."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Generator, Iterator

import hypothesis
import pytest

from displayd.tile.frame import Frame
from tests.support.golden_scenes import KEPT_STEP

pytest_plugins = ["tests.support.postgresql_fixture"]

# How long one example of a law takes says more of what else the machine does than of the law.
hypothesis.settings.register_profile("displayd", deadline=None)
hypothesis.settings.load_profile("displayd")

MISSING_PART = re.compile(r"is not installed|are not installed|could not import|another release of the fonts")
"""In the reason of a test that is skipped for want of a program, a module or a font; not for want of a right."""


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; look at them")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log: warnings in displayd's log are part of this test")
    config.addinivalue_line("markers", "slow: end-to-end, more than a few seconds")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a test that is skipped for a missing part fails: a thinner run is not to be green in silence."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and isinstance(report.longrepr, tuple):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if MISSING_PART.search(reason):
            report.outcome, report.longrepr = "failed", f"skipped, which CI=true makes a failure: {reason}"
    return report


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True when golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def kept_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Font sizes as in the drawings that are kept, whatever they are on screens.

    So a new font step is one line of `look.json`, and not every drawing anew; that nothing overlaps or is cut at the
    step of screens is for the laws of widgets.
    """
    monkeypatch.setattr(Frame, "step", KEPT_STEP)


@pytest.fixture(autouse=True)
def no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test when displayd logs a warning that the test does not expect."""
    collector = _Collector()
    logger = logging.getLogger("displayd")
    logger.addHandler(collector)
    yield
    logger.removeHandler(collector)
    if request.node.get_closest_marker("expects_log") is None:
        assert [record.getMessage() for record in collector.records] == []
