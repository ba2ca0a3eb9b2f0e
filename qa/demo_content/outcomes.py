"""What came of some of the sample community's questions, and whose date moved; all invented. By a question's title."""

OUTCOMES = {
    "How do you choose which vendors to visit?": """\
We drew the payments run as one line and visit whoever stands on it and could not be replaced in five days. That is seven vendors, the archive firm among them. Changes in the company register move a vendor up the list.

The inspector asked one question about the method and none about the number.
""",
    "Did you reduce the sum insured on your cyber policy, and how did you explain it?": """\
25 million with an excess of 2, and **the difference goes into restore tests**, two a year. The board took it in one sitting. What tipped the scales was that lost business is hardly ever paid.

Before cancelling we found six contracts with a minimum sum; two of them had to be renegotiated.
""",
    "How many working days does your close take, and what did you stop doing to get there?": """\
Six days since May, five promised for the half-year. Accruals below 5,000 are gone, and intercompany differences wait for the quarter. The auditor has noticed and asked for a list, which is one page.
""",
    "Did you ever abolish individual bonuses for office staff, and where did the money go?": """\
Abolished from January: three fifths into base pay, the rest into a pool that depends on the company’s result alone. The works council agreed within two meetings. Nobody has left over it so far; two managers have asked for their goals back.
""",
    "Annual stock count or cycle counts: what made the auditor agree to drop the annual one?": """\
The auditor agreed to 220 places a day with a limit of 1 % gross for class A, after one year in which we do both. We closed in January for what should be the last time.
""",
}
MOVED = {
    "What do you do with medical devices whose maker forbids patching?": "The health board’s meeting was put off by a week",
    "Who has given up the annual budget, and did you have to take it back?": "The offsite is later than planned",
}
AWAITED = {"Security staff per 1,000 employees: what did your board accept?": 9}
"""Closed so many days ago, and the asker has not said yet what was decided."""
