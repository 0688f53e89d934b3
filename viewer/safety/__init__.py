"""Rules over a record: what a pharmacist would check, each finding with its rule, its rows and what was not checked."""
