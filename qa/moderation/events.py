"""What moderators did, for whoever has to follow."""

from dataclasses import dataclass

from qa.core.events import Event


@dataclass(frozen=True, slots=True)
class MemberSuspended(Event):
    """A member may not read or write here until reinstated."""

    member_id: int


@dataclass(frozen=True, slots=True)
class MemberReinstated(Event):
    """A suspended member is active again."""

    member_id: int


@dataclass(frozen=True, slots=True)
class InvitationsPaused(Event):
    """A member's invitations rest: somebody whom they vouched for was found to sell."""

    member_id: int


@dataclass(frozen=True, slots=True)
class InvitationsResumed(Event):
    """A member may invite again."""

    member_id: int


@dataclass(frozen=True, slots=True)
class NameLookedAt(Event):
    """A moderator looked behind a withheld name. *act_id*: the row that says who, why and whose."""

    act_id: int
