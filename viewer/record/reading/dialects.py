"""Resources of other versions of FHIR, put into the shapes of R4: two Thai guides are R5, older feeds STU3 and DSTU2.

Only a resource with a member that R4 does not define comes here. What means the same under another name is moved; what
turns a row (notDone, notGiven, wasNotTaken, adherence "not-taking") becomes the status that says so in R4. Whatever is
left is not read, and its row says so (flaw ``FOREIGN``).
"""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from viewer.base.resources import resource
from viewer.record.reading.lengths import DOUBT
from viewer.record.reading.lenient import UNREADABLE

FOREIGN = f"{DOUBT}member-unknown"
EVERYWHERE = (
    "resourceType", "id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension",
)  # fmt: skip
_FORBIDDING = ("Task", "DeviceRequest")  # R5's; by their form it is read
Resource = dict[str, Any]


@cache
def members_by_type() -> dict[str, frozenset[str]]:
    """What R4 defines for each type that is known, what every resource has included, and what is read beside it."""
    table = json.loads(resource("tables", "r4_members.json").read_text("utf-8"))["members"]
    known = {type_: frozenset((*EVERYWHERE, *names.split())) for type_, names in table.items()}
    return known | {type_: known[type_] | {"doNotPerform"} for type_ in _FORBIDDING}


def as_r4(type_: str, raw: bytes, flaws: list[str]) -> bytes:
    """The resource in the shapes of R4; ``flaws`` receives the doubt that members unknown to us leave, or that nobody
    can say whether there are any."""
    known = members_by_type().get(type_)
    if known is None:
        return raw
    try:
        sent = json.loads(raw, parse_float=Decimal)
        if not isinstance(sent, dict) or not (_foreign(sent, known) or type_ in _RESHAPED):
            return raw
        for move in (_concepts_and_references, _renamed, _turned, *_OF_TYPE.get(type_, ())):
            move(type_, sent)
        made = _AS_SENT.encode(sent)
        flaws += [FOREIGN] if _foreign(sent, known) else []
    except UNREADABLE:
        flaws.append(FOREIGN)
        return raw
    return made


_AS_SENT = msgspec.json.Encoder(decimal_format="number")  # a Decimal keeps its digits on the way
_RESHAPED = frozenset({"AllergyIntolerance", "Encounter"})  # whose members of R4 have other shapes elsewhere


def _foreign(sent: Resource, known: frozenset[str]) -> set[str]:
    return {
        name
        for name, value in sent.items()
        if name not in known and name not in _WHOSE and name[:1] != "_" and value not in _EMPTY
    }


_EMPTY: tuple[object, ...] = (None, "", [], {})
_WHOSE = ("subject", "patient")  # read of every resource, whichever of them its type has in R4


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(value: object) -> Iterable[Resource]:
    return (item for item in _items(value) if isinstance(item, dict))


# --- one name for another


def _concepts_and_references(type_: str, sent: Resource) -> None:
    """R5 has one element for what R4 says in two: {"concept": …, "reference": …}; others send either one bare."""
    for name, one, other, several in _CODEABLE_REFERENCES:
        if name in members_by_type()[type_]:
            continue
        found = [item for item in _objects(sent.get(name)) if item.keys() & _EITHER]
        concepts = [item.get("concept", item if item.keys() & {"coding", "text"} else None) for item in found]
        references = [
            item if isinstance(item.get("reference"), str) else item.get("reference") for item in found
        ]
        told = [
            (target, [*filter(None, values)]) for target, values in ((one, concepts), (other, references))
        ]
        made = {target: values if several else values[0] for target, values in told if values}
        if made and len(found) == len(_items(sent[name])) and sent.keys().isdisjoint(made):
            if several or all(len(values) < 2 for _, values in told):
                del sent[name]  # else more stands there than is read: it stays foreign
            sent |= made


_EITHER = frozenset({"concept", "reference", "coding", "text"})
_CODEABLE_REFERENCES = (
    ("medication", "medicationCodeableConcept", "medicationReference", False),
    ("reason", "reasonCode", "reasonReference", True),
)


def _renamed(type_: str, sent: Resource) -> None:
    for name, target in (*_RENAMED.get("", ()), *_RENAMED.get(type_, ())):
        known = members_by_type()[type_]
        if name not in sent or name in known or target not in known:
            continue
        if sent.setdefault(target, sent[name]) == sent[name]:
            del sent[name]  # else both say something: what is not read stays foreign


