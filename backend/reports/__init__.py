"""Figures over a period: volume, waiting times, quality, people. Every one is tested against hand-counted fixtures."""
