"""Free inpatient beds as hospitals report them: per class, with the age of every report."""
