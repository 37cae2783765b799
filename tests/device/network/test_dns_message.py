"""DNS messages: what goes out is what the standard says, and whatever comes in is read or refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.network.dns_message import (
    PTR,
    SRV,
    TXT,
    Address,
    DnsMessageError,
    Message,
    Pointer,
    Service,
    Text,
    is_same_name,
    name_of,
    query,
    read_message,
    told_name,
)

# What a dnsmasq 2.90 answered on loopback that had been given these records; the last has an address added to it.
RECORDED_PTR = bytes.fromhex(
    "1a2b85800001000100000000095f646973706c617964045f746370066f6666696365047465737400000c0001c00c000c0001000000000021"
    "046d61696e095f646973706c617964045f746370066f6666696365047465737400"
)
RECORDED_TXT = bytes.fromhex(
    "1a2b85800001000100000000044d61696e095f646973706c617964045f746370066f6666696365047465737400001000"
    "01c00c0010000100000000002509747874766572733d310b736368656d653d6874747008706174683d2f74760569643d6b31"
)
RECORDED = bytes.fromhex(
    "1a2b85800001000100000001044d61696e095f646973706c617964045f746370066f666669636504746573740000210001c00c0021000100"
    "0000000017000000001f8603687562066f6666696365047465737400c04300010001000000000004c0000201"
)
SERVICE = (b"_displayd", b"_tcp", b"office", b"test")
INSTANCE = (b"Main", *SERVICE)
HUB = (b"hub", b"office", b"test")


def message(*records: bytes, questions: int = 0, number: int = 7, flags: int = 0x8400) -> bytes:
    return struct.pack("!6H", number, flags, questions, len(records), 0, 0) + b"".join(records)


def record(kind: int, data: bytes, name: bytes = b"\x01a\x00", group: int = 1) -> bytes:
    return name + struct.pack("!2HIH", kind, group, 10, len(data)) + data


def test_recorded_answers_are_read() -> None:
    (pointer,) = read_message(RECORDED_PTR).records

    assert pointer == Pointer(SERVICE, (b"main", *SERVICE))
    assert is_same_name(pointer.target, INSTANCE)
    assert told_name(INSTANCE) == "Main._displayd._tcp.office.test"
    assert read_message(RECORDED_TXT).records == (
        Text(INSTANCE, {"txtvers": "1", "scheme": "http", "path": "/tv", "id": "k1"}),
    )
    assert read_message(RECORDED)[:3] == (
        0x1A2B,
        True,
        (Service(INSTANCE, 0, 0, 8070, HUB), Address(HUB, "192.0.2.1")),
    )


def test_question_is_as_rfc_1035_has_it() -> None:
    asked = query(0x1A2B, [(name_of("hub.test."), PTR)], is_recursive=True)

    assert asked == bytes.fromhex("1a2b01000001000000000000 03687562 0474657374 00 000c 0001")
    assert query(1, [])[2:4] == b"\0\0"


def test_every_kind_of_record_of_use_is_read_and_others_are_passed_over() -> None:
    found = read_message(
        message(
            record(1, bytes([192, 0, 2, 7])),
            record(28, bytes.fromhex("20010db8000000000000000000000007"), group=0x8001),
            record(SRV, struct.pack("!3H", 0, 5, 8070) + b"\x03hub\xc0\x0c"),
            record(TXT, b"\x0bscheme=http\x05PATH=\x08path=two\x04flag\x00\x02=x"),
            record(47, b"whatever"),
            record(1, bytes([192, 0, 2, 7]), group=3),
        )
    )

    assert found.records == (
        Address((b"a",), "192.0.2.7"),
        Address((b"a",), "2001:db8::7"),
        Service((b"a",), 0, 5, 8070, (b"hub", b"a")),
        Text((b"a",), {"scheme": "http", "path": "", "flag": ""}),
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"short",
        message(b"\xc0\x0c" + bytes(10)),
        message(b"\xc0\x0e\xc0\x0c" + bytes(10)),
        message(b"\x01a\xc0\x0c" + bytes(10)),
        message(b"\x80abc" + bytes(10)),
        message(b"".join(b"\x3f" + b"x" * 63 for _ in range(5)) + b"\0" + bytes(10)),
        message(record(1, b"abc")),
        message(record(PTR, b"\x01a\x00rest")),
        message(record(SRV, b"\0")),
        message(record(TXT, b""))[:-3],
        message() + bytes(9000),
        struct.pack("!6H", 7, 0x8400, 0, 65_535, 0, 0),
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(DnsMessageError):
        read_message(data)


@pytest.mark.parametrize("name", ["", ".", "a..b", "x" * 64, ".".join(["abcdefgh"] * 30)])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(DnsMessageError):
        name_of(name)


LABEL = st.binary(min_size=1, max_size=63)
NAME = st.lists(LABEL, min_size=1, max_size=3).map(tuple)


@given(NAME, NAME, st.integers(0, 65_535))
def test_names_come_back_as_they_went_out(name: tuple[bytes, ...], other: tuple[bytes, ...], number: int) -> None:
    asked = query(number, [(name, PTR)])
    target = query(0, [(other, PTR)])[12:-4]
    # The answer points at the name in the question.
    found = read_message(asked[:7] + b"\1" + asked[8:] + record(PTR, target, b"\xc0\x0c"))

    assert found == Message(number, False, (Pointer(name, other),), asked[3] & 0x0F)
    assert is_same_name(name, tuple(label.upper() for label in name))


@given(st.binary(max_size=400))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    _read(data)


@given(st.integers(0, 40), st.lists(st.one_of(st.binary(max_size=30), st.just(b"\xc0\x0c"), st.just(b"\x01a\x00"))))
def test_whatever_comes_under_a_good_head_is_read_or_refused(count: int, parts: list[bytes]) -> None:
    _read(struct.pack("!6H", 7, 0x8400, 1, count, 0, 0) + b"".join(parts))


@given(st.data())
def test_damaged_answer_is_read_or_refused(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(RECORDED) - 1))
    _read(RECORDED[:place] + data.draw(st.binary(min_size=1, max_size=3)) + RECORDED[place + 1 :])


def _read(data: bytes) -> None:
    try:
        found = read_message(data)
    except DnsMessageError:
        return
    for one in found.records:
        assert sum(1 + len(label) for label in one.name) < 255
        assert told_name(one.name) is not None
