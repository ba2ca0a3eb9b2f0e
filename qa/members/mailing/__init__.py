"""What a member is written about, how often and when: choices, quiet hours, and mails that gather what happened."""
