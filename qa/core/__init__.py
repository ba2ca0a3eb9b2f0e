"""What every slice stands on: database, transaction, events, outbox, text, mail, clock. No domain word here."""
