"""Printed documents: letters, receipts and cards as PDF, made here with fpdf2; no browser and no office program."""
