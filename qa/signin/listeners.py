"""What signing in does about news of members."""

from __future__ import annotations

from qa.core import clock
from qa.core.events import listens
from qa.members.events import OldKeyShown
from qa.signin import notices


@listens(OldKeyShown)
def tell_of_old_key(event: OldKeyShown) -> None:
    """Tell the member that one of their keys was copied."""
    notices.tell(event.member_id, "old_key", clock.now())
