"""Doors through which members write: web chat and Telegram."""
