"""Questions and answers of the finance leads circle; all invented."""

from qa.demo_content.form import DemoAnswer, DemoQuestion

QUESTIONS: list[DemoQuestion] = [
    DemoQuestion(
        by="eleni-vasilakis",
        title="Would you tell the banks about a covenant breach before the quarter ends?",
        body="""\
Net debt to EBITDA will be about 3.7 at quarter end against a covenant of 3.5. I have five weeks, five banks, and a call with the agent this evening for another reason.

| | Covenant | Forecast |
|---|---:|---:|
| Leverage | 3.50 | 3.68 |
| Interest cover | 4.0 | 5.1 |
| Liquidity | 15 m | 27 m |

My lawyer says wait for the certificate. My chair says tell them today. A late shipment of 2.4 million could still bring us to 3.49, and I do not want to spend credibility on a breach that does not happen.

When did you tell them, what did the waiver cost in fee and margin, and what did the banks ask for that you had not prepared?
""",
        tags=("covenants", "banks", "refinancing"),
        purpose="call with the agent bank",
        state="today",
        wanted=8,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "Six weeks before, by telephone, agent first, the others the same day. Waiver at 25 basis points and 50 on the margin for two quarters. At 3.49 they would have asked why it was so close anyway. They wanted a 13-week cash forecast by the next morning. Have that ready before you call.",
                quote="name",
                helpful=8,
                thanks="Called with the forecast in hand. The agent asked for it in the second sentence.",
                hours=6,
                same=("Telephone first, paper second. Nobody wants to learn it from the portal.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "I waited, made it by 0.02, and told them afterwards as good news. It was not received as such. At the next renewal one of four banks left and named that quarter. Being close without saying so is remembered longer than a breach.",
                helpful=7,
                same=("We scraped through once in silence and paid for it two years later.",),
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "Tell them, but ask for a reset of two tests rather than for a waiver of one. Waivers have to be repeated, with a fee each time. We paid 40 basis points once for four quarters at 4.25. Bring the third bank on side before the group call; with five, three decide.",
                helpful=6,
                thanks="The reset of four quarters is what we asked for.",
                hours=2,
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Read the definition of EBITDA again tonight, with the lawyer, before speaking. We had 0.9 million of restructuring cost we could add back and had never used. It turned 3.6 into 3.4. An unused add-back has no shame in it.",
                helpful=6,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Whatever you choose, do not move the shipment. Ours was moved by a helpful plant manager on 30 June, the auditors found it in cut-off testing, and the conversation with the banks became a different one.",
                basis="team",
                quote="no",
                exposure="anonymous",
                helpful=7,
            ),
            DemoAnswer(
                "nadia-benali",
                "Give a range and a probability rather than a number: “between 3.4 and 3.8, two chances in three above”. Our banks accepted that as candour, and we did not have to retract anything at quarter end.",
                basis="opinion",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="duncan-abernethy",
        title="How many working days does your close take, and what did you stop doing to get there?",
        body="""\
Ours takes eight. The new chair comes from a company with three and has asked, in front of the others, what we do on the other five.

I know where the days are: two for intercompany, one and a half for accruals below 5,000, one waiting for stock counts from the yards, one for reviews by people who have seen the figures twice already.

I would like to promise five by the half-year without buying software. Please tell me

1. your days, from last calendar day to figures the CEO may use,
2. what you dropped, with the threshold,
3. whether the auditor noticed, and what was wrong afterwards that would not have been before.
""",
        tags=("month-end close", "controlling", "accruals"),
        purpose="letter to the chair",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "matthias-oberholzer",
                "Nine to four in a year. Accruals under 10,000 gone, intercompany closed on day minus two and late items go into next month without discussion, stock counts in the third week. The auditor raised his own testing threshold afterwards. Error since: 38,000 in one quarter, on 90 million.",
                quote="name",
                helpful=9,
                thanks="Intercompany on day minus two was the biggest piece. We promised five and reached 5.5 in two closes.",
                hours=10,
                same=(
                    "Closing intercompany before month end is the one that counts. Everything else is tidying.",
                    "No late items, no discussion. The first month is loud and the second is quiet.",
                ),
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Three, but we are a subscription business and it is not comparable. What helped was publishing a flash on day two, with a range. By the time the close came the CEO had stopped asking. You may need a good day two rather than a short close.",
                helpful=7,
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "Six. Reviews cut from three to one: whoever signs reviews. Two managers were offended. In eighteen months the extra reviews would have caught one thing, a wrong exchange rate in a small branch.",
                helpful=6,
            ),
            DemoAnswer(
                "mei-tanaka",
                "Seven, and the parent wants it on day five. We close the ledger on five with estimates for three items and correct the next month if the difference is above 2 % of profit. It was above once in 14 months.",
                helpful=4,
            ),
            DemoAnswer(
                "rafael-quintero",
                "Five in Colombia, nine in two smaller countries. I stopped waiting for the small ones: they report with a month’s delay and are 4 % of sales. The auditor accepted it in a two-line memo, the local managers took longer.",
                helpful=5,
                same=("A month’s lag for anything under 5 % of sales. Check the year-end only.",),
            ),
            DemoAnswer(
                "gregor-zielinski",
                "From audit: the fast closes I test have fewer errors than the slow ones, because there is less time to adjust. What goes wrong is documentation. Ask for one screenshot per manual entry above the threshold and I shall leave you alone.",
                basis="advised",
                helpful=5,
            ),
            DemoAnswer(
                "nadia-benali",
                "Five days. The last two were spent explaining variances, so we moved the explaining out of the close: figures on day three, comments on day six, and only for lines that moved more than 150,000. Nobody missed the other comments.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="charlotte-delvaux",
        title="Which single control has actually stopped a payment fraud at your company?",
        body="""\
Last quarter we had four attempts with changed bank details, one of them by a telephone voice that our own colleague swore was the supplier’s bookkeeper. It failed because the clerk was on holiday and the stand-in did not know where the button was. I do not want to report that as a control.

We have four eyes, call-back to a known number, a 24-hour wait above 50,000, and name matching by the bank where it exists.

The audit committee will ask which of these works. Not which exists: which one has *stopped* something, with the amount. And which have you given up, because people went round it?
""",
        tags=("payment fraud", "treasury", "internal control"),
        purpose="audit committee",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "gregor-zielinski",
                "The wait. Three attempts, 410,000 in total, all stopped because the real supplier complained or the fraudster pressed too hard during the 24 hours. Four eyes stopped nothing in six years; the second pair opens what the first one sends.",
                quote="name",
                helpful=8,
                thanks="“The second pair opens what the first one sends” is in the paper, with your name.",
                hours=3,
                same=("The wait, here 48 hours for any new account. Urgency is the fraudster’s only tool.",),
            ),
            DemoAnswer(
                "grace-whitfield",
                "Buyers own the bank details, not accounts payable. A change needs the buyer to ask the supplier’s salesman in person or on video, since they know each other’s faces. Two stopped, 96,000 and 1.2 million. It costs each buyer perhaps an hour a month.",
                helpful=7,
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Name matching by the bank, one hit of 64,000, and about 200 false alarms over the year, which is why people have begun to click through. I would keep it and not call it a control.",
                helpful=4,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Call-back, but the number comes from the first contract in the archive and not from the vendor record. In our case the vendor record had been changed three weeks earlier, by a real mail from a hacked supplier. 230,000 did not leave.",
                helpful=7,
                same=(
                    "Number from the contract, never from the system. The system is what they change first.",
                ),
            ),
            DemoAnswer(
                "rafael-quintero",
                "We pay suppliers on two fixed days a month. Everything outside needs me. It stopped one for 75,000 dollars and, as a by-product, brought 6 days of payables. Urgent payments went from 40 a month to 3.",
                helpful=6,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Payroll side: an employee’s new bank account takes effect only the month after, with a text message to the old telephone. Five stopped in two years, between 2,000 and 9,000 each. Small sums, but each one is a person without rent.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="nadia-benali",
        title="Who has given up the annual budget, and did you have to take it back?",
        body="""\
Our budget takes from August to December, about 2,900 hours in finance alone, and the figures are wrong by March. The executive committee is ready to try a rolling forecast of six quarters instead, for one year, in two of five divisions.

I did this at a former company and after two years we took half of it back, because nobody could say what a manager may spend. So I know one end of the story.

What I need before the offsite:

- what replaced the budget as a **limit** for spending,
- what replaced it as the base of the bonus,
- who resisted longest. In my case it was the supervisory board, not the managers.
""",
        tags=("budgeting", "rolling forecast", "planning"),
        purpose="management offsite",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "hannah-lindgren",
                "Given up three years ago. Limit: headcount by function, approved twice a year, everything else free within 3 % of last quarter. Bonus on growth plus margin against last year, not against a plan. The longest resistance was procurement, who had lived on unspent budgets in December.",
                quote="name",
                helpful=7,
                thanks="Headcount as the only limit: that is what I will propose for the two divisions.",
                hours=4,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Took it back after one year. Banks and the parent company wanted a budget, so we wrote one anyway, in three weeks, from the forecast. That turned out to be the solution: a budget nobody negotiates. 2,000 hours saved compared with before.",
                helpful=8,
                same=(
                    "A budget written in three weeks from the forecast. The board does not see the difference.",
                ),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "On the bonus: we measured against a peer group instead. It works until one of four peers is bought, which happened in month seven. Have a rule for that beforehand. Managers liked it, since nobody could be accused of sandbagging.",
                helpful=5,
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "I would not, in a company with debt. Lenders test against a plan and I want to be the one who wrote it. We shortened to six weeks by letting divisions submit eleven lines instead of 140. That was 80 % of the gain.",
                helpful=6,
            ),
            DemoAnswer(
                "mei-tanaka",
                "Headquarters in Tokyo needs a budget in January for the year from April. We give it one number per line and do not open it again. Inside we work with the forecast. Two sets of figures sounds bad, but each has one reader.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="gregor-zielinski",
        title="When did you tell the external auditor about a suspected fraud: at the suspicion or at the proof?",
        body="""\
A regional manager appears to have invented a cleaning firm. 340,000 złoty over three years, all below the approval limit. We have invoices, no interview yet, and a lawyer who wants silence until it.

The half-year review starts in two days. The engagement partner will ask me, as every time, “are you aware of any actual or suspected fraud”. I will not lie to him. The question is whether I ring him before, or answer when he asks.

> It is not material, so it is not urgent.

That is the CFO’s position. What did you do, and what did the auditor do with it: extended testing, a letter, nothing?
""",
        tags=("fraud", "external audit", "internal control"),
        purpose="half-year review",
        state="soon",
        wanted=6,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "At the suspicion, by telephone, the CFO and I together. The partner wrote a file note, tested 25 invoices of the same type elsewhere and was finished in a day. A year earlier a colleague in another division had waited: four weeks of extra work and a fee of 60,000.",
                quote="name",
                helpful=8,
                thanks="The CFO made the call himself after reading this. One day of extra tests.",
                hours=5,
                same=("Before he asks, together with the CFO. Alone it looks like a complaint about him.",),
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Materiality is about who, not only about how much. If the person signs anything the auditor relies on, it matters at any amount. Ours signed stock counts, and all of those had to be repeated.",
                helpful=7,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "We told the audit committee chair first, on a Sunday, and he told the partner. It kept management out of the sequence. The lawyer was unhappy, but the interview on the Tuesday went as planned and nothing leaked.",
                helpful=6,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "Waited eleven days for the interview, with the partner’s knowledge that “something is being looked at and you will have it by the 20th”. That sentence was enough for him. Give a date and keep it.",
                helpful=5,
            ),
            DemoAnswer(
                "grace-whitfield",
                "Check the supplier file for addresses before anybody is warned. In our case the invented firm shared a postbox with a real one, and the real one was also his. The second was three times as large.",
                basis="team",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="hannah-lindgren",
        title="How do you find side letters before the auditor does?",
        body="""\
In the third quarter a salesman promised a customer, by mail, that they may leave after twelve months without cost. Contract: 36 months, 1.8 million, revenue taken accordingly. We found it because the customer’s lawyer quoted it.

The auditor has asked how we know that there are no others. The true answer is that 46 salespeople sign a statement each quarter and that he had signed it too.

I have to propose something by the next committee that is more than one more signature and less than reading everybody’s mail, which the works agreement forbids. What do you do, how many did you find with it, and did anyone lose a commission or the job over it?
""",
        tags=("revenue recognition", "contracts", "external audit"),
        purpose="audit committee",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "Ask the customer. A confirmation to the twenty largest contracts each half-year, two questions: are there promises outside the contract, may you leave early. 17 of 20 answer. Found two in the first round, none since. Salespeople know the letter goes out, and that is the effect.",
                quote="name",
                helpful=8,
                thanks="Sent to 25 customers. One side letter came back, for 90,000. The auditor asked for nothing else.",
                hours=8,
                same=(
                    "Customer confirmations with the exit question. We send them before the auditor does.",
                ),
            ),
            DemoAnswer(
                "gregor-zielinski",
                "Look at credits. A side letter ends as a credit note, a free month or a quiet cancellation. I list all credits above 10,000 within 18 months of signing with the salesman’s name. Three names made up 70 % of it.",
                helpful=7,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Commission is paid half at signing, half after month 13. It needed a year to negotiate and cost us one good salesman. Since then a promise of an early exit costs the one who makes it. We know of none in two years.",
                helpful=7,
                same=("Half after month 13. It did more than every statement they ever signed.",),
            ),
            DemoAnswer(
                "mei-tanaka",
                "Amnesty, once: four weeks in which anything may be declared without consequence. 14 letters came in, 2.1 million of revenue had to move between years. Painful and finished. After that the first one found led to a dismissal.",
                helpful=6,
            ),
            DemoAnswer(
                "rafael-quintero",
                "Collections knows. The clerk who calls about unpaid invoices hears “but your colleague promised” before anybody else. We gave them a field in the system for that sentence. About one a month, mostly small.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="rafael-quintero",
        title="What moved receivables for you: discounts, interest, or stopping deliveries?",
        body="""\
64 days outstanding on terms of 30. In two years we have come down from 75, and the last eleven days are not moving. Large retail customers pay on day 80 whatever the contract says; they are 45 % of sales.

I have tried:

- 2 % for ten days: taken by those who paid on time before, cost 310,000 dollars
- interest invoices: 1,400 sent, nine paid
- a letter from the CEO: two weeks’ effect

What remains is stopping deliveries, which sales has vetoed three times. Before the CEO decides I would like to hear from those who did it to a large customer. For how long, what did they say, and what did it do to volume in the following year?
""",
        tags=("working capital", "receivables", "collections"),
        purpose="decision by the chief executive",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "eleni-vasilakis",
                "Stopped once, four days, 8 % of our sales. The buyer rang on day two, their finance director on day three, paid on day four. No volume lost, but it works because the pumps were for a project with a date. With cat food I would not try.",
                helpful=6,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "We are the one selling to supermarkets. What moved 9 days: we sent invoices the same night instead of weekly, and put their order number in the right field. 30 % of late payments had been their system refusing ours. Look at refusals before anger.",
                quote="name",
                helpful=8,
                thanks="27 % of our late invoices are refusals. I had been looking at the wrong eleven days.",
                hours=6,
                same=("Invoice quality, dull and large. Seven days in two months.",),
            ),
            DemoAnswer(
                "grace-whitfield",
                "From the paying side: I pay first those who would stop, then those with a named person who rings me on day 31, then the rest. Interest invoices go to a tray. A person on day 31 costs you one salary.",
                basis="opinion",
                helpful=7,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "We sold the 45 % to a bank, without recourse, at 1.4 % over base. The customer’s rating is better than ours. Auditors took it off the balance sheet after reading for a month. It ended the argument with sales, at a price.",
                helpful=6,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Sales commission only on paid invoices. Days fell from 58 to 47 within three quarters, and salesmen learned who the bookkeeper was. Two customers were lost whom we had been financing for years.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="mei-tanaka",
        title="What did the first assurance of your sustainability figures cost, and what failed?",
        body="""\
Limited assurance, first year, 41 entities, 180 data points after our own selection. Quote from the financial auditor: 290,000 euros, rising by a third in the second year. A smaller firm asks 170,000 and has never done a group with a parent in Japan.

The board thinks of it as a printing cost.

What I would like to bring to them: your fee, your internal hours, and the two or three figures that failed or were withdrawn in the first year. I expect ours to be waste in the joint ventures and travel booked privately.

And did anyone decide **not** to publish a figure and say so? How was that received?
""",
        tags=("sustainability reporting", "external audit", "fees"),
        purpose="board meeting",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "matthias-oberholzer",
                "160,000 fee, 3,100 hours. Failed: business travel and the emission factor of one electricity contract, which had been counted as green twice. We withdrew travel, one sentence in the report, not a single question from anyone.",
                quote="name",
                helpful=7,
                thanks="We withdrew two figures with one sentence each. The board was relieved to be told that it may.",
                hours=5,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "340,000 with the financial auditor. I would do it again: the smaller firm of a sister company was overruled by the group auditor in March, who then did half of it over. Ask the group auditor in writing whether he will rely on the other one.",
                helpful=8,
                same=("Get the reliance letter before choosing. We did not, and paid twice.",),
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "120,000, one plant group. What failed was headcount: four systems, four answers, from 2,310 to 2,388. We had to agree on what an employee is. That took longer than all the emissions together.",
                helpful=7,
                same=("Headcount failed here as well. HR and finance had not agreed for ten years.",),
            ),
            DemoAnswer(
                "nadia-benali",
                "210,000, and 60 of 190 data points dropped in September as not material, with a documented reason each. The auditor prefers fewer figures as much as you do. Have the discussion in spring; in autumn it looks like flight.",
                helpful=6,
            ),
            DemoAnswer(
                "gregor-zielinski",
                "Internal audit tested all 50 highest before the external firm came: 900 hours, found eleven errors, two of them by a factor of 1,000 between kilograms and tonnes. External fee was 95,000 for a retailer. The units are always it.",
                helpful=6,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Ships, so fuel is metered and easy. 88,000. What failed was safety hours, since contractors on board were counted in one yard and not in another. We published it with the gap described. A lender thanked us for that paragraph.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="duncan-abernethy",
        title="What did changing auditors cost you beyond the fee?",
        body="""\
Tender after 19 years with the same firm. Three bids: 640,000, 710,000 and 820,000, the present one is at 760,000 and not allowed to bid after next year anyway.

The committee chair wants a recommendation the day after tomorrow. Everybody compares fees and partners. I want to add a page on what it will cost us in-house, and have only a guess of 2,000 hours in the first year.

Please give me: hours or heads in year one, the accounting positions the new firm wanted changed, and whether the low bid stayed low. Somebody told me the rule of thumb is plus 15 % by the second year, which I would like to confirm or bury.
""",
        tags=("external audit", "fees", "audit committee"),
        purpose="audit committee chair",
        state="soon",
        wanted=8,
        answers=(
            DemoAnswer(
                "hannah-lindgren",
                "1,400 hours at 90 million of sales. One change: capitalised commissions over five years instead of seven, 1.1 million against equity. The low bid came in 22 % higher in year two, all as “scope”. Fix an hourly rate for overruns and a cap of 10 %.",
                quote="name",
                helpful=7,
                thanks="The cap of 10 % is in the letter to all three. Two accepted it within a day.",
                hours=4,
                same=("The overrun rate in the letter. Ours went up 19 % before we had one.",),
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "Let them say before award which three positions they would question. All three bidders did it, after an afternoon with the files. Two named the same warranty provision. We changed it under the old auditor, which was far easier.",
                helpful=8,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Two full-time people for nine months, about 2,900 hours, mostly explaining the system and pulling old contracts. The old firm charged 45,000 for access to its files. It is in the small print of the engagement letter.",
                helpful=6,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "Bury the 15 %: ours fell in year two, by 6 %, because the first year included a set-up. What cost us was the banks. Two lenders asked for a call with the new partner before they would extend.",
                helpful=4,
            ),
            DemoAnswer(
                "gregor-zielinski",
                "They rely less on internal audit in the first two years, whatever they say in the pitch. Plan 300 hours of their testing on top of ours. It came back in the third year after they had repeated eleven of our tests.",
                helpful=5,
            ),
            DemoAnswer(
                "mei-tanaka",
                "Choose the manager, not the partner. We asked to meet the manager who would be here in February and to have her name in the contract for two years. The second-lowest bid won because of her. 1,700 hours, no change of position.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="charlotte-delvaux",
        title="How many banks and accounts do you have, and how did you get rid of the rest?",
        body="""\
We closed 140 accounts over three years and still have 212 with 31 banks in 14 countries. 90 % of payments go through four of them.

Each of the small ones has somebody who defends it: customs, the canteen, a tax office that pays back only to this account, a local manager who knows the branch director.

The CFO wants “half” by year end and I want to answer with something better than a number. What is your rule for when an account may exist, what does an idle account cost you a year when everything is counted, and which reason to keep one turned out to be real? A line on how long a closure takes would help too. Mine take seven months.
""",
        tags=("treasury", "banks", "bank accounts"),
        purpose="treasury review",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "matthias-oberholzer",
                "64 accounts, 7 banks, from 190. Rule: one per country and currency, a second only with a law that requires it, cited by paragraph. 11 laws were cited, 4 existed. Cost of an idle account about 1,900 francs: auditor’s confirmation, signatures, fees.",
                quote="name",
                helpful=8,
                thanks="“Cite the paragraph.” 38 reasons went in, 6 came back with one.",
                hours=5,
                same=("One per country and currency. The paragraph test clears out the rest.",),
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "I keep more than I need, nine banks for 40 accounts, on purpose. When the covenant was close, the two banks with no loan were the ones who stayed friendly and ran the payroll. A treasurer should have a bank that is not owed anything.",
                helpful=7,
            ),
            DemoAnswer(
                "rafael-quintero",
                "118 to 49. The real reasons: customs in two countries and a court deposit. Everything else was habit. We emptied them to zero, waited 90 days, and counted who called. Three calls for 60 accounts.",
                helpful=7,
                same=("Zero and wait. Five calls for 44 accounts in our case.",),
            ),
            DemoAnswer(
                "gregor-zielinski",
                "The account nobody knew we had was in the name of a branch closed in 2011, with 86,000 on it and a former manager as only signatory. Ask banks for a full list by tax number, not by your own list. We found six.",
                helpful=7,
            ),
            DemoAnswer(
                "mei-tanaka",
                "55 with 9 banks. Closing takes five months in Europe and eleven in parts of Asia, since every signatory of record must appear or be certified. Before a signatory leaves, have her sign the closure forms undated for the accounts on your list.",
                helpful=4,
                risky="Undated forms signed in advance would be a finding here, and in some countries an offence.",
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Ports are the reason we cannot go below 70. Agents want local money within hours. We replaced 30 of those by one payment agent at 0.4 % a transaction, dearer per payment and 110,000 cheaper in all.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="eleni-vasilakis",
        title="How far ahead do you fix electricity and gas, and who is allowed to be wrong?",
        body="""\
Energy is 9 % of our cost. Two years ago we fixed 80 % for three years at what turned out to be the peak; the year before we had fixed nothing. Both decisions were mine and both were reasonable on the day, which is no consolation to the board.

I want a rule that takes the view out of it. For instance: one eighth of the next two years each quarter, no exceptions, so that nobody decides anything.

Do you have such a rule, has it survived a year in which it was visibly expensive, and who signs for the volume risk when a plant stands still and you must sell back?
""",
        tags=("hedging", "energy", "treasury"),
        purpose="hedging policy",
        state="short",
        wanted=6,
        answers=(
            DemoAnswer(
                "charlotte-delvaux",
                "One twelfth a month for twelve quarters ahead up to 75 %, no view. It survived one dear year because the board had voted on a table showing what it would have done in the ten years before. Three of those were bad, and they had seen them.",
                quote="name",
                helpful=7,
                thanks="Made the table for ten years. Two bad ones. The board voted for eighths.",
                hours=6,
                same=("Show the bad years first. It is what keeps a rule alive.",),
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Rule of quarters, 60 % at most, and the plant signs for the volume. When they stood still for five weeks the sale back cost 240,000 and went into the plant’s result. Their volume forecasts have been better since.",
                helpful=6,
            ),
            DemoAnswer(
                "grace-whitfield",
                "Procurement does it here and I think that is wrong, said as head of procurement. We get measured on price against market, so we are tempted to wait. Give it to someone without a target.",
                basis="opinion",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="mei-tanaka",
        title="Below which amount do you leave intercompany differences alone?",
        body="""\
41 entities, about 900 pairs. Each month some 60 pairs differ by more than 1,000 euros, and three people spend four days on it. In sum the differences were 84,000 last month, of which 71,000 was one pair with a wrong exchange rate.

The rest is freight, rounding and one customer in Osaka who insists on paying in yen.

I would like to set the limit at 25,000 per pair, book the remainder to one account and look at that account at quarter end. The parent’s auditor has never been asked. What is your limit, per pair or in sum, who may book the difference, and did something bad ever hide below it?
""",
        tags=("intercompany", "month-end close", "controlling"),
        purpose="closing handbook",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "matthias-oberholzer",
                "20,000 a pair and 100,000 in sum, booked by the group without asking. Auditor agreed at half their clearly trivial threshold. Something did hide: a subsidiary parked a late invoice of 19,400 four months running. So we look at pairs that are just below, by sorting.",
                quote="name",
                helpful=8,
                thanks="25,000 a pair, 120,000 in sum, agreed by the parent’s auditor in one call. Two days a month saved.",
                hours=12,
                same=("A limit plus a look at what sits just under it. Takes ten minutes.",),
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Ten entities only: the seller is right, always. The buyer’s ledger is adjusted automatically at month end whatever he thinks. Disputes are settled afterwards between people. No differences since, and about one dispute a month.",
                helpful=7,
                same=("Seller is right. It ends the mails with forty people in copy.",),
            ),
            DemoAnswer(
                "duncan-abernethy",
                "5,000, because of a tax audit in which the difference account was taken apart line by line, 80 pages. The tax people do not know the word trivial. Ask your tax colleague before the auditor.",
                helpful=5,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "We pay intercompany once a month by netting, and what is not confirmed by day 20 is not paid. The limit is therefore zero and the number of differences is small, since everybody wants the money.",
                helpful=6,
            ),
            DemoAnswer(
                "gregor-zielinski",
                "50,000 in sum, nothing per pair. In my test of two years I found one item of substance, a management fee charged twice, 31,000. I have seen worse in accounts that had been reconciled to the cent.",
                basis="team",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="nadia-benali",
        title="How long is your monthly board pack, and which page could you burn?",
        body="""\
Ours has **74 pages**. I counted 31 tables that show actual against budget in different cuts. Producing it takes eleven days of work a month, and the secretary’s log shows that three of nine members open it before the meeting.

I have permission to propose something else. The chair’s only condition: “I must be able to see trouble one month earlier than now.”

So I am not asking for a shorter pack but for the page that showed trouble early. What is on it, when did it fire, and did anybody act?

Also the number of your pages, for the vanity table that I will certainly be asked for.
""",
        tags=("board reporting", "planning", "metrics"),
        purpose="board chair",
        state="met",
        wanted=6,
        answers=(
            DemoAnswer(
                "hannah-lindgren",
                "Nine pages. The early one: renewals due in the next two quarters with the account manager’s own yes, no or unsure. It fired in May, when “unsure” went from 8 to 21 %. Sales fell in October. They acted in June, with a price change.",
                quote="name",
                helpful=8,
                thanks="Our version: orders due in two quarters, yes, no, unsure. The chair circled it.",
                hours=6,
                same=("Unsure is the most useful word in the pack.",),
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "12 pages. Cash by week, thirteen ahead, with last month’s version as a grey line behind it. Where the two part, there is a story. Burned: the whole profit by division, which goes on the portal for whoever wants it.",
                helpful=7,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "18. Order intake over sales on a rolling three months, one line, since 2009. Under 0.95 for two months we stop hiring, by rule. Fired three times, right twice. The third time we lost four good applicants.",
                helpful=7,
                same=("A rule attached to the line is what makes it a control. Ours is at 0.9.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "22 pages, and nobody would burn one until I left out ten in August without saying so. One question, about fuel, which I answered by telephone. Try it in a holiday month.",
                helpful=8,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "30 pages, of which the first is a letter from me, one side, in sentences. What went wrong, what I do not understand yet, what I changed my mind about. The second paragraph is the early one. It takes me two hours and replaces half of the meeting.",
                helpful=8,
                same=("A letter instead of slides. The directors answer it, which no slide ever got.",),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Resignations by people rated high, by division, per month. It moved two quarters before the result did in both bad years. Finance refused it at first as not a financial figure. It is on page three now.",
                helpful=6,
            ),
            DemoAnswer(
                "gregor-zielinski",
                "41. From experience in retail: stock older than 120 days, by shop. It fires early and wrongly about equally often. The page to burn is the traffic-light summary, green for 26 months in a row through two bad years.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="gregor-zielinski",
        title="How large is your internal audit, and which part of it do you buy?",
        body="""\
Eleven people for 4.1 billion złoty of sales, 620 shops and two warehouses. The audit committee wants a comparison before it approves two more, one for data and one for IT.

I buy about 15 %: IT security and one construction audit a year, at day rates between 900 and 1,400 euros. Quality varies more than the rate does.

I would like: heads, sales, share bought, and what you would never buy again. And one more thing, for those who report to the CFO as well as to the committee: does the CFO see the reports *before* the committee does, and for how long? With us it is five days, and in five days a text can become very polite.
""",
        tags=("internal audit", "team size", "audit committee"),
        purpose="audit committee",
        state="open",
        wanted=6,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "Three people, 380 million, 40 % bought. I am the CFO in your last question: I see it the same hour as the committee. It was my own proposal after a restatement. I may add a comment of one page, unedited, and so may they.",
                quote="name",
                helpful=7,
                thanks="Same hour, with a page of comment. The committee chair adopted it before I had asked.",
                hours=3,
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "Two, and 30 % bought, for 260 million. Never again: a rotation of junior people from the external firm’s sister. Four different faces in a year, each asking for the organisation chart. Buy one person for 60 days, by name.",
                helpful=6,
                same=("By name, for a fixed number of days. The rate matters less than the face.",),
            ),
            DemoAnswer(
                "mei-tanaka",
                "Parent’s audit team visits each two years with six people for two weeks; locally we have one. Instead of a second auditor we hired a data analyst into his team. She tests all payments rather than 40 of them. Worth two ordinary auditors.",
                helpful=5,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "Seven for 1.9 billion, nothing bought except treasury systems every third year, 25 days. The CFO gets ten working days to correct facts, with changes shown in red to the committee. Since the red exists there are hardly any.",
                basis="team",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="hannah-lindgren",
        title="What does your finance function cost as a share of sales, and what do you count?",
        body="""\
Our new investor has a slide that says 1.0 % is the median and 0.6 % the best quarter. We are at 1.7 %: 34 people for 92 million euros, growing by a quarter a year, eleven countries with a local ledger each.

I believe that size explains most of it, and that the slide counts neither payroll nor the auditors. I cannot prove it.

| Counted by us | Share of sales |
|---|---:|
| Own staff | 1.2 % |
| Systems | 0.2 % |
| Audit and tax advice | 0.3 % |

Please give me sales, share, what is in it, and how you answered the same slide when it was shown to you.
""",
        tags=("team size", "benchmarks", "budget"),
        purpose="investor meeting",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "matthias-oberholzer",
                "740 million francs, 0.9 % with payroll, without audit. I answered with fixed and variable: a ledger costs about 110,000 a year whatever its size, times the number of entities. After that the talk was about entities. We closed seven.",
                quote="name",
                helpful=8,
                thanks="Cost per ledger it was. The investor now asks why we have eleven, which is the right question.",
                hours=5,
                same=("Count ledgers, not people. It moves the question to where the cost is born.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "410 million dollars, 1.3 %, payroll and collections included. Without collections 0.8. I asked for the list of companies behind the slide: 60 % were manufacturers five times our size. They withdrew it.",
                helpful=7,
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "1.1 % of 260 million, everything included, even my own office rent. The honest part of the slide was systems: we had spent so little that 9 of 31 people typed invoices. Invested 400,000 and went to 0.9 in two years.",
                helpful=6,
            ),
            DemoAnswer(
                "nadia-benali",
                "Pharma, 1.9 billion, 1.4 %, of which a third is regulation. The percentage fell when sales grew and nobody had done anything. I show cost per invoice and days to close beside it now, because these react to work.",
                helpful=5,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "380 million, 1.5 % after the restatement, 0.9 before. The 0.6 is what the restatement cost to prevent again. Put like that, no one has asked for the 0.9 since.",
                helpful=7,
                same=("Low cost before an accident is not a benchmark. We had the same lesson.",),
            ),
            DemoAnswer(
                "mei-tanaka",
                "0.8 % of 520 million in Europe, but the parent runs the consolidation and does not charge for it. With that it would be 1.2. Most shares below 1 % that I have looked into had a parent somewhere doing the work.",
                helpful=6,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "Food, 1.9 billion, 0.7 % including a shared centre of 90 people in Poland. Looks fine. Turnover there is 28 % a year, and the relearning is not on any slide.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="daniel-mbeki",
        title="Who decides which items are adjusted out of EBITDA before the bonus is paid?",
        body="""\
Remuneration committee, this afternoon. Result before adjustments pays 64 % of target, after the adjustments proposed by management 97 %.

The list:

1. storm claims above the reinsured layer, 41 million rand
2. costs of the abandoned merger, 18 million
3. “unplanned system costs”, 22 million

One is outside their control, two is a decision they took, three is simply the budget being missed. At least that is my view, and I am paid from the same pool, 240 people are.

Who decides at your place, is there a list agreed *before* the year, and have you had a year with adjustments that went against management?
""",
        tags=("bonus plans", "adjusted results", "remuneration"),
        purpose="remuneration committee",
        state="today",
        wanted=6,
        answers=(
            DemoAnswer(
                "eleni-vasilakis",
                "List agreed in January: acquisitions, disposals, changes in accounting rules. Nothing else, ever. Weather is in the target. We had 58 % one year, I was paid 58 % too, and two people left. The following year nobody proposed an adjustment.",
                quote="name",
                helpful=7,
                thanks="Committee allowed item one only and asked for a January list. Paid at 79 %.",
                hours=3,
                same=("January list, three items. The fourth is always the one somebody needs.",),
            ),
            DemoAnswer(
                "duncan-abernethy",
                "The audit committee chair signs each adjustment above 1 % of profit and must apply the same test to gains. In the year of an insurance receipt this took 14 points off the bonus. After that symmetry is trusted, and the proposals are fewer.",
                helpful=7,
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Our lenders’ definition of EBITDA is used for bonuses as well, word for word. It is strict, audited, and nobody in the room wrote it. Not always fair, but it takes five minutes.",
                helpful=6,
            ),
            DemoAnswer(
                "gregor-zielinski",
                "I recalculated five years of adjustments for our committee: 31 items, 29 in favour of management. One page. They did not change the rule, they only asked for the page every year.",
                helpful=6,
                same=("The score of for and against. Ours was 17 to 1.",),
            ),
        ),
    ),
    DemoQuestion(
        by="grace-whitfield",
        title="How do you book and defend prepayments to a supplier who may not survive?",
        body="""\
Sole source for a casting, 18 months to qualify another. They asked for 2.8 million pounds in advance to get through to spring. We paid 1.1 against title to the tooling and a stock of raw castings, so I am told that we own something.

Finance now asks at what value. Our auditor has mentioned impairment for the whole amount, the programme says the parts will come, and the supplier’s last accounts are fourteen months old.

What evidence did you bring, who judged whether the supplier will live, and if he failed: what was title to the tooling really worth on the day the administrator changed the locks?
""",
        tags=("suppliers", "prepayments", "impairment"),
        purpose="year-end audit",
        state="short",
        wanted=8,
        answers=(
            DemoAnswer(
                "eleni-vasilakis",
                "Failed in month five. Title was worth nothing for three weeks and then nearly everything, because we had photographs with serial numbers and a signed list at the gate. The administrator released the moulds in a day once he saw those. Two without numbers we bought back at 40,000.",
                quote="name",
                helpful=7,
                thanks="Sent two people with a camera the same week. 118 photographs, and the auditor took 20 of them.",
                hours=6,
                same=("Photographs with serial numbers, plus our plate on each tool. Cheap and decisive.",),
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "We split it: stock we could resell at 60 % of cost, tooling at nil, remainder as an advance with an allowance of half. The auditor wanted a weekly cash forecast from the supplier. If they refuse to give you one, you have your answer and so has he.",
                helpful=6,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Expensed the lot, 900,000, in the same month, and told the board it was an insurance premium on a ship delivery. The parts came. A gain next year is a nicer conversation than a loss.",
                helpful=4,
                risky="Expensing an asset you expect to recover is not a free choice under our standards. The auditor may object.",
            ),
            DemoAnswer(
                "rafael-quintero",
                "Payment went into an account the supplier’s bank had blocked for wages and metal only, released weekly against delivery notes. It made the asset easy to prove, week by week. Setting it up took nine days, which they had.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="mei-tanaka",
        title="How do you collect minimum-tax data from countries where you have one accountant?",
        body="""\
23 jurisdictions, safe harbours probably cover 17. For the other six the full calculation asks for some 150 data points, of which our ledger holds about 60. In three of the six we have one accountant, in one of them she is on leave until summer.

The tax adviser offers to do it for 31,000 a country a year. The parent would like it in its tool, which expects figures to be uploaded by the person who is on leave.

I am after practice: who fills in the data, central or local, how many hours a country in the second year, and did anyone estimate a data point and disclose it as such?
""",
        tags=("minimum tax", "tax", "group reporting"),
        purpose="tax return planning",
        state="short",
        wanted=6,
        answers=(
            DemoAnswer(
                "matthias-oberholzer",
                "Central, from the ledger, with a mail of eleven questions to the country. First year 90 hours a country, second 25. Local people see the result, not the form. We estimated deferred tax on leases in two countries, documented, no reaction so far.",
                quote="name",
                helpful=6,
                thanks="Eleven questions instead of 150 fields. Four countries have already answered.",
                hours=9,
            ),
            DemoAnswer(
                "nadia-benali",
                "Adviser for two countries, central for four. The adviser’s first action was to send us the list of 150 points. What we paid for was a person who reminds. I would pay a student for that.",
                helpful=5,
                same=("We hired the student. 18 hours a week and better than the adviser.",),
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Below the threshold ourselves, but our buyer’s due diligence asked for it anyway. We showed safe harbours for nine and a promise for two. They put 200,000 in escrow. A calculation would have cost 40,000.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="rafael-quintero",
        title="How do you get cash out of a country that lets nothing leave?",
        body="""\
We have the equivalent of 6.4 million dollars in one country, in local money, losing about 3 % a month against the dollar. Dividends need a permit that has been “in process” for 14 months. Imports we pay from there already, as far as we import.

Things I have looked at:

- buying stock early: 1.5 million, warehouse full
- a local building, which the board calls speculation
- paying group services locally: tax says 400,000 a year at most
- swapping with a company that needs money in there

The last one interests me. Has anyone done it, through whom, and at what discount? How does your auditor classify the balance in the meantime? We show it as cash, with a note, and I do not like the note.
""",
        tags=("trapped cash", "treasury", "currencies"),
        purpose="board meeting",
        state="open",
        wanted=6,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "We did the swap, once, with a seed company, through a bank in a third country. 22 % discount, eleven weeks, two legal opinions. Auditors made us show the rest as restricted and outside net debt, which the lenders then copied. Ask them before you ask the auditor.",
                quote="no",
                exposure="role",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="matthias-oberholzer",
        title="What contingency did you put on the new ledger system, and how much of it was left?",
        body="""\
Budget 11.2 million francs, 26 months, 14 entities in three waves. The integrator says that 10 % contingency is customary. Everybody I meet at dinners says “double it”, which I cannot put into a paper.

I am looking for pairs of figures: budget approved and total in the end, including our own people, and including the second year of support, where I suspect half of the truth lies.

And what was it spent on? My fear is data cleaning and reports. Everybody promises standard reports and then the sales director wants his old page back.
""",
        tags=("erp", "projects", "budget"),
        purpose="board approval",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "eleni-vasilakis",
                "4.0 approved, 5.9 at the end, 6.8 with support. Contingency of 12 % was gone in month seven, on interfaces to two machines nobody had listed. Own people were not in the budget: eight for a year, 600,000 more. Put them in.",
                quote="name",
                helpful=7,
                thanks="Own people are in: 2.1 million. The board prefers it on page one to page nine.",
                hours=4,
            ),
            DemoAnswer(
                "charlotte-delvaux",
                "38 approved, 61 total, two waves of four cancelled. It was not reports, it was decisions: 200 open questions waiting for a process owner, at 1,100 a consultant day. Name owners with the right to decide alone within 48 hours.",
                helpful=8,
                same=("Open decisions were 40 % of our overrun. We measured it afterwards, sadly.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "2.6 and 2.5. The only one on budget I have ever seen, so here is how: no report was built before month three of live operation. 140 had been requested, 31 were still wanted by then.",
                helpful=9,
                same=("No reports before month three. Copied here, 90 became 22.",),
            ),
            DemoAnswer(
                "gregor-zielinski",
                "Audited three. Overruns 34, 51 and 80 %. In all three the contingency was held by the project manager. In the one with 34 it needed a vote of the steering group, with minutes. Keep it away from those who run the project.",
                basis="team",
                helpful=7,
            ),
            DemoAnswer(
                "nadia-benali",
                "17 and 24. Data was the reason: 60,000 material numbers, 22,000 in use. Clean up before signing the integrator, with your own people, at your own speed. It took us five months and would have saved nine.",
                helpful=6,
            ),
            DemoAnswer(
                "hannah-lindgren",
                "0.9 and 1.3 for a small one. I would put 30 % openly and hand back what is left, rather than 10 % and come twice. The second visit to the board costs more than money.",
                basis="opinion",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="eleni-vasilakis",
        title="What do you say when the audit committee sends everybody else out of the room?",
        body="""\
Twice a year the committee sees me alone for fifteen minutes, then the auditor alone, then internal audit alone. I have treated it as a courtesy and said that all is well.

Last time the chair asked:

> Is there anything the chief executive would rather we did not know?

I said no. It was true, and I noticed that I would not have known how to say yes.

What do you use these minutes for? Do you tell the chief executive beforehand what you will say? Has anybody said something there that could not be taken back, and was it right to? No deadline. I should like to be prepared before it is needed.
""",
        tags=("audit committee", "governance"),
        purpose="own decision",
        state="none",
        wanted=6,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "I tell the chief executive the topic, never the words. Always two things: where we were closest to the edge of a rule, and who I would worry about losing. Because I always bring something, bringing something serious once was not an event.",
                quote="name",
                helpful=8,
                thanks="Always two things. It has already made the last session easier, for both sides.",
                hours=1,
                same=("If you bring something every time, the serious one does not need an introduction.",),
            ),
            DemoAnswer(
                "gregor-zielinski",
                "I am the third in the row. Once I said that a report had been softened in the five days. The chair asked for both versions. It cost me a year of cold lunches and the softening stopped. I would do it again, with the first version already in my bag.",
                quote="no",
                helpful=7,
            ),
            DemoAnswer(
                "hannah-lindgren",
                "My fifteen minutes go into what I need: a second signatory, another month for the system, a stop to a product price. Not complaints. The chair said after a year that these were the only agenda items without slides and that he looked forward to them.",
                helpful=5,
            ),
            DemoAnswer(
                "nadia-benali",
                "I stood in for a CFO on leave and said that I was not comfortable with one reserve. I had not told the chief executive. It was right in substance and wrong in manner, and I left within the year. Tell him an hour before.",
                exposure="anonymous",
                quote="no",
                helpful=7,
                same=("An hour before. Not to ask leave, only so that it is not news.",),
            ),
        ),
    ),
    DemoQuestion(
        by="charlotte-delvaux",
        title="How accurate is your 13-week cash forecast, and at which week does it stop being useful?",
        body="""\
The banks want it monthly from next quarter on. We have one, 60 entities, collected by mail on Mondays. I compared a year of it with what happened:

```text
week 1    4 %  off
week 4   11 %
week 8   23 %
week 13  38 %   (always too pessimistic)
```

Entities keep a reserve, as the one who runs out gets a call from me. I can add it back centrally, but then I am forecasting their fear.

How accurate is yours, measured how, and what made it better: fewer entities, statistics instead of asking, or a price on being wrong? I present it to the lead bank this week and would like to state an accuracy that is honest and not ridiculous.
""",
        tags=("cash forecast", "treasury", "banks"),
        purpose="meeting with the lead bank",
        state="soon",
        wanted=6,
        answers=(
            DemoAnswer(
                "eleni-vasilakis",
                "Week 1: 3 %, week 13: 19 %. Twelve large items by name, asked for weekly; everything else from a two-year average, not asked at all. Before that it was 31. The banks were told “20 % at the far end” and have been content.",
                quote="name",
                helpful=7,
                thanks="Rebuilt last year with the 15 largest items and an average: 24 % at week 13. Told the bank 25.",
                hours=8,
                same=("Ask for the large items, compute the rest. Asking for everything gives you moods.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "We stopped asking the entities in two of six countries and used payment history by customer. Better in both. For tax and customs dates you still need a person. 15 % at week 8.",
                helpful=6,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Do not state an accuracy of the total. State the lowest point in the 13 weeks, its week, and how often it was lower in truth. That is what a bank lends against. Ours: lower in two of 24 forecasts.",
                helpful=8,
                same=("The low point is the forecast. We lead with it, and the conversation is shorter.",),
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "A price: entities that are more than 15 % wrong in week 4 pay half a percent on the difference to the pool. Symbolic, about 900 francs a month in total. The reserve was gone after two months.",
                helpful=6,
            ),
            DemoAnswer(
                "nadia-benali",
                "Beyond week 8 we replace it with the rolling forecast turned into cash by three ratios. Week 13 is then 22 % off, without asking anyone. The seam at week 8 shows, and we tell people that it is there.",
                basis="team",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="hannah-lindgren",
        title="Which finance work do you let a language model do, and what did the auditor want to see?",
        body="""\
We use one for three things now: coding of supplier invoices (about 2,100 a month), first drafts of variance comments, and reading customer contracts for unusual terms.

The invoice coding is right in 96 % of cases against 93 % for people. The comments are fluent and about one in fifteen is false in a way that a tired reader will not see. The contracts are the best part.

Our auditor asked for “the control over the model” and could not say what that would be. Before I invent one: what do you let it do, what did *your* auditor accept as evidence, and what have you forbidden after trying? Figures on errors are worth more to me than on hours saved.
""",
        tags=("ai assistants", "external audit", "internal control"),
        purpose="planning meeting with the auditor",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "gregor-zielinski",
                "We treat it as a junior clerk. Same sample, same error limit: 60 invoices a month, more than 3 % wrong and it goes back to people until explained. The auditor took that without a word because it is the test they know. Fired once, after a change of supplier layout.",
                quote="name",
                helpful=8,
                same=("A clerk with a sample. No new control is needed, only the old one applied.",),
            ),
            DemoAnswer(
                "nadia-benali",
                "Comments forbidden after four months. A false reason for a margin fall got as far as the board, well written. The harm is that people stop looking for the reason. It may now rewrite a comment that a human made, nothing else.",
                helpful=8,
                thanks="Comments are off as from this month. We had one of that kind already, caught by chance.",
                hours=2,
            ),
            DemoAnswer(
                "mei-tanaka",
                "Translation of local accounts and of correspondence with tax offices, Japanese and German. Error rate in figures: none in 400 pages, because figures are checked by a script. Error rate in tone: considerable.",
                helpful=5,
            ),
            DemoAnswer(
                "grace-whitfield",
                "Contracts, 1,900 of them, searched for change-of-control and price-adjustment clauses. It found 212, a lawyer confirmed 205 and found 9 that it had missed. For a search that is better than we had, and for a certificate it is not enough.",
                helpful=7,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Nothing that posts. My auditor’s condition was a log of who accepted each suggestion and how long they looked at it. Average was four seconds. That figure ended our trial of automatic accruals.",
                helpful=6,
                same=("Seconds per acceptance is the number to ask for. Ours was three.",),
            ),
        ),
    ),
    DemoQuestion(
        by="nadia-benali",
        title="How do you correct a forecast that is always too optimistic in the same place?",
        body="""\
For eleven quarters our largest division has forecast 6 to 9 % above what came. Always explained, always by something that will not happen again. The others are within 2 %.

I could cut it centrally by 7 %. I have done so quietly for two quarters, and the group number was right to within 1 %. Now the division’s head has found out and is, reasonably, offended.

Do you correct centrally, openly or not? Show both figures? Tie the forecast to something? Someone suggested letting the division’s own controllers bet, without names, on the outcome. I would like to try that, and would like even more to hear from anyone who has.
""",
        tags=("rolling forecast", "planning", "controlling"),
        purpose="forecast meeting",
        state="open",
        wanted=6,
        answers=(
            DemoAnswer(
                "hannah-lindgren",
                "The bet: yes, three quarters running, 22 people, a case of wine. The median of the bets was within 2 %, the official forecast 8 % off. We show both to the executive committee. The division’s head now asks for the median before he sends his own.",
                quote="name",
                helpful=8,
                thanks="First round: official +7.5 %, median of 19 bets +0.8 %. The head of division laughed, fortunately.",
                hours=4,
                same=("An anonymous median beats every method I have paid for.",),
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Show the history next to the forecast, each time, same page: last eight, forecast and actual. No cut, no comment. Took three quarters until he cut it himself. Slower than your way and he still talks to me.",
                helpful=7,
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "A central adjustment, on its own line, called by its name: “management’s experience, minus 5 million”. Signed by me. The auditors like it, since it is visible. The division hates it, and may make it smaller by being right twice.",
                helpful=6,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Look at what he is paid for. With us, budgets for heads were given out by forecast sales, so a high forecast was rational. Once heads followed actual sales of the two quarters before, the gap went from 8 to 3 %.",
                helpful=7,
            ),
        ),
    ),
    DemoQuestion(
        by="gregor-zielinski",
        title="Do you check expense claims one by one, by sample, or not at all?",
        body="""\
We check every claim: 38,000 a year, 4.5 people, average claim 61 euros. Rejected last year: 2.1 % by number, 0.6 % by value, that is some 14,000 euros. The checking costs 160,000.

Put like that it is absurd, but the works council, the tax office and my predecessor all like it.

What I propose is a sample of 5 %, everything above 500, and everything by a person for a year once something false was found. Has somebody made the move, what happened to the average claim after people knew, and did the tax audit accept a sample? Store managers with company cards are my real worry. 620 of them.
""",
        tags=("expenses", "internal control", "fraud"),
        purpose="change of policy",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "hannah-lindgren",
                "Nothing is checked below 200, but every claim is visible to everybody in the company, by name. Average fell by 11 % in the first quarter. In some countries the lawyers only allow department level, where it fell by 4 %.",
                quote="name",
                helpful=7,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "Sample of 5 % plus all above 300 for three years. Average claim rose by 2 %, less than prices. Tax audit accepted after we showed how the sample is drawn, and asked for the seed. Keep the seed.",
                helpful=8,
                thanks="Keep the seed: the tax office asked for exactly that. The policy starts next quarter.",
                hours=7,
                same=("Sample with a documented draw. Two tax audits, no question either time.",),
            ),
            DemoAnswer(
                "duncan-abernethy",
                "Per diem instead of receipts for crews and for most travel. 70 % of the claims disappeared. Costs went up by 3 % and the department down by two people. Quiet ever since.",
                helpful=6,
            ),
            DemoAnswer(
                "rafael-quintero",
                "Cards: we look at merchants, not at receipts. A list of 40 categories that a depot manager never needs, blocked at the bank. Weekend and the same-amount-twice tests on the remainder. Eleven cases in a year, four dismissals.",
                helpful=7,
                same=(
                    "Block merchant categories at the bank. It costs nothing and nobody argues with a terminal.",
                ),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Go to the works council with what you stop, not with what you start. Ours agreed in one meeting when we said that nobody would have to explain a coffee again. The clause on one year of full checks passed as a detail.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="matthias-oberholzer",
        title="What evidence do you keep for capitalised development, and how fast do you write it off?",
        body="""\
We capitalise 6.1 million francs a year, seven projects, written off over eight years from the start of series production. Two of the seven have been “six months before series” for two years.

The auditor has become interested, rightly. Our evidence is time sheets, filled in at the end of the month by engineers who remember what the project leader tells them to.

- Which of the criteria do you document in fact, and who signs that a project will be finished?
- What period do you use? Eight years was reasonable for machines. It is not for the software in them.
- Has anybody stopped capitalising altogether, and how was the drop in profit explained to lenders?
""",
        tags=("development costs", "external audit", "accounting policy"),
        purpose="year-end planning",
        state="open",
        wanted=6,
    ),
    DemoQuestion(
        by="duncan-abernethy",
        title="How do you defend a discount rate in the impairment test when the auditor has his own?",
        body="""\
Goodwill of 74 million pounds on a business bought in 2019. At our rate of 9.1 % there is headroom of 6 million; at the auditor’s 9.9 % there is none, minus 3.

His range is 9.2 to 10.4, from a specialist whom I have not met. Ours is from a valuation firm that we pay. The difference is a size premium of one point, about which books disagree.

The partner wants a position by the day after tomorrow. I could accept 9.5, which everybody would sign and nobody believes.

Did you ever win on the rate? Or was the better argument in the cash flows, with more disclosure of what happens if they fail? And did a board ever choose to impair early and be done with it?
""",
        tags=("impairment", "external audit", "valuation"),
        purpose="meeting with the audit partner",
        state="soon",
        wanted=6,
        answers=(
            DemoAnswer(
                "eleni-vasilakis",
                "Never won on the rate. Won on the flows: five years of forecast against actual for that unit, mean error minus 1 %. The partner then let us stay at the low end of his range. Bring a record, not a theory.",
                quote="name",
                helpful=7,
                thanks="Our record is minus 2 % over four years. He moved to 9.3, and headroom is 3.5 with full disclosure.",
                hours=5,
                same=("Forecast record first. It is the only argument that is yours alone.",),
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Ask for a call between the two specialists without either of you. Fifty minutes, they agreed on 0.6 of the one point between them. People who write ranges for a living know which end they would not defend.",
                helpful=7,
            ),
            DemoAnswer(
                "nadia-benali",
                "We impaired 20 million a year early, on our own motion. The share price did nothing, analysts had written it off already. The test has not been a topic since, which frees about 300 hours each winter.",
                helpful=6,
            ),
            DemoAnswer(
                "mei-tanaka",
                "Fix the method for three years in advance with the auditor: sources, peer group, premium by size class. The rate then falls out in December. We lost 0.3 points in the agreement and have gained two quiet winters.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="rafael-quintero",
        title="What keeps people in a finance shared service centre beyond the second year?",
        body="""\
74 people in one centre, average age 27. Turnover last year **41 %**, half of it between month 14 and month 22, when they can do the work and speak the second language.

Pay is at the 60th percentile of the city. We raised it by 12 % in spring; it bought four months. A competitor two floors up has raised as well.

I must tell the board whether to move it, split it, or accept it as the nature of the thing and build around it. Figures on turnover by year of service would help me most, also anything that worked and was not money. We have fruit.
""",
        tags=("shared services", "turnover", "team size"),
        purpose="board paper",
        state="short",
        wanted=6,
        answers=(
            DemoAnswer(
                "charlotte-delvaux",
                "90 people, 28 %. What worked: after 18 months they may apply for a post in a country, six months, return guaranteed. A fifth go, most come back, and people stay for the chance. Year-two turnover from 39 to 22 %. It costs about 250,000 a year.",
                quote="name",
                helpful=7,
                thanks="Six posts offered as a pilot, 31 applicants. The board gave it a year.",
                hours=4,
                same=("Six months abroad with a way back. The list of applicants is our retention.",),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Accept it and build around it: written steps so that a new person is useful in three weeks rather than ten, and a grade every nine months with a small rise. Same total pay, other intervals. 36 to 27 % in our centre.",
                helpful=6,
            ),
            DemoAnswer(
                "mei-tanaka",
                "We moved the work back, 19 posts, into the countries. Dearer by 400,000 and fewer corrections by half. I would not say that it pays. I would say that month end has become a calm week.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="grace-whitfield",
        title="Is your supplier finance programme debt, and who told you so?",
        body="""\
A bank pays 60 of our suppliers on day 10, we pay the bank on day 90. 41 million pounds outstanding. It has been in trade payables for four years.

This year’s disclosure has brought it to the attention of everybody. The rating agency adds it to debt, our auditor is “reconsidering”, and the finance director meets him this afternoon. I run the programme and have been asked for what others do.

1. Do you show it as payables or as borrowings?
2. What was the test: days, the bank’s fee, the wording?
3. If it moved, did lenders reset the covenant?

Standard terms in our trade without the bank are 60 days.
""",
        tags=("supplier finance", "external audit", "covenants"),
        purpose="meeting with the auditor",
        state="today",
        wanted=5,
        answers=(
            DemoAnswer(
                "charlotte-delvaux",
                "Payables, 120 million, with three conditions from the auditor: terms within the normal range of the trade, no fee paid by us, supplier free to leave at any time. Your 90 against 60 is the weak spot. We went back from 100 to 75 days to keep it.",
                quote="name",
                helpful=7,
                thanks="He asked for 60 to 75 exactly. We go to 70 in two steps and it stays where it is.",
                hours=4,
                same=("Stay inside the trade’s normal days and it stays a payable. We cut from 95 to 70.",),
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "Moved to borrowings, 14 million, after a change of partner. Leverage from 2.9 to 3.3 overnight. Lenders reset the covenant without a fee, because the definition had a frozen-standards clause. Look for yours before the meeting.",
                helpful=7,
            ),
            DemoAnswer(
                "duncan-abernethy",
                "The test with us was a guarantee by the parent to the bank, which trade creditors do not have. That one paragraph made it debt. We removed the guarantee, the bank added 20 basis points, and it went back.",
                helpful=6,
            ),
            DemoAnswer(
                "matthias-oberholzer",
                "No programme, on purpose. We pay on day 20 and take 1.5 %. It is a better return than any deposit, and in two shortages we were delivered first. Not an answer for this afternoon, perhaps for next year.",
                basis="opinion",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="daniel-mbeki",
        title="How did you tell the chief executive that a published number was wrong?",
        body="""\
In my first year as head of reward I found that the headcount in the annual report was too high by 212. Contractors, counted twice. Not material in money, and quoted by the chief executive in two speeches.

I waited nine days, wrote four drafts and finally said it in a corridor. He said “thank you, fix it” and walked on. All that fear for one sentence.

I ask because most of you have had a larger one. How long was it between knowing and telling? Who did you tell first, in what words, and what did you have with you? No deadline; I teach a session for new managers and would use the answers only with leave.
""",
        tags=("governance", "group reporting", "errors"),
        purpose="own decision",
        state="none",
        wanted=7,
        answers=(
            DemoAnswer(
                "duncan-abernethy",
                "Four hours. Restatement, 7 million of revenue in the wrong year. I said: “The number is wrong, I know by how much, I do not know yet why, and by Thursday I will.” Then I was silent, which was the hard part. He asked who else knew.",
                quote="name",
                helpful=8,
                thanks="I use the sentence in the session, with your leave. People write it down.",
                hours=2,
                same=("Amount, cause unknown, date. It is the order that matters.",),
            ),
            DemoAnswer(
                "hannah-lindgren",
                "Same day, by telephone, while he was at an investor’s. Growth of 31 % was 27. He had said 31 an hour before. He went back into the room and corrected it, and that investor is now our largest.",
                helpful=8,
                same=("Corrected within the day, in the same room if possible.",),
            ),
            DemoAnswer(
                "mei-tanaka",
                "Two days, because in our house one tells the superior, who tells his. I brought the corrected page, already typeset, so that the question was only whether to exchange it. It went up four levels in an afternoon once there was a page.",
                helpful=5,
            ),
            DemoAnswer(
                "gregor-zielinski",
                "I was told, rather than telling: a bookkeeper of 24 came to me after three weeks of bad sleep. It was 900 złoty. Since then I begin each audit by telling about my own largest mistake. More comes up, and earlier.",
                helpful=7,
            ),
            DemoAnswer(
                "eleni-vasilakis",
                "Too long, eleven days, because I wanted to have the cause. In those days the number was used in a bank presentation. The error was forgiven, the presentation was not. Tell first, understand afterwards.",
                quote="no",
                helpful=7,
            ),
        ),
    ),
]
