"""Each stage joined to the database: which units there are, what a unit needs, how its result is saved."""
