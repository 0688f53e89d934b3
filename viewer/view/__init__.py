"""A record in words: sheets that screen and paper both draw. Knows neither Qt nor ReportLab."""
