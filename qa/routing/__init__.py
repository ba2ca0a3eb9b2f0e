"""Whom to ask: candidates for a question, chosen in waves that follow its time-box."""
