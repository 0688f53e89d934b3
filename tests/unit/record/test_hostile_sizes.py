# ruff: noqa: E501 - long literals of JSON read better in one line
"""Sizes at which anything that is not one pass would take minutes, in a process of their own with an end to its time.

None of these is a measurement: each takes a second or two, and would take from ten minutes to years if it were not.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fuzz.checks import HERE, TODAY, check_record
from fuzz.samples import MARK, RESOURCES, bundle

from viewer.base.words import Words
from viewer.exchange import wire
from viewer.exchange.ledger import Ledger
from viewer.exchange.wire import Flaw, split
from viewer.record.binder import Binder
from viewer.record.facts import Fact, Result
from viewer.record.reading.lengths import LONGEST
from viewer.record.reading.prose import plain
from viewer.record.restricted import standard_rules
from viewer.view.sheets import all_sheets

ROOT = Path(__file__).resolve().parents[3]
BY_ID = {resource["id"]: resource for resource in RESOURCES if "id" in resource}


def sample(id_: str, **more: Any) -> dict[str, Any]:
    return {**BY_ID[f"{MARK}-{id_}"], **more}


def read(*resources: Any) -> Binder:
    binder = Binder(TODAY, None)
    tally = binder.add(json.dumps(bundle(list(resources))).encode(), HERE).tally
    assert tally.received == len(resources)
    return binder


def only(binder: Binder) -> Fact:
    check_record(binder.record())
    (fact,) = binder.record().facts()
    return fact


CROWDS: dict[str, str] = {
    "one id, always another content": "[{**o, 'id': 'x', 'meta': {}, 'note': [{'text': str(n)}]} for n in range(10000)]",
    "a hundred thousand rows": "[{'resourceType': 'Observation', 'id': str(n), 'code': {'text': 'x'}} for n in range(100000)]",
    "all want one medicine that comes last": "[{**r, 'id': str(n)} for n in range(10000)] + [m] * 3",
    "one visit wants every diagnosis": (
        "[{**e, 'diagnosis': [{'condition': {'reference': f'Condition/{n}'}} for n in range(20000)]}]"
        " + [{**c, 'id': str(n)} for n in range(20000)]"
    ),
    "one medicine with every name": "[{**d, 'medicationCodeableConcept': {'coding': [{'display': f'a {n} mg'}"
    " for n in range(100000)]}}]",
    "two persons with every name": "[{**p, 'id': i, 'name': [{'text': f'{i}{n}'} for n in range(30000)]} for i in 'ab']",
    "every blood group another": "[{**b, 'id': str(n), 'valueString': str(n)} for n in range(20000)]",
    "allergens and refutations": "[{**a, 'id': f'a{n}', 'code': {'text': f'a{n}'}} for n in range(6000)]"
    " + [{**a, 'id': f'b{n}', 'code': {'text': f'b{n}'}, 'verificationStatus': {'text': 'refuted'}} for n in range(6000)]",
}  # fmt: skip
CHILD = """
import json, sys
sys.path[:0] = sys.argv[1:3]
from fuzz.checks import *
from fuzz.samples import *
by = {{one.get('id', '')[len(MARK) + 1 :]: one for one in RESOURCES}}
o, r, m, e, c, d = (by[k] for k in ('observation', 'medicationrequest', 'm', 'encounter', 'condition', 'medicationdispense'))
p, b, a = by['p'], by['words'], by['allergyintolerance']
resources = {crowd}
binder = Binder(TODAY, None)
assert binder.add(json.dumps(bundle(resources)).encode(), HERE).tally.received == len(resources)
check_record(binder.record())
if len(resources) < 50_000:
    all_sheets(binder.record(), Ledger(), TODAY, Words('th'))
