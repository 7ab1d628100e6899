"""The ``worker`` process: turns, deliveries and timers."""

import logging
from datetime import timedelta
from uuid import UUID

import procrastinate
import uvloop
from procrastinate.jobs import Status

from backend import clock
from backend.alerts import outbox as alert_mails
from backend.conversations import deliveries, turns
from backend.conversations.assistant import AssistantUnavailable, get_assistant
from backend.db import session_scope
from backend.handover import assignment, held, meanwhile, passing
from backend.handover.settings import handover_settings
from backend.identity import text_messages
from backend.jobs.app import SECOND_CRON, job_app
from backend.settings import get_settings
from care165.timers import register_timers
from channels.telegram.sender import TelegramSender

log = logging.getLogger(__name__)

HEARTBEAT_S = 1.0
STALLED_AFTER_S = 5.0
"""A worker silent for this long is dead; its jobs are dropped, and the sweep queues what they left undone."""
FORGOTTEN_AFTER = timedelta(seconds=2)


def register_tasks(app: procrastinate.App) -> None:
    """Gives the queue its tasks."""

    @app.task(name="answer", queue="turns")
    def answer(conversation_id: str) -> None:
        try:
            turns.answer_all(UUID(conversation_id), get_assistant(), clock.now)
        except AssistantUnavailable:
            log.warning("the assistant cannot be reached; conversation %s waits for the next sweep", conversation_id)

    @app.task(name="answer_meanwhile", queue="turns")
    def answer_meanwhile(conversation_id: str, seq: int) -> None:
        meanwhile.answer(UUID(conversation_id), seq, get_assistant(), clock.now)

    sender = TelegramSender(get_settings())

    @app.task(name="deliver", queue="deliveries")
    def deliver(conversation_id: str) -> None:
        deliveries.deliver(UUID(conversation_id), sender=sender)

    @app.task(name="show_typing", queue="deliveries")
    def show_typing(chat_id: str) -> None:
        sender.show_typing(chat_id)

    @app.task(name="send_text", queue="deliveries")
    def send_text(text_id: str) -> None:
        text_messages.send(UUID(text_id), clock.now)

    @app.task(name="assign", queue="turns")
    def assign() -> None:
        give_out()

    @app.task(name="send_held", queue="turns")
    def send_held(held_id: str) -> None:
        with session_scope() as session:
            held.send(session, UUID(held_id), clock.now())

    @app.periodic(cron=SECOND_CRON.format(2))
    @app.task(name="look_after_agents", queueing_lock="look_after_agents", queue="timers")
    def look_after_agents(timestamp: int) -> None:  # noqa: ARG001 - given by the queue
        now = clock.now()
        with session_scope() as session:
            passing.give_back_vanished(session, now=now)
            passing.wake_snoozed(session, now=now)
        with session_scope() as session:  # one for each: they lock conversations, which have one order
            held.send_due(session, now=now - FORGOTTEN_AFTER)
        give_out()

    @app.periodic(cron=SECOND_CRON.format(2))
    @app.task(name="sweep", queueing_lock="sweep", queue="timers")
    def sweep(timestamp: int) -> None:  # noqa: ARG001 - given by the queue
        now = clock.now()
        with session_scope() as session:
            forgotten = turns.queue_forgotten(session, before=now - FORGOTTEN_AFTER)
            forgotten += deliveries.queue_forgotten(session, before=now - FORGOTTEN_AFTER)
        if forgotten:
            log.info("queued %s forgotten turns and deliveries", forgotten)

    @app.periodic(cron=SECOND_CRON.format(5))
    @app.task(name="alerts", queueing_lock="alerts", queue="deliveries")
    def alerts(timestamp: int) -> None:  # noqa: ARG001 - given by the queue
        alert_mails.look(clock.now)

    @app.periodic(cron=SECOND_CRON.format(3))
    @app.task(name="drop_stalled", queueing_lock="drop_stalled", queue="timers")
    async def drop_stalled(timestamp: int) -> None:  # noqa: ARG001 - given by the queue
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


def give_out() -> None:
    """Gives waiting conversations to free agents, each in a transaction of its own, until no pair is left."""
    if not handover_settings().auto_assign:
        return
    given = True
    while given:
        with session_scope() as session:
            given = assignment.assign_next(session, now=clock.now()) is not None


async def run() -> None:
    """Works until told to stop; running jobs are finished first."""
    app = job_app()
    register_tasks(app)
    register_timers(app)
    async with app.open_async():
        await app.run_worker_async(
            concurrency=get_settings().worker_concurrency,
            fetch_job_polling_interval=0.5,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=STALLED_AFTER_S,
            shutdown_graceful_timeout=5,
            delete_jobs="successful",
        )


def main() -> None:
    """Entry point of the process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it logs every job
    uvloop.run(run())


if __name__ == "__main__":
    main()
