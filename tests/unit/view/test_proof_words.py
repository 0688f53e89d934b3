"""What is known of a paper's code, in Thai."""

from datetime import UTC, datetime

import pytest

from viewer.base.words import Words
from viewer.exchange.verifying import Proof
from viewer.view.proof import Proven, Verification, no_proof, proof_on_paper, verification_words, verified

WORDS = Words("th")
KEPT = Proof("ni:///sha-256;abc", "คลินิกใจดี", "99004", datetime(2026, 11, 23, 7, 20, tzinfo=UTC), 2, False)


@pytest.mark.parametrize(
    ("digest", "told", "standing"),
    [
        ("ni:///sha-256;abc", KEPT, Proven.SAME),
        ("ni:///sha-256;xyz", KEPT, Proven.OTHER),
        ("ni:///sha-256;abc", None, Proven.UNKNOWN),
    ],
)
def test_an_answer_held_against_a_file(digest: str, told: Proof | None, standing: Proven) -> None:
    assert verified("K7F3", digest, told).standing is standing


def test_a_code_typed_from_paper_is_held_against_no_file() -> None:
    gone = Proof(KEPT.digest, "", "", None, 0, True)
    found = {verified("K7F3", "", told).standing for told in (KEPT, gone, None)}
    assert found == {Proven.ISSUED, Proven.REPLACED, Proven.UNKNOWN}


def test_what_was_superseded_says_so_and_a_changed_file_is_never_taken_for_it() -> None:
    gone = Proof(KEPT.digest, "", "", None, 0, True)
    assert verified("K7F3", KEPT.digest, gone).standing is Proven.SUPERSEDED
    assert verified("K7F3", "ni:///sha-256;xyz", gone).standing is Proven.OTHER


def test_every_standing_has_its_own_thai_sentence() -> None:
    said = [verification_words(Verification(standing), WORDS) for standing in Proven]
    assert len(set(said)) == len(Proven)
    assert all(any("ก" <= sign <= "๙" for sign in sentence) for sentence in said)


def test_who_issued_it_when_and_which_copy() -> None:
    said = verification_words(verified("K7F392QDXM4P", KEPT.digest, KEPT), WORDS)
    assert "รหัส K7F3-92QD-XM4P" in said
    assert "คลินิกใจดี (99004)" in said
    assert "23 พ.ย. 2569 14.20 น." in said
    assert "สำเนาที่ 2" in said


def test_a_paper_without_a_code_says_why() -> None:
    reasons = {no_proof(WORDS, offered=offered).said for offered in (True, False)}
    assert len(reasons) == 2
    assert all(said.startswith("เอกสารนี้ไม่มีรหัสตรวจสอบ: ") for said in reasons)
    assert (
        proof_on_paper("K7F392QDXM4P", "https://hie.example/v", WORDS).address
        == "https://hie.example/v/K7F392QDXM4P"
    )
