"""The Rasa assistant: channel, tracker store, components and actions."""
