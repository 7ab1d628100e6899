"""Consultations at a distance: a member and a doctor of their own first-level facility write with each other."""
