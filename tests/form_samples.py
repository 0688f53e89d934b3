"""Forms of sandbox people, for tests and pictures: their record, a pen on it, a reconciliation that was signed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from sandbox_people import TODAY, Patient, sandbox_patient

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.base.settings import ReferralCodes, SitePaper
from viewer.base.words import Words
from viewer.consent.history import ConsentTold
from viewer.exchange.ledger import LineState
from viewer.exchange.permit import Grant, Permit, Receipt
from viewer.signin.people import Clinician, Post
from viewer.signin.roles import REFERRAL_B, REFERRAL_C, REPLY
from viewer.view.forms.blocks import Form, Paper
from viewer.view.forms.consent import consent_form, consent_history
from viewer.view.forms.history import summary_form, visits
from viewer.view.forms.label import LabelSize, PatientLabel, patient_label
from viewer.view.forms.medicine_list import medicine_list
from viewer.view.forms.primary import primary
from viewer.view.forms.reply import reply
from viewer.view.forms.structured import structured
from viewer.view.forms.trends import lab_trends
from viewer.view.imprint import Printing
from viewer.view.issuing import House
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.pen import Pen
from viewer.view.reconciling.form import Subject
from viewer.view.reconciling.review import cases, standings
from viewer.view.referring.data import replied, written
from viewer.view.referring.offers import offers
from viewer.view.referring.paper_words import form_fields, letter_draft
from viewer.view.relatives import guardians
from viewer.view.sheet import Letter
from viewer.view.sheets import sheet_of
from viewer.visit.reconciliation import Choice, Reconciliation, Signed, decided
from viewer.visit.referral import Field, ReferralDraft, offered

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 14, 20, tzinfo=BANGKOK)
WRITTEN = Receipt("6f9619ff-8b86-4d01-b42d-00c04fc964ff", NOW)
DOCTOR = Clinician(Opaque("s"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque("Practitioner/x"))
CLINIC = Post(Opaque("r"), "doctor", "990040001", "คลินิกเวชกรรมใจดี", "0-2000-9904")
PHARMACIST = Clinician(Opaque("s"), "ภญ.ศิริพร จำลองเภสัช", "ภ.99003", Opaque("Practitioner/y"))
SHOP = Post(Opaque("r"), "pharmacist", "990050002", "ร้านยาเภสัชรุ่งเรือง", "0-2000-9905")


class Told:
    """A sandbox person, all facilities having answered unless ``states`` says otherwise."""

    def __init__(self, number: int, words: Words, states: Mapping[str, LineState] | None = None) -> None:
        self.patient: Patient = sandbox_patient(number, states)
        self.pen = Pen(self.patient.record, self.patient.ledger, TODAY, words)
        self.subject = Subject.of(self.pen, self.patient.record, opened=False)

    def printing(self, who: Clinician = DOCTOR, post: Post = CLINIC, reference: str = "7F3K2291") -> Printing:
        """One act of printing."""
        digits = self.patient.number
        grouped = "-".join(filter(None, (digits[:1], digits[1:5], digits[5:10], digits[10:12], digits[12:])))
        return Printing(who, post, self.patient.name, grouped, NOW, NOW, reference)

    @property
    def permit(self) -> Permit:
        """A consent of every facility but one, one of them for some kinds and days only."""
        lines = self.patient.ledger.lines
        since = NOW.replace(year=NOW.year - 2)
        some = frozenset({"AllergyIntolerance", "MedicationDispense", "Flag"})
        grants = tuple(
            Grant(line.facility.hcode, line.facility.name, n != 2, some if n == 4 else frozenset(),
                  data_since=since if n == 4 else None)
            for n, line in enumerate(lines)
        )  # fmt: skip
        types = some | {"Observation", "Condition", "Encounter"}
        until = NOW + timedelta(hours=2)
        return Permit(Opaque("consent-91"), Opaque("p"), "TREAT", until, grants, types, WRITTEN)

    @property
    def consents(self) -> tuple[ConsentTold, ...]:
        """Asked four times: granted, refused, past, and one that cannot be read."""
        names = [line.facility.name for line in self.patient.ledger.lines]
        mine, types = (DOCTOR.name, CLINIC.facility), ("AllergyIntolerance", "Observation", "Flag")
        ago = [NOW - timedelta(days=days, hours=days) for days in (0, 40, 200, 700)]
        made = ConsentTold(
            Opaque("consent-91"), "active", ago[0], NOW + timedelta(hours=2), ("TREAT",), mine, types, tuple(names[:9]),
            (names[2],), tuple(one.who for one in guardians(self.pen)[:1]),
        )  # fmt: skip
        return (
            made,
            replace(
                made, id=Opaque("c2"), status="rejected", asked=ago[1], until=None, permitted=(), refused=()
            ),
            replace(made, id=Opaque("c3"), asked=ago[2], until=ago[2] + timedelta(hours=2), refused=()),
            ConsentTold(Opaque("c4"), "inactive", ago[3], whole=False),
        )

    def decide(
        self, value: Reconciliation, choice: Choice, names: Iterable[str] = (), **notes: Any
    ) -> Reconciliation:
        """The same choice for medicines by the beginning of their names, with ``notes``; without names all needed."""
        wanted = tuple(names)
        found = [
            one.medicine
            for one in standings(cases(self.pen, value.own), value)
            if (one.medicine.name.startswith(wanted) if wanted else one.needed and one.entry is None)
        ]
        assert found, names
        value = decided(value, found, choice, PHARMACIST.name, NOW)
        entries = {one.key: replace(value.entries[one.key], **notes) for one in found}
        return replace(value, entries={**value.entries, **entries})

    def signed(self, value: Reconciliation) -> Reconciliation:
        """Signed by the pharmacist, as the record stands."""
        seen = cases(self.pen, value.own).seen
        form = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
        return replace(
            value, signed=Signed(PHARMACIST.name, PHARMACIST.licence, SHOP.facility, NOW, form, seen)
        )


def _list(paper: Paper) -> Callable[[Told], Form]:
    def made(told: Told) -> Form:
        value = told.decide(Reconciliation(), Choice.CONTINUE)
        keys = list(value.entries)
        first = value.entries[keys[0]].name
        value = told.decide(value, Choice.STOP, [first], reason="ค่าไตลดลง")
        if len(keys) > 2:
            second = value.entries[keys[1]].name
            value = told.decide(value, Choice.DOSE, [second], dose="ครั้งละครึ่งเม็ด วันละ 1 ครั้ง หลังอาหารเช้า")
        value = told.signed(value)
        return medicine_list(told.subject, value, told.printing(PHARMACIST, SHOP), paper=paper, sandbox=True)

    return made


def _summary(told: Told) -> Form:
    return summary_form(told.pen, sheet_of("summary", told.pen), told.printing(), sandbox=True)


def _letter(told: Told, form: str) -> Letter:
    return letter_of(told.pen, told.printing(), LetterDraft(), form=form, sandbox=True)


REPLIED = {
    Field.REPLY_TO: "รพ.สต.หนองบัวแก้ว", Field.REPLY_NUMBER: "45/2570 ลงวันที่ 1 พ.ย. 2569", Field.REPLY_NO: "ตอบ 7/2570",
    Field.REPLY_REASON: "6", Field.REPLY_RESULT: "1", Field.REPLY_FROM: "2 พ.ย. 2569", Field.REPLY_UNTIL: "9 พ.ย. 2569",
    Field.REPLY_DIAGNOSIS: "I63.9 Ischemic stroke\nสงสัยหัวใจเต้นผิดจังหวะ", Field.REPLY_TREATMENT: "ได้ alteplase อาการดีขึ้น",
    Field.REPLY_HOME: "aspirin 81 มก. ครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า 30 เม็ด\n"
    "atorvastatin 40 มก. ครั้งละ 1 เม็ด ก่อนนอน 30 เม็ด",
    Field.REPLY_ADVICE: "ติดตามความดันที่ รพ.สต.", Field.REPLY_NEXT: "1 เดือน", Field.REPLY_ONWARD: "สถาบันประสาทเหนือธาร",
}  # fmt: skip


def _house() -> House:
    """A crest, an address, numbers of forms, Thai digits."""
    made = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(made)
    pen.ellipse((4, 4, 236, 236), outline="black", width=6)
    pen.ellipse((30, 30, 210, 210), outline=(20, 60, 140), width=3)
    pen.polygon([(105, 60), (135, 60), (135, 105), (180, 105), (180, 135), (135, 135), (135, 180), (105, 180),
                 (105, 135), (60, 135), (60, 105), (105, 105)], fill=(20, 60, 140))  # fmt: skip
    out = BytesIO()
    made.save(out, "PNG")
    numbers = {"referral-c": "รบ.1", "reply": "รบ.2", "medicine-list": "ภส.5"}
    told = SitePaper(
        affiliation="สังกัดเอกชน", address="12 หมู่ 3 ต.บ้านเหนือ อ.เมือง จ.ธารสุวรรณ 99000", form_numbers=numbers,
        thai_digits=True,
    )  # fmt: skip
    return House(told, out.getvalue())


def _of_a_house(told: Told) -> Form:
    printing = replace(told.printing(), house=_house())
    letter = letter_of(told.pen, printing, LetterDraft(number="12"), form=REFERRAL_C, sandbox=True)
    return primary(letter, told.pen, printing, {"urgency": "3"})


WRITTEN_REFERRAL = {
    Field.NUMBER: "45/2570", Field.TO: "รพ.ศูนย์ธารสุวรรณ แผนกอายุรกรรม", Field.URGENCY: "2", Field.REASON: "1",
    Field.CAUSE: "เกินศักยภาพ ไม่มี CT", Field.ASKED: "โปรดพิจารณา thrombectomy", Field.SPECIAL: "02",
    Field.HISTORY: "แขนขาขวาอ่อนแรง พูดไม่ชัด เริ่มก่อนมา 1 ชม.", Field.PAST: "บิดาเป็นเบาหวาน ไม่เคยผ่าตัด",
    Field.EXAMINATION: "motor ขวา grade 2, facial palsy ขวา", Field.DIAGNOSIS: "I63.9 Ischemic stroke",
    Field.TREATMENT: "NSS 80 mL/hr, NPO", Field.MEDICINES_GIVEN: "ไม่ได้ให้ยา", Field.MEDICINES_ON_WAY: "ออกซิเจน",
    Field.MEASURED: "วันนี้ 14.05", Field.SYSTOLIC: "186", Field.DIASTOLIC: "104", Field.PULSE: "88",
    Field.RESPIRATION: "20",
    Field.TEMPERATURE: "36.8", Field.SPO2: "96", Field.PAIN: "0", Field.O2_DEVICE: "cannula", Field.O2_FLOW: "3",
    Field.GCS_EYE: "4", Field.GCS_VERBAL: "5", Field.GCS_MOTOR: "6", Field.GLUCOSE: "126", Field.LINES: "แขนซ้าย No.20",
    Field.ISOLATION: "standard", Field.CARE: "1 3", Field.STROKE_WELL: "วันนี้ 12.30", Field.STROKE_NIHSS: "9",
    Field.ACCEPTED_BY: "พญ.รับดี", Field.ACCEPTED_PHONE: "0-2000-9901", Field.RELATIVE: "นางสมใจ ภรรยา",
    Field.TRAVEL: "ambulance", Field.COMPANION: "พยาบาลสมศรี", Field.COMPANION_PHONE: "08-1111-1111",
    Field.COVERAGE: "บัตรทอง", Field.COVERAGE_NUMBER: "12-34", Field.REGISTERED: "รพ.บ้านเหนือคลอง",
    Field.ATTACHED: "lab film",
}  # fmt: skip


def _written(
    form: str,
    make: Callable[[Letter, Pen, Printing, Mapping[str, str]], Form],
    fields: Mapping[Field, str],
) -> Callable[[Told], Form]:
    """With these fields of the page of the referral, and what the record offers for the others."""

    def made(told: Told) -> Form:
        printing = told.printing()
        referral, site = offered(ReferralDraft(fields), offers(told.pen)), ReferralCodes()
        data = (replied if form == REPLY else written)(referral, told.pen.words, site, CLINIC, printing.now)
        draft = replace(letter_draft(referral, told.pen.words, site, printing.now), written=data)
        said = form_fields(referral, told.pen.words, site, printing.now)
        return make(letter_of(told.pen, printing, draft, form=form, sandbox=True), told.pen, printing, said)

    return made


FORMS: dict[str, Callable[[Told], Form]] = {
    "referral-b": _written(REFERRAL_B, structured, {}),
    "referral-c": _written(REFERRAL_C, primary, {}),
    "referral-b-written": _written(REFERRAL_B, structured, WRITTEN_REFERRAL),
    "referral-c-written": _written(REFERRAL_C, primary, WRITTEN_REFERRAL),
    "referral-c-of-a-house": _of_a_house,
    "reply": lambda told: reply(_letter(told, REPLY), told.pen, told.printing(), {}),
    "reply-written": _written(REPLY, reply, REPLIED),
    "visits": lambda told: visits(told.pen, told.printing(), sandbox=True),
    "summary": _summary,
    "lab-trend": lambda told: lab_trends(told.pen, told.printing(), sandbox=True),
    "consent": lambda told: consent_form(
        told.pen, told.permit, told.consents[0], told.printing(), sandbox=True
    ),
    "consent-history": lambda told: consent_history(told.pen, told.consents, told.printing(), sandbox=True),
    "medicine-list-a4": _list(Paper.A4),
    "medicine-list-a5": _list(Paper.A5),
}


def _label(size: LabelSize) -> Callable[[Told], PatientLabel]:
    return lambda told: patient_label(told.pen, told.printing(), size, sandbox=True)


LABELS = {"patient-label-70": _label(LabelSize.LARGE), "patient-label-50": _label(LabelSize.SMALL)}
