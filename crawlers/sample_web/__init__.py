"""The sample web: sites of invented organisations, served on loopback so that the real crawlers have something to do."""
