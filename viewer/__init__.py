"""Prawat: a record viewer for clinicians on Thailand's health information exchange."""
