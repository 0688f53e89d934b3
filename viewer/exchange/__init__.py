"""Everything said to the exchange, and the values that come back from it."""
