"""Answering by mail: addresses with a token, what comes in at them, what is done with it, and mail that comes back."""
