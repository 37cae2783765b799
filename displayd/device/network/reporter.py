"""The reporting thread: tells the hub what is on the glass.

The drawing thread offers what it has when `wants_status` and `wants_picture` ask for it, and never waits: that what
the hub hears comes from the loop that draws is what makes it worth hearing. Reports that fail are not worth a word, as
whether the hub can be reached is the polling thread's business.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec

from displayd.device.network.client_thread import ClientThread
from displayd.device.network.hub_client import HubClient
from displayd.device.network.hub_error import HubError
from displayd.device.system import health, hub_clock
from displayd.protocol.limits import MAX_SNAPSHOT_BYTES, MIN_SNAPSHOT_SECONDS
from displayd.protocol.status_report import StatusReport

__all__ = ["Reporter"]

logger = logging.getLogger(__name__)

# The hub calls a screen silent after a multiple of this.
STATUS_SECONDS = 30.0

# Pages may turn faster than anybody reads reports.
MIN_STATUS_SECONDS = 5.0

# A page is painted, faded in and settled by then.
MIN_PICTURE_SECONDS = 5.0


class Reporter(ClientThread):
    """Sends status and pictures of one screen to its hub.

    `wants_...` and `offer_...` belong to the drawing thread.

    Args:
        client: one of its own, as a client belongs to one thread.
        picture_seconds: how often to send a picture; 0 for never.
    """

    def __init__(
        self,
        client: HubClient,
        picture_seconds: float = 30.0,
        *,
        monotonic: Callable[[], float] = hub_clock.monotonic,
        measured: Callable[[], health.Health] = health.measured,
    ) -> None:
        super().__init__(client, "reporting")
        self._picture_seconds = picture_seconds
        self._monotonic = monotonic
        self._measured = measured
        self._started_at = monotonic()
        self._page_reported: object = None
        self._page_pictured: object = None
        self._status_at = self._picture_at = float("-inf")
        self._status: StatusReport | None = None
        self._picture: bytes | Callable[[], bytes] | None = None

    def wants_status(self, page: object) -> bool:
        """Whether a status is due: the page has changed, or the last one was a while ago.

        Args:
            page: anything that compares equal while the same page of the same revision is on the glass.
        """
        age = self._monotonic() - self._status_at
        return age >= STATUS_SECONDS or (page != self._page_reported and age >= MIN_STATUS_SECONDS)

    def offer_status(self, status: StatusReport, page: object) -> None:
        """Send `status` when possible; a newer one replaces one that still waits.

        Memory, temperature, throttling, host, address and uptime are filled in by the reporting thread.
        """
        self._status, self._page_reported, self._status_at = status, page, self._monotonic()
        self._news.set()

    def wants_picture(self, page: object) -> bool:
        """Whether a picture is due: as `wants_status`, in the rhythm of `picture_seconds`."""
        if self._picture_seconds <= 0:
            return False
        age = self._monotonic() - self._picture_at
        is_of_another_page = page != self._page_pictured and age >= MIN_PICTURE_SECONDS
        return is_of_another_page or age >= max(self._picture_seconds, MIN_SNAPSHOT_SECONDS)

    def offer_picture(self, picture: bytes | Callable[[], bytes], page: object) -> None:
        """Send `picture` (PNG or JPEG) when possible; a newer one replaces one that still waits.

        Args:
            picture: the file's bytes, or a function that makes them; it is called in the reporting thread.
        """
        self._picture, self._page_pictured, self._picture_at = picture, page, self._monotonic()
        self._news.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait()
            self._news.clear()
            try:
                self.send()
            except Exception:
                # Fence: a report that cannot be made must not end reporting.
                logger.exception("A report went wrong, going on")

    def send(self) -> None:
        """Send what has been offered. What fails is dropped: something newer will be offered soon."""
        status, self._status = self._status, None
        picture, self._picture = self._picture, None
        try:
            if status is not None and not self._stopping.is_set():
                self._client.send_status(self._completed(status))
            if picture is not None and not self._stopping.is_set():
                data = picture if isinstance(picture, bytes) else picture()
                if len(data) <= MAX_SNAPSHOT_BYTES:
                    self._client.send_picture(data)
                else:
                    logger.debug("A picture of %d bytes is too large to report", len(data))
        except HubError as exc:
            logger.debug("No report to the hub: %s", exc)

    def _completed(self, status: StatusReport) -> StatusReport:
        now = self._measured()
        return msgspec.structs.replace(
            status,
            memory_bytes=now.memory_bytes,
            temperature_celsius=now.temperature_celsius,
            throttling=now.throttling[:200],
            host=now.host[:200],
            address=now.address,
            uptime_seconds=round(self._monotonic() - self._started_at, 1),
        )
