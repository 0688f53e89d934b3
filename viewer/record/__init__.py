"""The patient's story: frozen values read from FHIR, with gaps and an account that adds up."""
