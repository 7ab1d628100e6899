"""Lets Rasa's rule policy look at no more of a conversation than its rules do.

For every prediction the stock policy describes the conversation at each of its actions, twice (once for rules that
match on text, of which there are none here), and then compares the newest few descriptions with the rules. Describing
only those few gives the same prediction: ``tests/bot/test_rule_states.py`` compares the two.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

_stock_find = RulePolicy._find_action_from_rules
_stock_possible = RulePolicy._get_possible_keys


def _rules(policy: RulePolicy) -> list[list[State]]:
    """What the rules say about the states before the predicted action, oldest first."""
    keys = [*policy.lookup.get(RULES, {}), *policy.lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH, {})]
    return [json.loads(key) for key in keys]


def longest_rule(policy: RulePolicy) -> int:
    """The number of newest states that decide a prediction of this policy."""
    known: int | None = getattr(policy, "_care165_longest", None)
    if known is None:
        known = max((len(states) for states in _rules(policy)), default=1)
        policy._care165_longest = known
    return known


def reads_text(policy: RulePolicy) -> bool:
    """Whether a rule can match right after a member's message without asking for its intent."""
    known: bool | None = getattr(policy, "_care165_reads_text", None)
    if known is None:
        newest = [states[-1] for states in _rules(policy) if states]
        listening = [s for s in newest if s.get(PREVIOUS_ACTION, {}).get(ACTION_NAME) in (ACTION_LISTEN_NAME, None)]
        known = any(INTENT not in state.get(USER, {}) for state in listening)
        policy._care165_reads_text = known
    return known


def beginnings(lookup: dict[str, Any]) -> dict[tuple[Any, Any], list[str]]:
    """Rules by what their newest state asks for: the action before, and the intent where there is one."""
    found: dict[tuple[Any, Any], list[str]] = defaultdict(list)
    for key in lookup:
        newest = (json.loads(key) or [{}])[-1]
        found[newest.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), newest.get(USER, {}).get(INTENT)].append(key)
    return found


def _get_possible_keys(self: RulePolicy, lookup: dict[str, Any], states: list[State]) -> set[str]:
    kept = getattr(self, "_care165_beginnings", None)
    if kept is None:
        kept = self._care165_beginnings = {}
    known = kept.get(id(lookup))
    if known is None:
        known = kept[id(lookup)] = beginnings(lookup)
    fitting = lookup
    if states:
        before, intent = states[-1].get(PREVIOUS_ACTION, {}).get(ACTION_NAME), states[-1].get(USER, {}).get(INTENT)
        groups = {(a, i) for a in (before, None, SHOULD_NOT_BE_SET) for i in (intent, None, SHOULD_NOT_BE_SET)}
        fitting = {key: True for group in groups for key in known.get(group, ())}
    possible: set[str] = _stock_possible(self, fitting, states)
    return possible


def newest_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> list[State]:
    """The last ``count`` of Rasa's ``past_states``: the conversation before each of its actions, and now."""
    events = tracker.applied_events()
    skipped = sum(isinstance(event, ActionExecuted) for event in events) + 1 - count
    states: list[State] = []
    at = tracker.init_copy()
    for event in events:
        if isinstance(event, ActionExecuted):
            if skipped <= 0:
                states.append(domain.get_active_state(at))
            skipped -= 1
        at.update(event)
    return [*states, domain.get_active_state(at)]


def _prediction_states(
    self: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool = False,
    rule_only_data: dict[str, Any] | None = None,  # noqa: ARG001 - of no use to a policy of rules alone
) -> list[State]:
    states = newest_states(tracker, domain, longest_rule(self))
    self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
    return states


def _find_action_from_rules(
    self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
) -> tuple[str | None, str | None, bool]:
    if use_text_for_last_user_input and not reads_text(self):
        return None, None, False
    found: tuple[str | None, str | None, bool] = _stock_find(self, tracker, domain, use_text_for_last_user_input)
    return found


def install() -> None:
    """Makes the rule policy of this process predict this way; training keeps the stock one."""
    RulePolicy._prediction_states = _prediction_states
    RulePolicy._find_action_from_rules = _find_action_from_rules
    RulePolicy._get_possible_keys = _get_possible_keys
