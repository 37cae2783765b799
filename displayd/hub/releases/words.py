"""How far a screen is with a release, in words for the wall page."""

from __future__ import annotations

import datetime
import zoneinfo

from displayd.hub.releases.offers import offer_for
from displayd.hub.releases.shelf import Release
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.updates import UpdateReport

__all__ = ["image_of", "update_fault", "update_news"]


def image_of(report: UpdateReport | None) -> str:
    """Version and slot of the image that runs, for example `image 2.0 (B)`; empty where there is none."""
    if report is None or not report.version:
        return ""
    return f"image {report.version} ({report.slot})" if report.slot else f"image {report.version}"


def update_news(report: UpdateReport | None, release: Release | None, spec: ScreenSpec, unix_time: float) -> str:
    """What happens, or is about to; empty for nothing.

    Args:
        release: what is for the screen `spec`.
    """
    if report is None:
        return ""
    share = "" if report.percent is None else f", {report.percent} %"
    told = {
        "fetching": f"fetching {report.release}{share}",
        "installing": f"installing {report.release}{share}",
        "on-trial": f"{report.release} runs on trial",
        "installed": f"{report.release} is installed and starts {_at(release, spec, unix_time, 'restart')}",
    }
    if report.state in told:
        return told[report.state]
    is_behind = release is not None and report.state in ("waiting", "current") and release.version != report.version
    return f"{release.version} waits for {_at(release, spec, unix_time, 'install')}" if release and is_behind else ""


def update_fault(report: UpdateReport | None) -> str:
    """What is wrong with the updates of a screen, as far as it has told; empty for nothing."""
    if report is None or report.state not in ("off", "failed", "rolled-back"):
        return ""
    because = f": {report.reason}" if report.reason else ""
    if report.state == "off":
        return f"updates are off{because}"
    if report.state == "failed":
        return f"{report.release} could not be installed{because}"
    return f"{report.release} did not work, so {report.version or 'the version before'} is back{because}"


def _at(release: Release | None, spec: ScreenSpec, unix_time: float, what: str) -> str:
    """When it is to be installed or restarted: `Sat 02:10`, or words for now."""
    if release is None:
        return "soon"
    offer = offer_for(release, spec, unix_time)
    moment = offer.restart_at if what == "restart" else offer.install_from
    if moment <= unix_time:
        return "now"
    return f"{datetime.datetime.fromtimestamp(moment, zoneinfo.ZoneInfo(spec.settings.timezone)):%a %H:%M}"
