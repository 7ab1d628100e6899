"""Acting for somebody else: with the member's code or an agent's approval, for a while, and only what is needed."""
