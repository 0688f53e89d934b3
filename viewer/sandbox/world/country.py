"""More facilities than the stories have: a whole invented country of them, for directories and crowds of that size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viewer.sandbox.world.values import FacilityEntry

_LANDS = (
    "หนอง", "บ้าน", "ดอน", "โคก", "คลอง", "ห้วย", "ท่า", "บึง", "นา", "ทุ่ง", "วัง", "เขา", "โนน", "ป่า", "บาง",
)  # fmt: skip
_NAMES = (
    "บัวทอง", "ทรายเงิน", "ไผ่ขาว", "มะขามคู่", "น้ำใส", "ศรีสมมติ", "ชัยจำลอง", "สำราญใจ", "ดอกคูน", "ตะเคียนงาม", "ลำดวน",
    "พะยอม", "สักงาม", "จันทน์หอม", "เมฆขาว", "ดาวเรือง", "ฟ้าใส", "ใบตอง", "งิ้วแดง", "กระถินทอง", "นกยูง", "ปลาเงิน",
)  # fmt: skip
_DIALECTS = ("HL", "PHR", "SIL")
_LARGEST = 10**7  # as many as nine digits that begin with 99 can tell apart


@dataclass(frozen=True, slots=True)
class _Kind:
    """``kind`` as the stories write it; ``licensed``: has a code of nine digits, as clinics and drugstores do."""

    kind: str
    before: str
    licensed: bool = False


# One round of twenty: many health centres, some clinics and drugstores, few hospitals.
_ROUND = (
    *(_Kind("รพ.สต.", "รพ.สต."),) * 8,
    *(_Kind("คลินิก", "คลินิกเวชกรรม", licensed=True),) * 4,
    *(_Kind("ร้านยา", "ร้านยา", licensed=True),) * 3,
    *(_Kind("รพช.", "รพ."),) * 3,
    _Kind("รพท.", "รพ.ทั่วไป"),
    _Kind("เอกชน", "รพ.เอกชน"),
)


def enlarged(facilities: Sequence[FacilityEntry], wanted: int) -> tuple[FacilityEntry, ...]:
    """These facilities and as many more as are needed for ``wanted`` of them; all of them when they are enough.

    Raises:
        ValueError: more than there are codes for.
    """
    if wanted > _LARGEST:
        raise ValueError(f"at most {_LARGEST} facilities")
    short = _free({entry.hcode for entry in facilities})
    more = (_facility(number, short) for number in range(len(facilities) + 1, wanted + 1))
    return (*facilities, *more)


def _facility(number: int, short: Iterator[str]) -> FacilityEntry:
    kind = _ROUND[
        number * 7 % len(_ROUND)
    ]  # 7 and 20 share no factor: every kind comes as often as it should
    code = "" if kind.licensed else next(short, "")
    return FacilityEntry(
        key=f"F{number:02d}",
        hcode=code or f"99{number:07d}",
        name=f"{kind.before}{_place(number)}",
        kind=kind.kind,
        dialect=_DIALECTS[number % len(_DIALECTS)],
        phone=f"0-2001-{number % 10_000:04d}",
    )


def _free(taken: set[str]) -> Iterator[str]:
    """Codes of five digits that nobody has."""
    return (hcode for hcode in map(str, range(99100, 100000)) if hcode not in taken)


def _place(number: int) -> str:
    """A name no other facility has."""
    turn, land = divmod(number, len(_LANDS))
    again, turn = divmod(turn, len(_NAMES))
    name = f"{_LANDS[land]}{_NAMES[(turn + 7 * land) % len(_NAMES)]}"
    return f"{name} {again + 1}" if again else name
