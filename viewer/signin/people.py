"""The clinician and the posts they may act in."""

from dataclasses import dataclass

from viewer.base.opaque import Opaque


@dataclass(frozen=True, slots=True)
class Clinician:
    """The person who signed in."""

    subject: Opaque  # sub of the id_token
    name: str  # พญ.อรอนงค์ ตัวอย่างแพทย์
    licence: str  # ว.99001, "" when the role has none
    fhir_user: Opaque  # Practitioner reference


@dataclass(frozen=True, slots=True)
class Post:
    """One PractitionerRole: at which facility, in which role. Chosen before anything else."""

    id: Opaque  # PractitionerRole id
    role: str  # code in the role table: doctor, pharmacist, referral-nurse, referral-clerk
    hcode: str
    facility: str
    phone: str = ""
    specialty: str = ""
    organization: str = ""  # id of the facility's Organization on the exchange
