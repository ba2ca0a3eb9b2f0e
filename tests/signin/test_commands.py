"""Helping a member back in who lost the app and the recovery codes."""

from __future__ import annotations

from flask import Flask

from qa.signin import codes
from qa.signin.commands import codes_off
from tests.signin.people import ANA, letters, with_codes
from tests.support.cast import Cast


def test_codes_are_switched_off_and_the_member_is_told(app: Flask, cast: Cast) -> None:
    with_codes(cast.ana)
    with_codes(cast.ben)
    runner = app.test_cli_runner()
    assert runner.invoke(codes_off, [ANA]).output == "Codes are off.\n"
    assert not codes.is_on(cast.ana.id)
    assert codes.is_on(cast.ben.id)
    assert [str(one["To"]) for one in letters() if one["Subject"] == "Codes are off"] == [ANA]
    assert runner.invoke(codes_off, [ANA]).output == "Codes were not on.\n"
    nobody = runner.invoke(codes_off, ["nobody@peers.example"])
    assert nobody.exit_code == 1
    assert "Nobody here" in nobody.output
