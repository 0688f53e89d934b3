"""The table of times holds only what is written: no meal, no time and no amount is ever added."""

from decimal import Decimal
from typing import Any

import pytest
from paper_samples import thai

from viewer.record.facts import Dose
from viewer.record.values import Quantity
from viewer.view.forms.times import times_of_day
from viewer.view.wording.grammar import grammar


def told(*texts: str, form: str = "tab") -> dict[str, str]:
    """The table of such labels: how much and the code of the meal, by the code of the time."""
    speech = grammar(thai())
    found = times_of_day(tuple(Dose(text=text) for text in texts), form)
    return {time: f"{taken.words(speech)} {taken.meal}".strip() for time, taken in found.items()}


@pytest.mark.parametrize(
    ("label", "table"),
    [
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า", {"MORN": "1 เม็ด PC"}),
        (
            "รับประทานครั้งละ 2 เม็ด วันละ 3 ครั้ง ก่อนอาหาร เช้า กลางวัน เย็น",
            {"MORN": "2 เม็ด AC", "NOON": "2 เม็ด AC", "EVE": "2 เม็ด AC"},
        ),
        ("รับประทานครั้งละครึ่งเม็ด วันละ 1 ครั้ง ก่อนนอน", {"HS": "ครึ่งเม็ด"}),
        (
            "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหารเช้า และก่อนนอน",
            {"MORN": "1 เม็ด PC", "HS": "1 เม็ด"},  # no meal is said of the bedtime dose
        ),
        ("ครั้งละ 1 เม็ด วันละ 2 ครั้ง เช้า เย็น", {"MORN": "1 เม็ด", "EVE": "1 เม็ด"}),
    ],
)
def test_what_is_written_stands_in_the_table(label: str, table: dict[str, str]) -> None:
    assert told(label) == table


@pytest.mark.parametrize(
    "label",
    [
        "1x1 pc",  # not "morning"
        "1x3 pc",
        "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร",  # which meals is not said
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า เฉพาะวันจันทร์",
        "รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์ หลังอาหารเช้า",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า วันเว้นวัน",
        "รับประทานครั้งละ 1 เม็ด เวลาปวด ก่อนนอน",
        "รับประทานครั้งละ 1 เม็ด ทุก 6 ชั่วโมง",
        "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง เช้า เย็น",  # three times, two named
        "รับประทานครั้งละ 1-2 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังตื่นนอน",  # no column of the table
        "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น 7 วัน",  # ends: the words say when
        "",
    ],
)
def test_what_is_not_certain_is_left_to_the_words(label: str) -> None:
    assert told(label) == {}


def test_two_labels_side_by_side_share_a_row_only_at_other_times() -> None:
    morning, evening = (
        "รับประทานครั้งละ 2 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า",
        "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเย็น",
    )
    assert told(morning, evening) == {"MORN": "2 เม็ด PC", "EVE": "1 เม็ด PC"}
    again = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
    assert told(morning, again) == {}


def test_a_structure_is_read_like_words_and_a_clash_is_not() -> None:
    one = Decimal(1)
    timing: dict[str, Any] = {
        "frequency": 1, "period": Quantity(one, "d"), "when": ("HS",), "amount": Quantity(one, "tablet"),
    }  # fmt: skip
    assert list(times_of_day((Dose(**timing),), "tab")) == ["HS"]
    against = Dose(text="รับประทานครั้งละ 2 เม็ด วันละ 1 ครั้ง ก่อนนอน", **timing)
    assert times_of_day((against,), "tab") == {}
