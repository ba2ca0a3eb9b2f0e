"""Members: accounts, sessions, profiles, circles; who somebody is, and what others may see of them."""
