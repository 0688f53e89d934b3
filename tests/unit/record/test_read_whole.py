"""A sound page is read in one step, its bytes as sent are cut out when somebody asks; every other is taken apart."""

import json
import pickle
from typing import Any

import pytest
from fuzz.checks import HERE, TODAY, check_whole

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.arrivals import arrivals_in
from viewer.record.binder import Binder
from viewer.record.reading.lengths import LONGEST, may_be_long
from viewer.record.sent import Excerpt, Uncut
from viewer.view.sheets import all_sheets

SUBJECT = {"reference": "Patient/p"}
GOUT = {"resourceType": "Condition", "id": "c1", "subject": SUBJECT, "code": {"text": "โรคเกาต์"}}
PULSE = {
    "resourceType": "Observation", "id": "o1", "status": "final", "subject": SUBJECT,
    "code": {"text": "ชีพจร"}, "valueQuantity": {"value": 72, "unit": "/min"},
}  # fmt: skip
VISIT = {"resourceType": "Encounter", "id": "e1", "subject": SUBJECT, "class": {"code": "AMB"}}


def page(*resources: object, **more: object) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:uuid:{place}", "resource": one} for place, one in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}


def body(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def is_whole(sent: bytes) -> bool:
    found = list(arrivals_in(sent))
    assert found
    return all(isinstance(arrival.sent, Excerpt) for arrival in found)


PLAIN = body(page(GOUT, PULSE, VISIT))


@pytest.mark.parametrize(
    "sent",
    [
        PLAIN,
        body(page(GOUT, type="document")),
        body(page(GOUT, type="searchset", total=1, link=[{"relation": "self", "url": "http://x"}])),
        body({"entry": [{"search": {"mode": 5}, "resource": GOUT}], "resourceType": "Bundle"}),
        body(page({**GOUT, "note": [{"text": "ปวดข้อ"}] * LONGEST})).replace(b'"entry"', b'"link":5,"entry"'),
        body(page(GOUT, link=5)).replace(b'"entry"', rb'"\u0065ntry"'),
        rb'{"resourceType":"Bundle","entry":[{"search":5,"resourc\u0065":%b}]}' % body(GOUT),
        PLAIN + b" \n",
    ],
)
def test_a_sound_page_is_read_whole(sent: bytes) -> None:
    assert is_whole(sent)
    check_whole(sent)


LONG = {**GOUT, "note": [{"text": "ก" * LONGEST}]}


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(body(page({**GOUT, "recordedDate": 5})), id="what does not fit"),
        pytest.param(body(page({**GOUT, "madeUp": 1})), id="what R4 does not know"),
        pytest.param(body(page(GOUT, {"resourceType": "Basic", "id": "b"})), id="another type"),
        pytest.param(body(page(GOUT, page(PULSE))), id="a Bundle inside"),
        pytest.param(body(page(GOUT, None)), id="nothing in an entry"),
        pytest.param(body({**page(GOUT), "entry": [{"resource": GOUT}, {}]}), id="an empty entry"),
        pytest.param(body(page(GOUT, {"resourceType": "OperationOutcome"})), id="what did not work"),
        pytest.param(body(page(LONG)), id="a long text"),
        pytest.param(body(page(*[GOUT] * LONGEST)), id="a large page"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN, id="a byte order mark"),
        pytest.param(PLAIN[:-9], id="a cut end"),
        pytest.param(PLAIN.replace("เกาต์".encode(), b"\xff\xfe"), id="no UTF-8"),
        pytest.param(PLAIN.replace(b"72", b"NaN"), id="no number"),
        pytest.param(body({"entry": [{"resource": GOUT}], "type": "collection"}), id="no type of its own"),
        pytest.param(body(GOUT), id="no Bundle"),
    ],
)
def test_every_other_is_taken_apart(sent: bytes) -> None:
    assert not any(isinstance(arrival.sent, Excerpt) for arrival in arrivals_in(sent))
    check_whole(sent)


@pytest.mark.parametrize("before", [0, 1, 77, LONGEST // 2, LONGEST - 3])
@pytest.mark.parametrize("sign", ["ก", "a", '"', "\\", "\\\\ "])
def test_no_long_text_is_overlooked(before: int, sign: str) -> None:
    """Wherever it begins; quotes in it, which JSON escapes, are no end of it."""
    text = (sign * (LONGEST + 1))[: LONGEST + 1]
    sent = body(page({"id": "x" * before}, {"note": text}))
    assert may_be_long(sent)


def test_texts_as_they_are_written_are_not_long() -> None:
    note = {"text": 'ซักประวัติ: ปวดท้อง "จุก" ใต้ลิ้นปี่ กินยาลดกรดแล้วดีขึ้น\n' * 20}
    assert not may_be_long(body(page(*[{**GOUT, "note": [note]}] * 50)))


def test_the_bytes_as_sent_are_those_of_the_resource() -> None:
    sent = json.dumps(page(PULSE, GOUT), ensure_ascii=False, indent=3).encode()
    binder = Binder(TODAY, None)
    binder.add(sent, HERE)
    record = binder.record()
    for row, resource in ((record.problems[0], GOUT), (record.results[0], PULSE)):
        assert row.origin.raw in sent
        assert json.loads(row.origin.raw) == resource
        assert isinstance(row.origin.sent, Excerpt)


def test_nobody_cuts_a_page_to_read_and_draw_it() -> None:
    """What is gained by reading it whole would be lost again."""
    binder = Binder(TODAY, None)
    binder.add(PLAIN, HERE)
    record = binder.record()
    all_sheets(record, Ledger(), TODAY, Words("th"))
    wholes = [fact.origin.sent.whole for fact in record.facts() if isinstance(fact.origin.sent, Excerpt)]
    assert len(wholes) == 3
    assert all(whole.held is wholes[0].held and isinstance(whole.held, bytes) for whole in wholes)


def test_the_same_page_again_is_all_copies() -> None:
    binder = Binder(TODAY, None)
    binder.add(PLAIN, HERE)
    again = binder.add(json.dumps(json.loads(PLAIN), indent=1).encode(), HERE)
    assert (again.tally.received, again.tally.merged) == (3, 3)


def test_an_excerpt_is_its_bytes() -> None:
    whole = Uncut(PLAIN)
    first, second = Excerpt(whole, 0), Excerpt(whole, 1)
    assert first == bytes(first) == Excerpt(Uncut(PLAIN), 0)
    assert bytes(first) == first
    assert first != second
    assert first != "text"
    assert hash(first) == hash(bytes(first))
    assert sorted([second, first]) == sorted([bytes(second), bytes(first)])
    assert (bytes(first) < second) is (first < bytes(second))


def test_what_is_held_is_never_printed() -> None:
    whole = Uncut(PLAIN)
    assert "เกาต์" not in f"{whole!r} {whole.page!r} {Excerpt(whole, 0)!r} {Excerpt(whole, 0)}"
    assert not whole.__rich_repr__()
    for held in (whole, Excerpt(whole, 0)):
        with pytest.raises(TypeError, match="not to be pickled"):
            pickle.dumps(held)
