"""Replies as mail programs write them."""
