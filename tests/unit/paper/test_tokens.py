"""Letters signed by a token, a real one in software: which key it takes, and everything that can go wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import keys_made
import pytest
import tokens_made
from cryptography.hazmat.primitives.asymmetric import ec
from keys_made import NAME, NOW, certified, pair, trusted
from other_readers import needs_poppler, valid_by_poppler
from paper_samples import LETTER, thai
from tokens_made import LABEL, PIN, Drawer, needs_token

from viewer.paper.errors import (
    KeyExpired,
    KeyNotForSigning,
    PinFew,
    SealingFailed,
    TokenGone,
    TokenMissing,
    TokenModuleMissing,
    TokenWithoutKey,
)
from viewer.paper.referral import referral_pdf
from viewer.paper.sealing import Key, sealed, signature_of
from viewer.paper.tokens import Token, Tries, open_token, tokens
from viewer.view.signature import Standing

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
pytestmark = needs_token


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    with tokens_made.drawer(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return referral_pdf(replace(LETTER, sealed=("ลงลายมือชื่ออิเล็กทรอนิกส์แล้ว",)), thai())


def signed_with(drawer: Drawer, unsigned: bytes) -> bytes:
    (token,) = tokens(drawer.module)
    key = open_token(drawer.module, token, PIN, NOW)
    try:
        return sealed(unsigned, key, reason="ส่งต่อผู้ป่วย", place="คลินิก")
    finally:
        key.close()


@pytest.mark.parametrize("always", [False, True], ids=["once", "PIN for every signature"])
def test_a_letter_signed_by_a_token_is_valid_and_names_who_signed(
    drawer: Drawer, unsigned: bytes, always: bool
) -> None:
    drawer.put(pair(), always=always, chain=[tokens_made.authority()])
    found = signature_of(signed_with(drawer, unsigned), NOW, trusted())
    assert (found.standing, found.signer) == (Standing.TRUSTED, NAME)


def test_a_key_on_a_curve_signs_too(drawer: Drawer, unsigned: bytes) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    drawer.put((key, certified(key.public_key())))
    assert signature_of(signed_with(drawer, unsigned), NOW, trusted()).standing is Standing.TRUSTED


@needs_poppler
def test_poppler_sees_the_same(drawer: Drawer, unsigned: bytes) -> None:
    drawer.put(pair())
    signed = signed_with(drawer, unsigned)
    spoiled = bytearray(signed)
    spoiled[len(signed) // 3] ^= 1
    assert valid_by_poppler(signed)
    assert not valid_by_poppler(bytes(spoiled))


def test_tokens_are_told_apart_by_their_labels(drawer: Drawer) -> None:
    drawer.put(pair(), label="บัตร 1")
    drawer.put(pair(name="นพ.อีกคน"), label="บัตร 2")
    found = {token.label: token for token in tokens(drawer.module)}
    assert set(found) == {"บัตร 1", "บัตร 2"}
    key = open_token(drawer.module, found["บัตร 2"], PIN, NOW)
    assert key.name == "นพ.อีกคน"
    key.close()


def test_the_certificate_for_documents_comes_before_the_one_for_signing_in(drawer: Drawer) -> None:
    first, second = pair()[0], pair()[0]
    for_sign_in = certified(first.public_key(), -1, 900, commits=False, name="เข้าระบบ")
    drawer.put((first, for_sign_in), (second, certified(second.public_key(), name="ลงนาม")))
    (token,) = tokens(drawer.module)
    key = open_token(drawer.module, token, PIN, NOW)
    assert key.name == "ลงนาม"
    key.close()


@pytest.mark.parametrize(
    "module", ["/nowhere/token.so", __file__, "/"], ids=["not there", "no library", "a folder"]
)
def test_no_library_is_told(module: str) -> None:
    with pytest.raises(TokenModuleMissing):
        tokens(Path(module))


def test_no_token_is_told(drawer: Drawer) -> None:
    with pytest.raises(TokenMissing):
        tokens(drawer.module)


def test_a_wrong_pin_is_told_with_what_the_token_says_of_it(drawer: Drawer) -> None:
    drawer.put(pair())
    (before,) = tokens(drawer.module)
    assert before.tries is Tries.UNTOLD
    for pin in ("9999", "", "๒๔๖๘", "1" * 300):
        with pytest.raises(PinFew) as raised:
            open_token(drawer.module, before, pin, NOW)
        assert not pin or pin not in str(raised.value)
    (after,) = tokens(drawer.module)
    assert after.tries is Tries.FEW
    open_token(drawer.module, after, PIN, NOW).close()
    (again,) = tokens(drawer.module)
    assert again.tries is Tries.UNTOLD, "the right one clears it"


def test_another_token_than_was_chosen_is_not_signed_with(drawer: Drawer) -> None:
    drawer.put(pair())
    (chosen,) = tokens(drawer.module)
    drawer.pull()
    drawer.put(pair(name="ใครอีกคน"))
    with pytest.raises(TokenMissing):
        open_token(drawer.module, chosen, PIN, NOW)


def test_pulled_out_before_it_signs(drawer: Drawer, unsigned: bytes) -> None:
    drawer.put(pair())
    (token,) = tokens(drawer.module)
    key = open_token(drawer.module, token, PIN, NOW)
    drawer.pull()
    with pytest.raises(TokenGone):
        sealed(unsigned, key, reason="", place="")
    key.close()
    key.close()  # twice does no harm
    drawer.put(pair())
    assert signature_of(signed_with(drawer, unsigned), NOW, trusted()).standing is Standing.TRUSTED


Fill = Callable[[Drawer], None]


@pytest.mark.parametrize(
    ("fill", "error"),
    [
        (lambda drawer: drawer.put(), TokenWithoutKey),
        (lambda drawer: drawer.put((None, pair()[1])), TokenWithoutKey),
        (lambda drawer: drawer.put(pair(-300, -1)), KeyExpired),
        (lambda drawer: drawer.put(pair(signs=False)), KeyNotForSigning),
    ],
    ids=["empty", "certificate alone", "expired", "not for signing"],
)
def test_a_token_that_cannot_sign_says_why(drawer: Drawer, fill: Fill, error: type[SealingFailed]) -> None:
    fill(drawer)
    (token,) = tokens(drawer.module)
    with pytest.raises(error):
        open_token(drawer.module, token, PIN, NOW)
    (token,) = tokens(drawer.module)  # and it is closed again


def test_closed_means_logged_out(drawer: Drawer, unsigned: bytes) -> None:
    drawer.put(pair())
    (token,) = tokens(drawer.module)
    key = open_token(drawer.module, token, PIN, NOW)
    key.close()
    with pytest.raises(SealingFailed):
        sealed(unsigned, key, reason="", place="")


def test_a_token_and_its_key_show_nothing_of_themselves(drawer: Drawer) -> None:
    drawer.put(pair(), always=True)
    (token,) = tokens(drawer.module)
    key: Key = open_token(drawer.module, token, PIN, NOW)
    assert repr(token) == f"Token(label={LABEL!r}, tries=<Tries.UNTOLD: 'untold'>)"
    assert PIN not in repr(key)
    key.close()
    assert Token("x", b"1") != Token("x", b"2")
    assert keys_made.NAME in repr(key)
