"""Labels put together from pieces whose meaning is known: whatever is counted must be what the pieces add up to.

That a label is left uncounted is no failure; that a number is told which is not the truth, or where there is none, is.
"""

from fractions import Fraction
from itertools import product

import pytest

from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose

# Each piece with what it means; None where nothing exact is said.
AMOUNTS: dict[str, Fraction | None] = {
    " 1 เม็ด": Fraction(1), "ครึ่งเม็ด": Fraction(1, 2), " 1 เม็ดครึ่ง": Fraction(3, 2), "สองเม็ด": Fraction(2),
    " 1-2 เม็ด": None, "ครึ่งถึงหนึ่งเม็ด": None,
}  # fmt: skip
TIMES: dict[str, int | None] = {
    "วันละ 1 ครั้ง": 1, "วันละครั้ง": 1, "วันละ 2 ครั้ง": 2, "วันละ 3 เวลา": 3, "วันละ 1-2 ครั้ง": None, "ทุก 6 ชั่วโมง": None,
    "": None,
}  # fmt: skip
MOMENTS = {"": 0, "หลังอาหาร": 0, "หลังอาหารเช้า": 1, "เช้า เย็น": 2, "ก่อนนอน": 1}  # 0: names no time of day
DAYS: dict[str, int | None] = {
    "": 7, "เฉพาะวันจันทร์-ศุกร์": 5, "ยกเว้นวันอาทิตย์": 6, "วันเสาร์-อาทิตย์": 2, "จ-ศ": 5, "วันคู่": None,
}  # fmt: skip
ENDS = {"": True, "ดื่มน้ำตามมาก ๆ": True, "เมื่อมีอาการ": False, "แล้วค่อย ๆ ลด": False, "งดวันฟอกเลือด": False}


def truth(amount: str, times: str, moments: str, days: str, end: str) -> Fraction | None:
    each, often, named, a_week = AMOUNTS[amount], TIMES[times], MOMENTS[moments], DAYS[days]
    if each is None or a_week is None or not ENDS[end]:
        return None
    if often is None:
        return each * named * a_week if not times and named else None
    return each * often * a_week if named in (0, often) else None


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 0, 1)])
def test_what_is_counted_is_the_truth(order: tuple[int, ...]) -> None:
    counted = 0
    for amount, times, moments, days, end in product(AMOUNTS, TIMES, MOMENTS, DAYS, ENDS):
        pieces = (times, moments, days)
        text = " ".join(filter(None, (f"รับประทานครั้งละ{amount}", *(pieces[at] for at in order), end)))
        week = read_regimen((Dose(text=text),), "tab").a_week
        if week is not None:
            counted += 1
            assert week == truth(amount, times, moments, days, end), text
    assert counted > 150, "a grammar that reads nothing tells no lies either"
