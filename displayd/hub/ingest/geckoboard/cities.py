"""Where cities are that Geckoboard's maps name: the largest, and those with many offices, to a tenth of a degree."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

__all__ = ["place_of_city"]

# A country (ISO 3166), then its cities with degrees north and east.
_CITIES = """
AE Dubai 25.3 55.3; Abu Dhabi 24.5 54.4
AR Buenos Aires -34.6 -58.4; Córdoba -31.4 -64.2
AT Vienna 48.2 16.4; Graz 47.1 15.4
AU Sydney -33.9 151.2; Melbourne -37.8 145.0; Brisbane -27.5 153.0; Perth -31.9 115.9; Adelaide -34.9 138.6;
   Canberra -35.3 149.1
BD Dhaka 23.7 90.4
BE Brussels 50.9 4.4; Antwerp 51.2 4.4; Ghent 51.1 3.7
BG Sofia 42.7 23.3
BR São Paulo -23.5 -46.6; Rio de Janeiro -22.9 -43.2; Brasília -15.8 -47.9; Belo Horizonte -19.9 -43.9; Porto
   Alegre -30.0 -51.2; Curitiba -25.4 -49.3; Recife -8.1 -34.9
CA Toronto 43.7 -79.4; Montreal 45.5 -73.6; Vancouver 49.2 -123.1; Calgary 51.1 -114.1; Ottawa 45.4 -75.7;
   Edmonton 53.5 -113.5; Winnipeg 49.9 -97.1; Quebec 46.8 -71.2
CH Zurich 47.4 8.5; Geneva 46.2 6.1; Basel 47.6 7.6; Bern 46.9 7.4; Lausanne 46.5 6.6
CL Santiago -33.5 -70.6
CN Beijing 39.9 116.4; Shanghai 31.2 121.5; Shenzhen 22.5 114.1; Guangzhou 23.1 113.3; Chengdu 30.7 104.1;
   Hangzhou 30.3 120.2; Wuhan 30.6 114.3
CO Bogotá 4.6 -74.1; Medellín 6.2 -75.6
CZ Prague 50.1 14.4; Brno 49.2 16.6
DE Berlin 52.5 13.4; Hamburg 53.6 10.0; Munich 48.1 11.6; Cologne 50.9 7.0; Frankfurt 50.1 8.7; Stuttgart 48.8
   9.2; Düsseldorf 51.2 6.8; Leipzig 51.3 12.4; Dresden 51.1 13.7; Hanover 52.4 9.7; Nuremberg 49.5 11.1; Bremen
   53.1 8.8
DK Copenhagen 55.7 12.6; Aarhus 56.2 10.2
EE Tallinn 59.4 24.8
EG Cairo 30.1 31.2; Alexandria 31.2 29.9
ES Madrid 40.4 -3.7; Barcelona 41.4 2.2; Valencia 39.5 -0.4; Seville 37.4 -6.0; Málaga 36.7 -4.4; Bilbao 43.3
   -2.9
FI Helsinki 60.2 24.9; Tampere 61.5 23.8
FR Paris 48.9 2.4; Lyon 45.7 4.8; Marseille 43.3 5.4; Toulouse 43.6 1.4; Bordeaux 44.8 -0.6; Lille 50.6 3.1;
   Nice 43.7 7.3; Nantes 47.2 -1.6; Strasbourg 48.6 7.7
GB London 51.5 -0.1; Manchester 53.5 -2.2; Birmingham 52.5 -1.9; Edinburgh 56.0 -3.2; Glasgow 55.9 -4.3; Bristol
   51.5 -2.6; Leeds 53.8 -1.5; Liverpool 53.4 -3.0; Belfast 54.6 -5.9; Cardiff 51.5 -3.2; Cambridge 52.2 0.1;
   Oxford 51.8 -1.3; Sheffield 53.4 -1.5; Brighton 50.8 -0.1
GR Athens 38.0 23.7
HK Hong Kong 22.3 114.2
HR Zagreb 45.8 16.0
HU Budapest 47.5 19.0
ID Jakarta -6.2 106.8; Surabaya -7.2 112.8
IE Dublin 53.3 -6.3; Cork 51.9 -8.5
IL Tel Aviv 32.1 34.8; Jerusalem 31.8 35.2; Haifa 32.8 35.0
IN Mumbai 19.1 72.9; Delhi 28.7 77.2; New Delhi 28.6 77.2; Bangalore 13.0 77.6; Hyderabad 17.4 78.5; Chennai
   13.1 80.3; Kolkata 22.6 88.4; Pune 18.5 73.9; Ahmedabad 23.0 72.6
IQ Baghdad 33.3 44.4
IR Tehran 35.7 51.4
IS Reykjavik 64.1 -21.9
IT Rome 41.9 12.5; Milan 45.5 9.2; Turin 45.1 7.7; Naples 40.9 14.3; Florence 43.8 11.2; Bologna 44.5 11.3;
   Venice 45.4 12.3
