"""`wifi:` as the configuration of wpa_supplicant.

Source: wpa_supplicant.conf(5), and its example file for the forms of values; IEEE 802.11-2020, section 12, for WPA2 and
WPA3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from displayd.device.config_file.wifi import SYSTEM_CERTIFICATES, Enterprise, Wifi, is_raw_key

__all__ = ["CONTROL_FOLDER", "wpa_supplicant_conf"]

CONTROL_FOLDER = "/run/wpa_supplicant"
"""Where the daemon asks why there is no Wi-Fi: a socket for each interface, for the group `displayd`."""

SYSTEM_CA_FILE = "/etc/ssl/certs/ca-certificates.crt"

# Management frames protected (IEEE 802.11w) where the network can, or always, as WPA3 wants it.
_PMF_WHERE_POSSIBLE, _PMF_ALWAYS = "1", "2"


def wpa_supplicant_conf(wifi: Wifi) -> str:
    """The configuration that joins `wifi`; it has passwords in it."""
    lines = [
        f"ctrl_interface=DIR={CONTROL_FOLDER} GROUP=displayd",
        # Both ways of making the secret of WPA3 out of a password.
        "sae_pwe=2",
        "p2p_disabled=1",
    ]
    if wifi.country:
        lines.append(f"country={wifi.country.upper()}")
    fields = [f"ssid={_hex(wifi.name)}", *(["scan_ssid=1"] if wifi.hidden else ()), *_security(wifi)]
    return "\n".join([*lines, "network={", *(f"\t{field}" for field in fields), "}", ""])


def _security(wifi: Wifi) -> Iterator[str]:
    if wifi.enterprise is not None:
        only_wpa3 = wifi.security == "wpa3"
        yield "key_mgmt=" + ("WPA-EAP-SHA256" if only_wpa3 else "WPA-EAP WPA-EAP-SHA256")
        yield f"ieee80211w={_PMF_ALWAYS if only_wpa3 else _PMF_WHERE_POSSIBLE}"
        # Not WPA of 2003 with its TKIP.
        yield "proto=RSN"
        yield from _login(wifi.enterprise)
    elif wifi.password is None:
        yield "key_mgmt=NONE"
    elif wifi.security == "wpa3":
        yield "key_mgmt=SAE"
        yield f"ieee80211w={_PMF_ALWAYS}"
        yield "proto=RSN"
        yield f"sae_password={_hex(wifi.password)}"
    else:
        is_raw = is_raw_key(wifi.password)
        has_sae = wifi.security == "auto" and not is_raw
        yield "key_mgmt=WPA-PSK WPA-PSK-SHA256" + (" SAE" if has_sae else "")
        yield f"ieee80211w={_PMF_WHERE_POSSIBLE}"
        yield "proto=RSN"
        yield f"psk={wifi.password if is_raw else _pairwise_key(wifi.name, wifi.password)}"
        if has_sae:
            yield f"sae_password={_hex(wifi.password)}"


def _login(login: Enterprise) -> Iterator[str]:
    yield f"eap={login.method.upper()}"
    for key, value in (
        ("identity", login.identity),
        ("anonymous_identity", login.anonymous_identity),
        ("password", login.password),
        ("ca_cert", SYSTEM_CA_FILE if login.ca == SYSTEM_CERTIFICATES else login.ca),
        ("domain_suffix_match", login.server),
        ("client_cert", login.certificate),
        ("private_key", login.key),
        ("private_key_passwd", login.key_password),
    ):
        if value is not None:
            yield f"{key}={_hex(value)}"
    if login.method in ("peap", "ttls"):
        yield f'phase2="auth={login.inner.upper()}"'
    if login.method != "pwd":
        # A Pi has no clock of its own, and gets the time over the very network that it is about to join: a certificate
        # that is younger than the image would never be taken.
        yield 'phase1="tls_disable_time_checks=1"'


def _pairwise_key(name: str, password: str) -> str:
    """The key of WPA2 that `password` stands for. Source: IEEE 802.11-2020, section J.4.

    As a password in quotes it could not have both a `"` and a `#` in it: wpa_supplicant cuts such a line.
    """
    return hashlib.pbkdf2_hmac("sha1", password.encode(), name.encode(), 4096, 32).hex()


def _hex(text: str) -> str:
    """`text` in the form that has no special characters."""
    return text.encode().hex()
