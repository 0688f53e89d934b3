"""The sandbox's world: invented people, facilities and signers, told as stories and written out as FHIR R4.

``load`` reads a folder of stories and answers with a frozen ``World``. Nothing here knows about HTTP or consent.
"""

from viewer.sandbox.world.loading import load
from viewer.sandbox.world.values import FacilityEntry, Human, Signer, SignerPost, World

__all__ = ["FacilityEntry", "Human", "Signer", "SignerPost", "World", "load"]
