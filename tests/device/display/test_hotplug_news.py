"""What the kernel tells of displays."""

from __future__ import annotations

import pytest

from displayd.device.display.hotplug_news import HotplugNews, is_hotplug

# As they came in a guest of QEMU with Linux 6.12 when its display was switched off and on, and when a disk was.
DISPLAY = (
    b"change@/devices/pci0000:00/0000:00:03.0/drm/card0\0ACTION=change\0DEVPATH=/devices/pci0000:00/0000:00:03.0/drm"
    b"/card0\0SUBSYSTEM=drm\0HOTPLUG=1\0DEVNAME=dri/card0\0DEVTYPE=drm_minor\0SEQNUM=1693\0MAJOR=226\0MINOR=0\0"
)
DISK = b"change@/devices/virtual/block/loop0\0ACTION=change\0SUBSYSTEM=block\0DEVNAME=loop0\0SEQNUM=1694\0"


@pytest.mark.parametrize(
    ("event", "is_one"),
    [
        (DISPLAY, True),
        (DISK, False),
        (DISPLAY.replace(b"HOTPLUG=1", b"LEASE=1"), False),
        (b"", False),
        (b"\0\xff", False),
    ],
)
def test_only_a_display_that_has_changed_is_news(event: bytes, is_one: bool) -> None:
    assert is_hotplug(event) is is_one


def test_no_news_is_told_at_once_and_after_the_end() -> None:
    news = HotplugNews()

    assert not news.has_come()
    news.close()
    assert not news.has_come()
    news.close()
