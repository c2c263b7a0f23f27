"""The sample web: sites of invented organisations, served on loopback for the real crawlers."""
