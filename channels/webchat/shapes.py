"""What the web chat's API answers, for its description (``/api/openapi.json``); the answers are made without these."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An answer that holds nothing else."""

    model_config = ConfigDict(extra="forbid")


class ButtonShape(Shape):
    """A choice; sending its ``id`` as ``button`` takes it."""

    id: str
    title: str


class MessageShape(Shape):
    """One message of the conversation."""

    seq: int
    author: Literal["member", "bot", "agent", "system"]
    text: str
    buttons: list[ButtonShape]
    card: dict[str, Any] | None
    at: datetime
    agent_name: str | None = Field(description="who of the care center wrote it")
    reply_to: int | None = Field(description="the member message that the bot answers with it")
    attachments: list[UUID] | None = Field(None, description="the files that a member's message carries")
    doctor: bool | None = Field(None, description="the person who wrote it is a doctor")


class MessagesShape(Shape):
    """What is behind ``after``, and the state of the conversation."""

    messages: list[MessageShape]
    handled_by: Literal["bot", "agent"]
    answered_upto: int = Field(description="the last member message whose answer is complete")
    typing: bool = Field(description="an agent is writing")
    doctor: bool | None = Field(None, description="the person who has the conversation is a doctor")
    assistant: bool | None = Field(None, description="a person was asked for; until one comes the bot goes on")


class ProblemShape(BaseModel):
    """A refusal (RFC 9457); further members hold what helps to do better."""

    type: str
    title: str
    status: int
    code: str
    detail: str


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The description of refusals with these statuses, in the language of ``Accept-Language``."""
    content = {"application/problem+json": {"schema": ProblemShape.model_json_schema()}}
    return {status: {"description": "refused", "content": content} for status in statuses}


MESSAGES: dict[int | str, dict[str, Any]] = {200: {"model": MessagesShape}, **refusals(401, 422)}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "events whose `data` is what `GET /chat/v1/messages` answers and whose `id` resumes behind them",
        "content": {"text/event-stream": {}},
    },
    **refusals(401, 422),
}
