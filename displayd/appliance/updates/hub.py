"""What is said to the hub about updates."""

from __future__ import annotations

import urllib.parse

import msgspec

from displayd.appliance.updates.image import Image
from displayd.device.network.hub_client import HubClient
from displayd.device.network.hub_error import HubError
from displayd.protocol.updates import ReleaseOffer, UpdateReport

__all__ = ["ReleaseHub"]

MAX_OFFER_BYTES = 16_384


class ReleaseHub:
    """Asks the hub of this screen about releases. Belongs to one thread."""

    def __init__(self, client: HubClient) -> None:
        self._client = client

    def offer(self, image: Image) -> ReleaseOffer | None:
        """What to install instead of `image`; None for nothing.

        Raises:
            HubError: no usable answer.
        """
        query = urllib.parse.urlencode({"compatible": image.compatible, "version": image.version})
        answer = self._client.ask("GET", f"release?{query}", limit_bytes=MAX_OFFER_BYTES)
        if answer.status == 204:
            return None
        try:
            return msgspec.json.decode(answer.body, type=ReleaseOffer)
        except msgspec.DecodeError as exc:
            raise HubError(self._client.url, "bad-answer", f"what it offers cannot be read: {exc}") from exc

    def piece(self, offer: ReleaseOffer, start: int, end: int) -> bytes:
        """The bytes of the offered file from `start` to before `end`; `end` - `start` of them.

        Raises:
            HubError: no usable answer, or fewer bytes.

        Source: RFC 9110, section 14.2 (Range).
        """
        headers = {"Range": f"bytes={start}-{end - 1}"}
        answer = self._client.ask("GET", offer.path, headers=headers, limit_bytes=end - start)
        if answer.status != 206 or len(answer.body) != end - start:
            reason = f"status {answer.status} and {len(answer.body)} bytes instead of a part of {end - start}"
            raise HubError(self._client.url, "bad-answer", reason)
        return answer.body

    def report(self, report: UpdateReport) -> None:
        """Tell how far this screen is.

        Raises:
            HubError: the hub did not take it.
        """
        body = msgspec.json.encode(report)
        self._client.ask("POST", "screen/update", headers={"Content-Type": "application/json"}, body=body)
