"""The patient's phone: small Thai pages on which a person sees who asks, and answers."""
