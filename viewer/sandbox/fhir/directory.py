"""The directory (mCSD): who works where, which facility answers where. Built once from the world."""

from collections.abc import Iterable
from typing import Any

from viewer.sandbox.fhir.codes import HCODES, LICENCES, ROLE
from viewer.sandbox.places import Places
from viewer.sandbox.thai import ROLES
from viewer.sandbox.world import FacilityEntry, Signer, SignerPost, World

Resource = dict[str, Any]


def organization_id(hcode: str) -> str:
    """Logical id of a facility's Organization; the facilities use the same."""
    return hcode


class Directory:
    """Practitioner, PractitionerRole, Organization and Endpoint by type and id."""

    def __init__(self, world: World, places: Places) -> None:
        self._names = {entry.hcode: entry.name for entry in world.facilities}
        self._places = places
        self.resources: dict[str, dict[str, Resource]] = {
            "Organization": _by_id(_organization(entry) for entry in world.facilities),
            "Endpoint": _by_id(self._endpoint(entry) for entry in world.facilities),
            "Practitioner": _by_id(_practitioner(signer) for signer in world.signers),
            "PractitionerRole": _by_id(
                self._role(signer, post) for signer in world.signers for post in signer.posts
            ),
        }
        self._posts = {post.role_id: (signer, post) for signer in world.signers for post in signer.posts}

    def name(self, hcode: str) -> str:
        """The facility's name; its hcode when it is not listed."""
        return self._names.get(hcode, hcode)

    def reference(self, hcode: str) -> dict[str, str]:
        """A reference to the facility with its name."""
        return {"reference": f"Organization/{organization_id(hcode)}", "display": self.name(hcode)}

    def hcode(self, reference: str) -> str:
        """The hcode behind an Organization reference, relative or absolute; "" when it is not listed."""
        hcode = reference.removeprefix(f"{self._places.base}/").removeprefix("Organization/")
        return hcode if hcode in self._names else ""

    def post(self, reference: str) -> tuple[Signer, SignerPost] | None:
        """Who acts in a PractitionerRole reference, relative or absolute."""
        key = reference.removeprefix(f"{self._places.base}/").removeprefix("PractitionerRole/")
        return self._posts.get(key)

    def _endpoint(self, entry: FacilityEntry) -> Resource:
        return {
            "resourceType": "Endpoint",
            "id": f"fhir-{entry.hcode}",
            "status": "active",
            "connectionType": {
                "system": "http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
                "code": "hl7-fhir-rest",
            },
            "name": entry.name,
            "managingOrganization": self.reference(entry.hcode),
            "payloadType": [{"text": "FHIR R4"}],
            "payloadMimeType": ["application/fhir+json"],
            "address": self._places.facility(entry.hcode),
        }

    def _role(self, signer: Signer, post: SignerPost) -> Resource:
        role: Resource = {
            "resourceType": "PractitionerRole",
            "id": post.role_id,
            "active": True,
            "practitioner": {"reference": f"Practitioner/{signer.practitioner_id}", "display": signer.name},
            "organization": self.reference(post.hcode),
            "code": [
                {
                    "coding": [
                        {"system": ROLE, "code": post.role, "display": ROLES.get(post.role, post.role)}
                    ],
                    "text": ROLES.get(post.role, post.role),
                }
            ],
        }
        return role | {"specialty": [{"text": post.specialty}]} if post.specialty else role


def _by_id(resources: Iterable[Resource]) -> dict[str, Resource]:
    return {resource["id"]: resource for resource in resources}


def _organization(entry: FacilityEntry) -> Resource:
    organization: Resource = {
        "resourceType": "Organization",
        "id": organization_id(entry.hcode),
        "identifier": [{"system": HCODES.get(entry.dialect, HCODES["SIL"]), "value": entry.hcode}],
        "active": True,
        "type": [{"text": entry.kind}],
        "name": entry.name,
    }
    phone = [{"system": "phone", "value": entry.phone, "use": "work"}]
    return organization | {"telecom": phone} if entry.phone else organization


def _practitioner(signer: Signer) -> Resource:
    practitioner: Resource = {
        "resourceType": "Practitioner",
        "id": signer.practitioner_id,
        "active": True,
        "name": [{"use": "official", "text": signer.name}],
    }
    if not signer.licence:
        return practitioner
    prefix = next((known for known in LICENCES if known and signer.licence.startswith(known)), "")
    system, council = LICENCES[prefix]
    return practitioner | {
        "qualification": [
            {
                "identifier": [{"system": system, "value": signer.licence}],
                "code": {"text": "ใบอนุญาตประกอบวิชาชีพ"},
                "issuer": {"display": council},
            }
        ]
    }
