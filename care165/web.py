"""The ``web`` process: service API for the actions, web chat, verification and bill pages, the agents' console.

This is where backend and channels are put together; neither knows the other.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from sqlalchemy import text

import backend.attachments.pages
import backend.autodebit.api
import backend.autodebit.pages
import backend.beds.api
import backend.complaints.api
import backend.complaints.tracking_pages
import backend.console.pages
import backend.contributions.api
import backend.contributions.bank_api
import backend.contributions.bank_pages
import backend.contributions.pages
import backend.conversations.after_verification
import backend.conversations.api
import backend.facilities.api
import backend.handover.api
import backend.helpers.api
import backend.helpers.pages
import backend.history.api
import backend.history.pages
import backend.identity.api
import backend.identity.pages
import backend.installments.api
import backend.membership.api
import backend.membership.card_pages
import backend.membership.change_pages
import backend.notifications.api
import backend.operations.api
import backend.privacy.api
import backend.privacy.pages
import backend.queues.api
import backend.ratings.api
import backend.reference.api
import backend.registration.api
import backend.screening.api
import backend.surgery.api
import backend.teleconsultation.api
import channels.webchat.api
import channels.webchat.pages
from backend.api.body_limit import BodyLimit
from backend.api.deps import Db, internal_only
from backend.api.problems import install as install_problems
from backend.api.wakeup import Wakeup
from backend.db import database_url, session_scope
from backend.facilities.service import warm_up
from backend.settings import get_settings

FOR_ACTIONS = (
    backend.autodebit.api,
    backend.beds.api,
    backend.complaints.api,
    backend.contributions.api,
    backend.conversations.api,
    backend.facilities.api,
    backend.handover.api,
    backend.helpers.api,
    backend.history.api,
    backend.identity.api,
    backend.installments.api,
    backend.membership.api,
    backend.notifications.api,
    backend.privacy.api,
    backend.queues.api,
    backend.ratings.api,
    backend.reference.api,
    backend.registration.api,
    backend.screening.api,
    backend.surgery.api,
    backend.teleconsultation.api,
)
"""Topics whose routes only our own processes may call."""
FOR_PEOPLE = (
    backend.complaints.tracking_pages,
    backend.attachments.pages,
    backend.autodebit.pages,
    backend.console.pages,
    backend.contributions.bank_api,
    backend.contributions.bank_pages,
    backend.contributions.pages,
    backend.helpers.pages,
    backend.history.pages,
    backend.identity.pages,
    backend.membership.card_pages,
    backend.membership.change_pages,
    backend.operations.api,
    backend.privacy.pages,
    channels.webchat.pages,
)
BODY_LIMIT = 4
"""Largest request, in largest files: a photo that is somewhat too large is told the limit, a flood is not read."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.wakeup = Wakeup(database_url())
    with session_scope() as session:
        warm_up(session)  # the first member should not wait for the index of all facilities
    async with app.state.wakeup.running():
        yield


def create_app() -> FastAPI:
    """The application."""
    app = FastAPI(
        title="Care Center 165",
        version="1",
        openapi_url="/api/openapi.json",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,  # both load scripts from another site
    )
    install_problems(app)
    app.add_middleware(BodyLimit, most_bytes=BODY_LIMIT * get_settings().attachment_max_bytes)
    app.include_router(channels.webchat.api.router)  # first, since routes are tried in order: most requests are its
    for topic in FOR_ACTIONS:
        app.include_router(topic.router, dependencies=[Depends(internal_only)])
    for pages in FOR_PEOPLE:
        app.include_router(pages.router)
        for path, files in getattr(pages, "mounts", {}).items():
            app.mount(path, files)

    @app.head("/health", include_in_schema=False)
    @app.get("/health", tags=["operations"])
    def health(session: Db) -> dict[str, str]:
        """Answers when this process and the database work."""
        session.execute(text("SELECT 1"))
        return {"status": "ok"}

    return app
