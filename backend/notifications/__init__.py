"""Notices that a member asked for: per kind and channel, never at night, never twice, easy to stop."""
