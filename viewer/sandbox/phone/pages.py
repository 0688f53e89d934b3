"""The pages of the patient's phone, as HTML. Everything told is escaped; nothing here decides."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from viewer.sandbox.look import document
from viewer.sandbox.thai import ROLES, thai_kinds, thai_moment


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the page of one consent.

    ``facilities`` are (hcode, name, ticked or permitted) in the person's own order; ``guardian`` is "" unless
    somebody answers for a child.
    """

    person: str
    guardian: str
    asker: str
    licence: str
    role: str
    asking_facility: str
    types: tuple[str, ...]
    until: datetime
    facilities: tuple[tuple[str, str, bool], ...]


def asking_page(letter: Letter, code_until: datetime, complaint: str = "") -> str:
    """The request, to be answered."""
    warning = f'<div class="state warn" role="alert"><b>{escape(complaint)}</b></div>' if complaint else ""
    return _phone(
        "คำขอดูประวัติสุขภาพ",
        f"{warning}<h1>มีคำขอดูประวัติสุขภาพของ{_whose(letter)}</h1>{_guardian(letter)}{_asker(letter)}"
        f'<form method="post">{_purpose(letter)}<section><h2>ให้ส่งข้อมูลจากที่ไหนบ้าง</h2>'
        '<p class="quiet">เอาเครื่องหมายออกจากที่ที่ไม่ต้องการให้ส่งข้อมูล '
        f"ผู้ขอจะไม่เห็นข้อมูลจากที่นั้น</p>{_ticks(letter)}</section>"
        f'<p class="quiet">ท่านถอนความยินยอมได้ทุกเมื่อที่หน้านี้ คำขอนี้ตอบได้ถึง {escape(thai_moment(code_until))}</p>'
        '<div class="choice"><button name="answer" value="refuse">ไม่อนุญาต</button>'
        '<button class="yes" name="answer" value="approve">อนุญาต</button></div></form>',
    )


def active_page(letter: Letter) -> str:
    """What is allowed now, and how to take it back."""
    rows = "".join(
        f"<li><span>{escape(name)}</span>"
        + ("<span>อนุญาต</span>" if allowed else '<span class="off">ไม่อนุญาต</span>')
        + "</li>"
        for _, name, allowed in letter.facilities
    )
    return _phone(
        "อนุญาตแล้ว",
        f'<div class="state"><b>ท่านอนุญาตแล้ว</b>ดูได้ถึง {escape(thai_moment(letter.until))}</div>'
        f"{_guardian(letter)}{_asker(letter)}{_purpose(letter, with_until=False)}"
        f'<section><h2>สถานพยาบาลที่ส่งข้อมูล</h2><ul class="places">{rows}</ul></section>'
        '<p class="quiet">เมื่อถอนความยินยอม ผู้ขอจะเปิดดูประวัตินี้ไม่ได้อีก '
        "การรักษาของท่านไม่ได้รับผลกระทบ</p>"
        '<form method="post"><div class="choice only"><button class="stop" name="answer" value="withdraw">'
        "ถอนความยินยอม</button></div></form>",
    )


def closed_page(letter: Letter, headline: str, sentence: str) -> str:
    """A consent that is over: refused, withdrawn, expired."""
    return _phone(
        headline,
        f'<div class="state no"><b>{escape(headline)}</b>{escape(sentence)}</div>{_guardian(letter)}{_asker(letter)}',
    )


def code_page(complaint: str = "") -> str:
    """Where the six digits are typed."""
    warning = f'<div class="state warn" role="alert"><b>{escape(complaint)}</b></div>' if complaint else ""
    return _phone(
        "ใส่รหัสคำขอ",
        f"{warning}<h1>ใส่รหัสคำขอ 6 หลัก</h1>"
        '<p class="quiet">รหัสอยู่บนหน้าจอของแพทย์หรือเจ้าหน้าที่ที่ขอดูประวัติของท่าน</p>'
        '<form method="post"><label class="quiet" for="code">รหัส 6 หลัก</label>'
        '<input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" '
        'maxlength="7" required autofocus><div class="choice only"><button class="yes">เปิดคำขอ</button></div></form>',
    )


def lost_page() -> str:
    """No such consent."""
    return _phone(
        "ไม่พบคำขอ",
        '<div class="state no"><b>ไม่พบคำขอนี้</b>โปรดขอรหัสใหม่จากแพทย์หรือเจ้าหน้าที่</div>',
    )


def _phone(title: str, main: str) -> str:
    return document(
        title,
        '<div class="phone"><header><span>ความยินยอมของฉัน</span><span class="stamp">ข้อมูลจำลอง</span></header>'
        f"<main>{main}</main></div>",
    )


def _whose(letter: Letter) -> str:
    return f" {escape(letter.person)}" if letter.guardian else "ท่าน"


def _guardian(letter: Letter) -> str:
    if not letter.guardian:
        return f'<p class="quiet">{escape(letter.person)}</p>'
    return f'<p class="quiet">ผู้ปกครองที่ตอบแทน: {escape(letter.guardian)}</p>'


def _asker(letter: Letter) -> str:
    role = " · ".join(word for word in (ROLES.get(letter.role, letter.role), letter.licence) if word)
    return (
        f'<div class="who"><span class="quiet">ผู้ขอ</span><b>{escape(letter.asker)}</b>'
        f"<span>{escape(role)}</span><br><span>{escape(letter.asking_facility)}</span></div>"
    )


def _purpose(letter: Letter, *, with_until: bool = True) -> str:
    kinds = "".join(f"<li>{escape(kind)}</li>" for kind in thai_kinds(letter.types))
    until = (
        f'<section><h2>ดูได้ถึงเมื่อไร</h2><span class="until">{escape(thai_moment(letter.until))}</span></section>'
        if with_until
        else ""
    )
    return (
        "<section><h2>ขอดูเพื่ออะไร</h2>ใช้ประกอบการรักษาครั้งนี้</section>"
        f"<section><h2>ขอดูข้อมูลอะไร</h2><ul>{kinds}</ul></section>{until}"
    )


def _ticks(letter: Letter) -> str:
    return "".join(_tick(hcode, name, ticked) for hcode, name, ticked in letter.facilities)


def _tick(hcode: str, name: str, ticked: bool) -> str:
    mark = " checked" if ticked else ""
    return (
        f'<label class="tick"><input type="checkbox" name="facility" value="{escape(hcode)}"{mark}>'
        f"<span>{escape(name)}</span></label>"
    )