_RENAMED: dict[str, tuple[tuple[str, str], ...]] = {
    "": (("reasonForUse", "reasonCode"), ("reasonForUseCodeableConcept", "reasonCode"), ("context", "encounter"),
         ("patient", "subject"), ("notes", "note")),
    "AllergyIntolerance": (("assertedDate", "recordedDate"), ("substance", "code"), ("reporter", "asserter")),
    "Consent": (("date", "dateTime"), ("controller", "organization")),
    "Condition": (("assertedDate", "recordedDate"), ("dateRecorded", "recordedDate")),
    "DiagnosticReport": (("codedDiagnosis", "conclusionCode"),),
    "Encounter": (("actualPeriod", "period"), ("admission", "hospitalization")),
    "Medication": (("doseForm", "form"),),
    "Immunization": (("date", "occurrenceDateTime"),),
    "MedicationAdministration": (
        ("encounter", "context"),
        ("occurenceDateTime", "effectiveDateTime"), ("occurencePeriod", "effectivePeriod"),  # as R5 spells it
        ("occurrenceDateTime", "effectiveDateTime"), ("occurrencePeriod", "effectivePeriod"),
        ("effectiveTimeDateTime", "effectiveDateTime"), ("effectiveTimePeriod", "effectivePeriod"),
    ),
    "MedicationDispense": (("notPerformedReason", "statusReasonCodeableConcept"), ("encounter", "context")),
    "MedicationStatement": (("encounter", "context"),),
    "Procedure": (
        ("occurrenceDateTime", "performedDateTime"), ("occurrencePeriod", "performedPeriod"),
        ("occurrenceString", "performedString"), ("occurrenceAge", "performedAge"),
        ("occurrenceRange", "performedRange"),
    ),
}  # fmt: skip


# --- what turns a row


def _turned(type_: str, sent: Resource) -> None:
    """STU3 and DSTU2 deny in a member of its own, beside a status that reads as if it had been done."""
    for name in _NEGATIONS:
        if name in sent and name not in members_by_type()[type_] and type_ in _NOT_DONE:
            value = sent.pop(name)
            if str(value).lower() not in _PLAINLY_NOT:  # whatever is no plain "no" denies
                sent["status"] = _or_withdrawn(sent, _NOT_DONE[type_])
    for name in _REASONS_AGAINST:
        if name in sent and name not in members_by_type()[type_]:
            _say_why(type_, sent, name)


def _say_why(type_: str, sent: Resource, name: str) -> None:
    """Why it was not done, as R4 names it for this type."""
    reasons = _items(sent[name])
    for target, single in (("statusReason", type_ in _ONE_REASON), ("statusReasonCodeableConcept", True)):
        if target in members_by_type()[type_] and target not in sent and reasons:
            sent[target] = reasons[0] if single else reasons
            if not single or len(reasons) == 1:
                del sent[name]
            return


_NOT_DONE = {
    "Procedure": "not-done", "MedicationAdministration": "not-done", "Immunization": "not-done",
    "MedicationDispense": "declined", "Communication": "not-done", "MedicationStatement": "not-taken",
}  # fmt: skip
_NEGATIONS = ("notDone", "notPerformed", "notGiven", "wasNotGiven", "wasNotTaken", "doNotPerform")
_REASONS_AGAINST = ("notDoneReason", "reasonNotPerformed", "reasonNotGiven", "reasonNotTaken")
_ONE_REASON = frozenset({"Procedure", "Immunization", "Communication"})


_PLAINLY_NOT = frozenset({"false", "n", "no", "none", "0", ""})


def _or_withdrawn(sent: Resource, status: str) -> str:
    return "entered-in-error" if sent.get("status") == "entered-in-error" else status


def _statement(type_: str, sent: Resource) -> None:
    """Whether it is taken: STU3 ``taken``, R5 ``adherence``."""
    taken = str(sent.get("taken", "")).lower()
    if taken in _TAKEN:
        del sent["taken"]
        sent["status"] = _or_withdrawn(sent, _TAKEN[taken]) or sent.get("status", "")
    adherence = sent.get("adherence")
    if not isinstance(adherence, dict) or not isinstance(adherence.get("code"), dict):
        return
    del sent["adherence"]
    codes = [str(coding.get("code")) for coding in _objects(adherence["code"].get("coding"))]
    status = next((_ADHERENCE[code] for code in codes if code in _ADHERENCE), "")
    if status and (status != "active" or sent.get("status") in ("recorded", "unknown", None, "")):
        sent["status"] = _or_withdrawn(sent, status)
    if adherence.get("reason"):
        sent.setdefault("statusReason", _items(adherence["reason"]))
    words = adherence["code"].get("text") or next(iter(codes), "")
    if words and not (status in ("active", "not-taken") and words in ("taking", "not-taking")):
        sent["note"] = [*_items(sent.get("note")), {"text": words}]


