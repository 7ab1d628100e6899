"""Deterministic demonstration data."""
