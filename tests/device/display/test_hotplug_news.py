"""What the kernel tells of displays."""

from __future__ import annotations

import pytest

from displayd.device.display.hotplug_news import HotplugNews, is_hotplug

# As it came in a guest of QEMU 7.2 (virtio-gpu, Linux 6.12) when the window of its display was made another size.
DISPLAY = (
    b"change@/devices/pci0000:00/0000:00:02.0/drm/card0\0ACTION=change\0DEVPATH=/devices/pci0000:00/0000:00:02.0/drm/"
    b"card0\0SUBSYSTEM=drm\0HOTPLUG=1\0MAJOR=226\0MINOR=0\0DEVNAME=dri/card0\0DEVTYPE=drm_minor\0SEQNUM=1955\0"
)
OTHER_DEVICE = DISPLAY.replace(b"SUBSYSTEM=drm", b"SUBSYSTEM=block")


@pytest.mark.parametrize(
    ("event", "is_one"),
    [
        (DISPLAY, True),
        (OTHER_DEVICE, False),
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
