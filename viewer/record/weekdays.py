"""Thai days of the week in a label: in full ("จันทร์-ศุกร์"), or by their letters ("จ-ศ", "จ. พ. ศ.")."""

import re

from viewer.record.regimen import WEEK

_NAMES = {
    "จันทร์": "mon", "อังคาร": "tue", "พุธ": "wed", "พฤหัสบดี": "thu", "พฤหัสฯ": "thu", "พฤหัส": "thu",
    "ศุกร์": "fri", "เสาร์": "sat", "อาทิตย์": "sun",
}  # fmt: skip
_LETTERS = {"จ": "mon", "อ": "tue", "พ": "wed", "พฤ": "thu", "ศ": "fri", "ส": "sat", "อา": "sun"}
_DAY = "(?:" + "|".join(_NAMES) + ")"
DAY_LIST = rf"{_DAY}(?:(?:\s*+(?:-|–|ถึง|,|และ)\s*+|\s++)(?:วัน)?{_DAY})*"
_LETTER = r"(?:พฤ|อา|[จอพศส])\.?"
_SHORT = re.compile(
    rf"(?<![฀-๿A-Za-z])(?:เฉพาะ|ทุก)?(?:วัน)?\s?(?!พ\.ศ\.)({_LETTER}(?:\s?[-–,]\s?|\s)?(?:{_LETTER}(?:\s?[-–,]\s?|\s)?){{1,6}})"
    r"(?![฀-๿A-Za-z])"
)


def day_list(text: str) -> tuple[str, ...]:
    """The days of a list in full, in the order of the week; spans are filled."""
    return _listed(re.findall(rf"{_DAY}|-|–|ถึง", text), _NAMES)


def short_days(text: str) -> tuple[tuple[str, ...], str]:
    """Days written by their letters, two at least, and the text without them."""
    found = _SHORT.search(text)
    if found is None:
        return (), text
    days = _listed(re.findall(r"พฤ|อา|[จอพศส]|-|–", found[1]), _LETTERS)
    return days, f"{text[: found.start()]} {text[found.end() :]}"


def _listed(pieces: list[str], names: dict[str, str]) -> tuple[str, ...]:
    named: list[str] = []
    span_open = False
    for piece in pieces:
        if piece not in names:
            span_open = True
            continue
        day = names[piece]
        if span_open and named:
            start, end = WEEK.index(named[-1]), WEEK.index(day)
            named += [WEEK[i % 7] for i in range(start + 1, end if end > start else end + 7)]
        named.append(day)
        span_open = False
    return tuple(day for day in WEEK if day in named)
