"""Facilities that write with SIL-TH's terminology (terms.sil-th.org).

Dispenses with their days, practitioners with licences, hospital numbers under a system of the facility's own; a
hospital refers to Medication resources, a clinic or a drugstore contains them.
"""

import uuid

from viewer.sandbox.world.chart import Chart, Pen, Systems, opaque
from viewer.sandbox.world.days import Moment
from viewer.sandbox.world.lines import MedicineRow
from viewer.sandbox.world.shape import concept, contact, hl7, split_name
from viewer.sandbox.world.values import Resource

_CORE = "https://terms.sil-th.org/core/CodeSystem/"
_IDS = "https://terms.sil-th.org/id/"
_LICENCES = {"ว.": "th-doctor-id", "ภ.": "th-pharmacist-id"}


class SilTh:
    """The dialect SIL."""

    systems = Systems(
        cid=_IDS + "th-cid",
        hcode=_IDS + "th-moph-hcode",
        icd10=_CORE + "cs-th-icd10tm",
        icd9="http://terminology.hl7.org/CodeSystem/icd9cm",
        drug=_CORE + "cs-th-local-drug-code",
    )

    def row_id(self, chart: Chart, tag: str, count: int) -> str:
        """A UUID from the seed."""
        return _uuid(chart.seed, chart.facility.hcode, chart.human.number, tag, count)

    def moment(self, moment: Moment, salt: str) -> str:
        """A date, or a local time with its offset."""
        return f"{moment.day}T{moment.clock}:00+07:00" if moment.clock else moment.day

    def patient(self, pen: Pen) -> Resource:
        """Citizen id and hospital number with their types; the Thai name, and the Latin one if there is one."""
        chart = pen.chart
        ids = [{"use": "official", "system": s, "value": v} for s, v in chart.human.other_ids]
        if chart.human.cid:
            ids.insert(0, self._id("cid", self.systems.cid, chart.human.cid))
        ids.append(self._id("localHn", self._local(chart, "HN"), chart.hn()))
        names = [_name(chart.name, "en" if chart.name.isascii() else "th")]
        if chart.story.latin and not chart.name.isascii():
            names.append(_name(chart.story.latin, "en"))
        made: Resource = {
            "identifier": ids,
            "active": True,
            "name": names,
            "gender": chart.human.gender,
            "birthDate": chart.here.birth or chart.human.birth,
        }
        if chart.here.phone:
            made["telecom"] = [{"system": "phone", "value": chart.here.phone, "use": "mobile"}]
        if chart.contact is not None:
            who, name, phone = chart.contact
            made["contact"] = [contact(hl7("v2-0131", "N") | {"text": who}, _name(name, "th"), phone)]
        return made

    @staticmethod
    def _id(kind: str, system: str, value: str) -> Resource:
        return {
            "use": "official",
            "type": concept(_CORE + "cs-th-identifier-type", kind),
            "system": system,
            "value": value,
        }

    @staticmethod
    def _local(chart: Chart, what: str) -> str:
        hcode = chart.facility.hcode
        return f"https://terms.sil-th.org/hcode/{len(hcode)}/{hcode}/{what}"

    def medication(self, pen: Pen, drug: str, resource: Resource) -> None:
        """A Medication of its own in a hospital, a contained one elsewhere."""
        facility = pen.chart.facility
        code = f"{facility.hcode[:5]}-{opaque(0, 'drug', facility.hcode, drug, length=6).upper()}"
        named: Resource = {"code": concept(self.systems.drug, code, drug, drug), "status": "active"}
        if len(facility.hcode) > len("99006"):
            resource["contained"] = [{"resourceType": "Medication", "id": "med", **named}]
            resource["medicationReference"] = {"reference": "#med"}
            return
        if f"drug:{drug}" not in pen.names:
            made = pen.start("Medication", name=f"drug:{drug}")
            pen.keep(made | named)
        resource["medicationReference"] = pen.named(f"drug:{drug}") | {"display": drug}

    def supply(self, row: MedicineRow) -> str:
        """What was handed over."""
        return "dispense"

    def practitioner(self, pen: Pen, by: str) -> Resource:
        """A Practitioner with the licence as a qualification."""
        name, _, licence = by.partition("|")
        if f"by:{by}" not in pen.names:
            made = pen.start("Practitioner", name=f"by:{by}")
            made["name"] = [{"text": name}]
            if licence:
                system = _IDS + _LICENCES.get(licence[:2], "th-doctor-id")
                made["qualification"] = [
                    {"identifier": [{"system": system, "value": licence}], "code": {"text": licence[:2]}}
                ]
            pen.keep(made)
        return pen.named(f"by:{by}") | {"display": name}

    def finish(self, pen: Pen, resource: Resource) -> None:
        """The facility's code on its Organization, a visit number on visits."""
        chart = pen.chart
        if resource["resourceType"] == "Organization":
            resource["identifier"] = [self._id("hcode", self.systems.hcode, chart.facility.hcode)]
        elif resource["resourceType"] == "Encounter":
            number = int(opaque(chart.seed, resource["id"], length=10), 16) % 10_000_000
            resource["identifier"] = [self._id("localVn", self._local(chart, "VN"), f"{number:07d}")]


def _name(text: str, language: str) -> Resource:
    prefix, given, family = split_name(text)
    return {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/language", "valueCode": language}],
        "use": "official",
        "text": text,
        "family": family,
        "given": given,
        "prefix": [prefix],
    }


def _uuid(*parts: object) -> str:
    return str(uuid.UUID(hex=opaque(0, *parts, length=32), version=4))