JP Tokyo 35.7 139.7; Osaka 34.7 135.5; Kyoto 35.0 135.8; Yokohama 35.4 139.7; Nagoya 35.2 136.9; Fukuoka 33.6
   130.4; Sapporo 43.1 141.3
KE Nairobi -1.3 36.8
KR Seoul 37.6 127.0; Busan 35.1 129.0
LT Vilnius 54.7 25.3
LU Luxembourg 49.6 6.1
LV Riga 56.9 24.1
MA Casablanca 33.6 -7.6
MX Mexico City 19.4 -99.1; Guadalajara 20.7 -103.3; Monterrey 25.7 -100.3
MY Kuala Lumpur 3.1 101.7
NG Lagos 6.5 3.4; Abuja 9.1 7.5
NL Amsterdam 52.4 4.9; Rotterdam 51.9 4.5; The Hague 52.1 4.3; Utrecht 52.1 5.1; Eindhoven 51.4 5.5
NO Oslo 59.9 10.7; Bergen 60.4 5.3
NZ Auckland -36.9 174.8; Wellington -41.3 174.8; Christchurch -43.5 172.6
PE Lima -12.0 -77.0
PH Manila 14.6 121.0
PK Karachi 24.9 67.1; Lahore 31.6 74.3; Islamabad 33.7 73.1
PL Warsaw 52.2 21.0; Kraków 50.1 19.9; Wrocław 51.1 17.0; Gdańsk 54.4 18.6; Poznań 52.4 16.9
PT Lisbon 38.7 -9.1; Porto 41.1 -8.6
QA Doha 25.3 51.5
RO Bucharest 44.4 26.1; Cluj-Napoca 46.8 23.6
RS Belgrade 44.8 20.5
RU Moscow 55.8 37.6; Saint Petersburg 59.9 30.3
SA Riyadh 24.7 46.7; Jeddah 21.5 39.2
SE Stockholm 59.3 18.1; Gothenburg 57.7 12.0; Malmö 55.6 13.0
SG Singapore 1.3 103.8
SI Ljubljana 46.1 14.5
SK Bratislava 48.1 17.1
TH Bangkok 13.8 100.5
TR Istanbul 41.0 28.9; Ankara 39.9 32.9; Izmir 38.4 27.1
TW Taipei 25.0 121.5
TZ Dar es Salaam -6.8 39.3
UA Kyiv 50.5 30.5; Lviv 49.8 24.0
US New York 40.7 -74.0; Los Angeles 34.1 -118.2; Chicago 41.9 -87.6; Houston 29.8 -95.4; Phoenix 33.4 -112.1;
   Philadelphia 40.0 -75.2; San Antonio 29.4 -98.5; San Diego 32.7 -117.2; Dallas 32.8 -96.8; San Jose 37.3 -121.9;
   Austin 30.3 -97.7; San Francisco 37.8 -122.4; Seattle 47.6 -122.3; Denver 39.7 -105.0; Boston 42.4 -71.1;
   Washington 38.9 -77.0; Atlanta 33.7 -84.4; Miami 25.8 -80.2; Minneapolis 45.0 -93.3; Portland 45.5 -122.7; Las
   Vegas 36.2 -115.1; Detroit 42.3 -83.0; Nashville 36.2 -86.8; Charlotte 35.2 -80.8; Columbus 40.0 -83.0;
   Indianapolis 39.8 -86.2; Pittsburgh 40.4 -80.0; Salt Lake City 40.8 -111.9; Kansas City 39.1 -94.6; New Orleans
   30.0 -90.1; Orlando 28.5 -81.4; Tampa 27.9 -82.5; Baltimore 39.3 -76.6; Raleigh 35.8 -78.6; St. Louis 38.6
   -90.2; Cleveland 41.5 -81.7; Palo Alto 37.4 -122.1; Oakland 37.8 -122.3; Honolulu 21.3 -157.9
UY Montevideo -34.9 -56.2
VN Hanoi 21.0 105.8; Ho Chi Minh City 10.8 106.6
ZA Cape Town -33.9 18.4; Johannesburg -26.2 28.0; Durban -29.9 31.0; Pretoria -25.7 28.2
"""

_CITY = re.compile(r"(.+?) (-?[0-9.]+) (-?[0-9.]+)")


def place_of_city(name: str, country: str = "") -> tuple[float, float] | None:
    """Degrees north and east of the city `name`; None for one that is not known here.

    Args:
        country: code of two letters; empty for whichever there is.
    """
    found = _places().get(_plain(name), {})
    code = country.strip().upper()
    return found.get("GB" if code == "UK" else code) if code else next(iter(found.values()), None)


@functools.cache
def _places() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """By name without accents, and by country."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for line in re.sub(r"\n +", " ", _CITIES).strip().splitlines():
        country, _, cities = line.partition(" ")
        for name, lat, lon in (
            match.groups() for city in cities.split(";") if (match := _CITY.fullmatch(city.strip()))
        ):
            found.setdefault(_plain(name), {})[country] = float(lat), float(lon)
    return found


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().strip()
