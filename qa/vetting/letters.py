"""The words of the mails of joining, composed when they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.config import settings
from qa.core.letters import Letter, address
from qa.members.dates import day
from qa.members.models import Member
from qa.members.viewer import zone
from qa.vetting.models import Application, Inquiry, Invitation, Outcome


def confirmation(application: Application, token: str) -> Letter:
    """To who applied: confirm the address and choose a password."""
    site = settings().site_name
    return Letter(
        application.email,
        _("Confirm your application to %(site)s", site=site),
        _("Confirm your work address"),
        (
            _("%(name)s, you applied to join %(site)s.", name=application.name, site=site),
            _("Open this page to confirm your address and choose a password. Then members who know your work are asked."),
        ),
        address(f"/apply/confirm/{token}"),
        _("Confirm my address"),
        small=_("Was it not you? Then do nothing: without this link the application is deleted within a week."),
    )  # fmt: skip


def have_account(member: Member) -> Letter:
    """To who applied with an address that has an account."""
    site = settings().site_name
    return Letter(
        member.email or "",
        _("You have an account at %(site)s", site=site),
        _("You have an account here already"),
        (
            _("%(name)s, somebody applied to join %(site)s with your address.", name=member.name, site=site),
            _(
                "If it was you: sign in, there you see where you stand. A forgotten password is mended there too."
            ),
        ),
        address("/login"),
        _("Sign in"),
        small=_("Was it not you? Then do nothing. Nobody was told that you have an account."),
    )


def invitation(found: Invitation, inviter: Member, token: str) -> Letter:
    """To who is invited, in the inviter's words."""
    site = settings().site_name
    until = day(found.expires_at, zone(settings().timezone))
    return Letter(
        found.email,
        _("%(name)s invites you to %(site)s", name=inviter.name, site=site),
        _("%(name)s invites you", name=inviter.name),
        (
            _("%(name)s, on %(site)s peers answer each other’s questions in confidence, by the date. Nobody there sells.", name=found.name, site=site),
            _("This is what %(name)s says of your work:", name=inviter.name),
        ),
        address(f"/join/{token}"),
        _("Read the invitation"),
        quote=found.how,
        small=_("The link is for you alone: one use, until %(day)s. You do not know this person? Then do nothing.", day=until),
    )  # fmt: skip


def queue(member: Member, waiting: Sequence[tuple[str, datetime]], now: datetime) -> Letter:
    """To a member whom applicants name, or a moderator: who waits, and how long."""
    heading = ngettext("One applicant waits", "%(num)s applicants wait", len(waiting))
    hours = settings().queue_mail_hours
    return Letter(
        member.email or "",
        _("%(heading)s for your word", heading=heading),
        heading,
        (_("%(name)s, say what you know of their work, or that you do not know it.", name=member.name),),
        address("/vetting"),
        _("See who waits"),
        items=tuple(f"{name}, {waited((now - since).days)}" for name, since in waiting),
        small=ngettext(
            "You get this mail at most once in an hour.",
            "You get this mail at most once in %(num)s hours.",
            hours,
        ),
    )


def waited(days: int) -> str:
    """How long somebody has waited, in words."""
    return ngettext("waiting for one day", "waiting for %(num)s days", days) if days else _("since today")


def admitted(member: Member) -> Letter:
    """To the applicant: a yes."""
    site = settings().site_name
    words = (
        _("%(name)s, you are a member of %(site)s now.", name=member.name, site=site),
        _("You keep your pledge: you do not sell here. Peers answer you as they would a colleague."),
    )
    subject = _("You are a member of %(site)s", site=site)
    return Letter(member.email or "", subject, _("You are in"), words, address("/"), _("Go in"))


def declined(application: Application, member: Member) -> Letter:
    """To the applicant: a no with its reason."""
    site = settings().site_name
    said = _(
        "%(name)s, a moderator has declined your application to %(site)s. This is the reason:",
        name=member.name,
        site=site,
    )
    return Letter(
        member.email or "",
        _("Your application to %(site)s", site=site),
        _("Not this time"),
        (said,),
        address("/standing"),
        _("See where you stand"),
        quote=application.reason,
    )  # fmt: skip


def inquiry(asked: Inquiry, member: Member) -> Letter:
    """To the applicant: a question."""
    return Letter(
        member.email or "",
        _("A question about your application"),
        _("A question for you"),
        (_("%(name)s, a member who reads your application asks:", name=member.name),),
        address("/standing"),
        _("Reply"),
        quote=asked.question,
        small=_("Moderators and those who vouch for you read the reply."),
    )


def how_it_went(application: Application, voucher: Member) -> Letter:
    """To a voucher: how it went on, without the reason of a no."""
    name = application.name
    if application.outcome == Outcome.ADMITTED:
        said = _("%(name)s is a member now. Your word stands in the tree.", name=name)
    else:
        said = _(
            "The moderators have declined %(name)s. The reason is told to the applicant alone.", name=name
        )
    return Letter(
        voucher.email or "",
        _("How it went on with %(name)s", name=name),
        _("How it went on with %(name)s", name=name),
        (_("%(voucher)s, you vouched for %(name)s.", voucher=voucher.name, name=name), said),
        address("/vetting/tree"),
        _("See the tree"),
    )


def pledge(member: Member, now: datetime) -> Letter:
    """To a member whose pledge lapses soon, or has lapsed."""
    assert member.pledged_until is not None  # the reminder is about this instant
    until = day(member.pledged_until, zone(member.timezone))
    if member.is_lapsed(now):
        heading = _("Your pledge is due")
        said = _("You can read everything, and post again once you confirm it. It takes a minute.")
    else:
        heading = _("Your pledge holds until %(day)s", day=until)
        said = _("Confirm it and your job for another year. It takes a minute.")
    return Letter(
        member.email or "",
        heading,
        heading,
        (_("%(name)s, once a year every member says again: I do not sell here.", name=member.name), said),
        address("/pledge"),
        _("Confirm it"),
    )
