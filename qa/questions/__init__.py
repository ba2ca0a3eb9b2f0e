"""Questions: the asking, the time-box, tags, drafts and revisions."""
