"""Handing a conversation to a person: agents' accounts, the waiting line, and the way back to the bot."""
