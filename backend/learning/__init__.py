"""Learning from real conversations: what was not understood is collected, labelled, and trained on."""