"""


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_crowd_is_read_in_one_pass(crowd: str) -> None:
    code = CHILD.format(crowd=CROWDS[crowd])
    subprocess.run([sys.executable, "-c", code, str(ROOT), str(ROOT / "tests")], check=True, timeout=60)


PATTERNS = (
    "a ", "1 ", " ", "tab ", "tab,", "a1 mg + ", "((", "() ", "ครั้งละ 1 ", "วันละ ", "ทุก 1", "เส้นฟอก ", "จันทร์ ", "q 1", "1x", "x ",
    "- ", "ก", "ๆ", "์", "1,", "1/", "<", "<a ", "<a b", "<!--", "<![CDATA[", "&#", "</", '"', "\\", "\n", "\u200b", "ปฏิเสธแพ้",
)  # fmt: skip
LONG = """
import copy, json, sys
sys.path[:0] = sys.argv[1:3]
from fuzz.checks import *
from fuzz.mutations import _nodes
from fuzz.samples import *
for number, pattern in enumerate({patterns!r}):
    entries = []
    for resource in RESOURCES:
        for place, (holder, key) in enumerate(_nodes([resource])):
            if isinstance(holder[key], str) and key not in ('resourceType', 'id') and place % 8 == number % 8:
                changed = copy.deepcopy(resource)
                inner, at = _nodes([changed])[place]
                inner[at] = holder[key] + pattern * (12_000 // len(pattern)) + '!'
                entries.append({{**changed, 'id': str(len(entries))}})
    binder = Binder(TODAY, None)
    assert binder.add(json.dumps(bundle(entries)).encode(), HERE).tally.adds_up
    all_sheets(binder.record(), Ledger(), TODAY, Words('th'))
"""


def test_no_pattern_goes_back_for_long_in_any_field() -> None:
    code = LONG.format(patterns=PATTERNS)
    subprocess.run([sys.executable, "-c", code, str(ROOT), str(ROOT / "tests")], check=True, timeout=240)


@pytest.mark.parametrize(
    "pattern", ["<a ", "<a b", "<a b=", "<!--", "<![CDATA[", "</a ", "<![", "<script>", "&#1"]
)
def test_a_long_narrative_of_broken_markup(pattern: str) -> None:
    told = plain(
        f"<p>แพ้ยา</p>{pattern * 60_000}<p>จบ</p>"
    )  # 60,000 of the first took the standard parser minutes
    assert told.startswith("แพ้ยา")
    assert "จบ" in told


def test_a_text_of_ten_million_characters_is_cut_and_says_so() -> None:
    text = "ก" * 10_000_000
    fact = only(read(sample("observation", valueQuantity=None, valueString=text)))
    assert isinstance(fact, Result)
    assert fact.value == f"{text[:LONGEST]}…"
    assert "text-cut" in {remark.code for remark in fact.remarks}
    assert len(json.loads(fact.origin.raw)["valueString"]) == len(text), "as it was sent"


def test_a_word_that_restricts_does_so_from_behind_the_cut() -> None:
    binder = read(sample("condition", note=[{"text": "ก" * 50_000 + " HIV "}], code={"text": "x"}))
    assert binder.record().account.total.restricted == 1
    shown = read(sample("condition", note=[{"text": "ก" * 50_000}], code={"text": "x"}))
    assert shown.record().account.total.shown == 1


def test_a_denial_that_goes_on_for_long_is_no_denial() -> None:
    text = "ปฏิเสธการแพ้ยา" + " " * 30_000 + "ยกเว้น penicillin"
    binder = read(sample("allergyintolerance", code={"text": text}))
    assert [row.stance.value for row in binder.record().allergies] == ["allergic"]


def test_what_is_cut_alike_is_not_the_same() -> None:
    binder = read(
        *(sample("observation", meta={}, note=[{"text": "ก" * 30_000 + end}]) for end in ("a", "b", "b"))
    )
    total = binder.record().account.total
    assert (total.shown, total.merged) == (2, 1)


def test_a_picture_in_base64_is_not_cut() -> None:
    binder = read(
        sample(
            "diagnosticreport", result=[], contained=[], presentedForm=[{"data": "A" * 100_000, "title": "x"}]
        )
    )
    assert "text-cut" not in {remark.code for remark in only(binder).remarks}


def test_the_words_that_stay_are_those_that_restrict() -> None:
    rules = standard_rules()
    assert rules.telling_words("tenofovir และ emtricitabine ที่คลินิกนภา HIV") == (
        "hiv", "emtricitabine", "คลินิกนภา", "tenofovir"
    )  # fmt: skip
    assert rules.telling_words("ยาความดัน") == ()


@pytest.mark.parametrize(
    "body",
    [
        b'{"resourceType":"Bundle","entry":[{"resource":{"a":'
        + b"[" * 30_000_000
        + b"]" * 30_000_000
        + b"}}]}",
        b'{"resourceType":"Bundle","entry":[{"resource":{"a":' + b"[" * 60_000_000,
        b'{"resourceType":"Bundle","entry":[{"resource":{"a":' + b'{"a":' * 500_000,
        b'{"resourceType":"Bundle","entry":[{"resource":{"a":"' + b'\\"' * 20_000_000,
    ],
    ids=["deep", "open", "objects", "quotes"],
)
def test_a_page_of_brackets_or_quotes_is_one_gap(body: bytes) -> None:
    binder = Binder(TODAY, None)
    tally = binder.add(body, HERE).tally
    assert (tally.received, tally.gaps) == (1, 1)


@pytest.mark.parametrize("piece", [b"{},", b"1,"])
def test_more_entries_than_a_page_can_hold_are_not_all_taken_apart(
    piece: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MOST_ENTRIES", 1000)
    monkeypatch.setattr(wire, "CROWDED", 3000)
    page = split(b'{"resourceType":"Bundle","entry":[' + piece * 3010 + b"{}]}")
    assert len(page.entries) == 1001
    assert page.unreadable >= 1
    assert page.entries[-1].flaw is Flaw.TOO_MANY
    assert page.entries[-1].raw.endswith(b"{}]")


@pytest.mark.parametrize("number", ["1e999999999", "-1e-999999999", "1E+31", "9" * 5000])
def test_a_number_without_end_is_words(number: str) -> None:
    body = json.dumps(bundle([sample("observation")])).replace('"value": 1.5', f'"value": {number}')
    binder = Binder(TODAY, None)
    binder.add(body.encode(), HERE)
    fact = only(binder)
    assert isinstance(fact, Result)
    all_sheets(binder.record(), Ledger(), TODAY, Words("th"))
    assert getattr(fact.value, "value", None) is None
    assert getattr(fact.value, "text", "").startswith(number[:2].upper())


def test_posts_that_point_at_each_other_name_nobody() -> None:
    posts = [
        {
            "resourceType": "PractitionerRole",
            "id": one,
            "practitioner": {"reference": f"PractitionerRole/{other}"},
        }
        for one, other in (("a", "b"), ("b", "a"), ("c", "c"))
    ]
    rows = [
        sample("medicationrequest", id=one, requester={"reference": f"PractitionerRole/{one}"})
        for one in "abc"
    ]
    for order in (posts + rows, rows + posts):
        assert [row.prescriber for row in read(*order).record().supplies] == ["", "", ""]
