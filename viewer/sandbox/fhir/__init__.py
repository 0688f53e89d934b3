"""The FHIR R4 (4.0.1) side: the exchange's own base and the facilities behind it."""
