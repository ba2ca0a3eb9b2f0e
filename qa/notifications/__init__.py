"""Notifications: what happened to a member's own questions and answers since the last visit."""
