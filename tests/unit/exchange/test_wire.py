"""A page is split into resources; damage costs the damaged entry and nothing else, and is counted."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.base.opaque import Opaque
from viewer.exchange.mending import mend
from viewer.exchange.wire import Entry, Flaw, Mode, Page, split, split_gently


def resource(number: int, **more: object) -> dict[str, object]:
    return {"resourceType": "Observation", "id": f"o{number}", **more}


def page_of(*resources: str, **frame: object) -> bytes:
    """A searchset whose resources are given as JSON text, so that they may be broken."""
    head = json.dumps({"resourceType": "Bundle", "type": "searchset", **frame})[:-1]
    entries = ",".join(
        f'{{"fullUrl":"https://a.example/{n}","resource":{text}}}' for n, text in enumerate(resources)
    )
    return f'{head},"entry":[{entries}]}}'.encode()


def good(number: int, **more: object) -> str:
    return json.dumps(resource(number, **more), ensure_ascii=False)


def ids(page: Page) -> list[str]:
    return [json.loads(entry.raw)["id"] for entry in page.entries if entry.readable]


def test_clean_page_is_split_without_touching_the_bytes() -> None:
    texts = [good(1, note="ครีแอตินีน"), good(2)]
    body = page_of(
        *texts,
        total=2,
        link=[
            {"relation": "self", "url": "https://a.example/?patient=1"},
            {"relation": "next", "url": "https://a.example/?c=2"},
        ],
    )
    page = split(body)
    assert [entry.raw for entry in page.entries] == [text.encode() for text in texts]
    assert [entry.full_url for entry in page.entries] == [
        "https://a.example/0",
        "https://a.example/1",
    ]
    assert page.next_url == Opaque("https://a.example/?c=2")
    assert page.self_url == Opaque("https://a.example/?patient=1")
    assert (page.total, page.type, page.flaws, page.unreadable) == (2, "searchset", (), 0)


def test_modes_are_told_apart_and_an_unknown_one_is_a_match() -> None:
    entries = [
        {"resource": resource(n), "search": {"mode": mode}}
        for n, mode in enumerate(["match", "include", "outcome", "surprise"])
    ]
    entries.append({"resource": resource(9)})
    page = split(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    assert [entry.mode for entry in page.entries] == [
        Mode.MATCH,
        Mode.INCLUDE,
        Mode.OUTCOME,
        Mode.MATCH,
        Mode.MATCH,
    ]


DAMAGE = {
    "NaN": ('{"resourceType":"Observation","id":"x","v":NaN}', Flaw.MENDED),
    "minus infinity": ('{"resourceType":"Observation","id":"x","v":-Infinity}', Flaw.MENDED),
    "lone surrogate": ('{"resourceType":"Observation","id":"x","v":"a\\ud83d"}', Flaw.MENDED),
    "raw line break in a text": ('{"resourceType":"Observation","id":"x","v":"a\nb"}', Flaw.MENDED),
    "stray backslash": ('{"resourceType":"Observation","id":"x","v":"C:\\his"}', Flaw.MENDED),
    "trailing comma": ('{"resourceType":"Observation","id":"x",}', Flaw.NOT_JSON),
    "unquoted": ('{"resourceType":"Observation","id":x}', Flaw.NOT_JSON),
    "null": ("null", Flaw.NULL),
    "too deep": ('{"id":"x","v":' + "[" * 100_000 + "]" * 100_000 + "}", Flaw.TOO_DEEP),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_one_damaged_resource_costs_only_itself(kind: str) -> None:
    text, flaw = DAMAGE[kind]
    page = split(page_of(good(1), text, good(2), total=3))
    assert [entry.flaw for entry in page.entries] == [Flaw.NONE, flaw, Flaw.NONE]
    assert [name for name in ids(page) if name != "x"] == ["o1", "o2"]
    assert page.total == 3
    assert page.unreadable == (flaw not in (Flaw.MENDED, Flaw.NULL))  # null: there was no resource


def test_mending_keeps_the_bytes_that_came() -> None:
    text = '{"id":"x","v":"บ\tก"}'
    entry = split(page_of(text)).entries[0]
    assert json.loads(entry.raw)["v"] == "บ\tก"
    assert entry.as_sent == text.encode()


def test_bytes_that_are_not_utf8_become_a_mark_not_an_error() -> None:
    body = page_of(good(1), '{"id":"x","v":"@@"}').replace(b"@@", "ไทย".encode("tis-620"))
    page = split(body)
    assert [entry.flaw for entry in page.entries] == [Flaw.NONE, Flaw.MENDED]
    assert set(json.loads(page.entries[1].raw)["v"]) == {"\ufffd"}


def test_byte_order_mark_is_dropped_and_said() -> None:
    page = split(b"\xef\xbb\xbf" + page_of(good(1), good(2)))
    assert page.flaws == ("byte-order-mark",)
    assert ids(page) == ["o1", "o2"]


def test_null_entry_and_entry_that_is_no_object() -> None:
    body = (
        b'{"resourceType":"Bundle","entry":[null,{"resource":' + good(1).encode() + b'},7,{"response":{}}]}'
    )
    page = split(body)
    assert [entry.flaw for entry in page.entries] == [Flaw.NULL, Flaw.NONE, Flaw.NULL, Flaw.NULL]
    assert page.unreadable == 2


def test_cut_body_keeps_what_arrived_whole_and_counts_the_rest() -> None:
    body = page_of(good(1), good(2), good(3, text='a {"resource": { in a text'), total=3)
    page = split(body[:-25])
    assert ids(page) == ["o1", "o2"]
    assert page.unreadable == 1
    assert page.entries[-1].flaw is Flaw.CUT
    assert "cut" in page.flaws
    assert page.total == 3


@given(st.integers(min_value=1))
def test_cut_anywhere_never_raises_and_never_invents(at: int) -> None:
    body = page_of(*(good(n, v=[1, {"a": "}]{"}]) for n in range(5)), total=5)
    page = split(body[: at % len(body)])
    assert ids(page) == [f"o{n}" for n in range(len(ids(page)))]
    assert len(page.entries) <= 5


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(noise: bytes) -> None:
    assert isinstance(split(noise), Page)
    assert isinstance(split(page_of(good(1)) + noise), Page)
    mend(noise)


@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        max_size=5,
    )
)
def test_both_ways_read_a_clean_page_alike(values: list[object]) -> None:
    body = page_of(*(good(n, v=value) for n, value in enumerate(values)), total=len(values))
    assert split_gently(body) == split(body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"x"', b"{", b"null", b'{"resourceType":'])
def test_what_is_no_page_says_so(body: bytes) -> None:
    page = split(body)
    assert page.entries == ()
    assert set(page.flaws) & {"not-json", "not-a-bundle"}


def test_another_resource_instead_of_a_bundle_is_named() -> None:
    page = split(b'{"resourceType":"OperationOutcome","issue":[]}')
    assert page.resource_type == "OperationOutcome"
    assert page.flaws == ("not-a-bundle",)


@pytest.mark.parametrize("total", ['"3"', "3.5", "-1", "null", "[]"])
def test_a_total_that_is_none_is_no_total(total: str) -> None:
    body = page_of(good(1), total=0).replace(b'"total": 0', f'"total": {total}'.encode())
    page = split(body)
    assert page.total is None
    assert ids(page) == ["o1"]


def test_names_that_are_escaped_are_read_the_slow_way_too() -> None:
    """A parser takes them for the plain ones: a page would come empty, and say nothing of it."""
    entry = r'{"resourc\u0065":{"id":"o1"},"ful\u006cUrl":"urn:1","search":5}'
    page = split_gently(rf'{{"\u0065ntry":[{entry}],"resour\u0063eType":"Bundle"}}'.encode())
    assert (ids(page), page.entries[0].full_url, page.resource_type) == (["o1"], "urn:1", "Bundle")


def test_unquoted_end_inside_a_text_does_not_end_the_entry() -> None:
    text = good(1, v='quote \\" brace } bracket ] "resource": {')
    assert ids(split(page_of(text, "null", good(2)))) == ["o1", "o2"]


def test_nothing_readable_by_accident() -> None:
    entry = split(page_of(good(1))).entries[0]
    assert "a.example" not in repr(entry)
    assert "o1" not in repr(split(page_of(good(1))))


def test_entry_is_cheap_and_frozen() -> None:
    entry = Entry(b"{}")
    with pytest.raises(AttributeError):
        setattr(entry, "raw", b"")  # noqa: B010 - a type checker refuses it too
    assert isinstance(entry, msgspec.Struct)
