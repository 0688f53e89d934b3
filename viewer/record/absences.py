"""Codes and words that stand where a name should, and deny all of a kind or say that nobody knows."""

import re
from collections.abc import Iterable

from viewer.record.plain_names import is_plain_name

NONE_KNOWN, NO_INFORMATION, SAID_NOT_TAKEN = "none-known", "no-information", "said-not-taken"
# IPS absent-unknown, SNOMED CT situations.
_ABSENT = {
    "no-known-problems": NONE_KNOWN,
    "no-known-medications": NONE_KNOWN,
    "no-known-procedures": NONE_KNOWN,
    "no-known-immunizations": NONE_KNOWN,
    "no-known-devices": NONE_KNOWN,
    "no-problem-info": NO_INFORMATION,
    "no-medication-info": NO_INFORMATION,
    "no-procedure-info": NO_INFORMATION,
    "no-immunization-info": NO_INFORMATION,
    "no-device-info": NO_INFORMATION,
    "160245001": NONE_KNOWN,  # No current problems or disability
    "787480003": NONE_KNOWN,  # No known procedures
    "787481004": NONE_KNOWN,  # No known medications
    "787482006": NONE_KNOWN,  # No known immunizations
    "787483001": NONE_KNOWN,  # No known devices
}
_NONE_TEXT = re.compile(
    r"(?:ปฏิเสธ|ไม่มี)(?:ประวัติ)?(?:โรคประจำตัว|โรคเรื้อรัง|ยาประจำ(?:ตัว)?|ยาที่ใช้ประจำ|การใช้ยา(?:ประจำ)?|(?:การ)?ผ่าตัด)"
    r"|ไม่(?:เคย|ได้)(?:ผ่าตัด|ใช้ยา(?:ประจำ|ใดๆ)?)"
    r"|no known (?:problems?|medications?|procedures?|immuni[sz]ations?|diseases?)"
    r"|no (?:current )?(?:medications?|underlying diseases?)|(?:denies|no) underlying diseases?",
    re.I,
)
_UNKNOWN_TEXT = re.compile(
    r"ไม่ทราบ(?:โรคประจำตัว|ยาประจำ|ยาที่ใช้)?|ไม่มีข้อมูล(?:ยา|โรค)?"
    r"|no information about (?:problems?|medications?|procedures?|immuni[sz]ations?)",
    re.I,
)
_BEGINS = re.compile(r"[\s.\"'()\[\]*:;-]*(?:ปฏิเสธ|ไม่|no |denies )", re.I)


_NOT_TAKEN = re.compile(
    r"(?:(?:ผู้ป่วย|คนไข้)?\s*(?:ไม่(?:ได้|เคย)?(?:กิน|ทาน|รับประทาน|ใช้|ฉีด|พ่น)|ปฏิเสธการใช้)\s*(?:ยา)?\s*"
    r"|(?:patient |pt\.? )?(?:(?:is |was )?(?:not|never)(?: currently)? (?:taking|using|on)"
    r"|(?:does not|doesn't|denies) (?:use of|taking|using|take|use))\s+)(?P<name>\S.*)",
    re.I,
)


def said_not_taken(words: str) -> str:
    """SAID_NOT_TAKEN when the name of a medicine itself says so, and nothing else: not how, nor when. Else ""."""
    match = _NOT_TAKEN.fullmatch(_bare(words))
    return SAID_NOT_TAKEN if match is not None and is_plain_name(match["name"]) else ""


def absence(words: str, codes: Iterable[str], texts: Iterable[str]) -> str:
    """NONE_KNOWN when what stands in the place of a name denies all of its kind, NO_INFORMATION when it says that
    nobody knows, else "". ``words`` are those it is drawn by, ``texts`` all that it was sent with."""
    for code in codes:
        if found := _ABSENT.get(code.strip().casefold()):
            return found
    if not _BEGINS.match(words):
        return ""  # nearly all names: no need to look closer
    told = [_bare(text) for text in texts if text]
    for pattern, found in ((_NONE_TEXT, NONE_KNOWN), (_UNKNOWN_TEXT, NO_INFORMATION)):
        if told and all(map(pattern.fullmatch, told)):
            return found
    return ""


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(" .\"'()[]*-:;")
