"""What every printed page says of itself: whose data, as of when, how complete, who printed it, where and why."""

from dataclasses import dataclass
from datetime import datetime

from viewer.exchange.ledger import FINISHED_WELL, LineState
from viewer.signin.people import Clinician, Post
from viewer.signin.roles import ROLES
from viewer.view import terms
from viewer.view.band import about
from viewer.view.issuing import PLAIN, House
from viewer.view.pen import Pen
from viewer.view.silence import unasked_kinds

EMERGENCIES = frozenset({"BTG", "ETREAT"})
"""v3-ActReason codes: the glass was broken, emergency treatment."""


@dataclass(frozen=True, slots=True)
class Printing:
    """One act of printing. ``as_of`` is when the newest data arrived; ``citizen_id`` is written out in full."""

    clinician: Clinician
    post: Post
    name: str  # the patient's, as confirmed at the desk
    citizen_id: str  # 9-6604-87647-59-7; "" leaves a line to write on
    now: datetime
    as_of: datetime
    reference: str  # of the audit event; names nobody
    purpose: str = "TREAT"  # v3-ActReason code of the consent
    house: House = PLAIN  # what the site set for the papers of this facility
    copy: int = 0  # which copy of this form it is; 0 = none has left yet

    @property
    def emergency(self) -> bool:
        """Whether the record was opened for an emergency: every page says so."""
        return self.purpose in EMERGENCIES

    def signs(self, form: str) -> bool:
        """Whether the role of who prints signs such a form."""
        role = ROLES.get(self.post.role)
        return role is not None and form in role.signs


def who_signs(pen: Pen, printing: Printing) -> tuple[str, ...]:
    """Who prints, as it stands below a place to sign: name, licence, facility."""
    who = printing.clinician
    licence = pen.say("licence {number}", number=who.licence) if who.licence else ""
    return tuple(filter(None, (f"({who.name})", " · ".join(filter(None, (licence, printing.post.facility))))))


@dataclass(frozen=True, slots=True)
class Imprint:
    """Head and foot of a print: sentences, and the phrases in them that are set bold."""

    header: str
    footer: tuple[str, ...]
    strong: tuple[str, ...]


def imprint(pen: Pen, printing: Printing, *, opened: bool = False) -> Imprint:
    """The imprint of any sheets of this record; ``opened``: with rows of restricted access that were opened."""
    header = " · ".join(filter(None, (printing.name, about(pen), printing.citizen_id)))
    completeness, strong = _completeness(pen, printing)
    return Imprint(header, (completeness, _limits(pen, opened), _printed(pen, printing)), strong)


def _completeness(pen: Pen, printing: Printing) -> tuple[str, tuple[str, ...]]:
    """ข้อมูล ณ เวลา … · ตอบแล้ว 11 จาก 14 แห่ง · ไม่ตอบภายในเวลา 1: F รพ.…: every facility that is missing, by name."""
    ledger, say = pen.ledger, pen.say
    moment = f"{pen.speech.day(printing.as_of.date())} {pen.speech.clock(printing.as_of)}"
    as_of = say("Data as of {moment}", moment=moment)
    parts, strong = [as_of], [as_of]
    if ledger.lines:
        parts.append(say("Answered {n} of {m} facilities", n=ledger.spoken, m=len(ledger.lines)))
    states = {
        **terms.line_states(pen.words),
        LineState.STOPPED: say("Stopped by who prints"),
    }  # "you" is no reader
    for state in LineState:
        lines = [line for line in ledger.lines if line.state is state]
        if not lines or state in FINISHED_WELL:
            continue
        label = f"{states[state]} {len(lines)}:"
        if state is LineState.NOT_CONSENTED:  # where the patient was treated and does not want it known
            parts.append(label.rstrip(":"))
            continue
        names = ", ".join(f"{line.letter} {line.facility.name}" for line in lines)
        parts.append(f"{label} {names}")
        strong.append(label)
    return " · ".join(parts), tuple(strong)


def _limits(pen: Pen, opened: bool) -> str:
    """What the reader must not conclude."""
    say = pen.say
    sentences = [
        say("What is not listed is not thereby absent"),
        say("Data of restricted access: only what was opened with a reason is printed")
        if opened
        else say("Data of restricted access: not printed"),
    ]
    if pen.ledger.not_asked_types:
        sentences.append(
            pen.say(
                "Not asked for, the role of who prints may not read it: {names}", names=unasked_kinds(pen)
            )
        )
    return " · ".join(sentences)


def _printed(pen: Pen, printing: Printing) -> str:
    say, who, where = pen.say, printing.clinician, printing.post
    same_day = printing.now.date() == printing.as_of.date()
    moment = pen.speech.clock(printing.now) if same_day else pen.speech.moment(printing.now)
    purposes = {"TREAT": say("for treatment"), **dict.fromkeys(EMERGENCIES, say("emergency"))}
    return " · ".join(
        filter(
            None,
            (
                say("Printed by {name}", name=f"{who.name} {who.licence}".strip()),
                where.facility,
                purposes.get(printing.purpose, printing.purpose),
                say("printed {moment}", moment=moment),
                say("copy {n}", n=printing.copy) if printing.copy else "",
                say("reference {number}", number=printing.reference) if printing.reference else "",
            ),
        )
    )
