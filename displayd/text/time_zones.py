"""Time zones by their names: of today, and from before, which this machine may have no files of.

Debian 13 has the old names in a package of its own (tzdata-legacy), which hardly any screen has.
"""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Mapping

__all__ = ["canonical_timezone", "is_known_timezone", "time_zone"]

# Source: the IANA time zone database 2025b, file `backward`, without names that `zone.tab` has; each with the zone of
# its own country. What were zones before 2024b (CET, EST5EDT) is as in the files since.
_BEFORE: Mapping[str, str] = {
    "Africa/Asmara": "Africa/Asmera",
    "Africa/Bamako": "Africa/Timbuktu",
    "Africa/Cairo": "Egypt",
    "Africa/Tripoli": "Libya",
    "America/Adak": "America/Atka US/Aleutian",
    "America/Anchorage": "US/Alaska",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Argentina/Catamarca": "America/Argentina/ComodRivadavia America/Catamarca",
    "America/Argentina/Cordoba": "America/Cordoba America/Rosario",
    "America/Argentina/Jujuy": "America/Jujuy",
    "America/Argentina/Mendoza": "America/Mendoza",
    "America/Atikokan": "America/Coral_Harbour",
    "America/Chicago": "CST6CDT US/Central",
    "America/Denver": "America/Shiprock MST7MDT Navajo US/Mountain",
    "America/Detroit": "US/Michigan",
    "America/Edmonton": "America/Yellowknife Canada/Mountain",
    "America/Halifax": "Canada/Atlantic",
    "America/Havana": "Cuba",
    "America/Indiana/Indianapolis": "America/Fort_Wayne America/Indianapolis US/East-Indiana",
    "America/Indiana/Knox": "America/Knox_IN US/Indiana-Starke",
    "America/Iqaluit": "America/Pangnirtung",
    "America/Jamaica": "Jamaica",
    "America/Kentucky/Louisville": "America/Louisville",
    "America/Los_Angeles": "PST8PDT US/Pacific",
    "America/Manaus": "Brazil/West",
    "America/Mazatlan": "Mexico/BajaSur",
    "America/Mexico_City": "Mexico/General",
    "America/New_York": "EST5EDT US/Eastern",
    "America/Noronha": "Brazil/DeNoronha",
    "America/Nuuk": "America/Godthab",
    "America/Panama": "EST",
    "America/Phoenix": "MST US/Arizona",
    "America/Regina": "Canada/Saskatchewan",
    "America/Rio_Branco": "America/Porto_Acre Brazil/Acre",
    "America/Santiago": "Chile/Continental",
    "America/Sao_Paulo": "Brazil/East",
    "America/St_Johns": "Canada/Newfoundland",
    "America/St_Thomas": "America/Virgin",
    "America/Tijuana": "America/Ensenada America/Santa_Isabel Mexico/BajaNorte",
    "America/Toronto": "America/Montreal America/Nipigon America/Thunder_Bay Canada/Eastern",
    "America/Vancouver": "Canada/Pacific",
    "America/Whitehorse": "Canada/Yukon",
    "America/Winnipeg": "America/Rainy_River Canada/Central",
    "Antarctica/McMurdo": "Antarctica/South_Pole",
    "Arctic/Longyearbyen": "Atlantic/Jan_Mayen",
    "Asia/Ashgabat": "Asia/Ashkhabad",
    "Asia/Dhaka": "Asia/Dacca",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Hong_Kong": "Hongkong",
    "Asia/Jerusalem": "Asia/Tel_Aviv Israel",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Macau": "Asia/Macao",
    "Asia/Makassar": "Asia/Ujung_Pandang",
    "Asia/Nicosia": "Europe/Nicosia",
    "Asia/Seoul": "ROK",
    "Asia/Shanghai": "Asia/Chongqing Asia/Chungking Asia/Harbin PRC",
    "Asia/Singapore": "Singapore",
    "Asia/Taipei": "ROC",
    "Asia/Tehran": "Iran",
    "Asia/Thimphu": "Asia/Thimbu",
    "Asia/Tokyo": "Japan",
    "Asia/Ulaanbaatar": "Asia/Choibalsan Asia/Ulan_Bator",
    "Asia/Urumqi": "Asia/Kashgar",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Atlantic/Reykjavik": "Iceland",
    "Australia/Adelaide": "Australia/South",
    "Australia/Brisbane": "Australia/Queensland",
    "Australia/Broken_Hill": "Australia/Yancowinna",
    "Australia/Darwin": "Australia/North",
    "Australia/Hobart": "Australia/Currie Australia/Tasmania",
    "Australia/Lord_Howe": "Australia/LHI",
    "Australia/Melbourne": "Australia/Victoria",
    "Australia/Perth": "Australia/West",
    "Australia/Sydney": "Australia/ACT Australia/Canberra Australia/NSW",
    "Etc/GMT": "Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich",
    "Etc/UTC": "Etc/UCT Etc/Universal Etc/Zulu UCT Universal Zulu",
    "Europe/Athens": "EET",
    "Europe/Brussels": "CET MET",
    "Europe/Chisinau": "Europe/Tiraspol",
    "Europe/Dublin": "Eire",
    "Europe/Istanbul": "Asia/Istanbul Turkey",
    "Europe/Kyiv": "Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye",
    "Europe/Lisbon": "Portugal WET",
    "Europe/London": "Europe/Belfast GB GB-Eire",
    "Europe/Moscow": "W-SU",
    "Europe/Warsaw": "Poland",
    "Pacific/Auckland": "NZ",
    "Pacific/Chatham": "NZ-CHAT",
    "Pacific/Chuuk": "Pacific/Truk Pacific/Yap",
    "Pacific/Easter": "Chile/EasterIsland",
    "Pacific/Honolulu": "HST Pacific/Johnston US/Hawaii",
    "Pacific/Kanton": "Pacific/Enderbury",
    "Pacific/Kwajalein": "Kwajalein",
    "Pacific/Pago_Pago": "Pacific/Samoa US/Samoa",
    "Pacific/Pohnpei": "Pacific/Ponape",
}

_NOW: Mapping[str, str] = {before: now for now, names in _BEFORE.items() for before in names.split()}


def canonical_timezone(name: str) -> str:
    """The name that `name`, one from before, has today; `name` itself for any other."""
    return _NOW.get(name, name)


def time_zone(name: str) -> zoneinfo.ZoneInfo:
    """The time zone `name`, also by a name from before that this machine has no file of.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: this machine knows none of that name.
        ValueError: `name` cannot be one.
    """
    return zoneinfo.ZoneInfo(_name_here(name) if name in _NOW else name)


def is_known_timezone(name: str) -> bool:
    """True for a name of the IANA time zone database, as far as this machine has it."""
    try:
        time_zone(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@functools.cache
def _name_here(name: str) -> str:
    """`name`, one from before, or the one of today where this machine does not have it. That takes long to find out."""
    try:
        zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        return canonical_timezone(name)
    return name
