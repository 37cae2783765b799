"""The public names of secrets."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.protocol.fingerprint import fingerprint_of, normalised, short_code

SECRETS = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_fingerprint_is_what_other_tools_make_it() -> None:
    # printf '%064d' 0 | sha256sum | cut -c-20 | xxd -r -p | base32
    assert fingerprint_of("0" * 64) == "MDQF-XUNR-SWXS-7FAR"


@given(SECRETS)
def test_fingerprint_is_four_groups_that_hold_80_bits_of_the_hash(secret: str) -> None:
    fingerprint = fingerprint_of(secret)

    assert [len(group) for group in fingerprint.split("-")] == [4, 4, 4, 4]
    assert base64.b32decode(fingerprint.replace("-", "")) == hashlib.sha256(secret.encode()).digest()[:10]


@given(SECRETS)
def test_fingerprint_is_recognised_however_it_is_typed(secret: str) -> None:
    fingerprint = fingerprint_of(secret)

    assert normalised(fingerprint) == fingerprint
    assert normalised(fingerprint.lower()) == fingerprint
    assert normalised(fingerprint.replace("-", "")) == fingerprint
    assert normalised(f"  {fingerprint.replace('-', ' ')} \n") == fingerprint


@given(SECRETS)
def test_digits_typed_for_letters_that_look_alike_are_understood(secret: str) -> None:
    fingerprint = fingerprint_of(secret)

    assert normalised(fingerprint.translate(str.maketrans("OIB", "018"))) == fingerprint


@pytest.mark.parametrize("text", ["", "MDQF", "MDQF-XUNR-SWXS-7FAR-A", "MDQF-XUNR-SWXS-7FA9", "MDQF-XUNR-SWXS-7FÄR"])
def test_what_is_no_fingerprint_is_none(text: str) -> None:
    assert normalised(text) is None


@given(SECRETS)
def test_short_code_is_of_the_fingerprint_and_has_no_letters_that_are_mixed_up(secret: str) -> None:
    code = short_code(fingerprint_of(secret))

    assert code == short_code(fingerprint_of(secret))
    assert len(code) == 6
    assert not set(code) & set("01258ABEILOQSUVZ")


def test_short_code_stays_what_hubs_and_screens_of_all_versions_make_it() -> None:
    assert short_code("K7QF-2MXD-6TBA-W3EN") == "XF47CN"
    assert short_code("") == ""
