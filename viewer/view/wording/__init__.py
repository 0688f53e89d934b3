"""Grammar that a catalog cannot hold: dates, ages, doses, quantities, in each language the same functions."""
