"""Who is the patient: citizen ids as people type them."""
