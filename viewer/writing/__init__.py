"""What a clinician's act becomes at the exchange: values -> FHIR, handed over once, then read back."""
