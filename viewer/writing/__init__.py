"""What a clinician's act becomes at the exchange: values -> FHIR, handed over once, and looked at whether it is there."""
