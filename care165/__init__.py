"""Command line and process supervision."""
