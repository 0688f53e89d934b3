"""What is asked of the patient: who, for what, which data, from whom, until when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.front import Front
from viewer.screen.role_names import role_name
from viewer.screen.widgets.cards import column, line
from viewer.screen.widgets.labels import IconView, Label, rule
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Consenting


def data_asked(words: Words, types: tuple[str, ...]) -> str:
    """FHIR types as the patient's phone names them: แพ้ยา ยา โรค …; each kind once, in a fixed order."""
    say = words.say
    kinds = (
        (say("allergies"), {"AllergyIntolerance", "AdverseEvent"}),
        (say("medicines"), {"MedicationRequest", "MedicationDispense", "MedicationStatement",
                            "MedicationAdministration", "Medication"}),
        (say("problems"), {"Condition", "EpisodeOfCare", "FamilyMemberHistory"}),
        (say("results"), {"Observation", "DiagnosticReport", "ImagingStudy", "Specimen"}),
        (say("visits"), {"Encounter", "Appointment", "CarePlan", "CareTeam", "ClinicalImpression"}),
        (say("procedures"), {"Procedure"}),
        (say("vaccines"), {"Immunization", "ImmunizationRecommendation"}),
        (say("documents"), {"DocumentReference", "Composition", "Binary", "Media"}),
        (say("referrals, orders and goals"), {"ServiceRequest", "Task", "Goal", "NutritionOrder"}),
        (say("devices"), {"Device", "DeviceUseStatement"}),
        (say("warnings"), {"Flag", "RiskAssessment", "DetectedIssue"}),
        (say("health scheme"), {"Coverage"}),
    )  # fmt: skip
    named = [name for name, group in kinds if group & set(types)]
    if set(types) - set().union(*(group for _, group in kinds)) - {"Patient"}:
        named.append(say("other health data"))
    return " · ".join(named) if named else say("everything the patient allows")


class AskedCard(QFrame):
    """The right card of the consent page."""

    _shown: Consenting | None = None

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self.setProperty("role", "card")
        theme, say = front.theme, front.words.say
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(18) for _ in range(4)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(Label(theme, say("What is asked of the patient"), size="head"))
        whole.addSpacing(theme.px(4))
        self._who = self._fact(whole, "user-round-check", say("Who asks"))
        self._why = self._fact(whole, "target", say("For"))
        self._what = self._fact(whole, "layers", say("Data"))
        self._where = self._fact(whole, "building-2", say("From"))
        self._since = self._fact(whole, "history", say("Period of the data"))
        self._until = self._fact(whole, "clock", say("May be seen until"), last=True)
        note = say(
            "The patient may choose only some facilities or kinds. The program shows what they chose, "
            "and always says which are missing"
        )
        whole.addSpacing(theme.px(4))
        whole.addWidget(Label(theme, note, size="small", tone="ink2", wrap=True))
        whole.addStretch(1)

    def show_state(self, state: Consenting) -> None:
        """Fill in the request."""
        if self._shown == state:
            return
        self._shown = state
        words = self._front.words
        say, speech = words.say, grammar(words)
        person, post = state.clinician, state.post
        role = " · ".join(filter(None, (person.licence, role_name(words, post.role), post.facility)))
        _fill(self._who, person.name, role)
        _fill(self._why, say("This treatment"), "")
        _fill(self._what, data_asked(words, state.types), "")
        _fill(
            self._where, say("every facility the patient chooses in the app"),
            say("Names of facilities appear only after consent"),
        )  # fmt: skip
        _fill(self._since, say("All years"), "")
        if state.until is None:
            _fill(self._until, say("as long as the patient says"), "")
            return
        today = state.until.date() == self._front.visit.clock.today()
        until = speech.clock(state.until) if today else speech.moment(state.until)
        _fill(self._until, say("{time} today", time=until) if today else until, "")

    def forget(self) -> None:
        """Whose request it was is not kept."""
        self._shown = None

    def _fact(self, whole: QVBoxLayout, icon: str, title: str, *, last: bool = False) -> tuple[Label, Label]:
        theme = self._front.theme
        row = line(spacing=theme.px(12))
        row.addWidget(IconView(theme, icon, size=18, tone="ink2"), 0, Qt.AlignmentFlag.AlignTop)
        name = Label(theme, title, tone="ink2")
        name.setFixedWidth(theme.px(118))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        value, note = (
            Label(theme, "", weight=600, wrap=True),
            Label(theme, "", size="small", tone="ink2", wrap=True),
        )
        texts = column()
        texts.addWidget(value)
        texts.addWidget(note)
        holder = QWidget()
        holder.setLayout(texts)
        row.addWidget(holder, 1)
        whole.addLayout(row)
        if not last:
            whole.addWidget(rule())
        return value, note


def _fill(pair: tuple[Label, Label], value: str, note: str) -> None:
    pair[0].setText(value)
    pair[1].setText(note)
    pair[1].setVisible(bool(note))
