"""What every test has: an unexpected warning in the log fails it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from displayd.tile.frame import Frame
from tests.support.golden_scenes import KEPT_STEP


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
