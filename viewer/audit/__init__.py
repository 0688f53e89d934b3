"""What was done with whose data: written down before it happens, kept sealed, sent to the exchange."""
