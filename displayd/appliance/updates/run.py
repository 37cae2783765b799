"""`displayd appliance update`: one look at the hub's release, with the screen's own settings and identity."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from displayd.appliance.updates.hub import ReleaseHub
from displayd.appliance.updates.image import Image, image_of, updates_fault
from displayd.appliance.updates.machine import SystemMachine
from displayd.appliance.updates.memory import Memory
from displayd.appliance.updates.updater import Here, Updater
from displayd.device.config import read_file
from displayd.device.network.hub_client import client_for
from displayd.device.network.hub_error import HubError
from displayd.device.network.proxies import DIRECT
from displayd.device.state.found_hub import kept_hub
from displayd.device.state.identity import existing
from displayd.device.state.secure_hubs import SecureHubs
from displayd.protocol.updates import UpdateReport

__all__ = ["update"]

logger = logging.getLogger(__name__)

BOOT_ID = "proc/sys/kernel/random/boot_id"


def update(settings: Path, state: Path, memory: Path, page_mark: Path, root: Path = Path("/")) -> None:
    """Look once. A hub that does not answer, or does not know this screen yet, is for the next look.

    Args:
        settings: the file `displayd.yaml`.
        state: the folder with the screen's secret.
        memory: the folder on the data partition.
        page_mark: see `Trial`.

    Raises:
        StoreError: the data partition cannot be used.
        InstallError: the boot loader could not be told which slot to start.
    """
    config, _ = read_file(settings)
    found = None if config.document_url else kept_hub(state)
    if found is not None:
        # Only the hub that has served a document: who else answers in the network gives no software.
        config = msgspec.structs.replace(config, hub=found.url, proxy=DIRECT)
    is_found = found is not None
    secure = SecureHubs(state)
    if (
        config.hub
        and not config.allow_plain
        and secure.refuses(config.hub, is_found=is_found, has_ca=config.ca is not None)
    ):
        logger.warning("Updates: %s was reached over HTTPS before, and is not asked without", config.hub)
        return
    identity = existing(state)
    if identity is None or not config.is_hub:
        return
    hub = ReleaseHub(client_for(config, identity))
    image = image_of(root)
    try:
        fault = updates_fault(image, root)
        if fault:
            hub.report(_switched_off(image, fault))
            return
        here = Here(image, (root / BOOT_ID).read_text().strip(), page_mark.exists)
        Updater(hub, SystemMachine(), Memory(memory), here).look()
    except HubError as exc:
        if exc.kind != "not-claimed":
            logger.info("Updates: %s", exc)


def _switched_off(image: Image, fault: str) -> UpdateReport:
    return UpdateReport(state="off", compatible=image.compatible, version=image.version, slot=image.slot, reason=fault)
