"""More requests at once than threads and connections, each keeping its connection between two steps."""

import asyncio
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from sqlalchemy import text

from backend.api.deps import Db

AT_ONCE = 120


def first_step(session: Db) -> None:
    session.execute(text("SELECT pg_sleep(0.05)"))


def second_step(session: Db, first: Annotated[None, Depends(first_step)]) -> dict[str, int]:
    assert first is None
    return {"answer": session.execute(text("SELECT 165")).scalar_one()}


def test_a_burst_does_not_stand_still(committed: None) -> None:
    app = FastAPI()
    app.get("/")(second_step)

    async def burst() -> set[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            answers = await asyncio.gather(*(client.get("/") for _ in range(AT_ONCE)))
        return {answer.status_code for answer in answers}

    assert asyncio.run(burst()) == {200}
