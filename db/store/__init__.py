"""The only place that writes to the database. Every function works inside the caller's transaction."""
