"""What every room may stand on: clock, root error, settings, log, words, resources. Knows nothing of ours."""
