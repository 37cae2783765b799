"""A thread with a client of its own, which works when there is news and ends within a moment."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from displayd.device.network.hub_client import HubClient

__all__ = ["ClientThread"]

STOP_SECONDS = 0.15


class ClientThread(ABC):
    """Belongs to whoever starts it; `_run` is the thread's.

    Args:
        client: one of its own, as a client belongs to one thread.
        name: of the thread.
    """

    def __init__(self, client: HubClient, name: str) -> None:
        self._client = client
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns within `STOP_SECONDS`."""
        self._stopping.set()
        self._news.set()
        self._client.close()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    @abstractmethod
    def _run(self) -> None:
        """Wait for `_news`, see to it, and begin again until `_stopping` is set."""
