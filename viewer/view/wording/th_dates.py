"""Thai dates, each no more precise than it was sent. BE = CE + 543 (the year begins 1 January since 2484)."""

from datetime import date, datetime

from viewer.record.values import Precision, When

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
PERIODS = {"s": "วินาที", "h": "ชั่วโมง", "min": "นาที", "d": "วัน", "wk": "สัปดาห์", "mo": "เดือน", "a": "ปี"}


def day(on: date) -> str:
    """14 มี.ค. 2503."""
    return f"{on.day} {SHORT_MONTHS[on.month - 1]} {on.year + 543}"


def full_day(on: date) -> str:
    """23 พฤศจิกายน พ.ศ. 2569."""
    return f"{on.day} {MONTHS[on.month - 1]} พ.ศ. {on.year + 543}"


def clock(at: datetime) -> str:
    """14.20 น."""
    return f"{at.hour:02d}.{at.minute:02d} น."


def short_month(month: int) -> str:
    """พ.ย."""
    return SHORT_MONTHS[month - 1]


def moment(at: datetime) -> str:
    """23 พ.ย. 2569 เวลา 14.20 น."""
    return f"{day(at.date())} เวลา {clock(at)}"


def year(christian: int) -> str:
    """พ.ศ. 2563."""
    return f"พ.ศ. {christian + 543}"


def when(when: When | None, *, time: bool = False) -> str:
    """A date no more precise than it was sent; a flawed one as sent, with the doubt in words, never converted."""
    if when is None:
        return "ไม่ระบุวันที่"
    if when.flaw == "buddhist-year":
        return f"{when.raw} (ต้นทางส่งปี {when.year} อาจเป็น พ.ศ. ซึ่งตรงกับ ค.ศ. {when.year - 543})"
    if when.flaw == "zero-date":
        return f"ไม่ระบุวันที่ (ต้นทางส่ง {when.raw})"
    if when.flaw == "open-end":
        return f"ไม่กำหนดวันสิ้นสุด (ต้นทางส่ง {when.raw})"
    if when.flaw == "in-words":
        return f"“{when.raw}”"
    if when.flaw == "age":
        return _at_age(when.raw)
    if not when.usable:
        return f"อ่านวันที่ไม่ได้ (ต้นทางส่ง “{when.raw}”)"
    doubt = " (วันที่ในอนาคต)" if when.flaw == "future" else ""
    if when.precision is Precision.YEAR:
        return year(when.year) + doubt
    if when.precision is Precision.MONTH:
        return f"{SHORT_MONTHS[when.month - 1]} {when.year + 543}{doubt}"
    if time and when.moment is not None:
        return moment(when.moment) + doubt
    return day(date(when.year, when.month, when.day)) + doubt


def _at_age(raw: str) -> str:
    """เมื่ออายุ 8 ปี, เมื่ออายุ 5-7 ปี; a unit that is not known as sent."""
    digits, _, sent = raw.partition(" ")
    return f"เมื่ออายุ {digits} {PERIODS.get(sent, sent)}".rstrip()
