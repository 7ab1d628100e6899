"""Who is writing: identification, verification by code on our own page, and the session that follows."""
