"""Text from elsewhere cannot reorder, hide or run."""

import pytest

from viewer.record.reading.prose import harmless, plain


def test_bidi_and_control_characters_are_taken_out() -> None:
    assert harmless("safe\u202etext\u2066\u200b\x00\x1b[31m") == "safetext[31m"


def test_line_breaks_stay_and_tabs_become_spaces() -> None:
    assert harmless("a\r\nb\tc\u2028d") == "a\nb c\nd"


def test_thai_is_left_alone() -> None:
    assert harmless("รับประทานครั้งละ 1 เม็ด น้ำ") == "รับประทานครั้งละ 1 เม็ด น้ำ"


def test_narrative_becomes_plain_text() -> None:
    xhtml = (
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Penicillin &amp; <b>rash</b></p>'
        "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>1 &lt; 2</td></tr></table>"
        "<script>alert(1)</script><ul><li>x</li><li>y</li></ul></div>"
    )
    assert plain(xhtml) == "Penicillin & rash\nDrug | Dose\nA | 1 < 2\nx\ny"


def test_broken_markup_still_gives_its_words() -> None:
    assert plain("<div><p>แพ้ยา<br/>ผื่น<p>จบ") == "แพ้ยา\nผื่น\nจบ"
    assert plain("no markup at all") == "no markup at all"
    assert (
        plain("<script>never closed <p>แพ้ยา") == "never closed\nแพ้ยา"
    )  # plain text runs nowhere; a lost word may kill


@pytest.mark.parametrize(
    ("div", "text"),
    [
        ("<div>ยา <del>warfarin</del> aspirin</div>", "ยา [ขีดฆ่า: warfarin] aspirin"),
        ("<p><s>digoxin</s></p>", "[ขีดฆ่า: digoxin]"),
        ("<ul><li><strike>a <b>b</b></strike></li><li>c</li></ul>", "[ขีดฆ่า: a b]\nc"),
        ('<p><span style="text-decoration: line-through">x <span>y</span></span> z</p>', "[ขีดฆ่า: x y] z"),
        ("<p><del>x", "[ขีดฆ่า: x]"),
        ('<p>a<br style="text-decoration: line-through">b</p>', "a\nb"),
        ("<p><del/>x</p>", "x"),
        ("<p><del>a <del>b</del> c</del> d</p>", "[ขีดฆ่า: a b c] d"),
    ],
)
def test_what_is_struck_out_says_so(div: str, text: str) -> None:
    assert plain(div) == text