_TAKEN = {"y": "", "yes": "", "true": "", "na": "", "n": "not-taken", "no": "not-taken", "false": "not-taken",
          "unk": "unknown"}  # fmt: skip
_ADHERENCE = {
    "taking": "active", "taking-as-directed": "active", "taking-not-as-directed": "active",
    "not-taking": "not-taken", "not-taking-as-directed": "not-taken",
    "on-hold": "on-hold", "on-hold-as-directed": "on-hold",
    "stopped": "stopped", "stopped-as-directed": "stopped", "unknown": "unknown",
}  # fmt: skip


def _visit(type_: str, sent: Resource) -> None:
    """R5: classes are concepts, of which the first is read; reasons with their use."""
    classes = list(_objects(sent.get("class")))
    told = [made for item in classes if (made := _class_of(item))]
    if told:
        sent["class"] = told[0]
        if len(told) < len(classes) or any(one != told[0] for one in told):
            sent["furtherClass"] = classes  # no member of R4: it stays foreign
    reasons = sent.get("reason")
    values = [value for item in _objects(reasons) for value in _objects(item.get("value"))]
    if values:
        sent.pop("reason")
        sent.setdefault("reasonCode", [value["concept"] for value in values if value.get("concept")])
        sent.setdefault("reasonReference", [value["reference"] for value in values if value.get("reference")])


def _class_of(concept: Resource) -> Resource:
    """Its first coding, else its text; nothing of a Coding, which R4 has here."""
    text = {"display": concept["text"]} if concept.get("text") else {}
    return next(iter(_objects(concept.get("coding"))), text)


def _allergy(type_: str, sent: Resource) -> None:
    """R5: ``type`` is a concept. DSTU2: one status for both of R4."""
    kind = sent.get("type")
    if isinstance(kind, dict):
        codings = list(_objects(kind.get("coding")))
        sent["type"] = str(codings[0].get("code", "")) if codings else str(kind.get("text", ""))
    status = sent.get("status")
    if isinstance(status, str):
        target = "clinicalStatus" if status in ("active", "inactive", "resolved") else "verificationStatus"
        if status == "entered-in-error" or target not in sent:
            sent[target] = {"coding": [{"code": sent.pop("status")}]}


def _participants(type_: str, sent: Resource) -> None:
    """R5: who wrote it down and who told it."""
    left = []
    for one in _items(sent.pop("participant", None)):
        target = _PARTICIPANTS.get(_function(one), "") if isinstance(one, dict) else ""
        if target and target not in sent and one.get("actor"):
            sent[target] = one["actor"]
        else:
            left.append(one)
    if left:
        sent["participant"] = left


def _function(participant: Resource) -> str:
    functions = _objects(participant.get("function"))
    codes = (str(coding.get("code")) for function in functions for coding in _objects(function.get("coding")))
    return next((code for code in codes if code in _PARTICIPANTS), "")


_PARTICIPANTS = {"enterer": "recorder", "author": "recorder", "informant": "asserter", "verifier": "asserter"}


def _decision(type_: str, sent: Resource) -> None:
    """R5: what is decided stands by itself, and every provision is an exception to it."""
    if sent.get("decision") in _DECISIONS and not isinstance(sent.get("provision"), dict):
        exceptions = list(_objects(sent.get("provision")))
        sent["provision"] = {
            "type": sent.pop("decision"), **({"provision": exceptions} if exceptions else {}),
        }  # fmt: skip


_DECISIONS = ("permit", "deny")


def _comment(type_: str, sent: Resource) -> None:
    for name in ("comment", "comments"):
        if isinstance(sent.get(name), str):
            sent["note"] = [*_items(sent.get("note")), {"text": sent.pop(name)}]


def _vaccine(type_: str, sent: Resource) -> None:
    """STU3 and DSTU2 say why, and why not, in ``explanation``."""
    explanation = sent.get("explanation")
    if isinstance(explanation, dict):
        why = explanation.pop("reasonNotGiven", None)
        if why:
            sent.setdefault("statusReason", _items(why)[0])
        if reason := explanation.pop("reason", None):
            sent.setdefault("reasonCode", _items(reason))
    maker = sent.get("manufacturer")
    if isinstance(maker, dict) and isinstance(maker.get("reference"), dict):
        sent["manufacturer"] = maker["reference"]


_OF_TYPE: dict[str, tuple[Callable[[str, Resource], None], ...]] = {
    "AllergyIntolerance": (_allergy, _participants),
    "Condition": (_participants,),
    "Consent": (_decision,),
    "Encounter": (_visit,),
    "Immunization": (_vaccine,),
    "MedicationStatement": (_statement,),
    "Observation": (_comment,),
}
