"""One small file per command; each has ``run(arguments) -> exit code`` and imports what it needs when run."""
