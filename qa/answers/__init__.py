"""Answers: one a member a question, with comments, marks and revisions."""
