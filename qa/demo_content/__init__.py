"""What the sample community says: invented people, their questions and their answers."""
