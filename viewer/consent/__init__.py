"""What the patient allows: asked for on their phone, read strictly, watched while a record is open."""
