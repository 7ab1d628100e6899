"""Amounts, percentages and limits of JKN by date, each with its legal basis and source."""
