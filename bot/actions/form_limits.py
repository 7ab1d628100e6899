"""How sure, how short and how often: what forms go by to tell an answer from another wish."""

ALWAYS_LEAVE = frozenset(
    {"emergency", "talk_to_agent", "cancel_flow", "change_language", "repeat", "show_menu", "abuse"}
)
"""Intents that are never the answer to a question, whatever the question."""
LEAVE_CONFIDENCE = 0.55
"""How sure another intent must be to leave a question; below it the message is first tried as an answer."""
ASKING_CONFIDENCE = 0.35
"""Who asks something back does not answer: so sure is enough then."""
CLEAR_WISH, CLEAR_WISH_WORDS = 0.8, 6
"""Where a story is asked for, only so sure and so short a message is another wish: a story resembles many."""
ANSWER_INTENTS = frozenset(
    {"inform", "affirm", "deny", "go_back", "share_location", "share_attachment", "", "nlu_fallback"}
)
TOLD = frozenset({"teleconsultation", "submit_complaint", "health_screening"})
"""What statements resemble that only tell."""
GRUNT_WORDS = 2
LEAST_TOLD, TOLD_WORDS = 3, 4
"""A statement of so many words asks no general question; of so many, where it is no answer, it tells something."""
PERSON_AT, HANDOVER_AT = 3, 4
"""Tries at one question until a person is offered, and until one is called."""
SURELY = 0.95
"""How sure a message must be of another matter to leave an open question before it is tried as its answer."""
