"""The web process: service API for the actions, web chat, verification pages and the agents' console."""

import importlib
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import text

from backend.api.deps import Db, internal_only
from backend.api.problems import install as install_problems
from backend.api.wakeup import Wakeup
from backend.db import database_url

SERVICE_TOPICS = ("identity", "membership", "contributions", "facilities", "beds", "queues", "complaints", "handover", "conversations")
PAGES = ("backend.identity.pages", "backend.console.pages", "channels.webchat.api", "channels.webchat.pages")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.wakeup = Wakeup(database_url())
    async with app.state.wakeup.running():
        yield


def create_app() -> FastAPI:
    """The application; every topic's routes are found by the topic's name."""
    app = FastAPI(title="Care Center 165", version="1", docs_url="/api/docs", openapi_url="/api/openapi.json", lifespan=_lifespan)
    install_problems(app)
    for topic in SERVICE_TOPICS:
        if not importlib.util.find_spec(f"backend.{topic}") or not importlib.util.find_spec(f"backend.{topic}.api"):
            continue  # DEV
        router: APIRouter = importlib.import_module(f"backend.{topic}.api").router
        app.include_router(router, dependencies=[Depends(internal_only)])
    for name in PAGES:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            continue  # DEV
        pages = importlib.import_module(name)
        app.include_router(pages.router)
        for path, files in getattr(pages, "mounts", {}).items():
            app.mount(path, files)

    @app.get("/health", tags=["operations"])
    def health(session: Db) -> dict[str, str]:
        """Answers when this process and the database work."""
        session.execute(text("SELECT 1"))
        return {"status": "ok"}

    return app
