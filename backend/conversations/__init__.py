"""Inbox, router and outbox: every message of every channel is a row here."""
