"""A Bot API server for tests: real envelopes, long polling by offset, web hooks, files, and faults on demand.

It keeps to what https://core.telegram.org/bots/api says and to the error texts of the public server, so that any strict
client is satisfied. It behaves like a local server (``telegram-bot-api --local``) in one thing: web hooks may be plain
HTTP on the loopback.
"""

from .api import FakeBotApi

__all__ = ["FakeBotApi"]
