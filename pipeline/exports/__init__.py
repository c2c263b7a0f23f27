"""Files for other programs, made from rows that the caller chose."""
