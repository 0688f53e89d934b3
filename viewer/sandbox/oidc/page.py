"""The sign-in page: the people of the sandbox, each a button."""

from collections.abc import Mapping, Sequence
from html import escape

from viewer.sandbox.look import document
from viewer.sandbox.thai import ROLES
from viewer.sandbox.world import Signer

_TITLES = ("พญ.", "นพ.", "ภญ.", "ภก.", "พว.", "น.ส.", "นาย", "นาง")

_ASIDE = (
    '<aside><div class="name">บัญชีบุคลากรสาธารณสุข</div><span class="stamp">ข้อมูลจำลอง</span><hr>'
    "<p>โปรแกรม <b>ประวัติ</b> ขอให้ท่านยืนยันตัวตน เพื่อขอดูประวัติผู้ป่วยจากเครือข่ายแลกเปลี่ยนข้อมูลสุขภาพ</p>"
    '<p class="more">การเข้าดูทุกครั้งถูกบันทึกไว้กับชื่อและหน่วยงานของท่าน</p></aside>'
)


def sign_in_page(action: str, request: str, signers: Sequence[Signer], facilities: Mapping[str, str]) -> str:
    """The page for one waiting request. ``facilities`` names the hcodes."""
    people = "".join(_person(signer, facilities) for signer in signers)
    return document(
        "ลงชื่อเข้าใช้",
        f'<div class="desk">{_ASIDE}<main><h1>เลือกบัญชีของท่าน</h1>'
        '<p class="quiet">เครือข่ายทดลองนี้ไม่ใช้รหัสผ่าน ชื่อบุคคลและหน่วยบริการทั้งหมดเป็นชื่อสมมติ</p>'
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="request" value="{escape(request)}"><div class="people">{people}</div>'
        '<button class="plain" name="answer" value="cancel">ยกเลิก กลับไปที่โปรแกรม</button></form></main></div>',
    )


def refusal_page(sentence: str) -> str:
    """A page for what cannot be told to the program."""
    return document(
        "เข้าใช้ไม่ได้",
        f'<div class="desk">{_ASIDE}<main><h1>เข้าใช้ไม่ได้</h1><p>{escape(sentence)}</p>'
        '<p class="quiet">ปิดหน้านี้ กลับไปที่โปรแกรม แล้วกดลงชื่อเข้าใช้อีกครั้ง</p></main></div>',
    )


def _person(signer: Signer, facilities: Mapping[str, str]) -> str:
    posts = "".join(
        f'<span class="quiet">{escape(" · ".join(_post_words(post.role, post.specialty)))} · '
        f'<span class="whole">{escape(facilities.get(post.hcode, post.hcode))}</span></span>'
        for post in signer.posts
    )
    return (
        f'<button class="person" name="who" value="{escape(signer.id)}">'
        f'<span class="face" aria-hidden="true">{escape(_first_letter(signer.name))}</span>'
        f"<span><b>{escape(signer.name)}</b>{posts}</span>"
        f'<span class="licence">{escape(signer.licence)}</span></button>'
    )


def _post_words(role: str, specialty: str) -> list[str]:
    words = ROLES.get(role, role)
    return [words] if not specialty or specialty in words else [words, specialty]


def _first_letter(name: str) -> str:
    """The first consonant of the given name: a leading vowel alone reads as nothing."""
    for title in _TITLES:
        name = name.removeprefix(title)
    return next((letter for letter in name if "ก" <= letter <= "ฮ" or letter.isascii()), "")
