"""Autodebit: a bank pays the contribution by itself, once the member has agreed on the bank's own page."""
