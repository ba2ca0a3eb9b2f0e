"""What a member may do for all: vouch, found circles, put others' topics right. What grants it is in ``qa.trust``."""
