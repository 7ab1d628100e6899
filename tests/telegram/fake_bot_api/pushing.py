"""Pushes waiting updates to the web hook, one at a time, again until it answers 2xx."""

import threading
import time

import httpx

from .world import World

RETRY_S = 0.2
"""The public server waits longer and longer; tests need not."""


class Pusher:
    """The server's own thread that calls the web hook."""

    def __init__(self, world: World) -> None:
        self._world, self._stop = world, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        with self._world.changed:
            self._world.changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        with httpx.Client(timeout=5) as client:
            while not self._stop.is_set():
                with self._world.changed:
                    due = bool(self._world.webhook.url and self._world.updates)
                    if not due:
                        self._world.changed.wait(RETRY_S)
                        continue
                if not self._push(client):
                    self._stop.wait(RETRY_S)

    def _push(self, client: httpx.Client) -> bool:
        with self._world.changed:
            hook, update = self._world.webhook, self._world.updates[0]
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            response = client.post(hook.url, json=update, headers=headers)
            problem = "" if response.is_success else f"Wrong response from the webhook: {response.status_code}"
        except httpx.TransportError as error:
            problem = f"Connection failed: {type(error).__name__}"
        with self._world.changed:
            if problem:
                hook.last_error, hook.last_error_at = problem, int(time.time())
            else:
                self._world.confirm([update["update_id"]])
            self._world.changed.notify_all()
        return not problem
