"""From bytes of FHIR R4 to facts: one module per group of resources.

A resource is decoded by msgspec into a shape whose fields are as loose as they can be (``shapes``); elements that
repeat (codes, references, performers) stay raw and are read once per binder (``terms``). When a shape does not fit,
``lenient`` reads it field by field and only the bad field is lost, with a remark. Nothing here is worded.
"""
