"""What the operations and supply chain circle asks and answers. Every person, employer and figure is invented."""

from qa.demo_content.form import DemoAnswer, DemoQuestion

QUESTIONS: list[DemoQuestion] = [
    # Open
    DemoQuestion(
        by="miguel-arriaga",
        title="Which sign told you first that a supplier was about to fail, and how many weeks did you have?",
        body="""\
Two of our stamping suppliers went under within a year. Both had a green credit score four weeks before. I now have to give the board a list of early signs that somebody can check without an analyst.

What I saw, too late:

- the owner began answering delivery questions himself
- invoices arrived a day after shipment instead of a week
- a request for payment at 10 days, “only this once”
- the quality manager left

I am looking for the sign that came first with you, how many weeks before the end, and what you did in the first of those weeks that you would do again.
""",
        tags=("supplier insolvency", "single sources", "board"),
        purpose="board risk paper",
        state="open", wanted=8,
        comments=(("grace-whitfield", "Did either of them hold tooling that belongs to you?"), ("miguel-arriaga", "Both. 41 tools, and we could prove ownership of 30.")),
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "Three cases, first sign each time a change of the person who signs: new bank, new finance head, new auditor. 14, 11 and 9 weeks. In week one I sent two people to count our tools and photograph the plates. That count was worth more than everything the lawyers did afterwards.",
                quote="name", helpful=8, same=("Count your tools in week one.",),
                comments=(("miguel-arriaga", "Did the supplier let them in?"), ("grace-whitfield", "Under the heading of an insurance inventory, yes. It is in our terms now.")),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Their maintenance stopped. Our buyer saw nothing, but our tool setter came back saying that the press had the same leak as in spring. That was 20 weeks before. I now ask each technician who visits a supplier for three lines, and get about five a month.",
                helpful=7, same=("Technicians see it before buyers do.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "Look at who else is waiting. A haulier told me he had been put on 90 days by our packaging maker. Their trade creditors were stretched long before we were asked for anything. Eight weeks. I ring two hauliers a quarter for each critical supplier.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "The order book of their other customers. When a glaze supplier suddenly had capacity in September I was glad. He had lost his largest client. We took more from him and were 60 % of his sales by the end, so his failure was ours.",
                helpful=5,
            ),
            DemoAnswer(
                "samira-rahimi",
                "Certificates of analysis that look alike. A coating shop sent us the same curve on eleven batches; they had stopped paying the laboratory. Six weeks before. We compare decimals now, by a small script, for 30 suppliers.",
                quote="name", helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="florian-steinbrecher",
        title="How many weeks of stock do you hold on single-source parts, and who pays for it?",
        body="""\
We have 212 single-source parts on the drive line. Finance has asked for stock down by 4 million euros and has found these first, since they cover 7.2 weeks on average against 2.1 for the rest.

| Lead time to a second source | Parts | Weeks held |
|---|---|---|
| under 8 weeks | 96 | 5.0 |
| 8 to 26 weeks | 81 | 7.4 |
| over 26 weeks | 35 | 12.6 |

The rule was once “half of the time to replace”, and nobody remembers why half. I want a rule with a reason. How many weeks, by which rule, whose budget, and what did it save you the last time?
""",
        tags=("stock policy", "single sources", "working capital"),
        purpose="working capital review",
        state="open", wanted=8,
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "Weeks held = time until the first shipment from elsewhere, minus what the supplier must keep under contract. For 19 parts we moved the stock to the supplier, our property, insured by us, and pay 1.1 % a month. When one burned down in another hall it saved eleven aircraft sets.",
                quote="name", helpful=7,
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Do not average. Take the worst gap of the last five years per part and cover it with one week on top. Ours fell by 18 % in value, and the number of stops fell too, since we had been holding eight weeks of things that were never late.",
                quote="name", helpful=8, same=("Worst gap plus a week. Simple enough to survive a change of planner.",),
            ),
            DemoAnswer(
                "samira-rahimi",
                "For devices, requalifying a part takes nine months, so we hold twelve for seven parts and are at peace. The board accepted when I wrote the stock as an insurance: 310,000 euros a year of carrying cost against 9 million of sales.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "We hold four weeks for everything and spend the energy on knowing the second address. A part with a tested second source at plus 30 % price needs no stock. Testing cost 2,000 to 15,000 euros each for 23 parts.",
                basis="team", helpful=4,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Pumps run for 40 years and the maker does not. For six parts we bought all that was left, a last buy of 380,000 euros, from the investment budget and not from stock. The auditor asked for a list and a yearly test of the rubber. Half of the seals failed it.",
                helpful=5, exposure="role",
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Who pays decides. When the plant paid we held three weeks and stopped twice a year. Now the engineering budget carries stock for any part it has left single-sourced beyond two years. It went from 140 parts to 88 in three years, without a project.",
                helpful=8, same=("Charging engineering moved ours as well.",),
            ),
        ),
    ),
    DemoQuestion(
        by="olav-nygaard",
        title="Warehouse move with 14,000 pallet places: one weekend, or three weeks in parallel?",
        body="""\
We move frozen stock from an old store to a new one 22 km away. 14,000 places, about 9,600 of them filled, at minus 24. The logistics firm offers one long weekend with 38 lorries. My own people prefer three weeks in parallel, with customers split by letter.

Cold makes it awkward: a pallet may stand 30 minutes at the dock, and the new blast fans have not seen a full load.

> Whoever says a weekend has not counted the doors.

That is our dock foreman. What did you do, at which size, how many wrong or lost pallets after a month, and what did it cost in late deliveries?
""",
        tags=("warehouse moves", "cold chain", "go-live"),
        purpose="management meeting",
        state="open", wanted=6,
        answers=(
            DemoAnswer(
                "jonas-petrauskas",
                "11,000 pallets, ambient, one weekend planned and two needed. 212 pallets not found on Monday, 14 after a month. The doors were the limit as your foreman says: 26 pallets an hour a door, not the 40 in the plan. Late deliveries cost 83,000 euros, mostly one retailer.",
                quote="name", helpful=8, same=("26 an hour a door is what we measured too.",),
                comments=(("olav-nygaard", "Was the 26 with scanning at both ends?"), ("jonas-petrauskas", "Yes. Without the second scan it was 33, and then the 212.")),
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "Parallel, four weeks, a sorting hub. We let the old house run empty by refusing to receive there from day one, so only 38 % had to be driven. The rest was sold from the old place. Two systems in parallel is the pain; allow one person only for corrections.",
                quote="name", helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Move the slow stock first, weeks ahead, without hurry, and let the fast movers arrive from suppliers directly at the new place. On the weekend itself we moved 1,900 of 8,000. It was boring, and I recommend boring.",
                helpful=7,
            ),
            DemoAnswer(
                "samira-rahimi",
                "Not a warehouse of your size, but with temperature: load the new room to 30 % for a week with loggers at nine points before anything valuable goes in. Our back corner was four degrees warmer once the door worked at full rate.",
                quote="no", helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="beatriz-carvalho",
        title="Fuel surcharge: which formula do your carriers accept, and how often is it reset?",
        body="""\
We ship 31,000 pallets a year with four carriers. Each has its own fuel table, and last year three went up within a week while only one came down. We pay 11.8 % on average; by a public diesel price it should be about 8.

I would like one formula for all of them:

```
surcharge % = 0.28 x (price - base) / base x 100
reset: first Monday of the month
price: mean of the preceding month, public source
```

Is 28 % a fair share of fuel in your costs, do you reset monthly or weekly, and did any carrier leave because you asked for a formula?
""",
        tags=("carriers", "contracts", "freight cost"),
        purpose="carrier tender",
        state="open", wanted=7,
        answers=(
            DemoAnswer(
                "jonas-petrauskas",
                "30 % long distance, 22 % local. Monthly reset, the mean of the month before, dead band of 2 % in which nothing moves. Seven carriers signed, one left and came back after a year. The dead band removed nine of ten discussions.",
                quote="name", helpful=7, same=("A dead band saves more time than it costs.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "With currency in it as well, you need two factors and a cap. We reset every week, since diesel here moved 14 % in one month. The carriers are small and cannot wait 30 days. It costs us half a day a week, and we have lost none in three years.",
                helpful=4,
            ),
            DemoAnswer(
                "olav-nygaard",
                "We carry 26 % and excluded the refrigeration unit, which burns two to three litres an hour apart from distance. It is a fixed sum per hour, reset yearly. The carrier brought his own data after I showed him ours.",
                helpful=5,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "From the carrier’s side: 28 % is fair for full loads and too much for groupage, where the terminal costs a third. If you force it we put the difference into the base price at the next tender. Ask for the base of the table to be the month of signature.",
                helpful=8, interest="My employer is a carrier and profits from a higher surcharge.",
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Same formula for rail and road, each with its share: 9 and 27 %. Quarterly, because the sales prices of our paper are quarterly as well. The gain was that both sides of the margin move on the same day.",
                basis="team", helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="claire-fontanel",
        title="Above which gas price do you stop a furnace or kiln, and who decides on the day?",
        body="""\
Our second furnace cannot be stopped, only held hot, at roughly 60 % of full consumption. Still there is a price above which each jar loses money, and last winter we passed it for 19 days without anybody deciding.

Draft of a rule: above 85 euros per MWh for five days we cut the pull by 25 %, above 120 we go to holding. The plant director and I decide by telephone with the finance head.

Sales say that two customers will leave for good. What price is your limit, how far ahead is it set, who is on the telephone, and did customers come back?
""",
        tags=("energy contracts", "plant operations", "margins"),
        purpose="winter plan",
        state="open", wanted=6,
        answers=(
            DemoAnswer(
                "beatriz-carvalho",
                "Our limit was 96 euros on a contribution basis, computed per product each Friday: tiles of 20 by 20 stopped at 78, the large ones at 130. We stopped two of five kilns for seven weeks. Lost one customer of 40, for good. Decision by three people, two votes suffice, in writing.",
                quote="name", helpful=7, same=("Per product each Friday, a single limit is too coarse.",),
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Electricity, not gas, but: we sell hours back. Above 180 per MWh the grinders stop and the sold power brings more than the paper. Planned a day ahead, 41 stops last year, mostly of three to six hours. Customers never noticed, since there are nine days of pulp between.",
                helpful=6,
            ),
            DemoAnswer(
                "olav-nygaard",
                "Decide before the winter what you tell the customers and not only the price. We wrote to twelve: above X we deliver 80 %, shared equally. Nobody left. The year before we had cut two of them without words and one went.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="rafael-quintero",
        title="How did you get sales to own the forecast, and what happened to the error?",
        body="""\
Forecast error at item level is 48 % at one month. Sales enters a figure in the last hour of the month, 20 % above what they believe, so that stock is there. Planning takes 15 % off, and sales knows.

The commercial director says that a forecast is a planning task. I say that only his people speak to customers.

I have three ideas: part of the bonus on error, no stock without a forecast, or a joint meeting with the ten largest gaps. I have budget for one and patience for one.

What did you do, how far did the error fall, and after how many months?
""",
        tags=("demand planning", "sales meetings", "bonus plans"),
        purpose="sales and operations meeting",
        state="open", wanted=6,
        answers=(
            DemoAnswer(
                "linnea-ekberg",
                "It took a bonus change: 10 % of the yearly bonus on bias, not on error. Bias can be controlled by honesty, error cannot. From +18 % to +4 % in five months, error from 44 to 31. The first quarter two people tried to go below; we pay only within a band on both sides.",
                quote="name", helpful=8, same=("Bias and not error, we learned that after a lost year.",),
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "The ten gaps, every second Tuesday, forty minutes, standing. Each gap gets one name and one reason out of six. After half a year 60 % of the reasons were promotions nobody had told us. So we fixed the promotion calendar, and the error fell by nine points.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "I gave up at item level. Sales forecasts 14 families, we split by history. Their error at family is 16 %, ours at item 35. They talk about markets now and not about codes, and they come to the meeting.",
                helpful=7,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "No stock without forecast, in one country as a test. Two large orders lost in month two, a shouting match, then discipline. Error from 52 to 33. I do not recommend it without the chief executive in the room, who must say no once in public.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="wouter-de-graaf",
        title="Vibration sensors on pumps: how many failures did they find that a monthly round would not have?",
        body="""\
A supplier offers sensors on 180 pumps at 42 stations, 390 euros each plus 6 a month. He shows a slide with 70 % fewer failures. My six engineers hear a bad bearing from the car park, or say so.

Last three years: 23 pump failures, of which 9 bearings, 6 blockages, 5 electrical, 3 unknown. If sensors find only bearings, I buy 70,000 euros of hardware for three bearings a year.

I ask for your own count, not the supplier’s: failures found in time by a sensor, false alarms a month, and whether you stopped the rounds. Outdoor sites with poor mobile coverage would be nearest to mine.
""",
        tags=("maintenance", "sensors", "budget"),
        purpose="investment request",
        state="open", wanted=6,
    ),
    DemoQuestion(
        by="jonas-petrauskas",
        title="Customs codes: what error rate do you accept from your broker, and who checks it?",
        body="""\
We made 6,200 import declarations last year through two brokers. An internal sample of 150 showed 11 wrong codes and 4 wrong origins. Duty at stake is small, some 22,000 euros, but customs has announced an audit in spring, and repeated error may cost us the simplified procedure.

The broker says 3 % is “good in the market”. His contract limits damages to the fee, 38 euros a declaration.

What rate do you have in the contract, how large is your sample and who draws it, and did you bring any of the coding back in house? A master table of codes per item has been on my list for four years.
""",
        tags=("customs", "brokers", "audits"),
        purpose="customs audit",
        state="open", wanted=6,
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "We own the codes: 8,400 items, one table, one person half-time, and the broker may not deviate without a mail. Errors went from 6 % to 0.7. In the contract 1 % a quarter, above that he pays for the correction and the next sample. Sample is 80 a quarter, drawn by internal audit.",
                quote="name", helpful=8, same=("Own the codes, rent the declarations.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "Before the audit, disclose. We found 14 wrong codes, reported them ourselves with a list and a plan, and paid 9,000 dollars without a penalty. A competitor waited and paid three times the duty. Ask your counsel how many days you have.",
                helpful=7,
            ),
        ),
    ),
    # Due soon
    DemoQuestion(
        by="claire-fontanel",
        title="Recall: how many hours from first suspicion to a decision, and who may take it alone?",
        body="""\
We make jars for food. A customer found a glass splinter in a line of 200,000 and we took 31 hours to say which pallets were concerned. In the end it was his own conveyor, but for 31 hours nobody could decide.

Our procedure demands four signatures, and one was on an aircraft. I want to rewrite it so that the duty manager may block stock alone, and two people may recall.

Which times do you have in your procedure and which have you really kept? Who decides at night? And did a false alarm ever get somebody into trouble, which I would like to rule out in writing?
""",
        tags=("recalls", "quality", "traceability"),
        purpose="procedure release",
        state="soon", wanted=7,
        answers=(
            DemoAnswer(
                "olav-nygaard",
                "Block within 1 hour, by the shift leader alone, no questions asked. Recall within 6, by me or quality, either one. Real times: 4 hours in the good one, 8 in the bad one, where two batches had reached shops in between. We blocked 17 times in three years, 14 false, and thank for each.",
                quote="name", helpful=9, same=("Thanking for false alarms in writing is what keeps people ringing.",),
            ),
            DemoAnswer(
                "samira-rahimi",
                "In devices the clock is legal: 2, 10 or 15 days to report by severity. Inside, we allow 24 hours for the first assessment with what is known, on one page, and a date for the next. The page has a box “what would change our mind”. It stops waiting for certainty.",
                quote="name", helpful=7,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Automotive: containment at the customer within 24 hours, our own within two. The foreman blocks by a red sheet and a scan. Only quality unblocks. Last year 61 red sheets. Two of them stopped a customer’s line in the end for nothing, and we paid 40,000 euros. Nobody was blamed.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Practise the trace, not the decision. Twice a year we give someone a pallet number at 16:00 and measure when we have all customers. First time 9 hours, now 70 minutes. With the list in hand four signatures took no time at all.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "grace-whitfield",
                "Write down the deputy of the deputy. In our drill three of four were reachable and all three believed that another one decides. We now have one name a week on a board at the gate, and that name may spend up to 250,000 without asking.",
                quote="no", helpful=7,
                comments=(("claire-fontanel", "250,000 in one name: did the finance head sign that?"), ("grace-whitfield", "She did, after the second drill, in which she was the one on the aircraft.")),
            ),
        ),
    ),
    DemoQuestion(
        by="grace-whitfield",
        title="Transferring a machining line to a new supplier: how much bank stock did you build, and was it enough?",
        body="""\
We move 64 part numbers from a supplier who is closing to one 1,400 km away. First article approval is planned at 14 weeks after arrival of the machines. The old supplier will work until the end of June and his people know it; output fell by 12 % in the month after the notice.

| | Weeks |
|---|---|
| planned gap | 14 |
| bank stock we can afford | 18 |
| bank stock he can build | 11, at today’s rate |

How many weeks did you plan and really need, what did you pay the old supplier’s people to stay, and which part surprised you?
""",
        tags=("plant transfers", "stock policy", "single sources"),
        purpose="programme board",
        state="soon", wanted=6,
        answers=(
            DemoAnswer(
                "miguel-arriaga",
                "Planned 12, built 15, needed 21. Tooling stood 19 days at the border for a missing serial number on the list, and then two fixtures had been changed by hand over the years with no drawing. Film every set-up before the machines move. Add half to whatever engineering says.",
                quote="name", helpful=8, same=("Plan plus half. It was right three times for us.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Rank by risk, not by volume. Of 51 parts nine caused all of the delay: thin walls, and one with heat treatment done next door by a friend. We had 10 weeks for everything; it should have been 4 for forty and 26 for nine. Same money.",
                quote="name", helpful=8,
            ),
            DemoAnswer(
                "samira-rahimi",
                "We paid the people directly, through the old owner, per good part and not per month: 3 % of price into a common pot, paid out weekly in view of all. Output went up by 8 %. Scrap did too at first, until only good parts counted.",
                helpful=6, exposure="role",
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Check the shelf life of what you bank. A quarter of our bank stock had a coating with six months, and we scrapped 70,000 euros of parts we had fought for. Sounds obvious, was on nobody’s list.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="miguel-arriaga",
        title="New line, 45 % new operators: which quality gate did you add, and when did you take it away?",
        body="""\
The second dishwasher line starts in ten weeks with 160 people, 72 of them hired since summer. On the first line, two years ago, we added a full end check with eleven people “for the first month”. It is still there, and finds 0.4 %.

Headquarters want the launch curve of the business case: 60 % of rate in week 2, 90 in week 6. I believe in 40 and 75.

I would like to know your real curve, which gate you put where, the rule by which it was removed, and how many experienced people you took from the old line. I plan 20 and the old line’s manager offers 8.
""",
        tags=("launches", "labour turnover", "quality"),
        purpose="launch review",
        state="soon", wanted=5,
        answers=(
            DemoAnswer(
                "florian-steinbrecher",
                "Week 2: 35 %, week 6: 70, week 11: 92, with 40 % new. Gate after station 9 of 22 and not at the end, since 80 % of faults came from before that. Removed after 15 shifts in a row below 0.3 %. The date of review was in the contract of the temporary staff, so it did go.",
                quote="name", helpful=9, same=("A removal rule written before the start, or it stays for ever.",),
            ),
            DemoAnswer(
                "samira-rahimi",
                "Let new people check before they assemble. Two days at the gate with a catalogue of 30 real faults, then the line. Their own fault rate in the first month was half that of the group trained the usual way, 1.1 against 2.3 %.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "olav-nygaard",
                "Take 12 good people for four weeks and promise them back by name and date. We took 20 “until stable”, and the old line lost 9 % and its foreman. Your colleague offers eight because last time nobody was given back.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="jonas-petrauskas",
        title="Warehouse system upgrade before peak season: did you go ahead, postpone, or split it?",
        body="""\
The vendor ends support for our release on 31 December. The upgrade is ready, tested with 2,000 orders a day; we make 5,500 in the first week of the peak. Go-live would be three weeks before.

The IT director says go, since an unsupported system in peak is a risk too. My shift leaders say no. Rolling back takes 9 hours.

```
tested load       2,000 orders a day
normal            3,100
peak              5,500
roll-back         9 hours
late penalty      4 euros an order
```

Who went live that close, what did you lose per day in the first week, and did any vendor extend support when asked?
""",
        tags=("go-live", "warehouse systems", "peak season"),
        purpose="go or no-go meeting",
        state="soon", wanted=7,
        answers=(
            DemoAnswer(
                "jean-luc-perrin",
                "No. We went live 24 days before Christmas and lost 30 % of throughput for six days, 1.1 million in penalties and lorries. The vendor gave six months of extended support for 18,000 euros when our purchasing head rang their sales head. Ask today, before you decide.",
                quote="name", helpful=9, same=("Vendors extend. It has been offered to us three times out of three.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "Split. Receiving and stock count on the new release, picking on the old one with a nightly file between, for eight weeks. Ugly, two extra people, and no late order. Only possible because the vendor’s engineer was honest about which tables are shared.",
                helpful=6,
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Tested with 2,000 for a peak of 5,500 is not tested. Replay last year’s peak day, real orders, on a weekend with the people on the floor for two hours. We did, and it stood at 3,400 because of label printing. That settled the meeting in one minute.",
                helpful=8, same=("Label printing was our bottleneck too.",),
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "As the IT person here: unsupported for eight weeks means no patch, which you would not install in peak anyway. Close the vendor’s remote access, freeze changes, have a restore tested. I would sign that risk. I would not sign the 9 hours.",
                quote="name", helpful=8,
            ),
            DemoAnswer(
                "rafael-quintero",
                "We went, five weeks before, and it was right, but our roll-back was 40 minutes and rehearsed twice. I would make that the criterion instead of the date: with roll-back below one shift, go; above, no.",
                helpful=6,
            ),
        ),
    ),
    # Due today
    DemoQuestion(
        by="linnea-ekberg",
        title="A chemicals supplier wants plus 14 % by Friday or stops deliveries: what did you answer?",
        body="""\
Retention agent, sole approved source for two machines, contract until next September at a fixed price. The letter speaks of “extraordinary circumstances” and gives us until Friday. We hold 16 days. Requalification of another product takes about 10 weeks, and a day’s stop costs 210,000 euros.

> Deliveries after the stated date can be confirmed only on the basis of the revised conditions.

Legal says the contract is sound and that we will win in two years. The mill manager says pay. My instinct is to pay under reserve and open the second source the same day.

I answer at 16:00. What did you write, what did it cost, and what happened to the relationship?
""",
        tags=("price increases", "single sources", "contracts"),
        purpose="reply to the supplier",
        state="today", wanted=8,
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "Pay under reserve, in one sentence, for twelve weeks only, and ask for the cost breakdown in return. We did at plus 11 %. They gave figures for five of it. We settled at 4.5 and got back the rest as a credit note. Second source was live in month eight.",
                quote="name", helpful=9, same=("Under reserve and for a fixed number of weeks.",),
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Ring the owner and not the sales director. Mine did not know about the letter’s tone. We agreed on plus 6 for two quarters with a formula on the raw material, down as well as up. The formula has since saved us about 40,000 euros.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "samira-rahimi",
                "Ask whether they are ill. A supplier who breaks a sound contract often has no choice. We asked for the last two quarters’ accounts as a condition of paying. They showed them, and we then built 20 weeks of stock. They failed in the spring.",
                helpful=8,
            ),
            DemoAnswer(
                "olav-nygaard",
                "We refused, with 30 days of stock in hand. They delivered on the Monday without a word. I would not have done it with 16 days, and since then every small matter with them takes a week. A won fight with a sole source is a short pleasure.",
                helpful=7,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Buy quantity before you reply. Order eight weeks’ worth today at the valid price, by the normal system, quietly. In our case the order desk confirmed 5 of 8 weeks before the ban reached them. That changed who was in a hurry.",
                helpful=6, risky="A confirmed order placed in this way may be contested as bad faith while the dispute is running; ask legal first.",
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "Ask legal for an injunction estimate in place of the two years. In Lithuania we had one for continued supply in nine days, cost 12,000 euros. The letter from counsel saying so was enough. It depends on the country and on the wording “stops”.",
                basis="team", helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="olav-nygaard",
        title="Unannounced authority inspection this morning, two findings: what do you put in the first reply?",
        body="""\
Two inspectors came at 06:40. They leave two findings. One is condensation above an open conveyor, which is true and known to us since August. The other one is that a cleaning record for Sunday was signed before the shift ended, also true, by four hours.

They want a first reply by the end of today, and the full plan in ten working days. My quality head is abroad.

I intend to admit both, say what is stopped since this noon, and promise no date that I have not checked. Should I mention that we had known the first since August? What did you write, and what came back?
""",
        tags=("inspections", "quality", "authorities"),
        purpose="reply to the authority",
        state="today", wanted=7, exposure="role",
        answers=(
            DemoAnswer(
                "samira-rahimi",
                "Say August yourself. Our inspectors had the maintenance ticket in their bag. We wrote: known since, assessed as, wrongly, because; stopped today; plan by. Eleven lines. The finding was kept as minor. A colleague who left the date out was asked for all tickets of three years.",
                quote="role", helpful=9, same=("The date comes out anyway, and better from you.",),
            ),
            DemoAnswer(
                "claire-fontanel",
                "For the signature do not write “retraining”. It is the word everyone writes. Say why someone signs at four for a shift that ends at eight. With us the clipboard was collected at four. We changed the collection, and the inspector remembered it a year later.",
                quote="name", helpful=8,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Attach one photograph of the stopped conveyor with today’s date and the tag. Words such as “immediate measures have been initiated” get a telephone call; a photograph does not. And one name with a mobile number for the evening.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Promise only the date of the next message. We promised a repaired roof in six weeks, it was eleven, and the delay became the finding. The roof itself had been forgiven. Since then our replies have one date: when you hear from us again.",
                helpful=7,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Check the other eleven conveyors and the other records before sending, even if only by walking along with a lamp. Ours asked on the telephone at 17:30 whether it was the only one. I knew, since we had just looked: two of nine.",
                helpful=6, exposure="anonymous", quote="no",
            ),
        ),
    ),
    DemoQuestion(
        by="jean-luc-perrin",
        title="Port strike from tonight: do you reroute now, or wait 48 hours?",
        body="""\
A strike at our main port has been called for 22:00, length unknown. The last three lasted 2, 4 and 11 days. We have 140 containers on the water, 38 due to land in the next five days, of which 9 are urgent.

The forwarder offers another port at plus 1,150 euros a box and three more days by road, and must know by 18:00. After that the slots will go.

My rule of thumb has been to move a third at once. I cannot defend it by anything other than habit. What is your rule, what did the last strike cost you, and who else do you inform today?
""",
        tags=("port strikes", "carriers", "freight cost"),
        purpose="own decision",
        state="today", wanted=6,
        answers=(
            DemoAnswer(
                "rafael-quintero",
                "Price the day. For each box write the loss per day of delay; where three days of it exceed 1,150, move it. With us 11 of 52 passed. It takes an hour, and the list is the same whether the strike lasts 2 or 11 days. The rest waits with a good conscience.",
                quote="name", helpful=8, same=("Loss per day and box, decided in an hour.",),
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "Take the slots for the nine today and option ten more, if he sells options. Ours did at 150 a slot until the next noon. Used four. Demurrage is the other half: ask in writing for free time to be extended on the first day; 6 of 8 lines agreed.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Counting 14 strikes since we keep a list: median 3 days, but the backlog after it is 1.6 times the strike. So 48 hours of waiting means about a week in truth. I move everything that would stop a customer within eight days, nothing else.",
                quote="name", helpful=7,
            ),
            DemoAnswer(
                "olav-nygaard",
                "Inform your five largest customers today, before they ask, with a date for the next message. In the last one we spent 22,000 on rerouting, and what they remembered was the telephone call. For reefers do not wait at all; plugs run out on day two.",
                quote="no", helpful=6,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "As a buyer of one container of pump parts a year I have no rule. I asked the union’s office once, politely, how long they had planned. They told me, four days, and it was four days. It is public more often than people think.",
                exposure="role", helpful=5,
            ),
        ),
    ),
    # Closed in time
    DemoQuestion(
        by="rafael-quintero",
        title="On time in full: measured against which date, and what did customers say to your figure?",
        body="""\
We report 96 % on time in full. Our largest customer reports 81 % for us. Both are right: we count against the confirmed date, he counts against the date he first asked for, and he counts a part delivery as nothing.

The chief executive has discovered the second figure. I would like to go to the board with one definition and bear the bad quarter.

Which date, which tolerance in days or hours, by line or by order? And how far did your figure fall on the day you changed the definition? I would also like to hear how you explained it.
""",
        tags=("delivery performance", "reporting", "board"),
        purpose="board pack",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "linnea-ekberg",
                "First requested date, by line, zero days early and one day late. Fell from 95 to 78. We showed both for four quarters, side by side, and the gap between them is itself the measure of how often we talk customers into a later date. The board watches the gap now.",
                quote="name", helpful=8, thanks="The gap as its own figure. The chair understood it in ten seconds and nobody asked about the fall to 79.", hours=6,
                same=("Both figures side by side, for a year.",),
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "We take the customer’s own figure for the top 12 and our own for the rest. No discussion about definitions with anyone who matters. It is 84 % and I have stopped computing ours for them. Saves two days a month of arguing.",
                helpful=7,
            ),
            DemoAnswer(
                "samira-rahimi",
                "By order, since a hospital with nine of ten parts cannot operate. 71 %. Sales wanted lines, 93 %. The question that decided was: would you be content with nine of ten of your own tyres.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Confirmed date, but the first confirmation, never the changed one. It was a change of a field in the report. From 97 to 88. We explained it as a repair of a meter, with the old meter’s figure alongside for six months.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Car makers count in hours and send the bill: 84 % of our late deliveries were less than four hours. We separate “line stopped” from “late”. Line stopped was three in a year. Put the serious event first and the percentage second.",
                helpful=6,
            ),
            DemoAnswer(
                "grace-whitfield",
                "As a customer: I score suppliers on first request only if I gave them lead time by contract. About 30 % of my own orders break it. Show your customer that share before accepting the 81; ours apologised and changed eleven order parameters.",
                quote="name", helpful=8,
            ),
        ),
    ),
    DemoQuestion(
        by="claire-fontanel",
        title="How many minutes of paid shift handover do you have, and what do they prevent?",
        body="""\
Twelve minutes of overlap, paid, five teams, about 410 people: 1,900 hours a month. The finance side asks for it to go to six. I sat in eleven handovers last month. In four of them something was said that mattered.

The sheet has 26 fields. Nobody fills the last ten. The important thing usually gets said at the door, in the coat.

I need your number of minutes, who must take part, what is written, and if you have shortened it: did scrap or accidents in the first hour after change go up? Ours is 1.7 times the average of other hours.
""",
        tags=("shift handover", "quality", "working time"),
        purpose="plant management review",
        state="met", wanted=4,
        answers=(
            DemoAnswer(
                "florian-steinbrecher",
                "From 15 for everyone to 10 for leaders and setters only, at the machine and not in the office. The rest overlap zero. First-hour scrap rose for three weeks, then fell to 1.2 times. Sheet of five lines: what is not normal, what I changed, what I fear, what is missing, who is new.",
                quote="name", helpful=8,
                same=("“What I fear” is the best line on any sheet.",),
            ),
            DemoAnswer(
                "miguel-arriaga",
                "We cut from 10 to 5 for all and accidents in the first hour went from 3 to 8 in half a year. Small numbers, but one was a hand. We went back to 10. I would never again let it be negotiated in minutes.",
                helpful=8, exposure="role",
            ),
            DemoAnswer(
                "olav-nygaard",
                "Fifteen in the plant, and the going shift leader stays 30 more minutes twice a week, by turns. He sees what became of what he said. It costs 5 hours a week and repaired a quarrel of two years between A and C.",
                helpful=5,
            ),
            DemoAnswer(
                "samira-rahimi",
                "In clean rooms dressing takes 9 minutes, so it is 20. We write only deviations, and the receiving side signs what they have understood, in their own words. Two to three lines. About one in thirty is wrong, which is the point.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Eight minutes at the paper machine, on camera for the control room 200 m away. The union agreed as nothing is stored. It replaced a telephone call that happened half of the time.",
                basis="team", helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="samira-rahimi",
        title="Supplier audits: how many a year per auditor, and how do you choose the suppliers?",
        body="""\
187 suppliers, 62 of them critical by our rating, three auditors. We do 48 audits a year, mostly at those who receive us kindly and are less than three hours away.

| Group | Suppliers | Audited last year | Complaints caused |
|---|---|---|---|
| near | 88 | 37 | 6 |
| far | 71 | 9 | 19 |
| overseas | 28 | 2 | 14 |

The table speaks for itself, and I made it only last week. What is your number per auditor, the rule in one sentence, and what have you replaced by documents or by camera? The notified body will want to see a reason.
""",
        tags=("supplier audits", "supplier quality", "audits"),
        purpose="management review",
        state="met", wanted=6,
        comments=(("olav-nygaard", "What is a complaint caused: yours or your customer’s?"), ("samira-rahimi", "A customer’s complaint traced back to that supplier’s part.")),
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "14 per auditor, two days each plus one of writing. Rule: we go where the last complaint could not be explained from here. That gave 31 of 240, half of them abroad. Travel went up by 60 % and repeat complaints down from 22 to 9.",
                quote="name", helpful=9, thanks="“Where the last complaint could not be explained from here” is now our rule, word for word. The notified body had no question.", hours=8,
                same=("A rule by unexplained complaints, we use nearly the same.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "16 per auditor. One third by complaints, one third by change of site, owner or process, one third drawn by lot. The lot found the worst supplier we have, who had been quiet for six years because nobody measured.",
                helpful=8, same=("The lot, always.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "Unannounced, four hours, one person, 40 a year for one auditor. It must be in the contract; 80 % signed. You learn less of the system and more of the floor. Two of them refused at the gate, which was a result as well.",
                helpful=7,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Send the people from the line in place of the auditor. Our moulder went with a questionnaire of six lines and came home with four causes. Eight such visits a year. It costs a day of his and he is proud of it.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "By camera: we tried twelve. Good for repeat checks of a known action, useless for a first visit. The telephone shows what the person holding it wants you to see. One in twelve we visited afterwards looked quite different.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Share. We and two other makers audit 30 common suppliers by turns with one question list. Our lawyer took four months over what may be shared: findings yes, prices and volumes no. 10 audits each for 30 results.",
                helpful=6, interest="I chair the group that runs these shared audits; it charges new members a fee.",
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "For hauliers and stores we do none on site but ride along: one tour per carrier and year, from 04:00. Eleven tours. The driver says more in five hours than a quality manager in two days.",
                quote="no", helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="jonas-petrauskas",
        title="Annual stock count or cycle counts: what made the auditor agree to drop the annual one?",
        body="""\
Every January we close for two days to count 9,800 places, with 70 people in the cold at holiday rates. Result last time: a net difference of 0.04 % and a gross one of 2.9 %. The net figure pleases finance; the gross one is what stops my pickers.

I would like to count 200 places a day all year and never close again. Our auditor is “open to it” and wants a proposal.

How many counts a day per 1,000 places, which classes, which limits for gross difference did you agree, and for how long did you run both ways?
""",
        tags=("stock count", "audits", "warehouse systems"),
        purpose="auditor meeting",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "linnea-ekberg",
                "A class every quarter, B twice, C once a year, plus any place after a zero pick. Limit 1 % gross in value for three months in a row. We ran both for one year. The auditor drew 120 places himself at year end and found one wrong. That was the end of the January count.",
                quote="name", helpful=8, thanks="Quarter, half-year, year and the zero pick: copied into our proposal, accepted with 1.2 %. No closing this January.", hours=16,
            ),
            DemoAnswer(
                "rafael-quintero",
                "The finance view: what I needed was not accuracy but independence. Counter may not be the picker of that aisle, and differences above 500 dollars are booked by finance. With these two lines our auditor signed in one meeting.",
                quote="name", helpful=8, same=("Independence of the counter, it was the same with ours.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "In the freezer we count by weight at the dock scales when a pallet passes anyway, so 70 % of places are proven within a quarter without anybody walking. The rest are the ones that do not move, and those we count in spring.",
                helpful=5,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Ask why before counting more. Of 300 differences 190 had the same reason: returns put away before booking. We fixed that one thing and gross went from 3.4 to 1.3 %. Then the auditor’s limit was easy.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "We tried drones for high places: 400 an hour at night, 96 % of labels read. The remaining 4 % took a person with a lift two nights a week. Fine above eight metres, pointless below. 2,300 euros a month.",
                helpful=5, outdated="Newer cameras on the trucks themselves do this during normal work, without the night flights.",
            ),
            DemoAnswer(
                "grace-whitfield",
                "Keep one closed day every second year anyway, unannounced to the supervisors, for one hall. We found two shelves of parts that existed in no system, worth 140,000 pounds. A cycle count only visits places that the system knows.",
                helpful=8,
            ),
        ),
    ),
    DemoQuestion(
        by="olav-nygaard",
        title="What share of next year’s power do you fix, and in how many steps do you buy it?",
        body="""\
We use 48 GWh a year, two thirds of it for cold and therefore hard to shift. Last year we had fixed all of it in September, two months before prices fell by a third. The year before nothing was fixed and it went the other way. The board has now asked me for a policy in place of an opinion.

My proposal:

1. 60 % fixed, bought in twelve equal monthly steps
2. 20 % spot, matched to load we can move
3. 20 % decided each quarter by three people

What share do you fix, how many steps, who decides, and has your policy survived a year in which it looked stupid?
""",
        tags=("energy contracts", "board", "margins"),
        purpose="board meeting",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "beatriz-carvalho",
                "70 % in 18 steps over the 18 months before delivery, rest spot. Survived two stupid years because the minutes say, with the date, that any one step will look wrong. Delete your third line. Three people with 20 % will spend four meetings a year guessing.",
                quote="name", helpful=9, same=("Delete the discretionary part. Ours was on average worse than the steps.",),
                thanks="I deleted the third line in front of the board and quoted you. Passed in nine minutes.", hours=5,
            ),
            DemoAnswer(
                "linnea-ekberg",
                "50 % fixed for three years from a wind farm, 30 % in steps, 20 % spot, with 40 MW that we can switch. The long contract comes by the hour and not as a band: read the profile clause. It cost us 3.10 a MWh in the first year that nobody had budgeted.",
                helpful=7,
            ),
            DemoAnswer(
                "claire-fontanel",
                "We tie it to sales. What is sold at a fixed price for the year is bought at a fixed price the same week, 65 % at present. The energy price no longer matters for that part. It asks for a telephone call between sales and purchasing every Thursday.",
                helpful=8, same=("Back to back with sales contracts, it takes out the guessing.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "80 % in quarters, eight steps. The buyer is paid nothing for timing, which matters. Before that he had a target against the yearly mean, and waited, naturally, until it was too late.",
                helpful=6,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Public body: tender once in four years, 100 % by click model with 24 tranches, set by calendar. We may not think about it at all, and over eight years we are 2 % better than neighbours who did.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "rafael-quintero",
                "Add a stop on the finance side: if the open part could cost more than 5 % of yearly result at a price 50 % higher, fix until it does not. That is one line, and it is the only line our bank asked about.",
                basis="advised", helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="wouter-de-graaf",
        title="Maintenance as a share of replacement value: which percentage do you spend, and what happens below it?",
        body="""\
Our pumping stations would cost 212 million euros to rebuild. We spend 2.9 million a year on upkeep, so 1.4 %. A consultant says 2.5 is usual, and the council would like 1.2.

Failures have not risen, which the council takes as proof. My engineers say that it shows in year eight and not in year two.

I do not believe in a single percentage, but shall be asked for one. What do you spend, on what sort of plant and of which age? And has anyone gone well below for some years and can tell me what came, and when?
""",
        tags=("maintenance", "budget", "public sector"),
        purpose="council budget",
        state="met", wanted=4,
        answers=(
            DemoAnswer(
                "linnea-ekberg",
                "2.2 % on machines of 20 to 45 years. We were at 1.3 for four years under a former owner. Failures rose in year three, from 60 to 110 hours a year, and in year six a roll cover cost nine days. The four years saved 11 million and the next five cost 19.",
                quote="name", helpful=8, thanks="Eleven saved, nineteen paid. That sentence is in the council paper and the 1.2 is gone.", hours=4,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "3.5 % for machining, 1.5 % for buildings. A percentage of the whole says nothing. Count the backlog in hours instead: ours is 4.1 weeks of the crew’s work, and above six we have learned to expect stops.",
                helpful=7, same=("Backlog in weeks, the council understands that as well.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "1.9 % ashore. One plant ran at 1.0 for two years before closing it, on purpose. Nothing happened for 15 months, then everything with a seal in it. If you mean to close a station, the low figure is fine. Say which.",
                helpful=6,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "2.8 %, kilns included. Ask the consultant for the replacement value he uses: ours had been raised with a building index by 31 % in three years, and so we looked as if we had cut upkeep by a quarter.",
                helpful=7,
            ),
            DemoAnswer(
                "claire-fontanel",
                "For a furnace it comes all at once in year twelve. We put aside 1.6 % a year in a fund and spend 0.9. The chief executive may see the fund and not touch it, by board decision. It was touched once.",
                exposure="anonymous", quote="no", helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="linnea-ekberg",
        title="Obsolete stock: after how many months without movement do you write off, and who fights it?",
        body="""\
4.6 million euros of stock has not moved for a year, 1.9 million for two. The controller provides 50 % at twelve months and 100 % at 24. The plants fight for every pallet: “the day I throw it out somebody orders it”.

I looked at three years of records. Of items with no movement for 18 months 3.1 % by value was ever sold at a normal price. Storage costs us 7.40 euros a pallet and month.

At how many months do you write off, who can object and with which proof, and what share did you sell, to whom, at what price?
""",
        tags=("stock policy", "working capital", "warehouse space"),
        purpose="year-end stock review",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "jonas-petrauskas",
                "Nine months without movement, on a list; at twelve it goes. An objector must name a customer and a date, and pays the storage from his own budget until then. Objections fell from 140 to 11 in two rounds. Sold 38 % by value at 21 cents on the euro, to three brokers.",
                quote="name", helpful=9, same=("Whoever objects pays the rent. We copied that years ago.",),
            ),
            DemoAnswer(
                "rafael-quintero",
                "18 months, 100 %, in one step, and the release goes to the plant’s result if it is sold later. That made them sell. The yearly provision by halves only trained everyone to wait for the second half.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "grace-whitfield",
                "Spare parts are another matter: aircraft fly 30 years. We hold 60 months and keep anything whose tooling is gone. For these 900 items the test is the cost of making one again, not the movement. The remaining 14,000 follow 24 months.",
                quote="no", helpful=7,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Tiles: after 12 months by lots to builders at 30 %, after 18 to a charity that repairs schools, after 20 crushed into the body mix. The last gives us 4 euros a tonne and nobody fights, since it is not “thrown out”.",
                helpful=6,
            ),
            DemoAnswer(
                "samira-rahimi",
                "By expiry, so the date decides and not us. The fight is about the last six months: no hospital takes less than nine. We offer at minus 40 % in month ten before expiry, and 64 % of it goes. Before, we tried at month six and sold 8 %.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Ask where it came from. 70 % of ours were minimum order sizes after the end of a model. Purchasing now signs a sheet for the last order, with the remainder in euros at the bottom. The next year’s list was half as long.",
                quote="name", helpful=8,
            ),
        ),
    ),
    DemoQuestion(
        by="grace-whitfield",
        title="Second source for a critical part: which share must it get to stay alive, and what did it cost?",
        body="""\
The board wants a second source for each of our 30 most critical parts. Qualification costs 40,000 to 350,000 pounds per part, and volumes are so small that a second supplier would get eleven sets a year.

> A second source without orders is a first source with a plaque.

So one of my buyers. I have a budget for perhaps eight. I need a share of volume below which a supplier forgets how to make the part, the true cost and time per qualification, and cases in which you have consciously decided for one source and how you explained that.
""",
        tags=("single sources", "supplier quality", "board"),
        purpose="board risk paper",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "samira-rahimi",
                "20 % or one batch a quarter, whichever is more. We had one at 8 %: at the emergency the operator had retired and it took 16 weeks, not four. Qualification 9 months and 120,000 on average for eleven parts. Three we gave up after that episode.",
                quote="name", helpful=8, same=("One batch a quarter, or they forget.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "30/70, and the 30 rotates between part families, so each supplier is first at something. A pure second place attracts second people. Price rose by 2.2 % overall. The purchasing director mentions it each year and each year we show the two stops avoided.",
                helpful=8,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Duplicate the tool and not the supplier. For 14 parts we own a second set, kept at our plant, 25,000 to 60,000 dollars each, trial once a year at any press shop of the region. Two days to move. Used once, in a fire, and it worked on day five.",
                helpful=7,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "For four of them we decided for one, on one page each, signed by the chief executive: why, what we hold, what we should do on day one, when we look again. The board was content. They feared the unknown ones more than the single ones.",
                helpful=8, same=("A page signed for each conscious single source.",),
                comments=(("grace-whitfield", "How often is the page looked at again?"), ("beatriz-carvalho", "Yearly, and at once on a change of owner.")),
            ),
            DemoAnswer(
                "linnea-ekberg",
                "Count the common second tier before paying. Five of our second sources bought the same resin from the same plant. 600,000 euros of independence that was none. Ask for two levels down, in writing. Seven of ten answered.",
                helpful=9,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Public tenders force two lots of 60 and 40 on us. The 40 has twice been the better supplier. The price of the split is around 3 %, which we know because we tender both ways each time.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="jean-luc-perrin",
        title="Temporary staff in peak: what ratio per permanent employee before errors and accidents rise?",
        body="""\
In eight weeks of peak we go from 310 to 820 people on the sorting floor. Last year at 1.6 temporary per permanent, mis-sorts went from 0.6 to 2.1 % and we had 14 accidents with lost time against 5.

The agencies can deliver. What I lack is people who can show them. I could bring in half of them three weeks earlier, at about 400,000 euros, or keep an automatic line half idle and simple for the new ones.

At what ratio did you see the break, by which figure, and what did you do that moved it? Costs per head would help.
""",
        tags=("peak season", "temporary staff", "safety"),
        purpose="peak plan",
        state="met", wanted=4,
        answers=(
            DemoAnswer(
                "jonas-petrauskas",
                "Break at 1.2 for us, in pick errors. What moved it: one coach for nine newcomers with nothing else to do for five days, paid 2 euros an hour more. Errors in peak 1.1 % at a ratio of 1.5. 26 coaches cost 61,000 euros, and saved more in returns alone.",
                quote="name", helpful=8, same=("Coaches with nothing else to do, that is the whole trick.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "Accidents, not errors, were our limit: 70 % in the first three days of each person. No knives, no trucks and no night before day four. Same ratio, 1.4, and four accidents in place of eleven. It needs a different colour of vest and a foreman who sends people back.",
                helpful=8,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Above 30 % new per team we stop, whatever the plant’s average is. The average hides that nights get all of them. Last year 24 % over the plant and 61 on one night team, and all the scrap was there.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Half of ours come back each year. We write in spring to everyone who was good, with a date, a team, and 150 euros after the last shift. 54 % returned; they need one day and not five. Cheapest measure I know of.",
                quote="name", helpful=9, same=("Writing in spring, 49 % came back to us.",),
            ),
            DemoAnswer(
                "miguel-arriaga",
                "The simple line works: one product, no changeovers, 60 % of normal speed, only newcomers and three old hands. After six days they moved. We lost 9 % of capacity and gained it back in week three. I would combine it with early arrival for a fifth of them.",
                helpful=5,
            ),
        ),
    ),
    # Closed short
    DemoQuestion(
        by="jonas-petrauskas",
        title="Forklifts and people on foot: what reduced near misses other than paint and training?",
        body="""\
We count about 40 near misses a month between trucks and walkers in a hall with 34 trucks. There is paint, there are mirrors, there is a film once a year. A blue light on each truck cost 9,000 euros and after three months nobody saw it any more.

Half of the near misses are in two spots: the label printer and the door to the canteen.

What lowered the figure with you for longer than six months, by how much, and at what price? Systems with tags that slow the truck are offered to me at 2,900 euros a truck, and I would like to hear from somebody who has paid.
""",
        tags=("safety", "warehouse space", "sensors"),
        purpose="safety committee",
        state="short", wanted=6,
        answers=(
            DemoAnswer(
                "beatriz-carvalho",
                "Move the printer. Ours stood where trucks turn, because there was a socket. Two days of an electrician, 1,400 euros, and near misses there went from 15 a month to 2, for three years by now. We then walked the hall asking only why anybody has to cross.",
                quote="name", helpful=9, same=("Remove the reason to cross.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "Tags, 22 trucks, 61,000 euros. It worked for the trucks and drivers hated it: 300 slowdowns a shift, half of them through walls. After tuning for four months, 70. Near misses minus 45 % after a year. Contract for tuning before you buy.",
                helpful=7,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Truck-free ten minutes around each break. Trucks stand still while 140 people walk to the canteen. It costs 0.8 % of transport and needs a horn. Near misses at that door: zero in fourteen months.",
                helpful=8,
            ),
        ),
    ),
    DemoQuestion(
        by="olav-nygaard",
        title="When the warehouse system is down: how long can you ship on paper, and how often do you practise?",
        body="""\
Our system stood still for seven hours in May. The procedure said “switch to paper”. The paper was a binder of 2017 with customers who no longer exist. We shipped 11 % of the plan, and it took three days to key in what we had done.

I would like a procedure for 24 hours. The IT side offers a nightly extract of stock and orders on three laptops that are never connected.

How long have you really run without the system, at what share of normal volume? How often do you practise, on a working day or a quiet one, and what did the clean-up cost?
""",
        tags=("warehouse systems", "downtime", "exercises"),
        purpose="continuity plan",
        state="short", wanted=7,
        answers=(
            DemoAnswer(
                "jean-luc-perrin",
                "Four days on paper after an attack, 38 % of volume on day one, 55 on day three. Rule that helped: ship only full pallets and only to the 20 largest. Clean-up took 900 hours. We practise twice a year, two hours, on a normal Wednesday; a quiet day teaches nothing.",
                quote="name", helpful=9, same=("On a normal Wednesday or not at all.",),
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "Label printers are the wall. Without the system no label, and no carrier takes a parcel. We hold 3,000 pre-numbered labels per carrier, agreed with them in writing, renewed each quarter. Shipped 45 % in nine hours with these.",
                helpful=8,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Laptops that are never connected have an extract of last spring within a year. Print instead: stock by place, every night at 03:00, on one printer at the gate, thrown away each morning. 60 sheets. Somebody notices the day it does not come.",
                quote="name", helpful=9, same=("Paper that arrives daily is its own alarm.",),
            ),
            DemoAnswer(
                "samira-rahimi",
                "We may not ship without lot traceability at all, so our procedure is to stop, for eight hours, and it is written and the hospitals know. They hold two days. Ask whether you have to ship. For a third of your customers the honest answer may be no.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="rafael-quintero",
        title="Temperature loggers on chilled loads: who reads them, and what do you do with a half-hour excess?",
        body="""\
Since January each of our chilled trailers has a logger with a data link, 420 in total. They produce around 1,300 alarms a week. Two people look at them. Of those I followed up in person, nine of ten were a door at a dock.

Customers now ask for the curve of each delivery and refuse loads after 25 minutes above 7 degrees, which their own dock causes.

Which limit do you use, in degrees and minutes, who reads the curve and when, and did anyone get a customer to sign for the time at his own door?
""",
        tags=("cold chain", "carriers", "sensors"),
        purpose="customer contract",
        state="short", wanted=6,
        answers=(
            DemoAnswer(
                "olav-nygaard",
                "We use degree-minutes above the limit, not minutes: 120 is an alarm, so one degree for two hours or eight for a quarter. Alarms fell by 93 %. Doors are excluded by position, since the trailer knows that it stands at a dock. Customers have signed it, all but two.",
                quote="name", helpful=8,
            ),
            DemoAnswer(
                "samira-rahimi",
                "For sterile goods with a limit the release is by a person, each load, in the morning. We took the product’s own stability data, which tolerates 12 hours at 15, as the limit and not the label’s. That needs a signed page by quality per product. 30 pages, done once.",
                helpful=6, risky="Using stability data beyond the label needs the licence holder’s agreement; a carrier cannot decide it.",
            ),
        ),
    ),
    DemoQuestion(
        by="miguel-arriaga",
        title="Tooling at suppliers: how do you prove it is yours, and how often do you see it?",
        body="""\
We have 1,140 tools at 96 suppliers, book value 23 million dollars. After the two insolvencies I asked each for photographs. 71 suppliers answered, 112 tools could not be shown, and in one case the photograph was of another customer’s tool with our sticker.

The auditors have noticed. They ask for a yearly confirmation by letter, which is what we did before, and everyone signed.

What do you have fixed on the tool, who goes to see it, which share each year, and did you ever get a tool out of an insolvent plant? How many days did that take?
""",
        tags=("tooling", "supplier insolvency", "audits"),
        purpose="auditor meeting",
        state="short", wanted=6,
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "Engraved plate, not a sticker, photographed with a newspaper-style date card, every third year in person and each year by photograph. Got 29 of 31 out of an administrator’s hands in 12 days with plates and the signed list. For another firm without plates it was five months.",
                quote="name", helpful=9, same=("Engraved, it is what administrators accept.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Tie it to payment. The last 20 % of a tool’s price is paid only against the photograph of the engraved number and a loan agreement, signed. Since then it has been complete for new tools. For old ones we pay 30 euros a photograph, and 88 % came within six weeks.",
                helpful=8,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Moulds for jars wear out, so we count cycles. A mould that has made no jars in a year is asked for, and comes back or is scrapped in our presence. That lowered the list from 800 to 510, and the auditor likes short lists.",
                basis="team", helpful=6,
            ),
        ),
    ),
    # No deadline
    DemoQuestion(
        by="linnea-ekberg",
        title="Which figure did you take off the plant’s daily board, and what changed?",
        body="""\
Our daily board has 34 figures. The meeting takes 26 minutes, 19 of which go to explaining green ones. When I asked each of nine people which they would look at first on returning from a holiday, they named five in all.

I want to remove, not add. Yet each figure has a parent, and some of the parents sit upstairs.

Tell me which one you removed and why it had been there, who protested, and whether behaviour on the floor changed. I am equally interested in one that you took off and had to put back.
""",
        tags=("reporting", "stopping things", "plant operations"),
        purpose="own decision",
        state="none", wanted=10,
        answers=(
            DemoAnswer(
                "florian-steinbrecher",
                "Utilisation of single machines. It made setters run parts nobody needed on Friday to keep 85 %. Stock between stations fell by 22 % within ten weeks. The controller protested, and was given it monthly. He no longer opens it.",
                quote="name", helpful=9, same=("Utilisation went here too, with the same effect on stock.",),
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Days without accident. At 212 days a man hid a cut for two shifts so as not to be the one. We show near misses reported instead, more is better. From 6 a month to 70, and lost-time cases fell the year after.",
                quote="name", helpful=9, same=("The counter of days teaches hiding.",),
            ),
            DemoAnswer(
                "olav-nygaard",
                "Yield per shift. Shifts were leaving the difficult fish for the next one. It is shown per day now. Yield by day rose by 0.6 points, which is 1.9 million a year, simply because nobody could win against a colleague.",
                helpful=8,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "Put back: energy per square metre. We removed it as too slow to act on. Four weeks later a burner had been wrong for nine days. It is on the board again, but only when it is more than 3 % off, else the field is blank.",
                quote="no", helpful=7,
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "Lines picked per hour per person by name. Productivity fell 3 % for a month, pick errors by a third for good, and two of the best came off sick leave. The union thanked us; I had done it for the errors.",
                helpful=7,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Everything green. The printer prints only what is off target, at most six. On some days the meeting lasts four minutes, and people look uneasy, then talk about tomorrow. It took a month to bear the silence.",
                helpful=8, comments=(("linnea-ekberg", "Only what is off: who sets the targets, and how often?"), ("claire-fontanel", "The foremen, each quarter. They are stricter than I was.")),
            ),
            DemoAnswer(
                "samira-rahimi",
                "The number of open corrective actions. It was halved in a quarter by closing them badly. Now we show the age of the oldest one and its owner. Currently 71 days, mine.",
                quote="name", helpful=8,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Availability of stations in percent. It was 99.7 for years and told us nothing. Hours in which a farmer had water in the field: eleven last year. The board asks questions now, and engineers drive out sooner.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="samira-rahimi",
        title="What do you look at in the first ten minutes on a supplier’s floor?",
        body="""\
I teach three young auditors. They know the standard by heart and go through the door with a list of 140 questions. By the time they reach question 40 the plant has relaxed.

I tell them to look at three things before asking anything: the scrap bin, the notice board, and how a stranger is greeted. I have no proof, only 22 years.

What do you look at first, what has it told you, and was it confirmed later by complaints or by their absence? I am also collecting signs that proved worthless, which I suspect is the longer list.
""",
        tags=("supplier audits", "supplier quality", "plant operations"),
        purpose="training of auditors",
        state="none", wanted=12,
        answers=(
            DemoAnswer(
                "grace-whitfield",
                "The quarantine cage: is it locked, and is the oldest label under a month? Of 60 visits the eleven with open cages gave us two thirds of later escapes. I kept the tally for four years since a colleague did not believe it.",
                quote="name", helpful=9, same=("The cage. Mine agrees, over about thirty visits.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Gauges. I pick up the nearest one and look at the date, then where it is put down. A gauge on bare metal says more than the calibration register. Confirmed perhaps seven times in ten.",
                helpful=7,
            ),
            DemoAnswer(
                "olav-nygaard",
                "The drain. In food everything ends there. And I ask to wash my hands: whether somebody shows me where without thinking. Two suppliers had to search for soap. We did not sign with either.",
                helpful=8,
            ),
            DemoAnswer(
                "linnea-ekberg",
                "How full the space between two stations is, and whether anybody can say why. Order by itself is worthless as a sign: the tidiest plant I saw had been tidied for me, and was insolvent by Easter.",
                helpful=7,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "The toilets of the workers, not those of the office. I have done it for fifteen years and it predicts turnover, which predicts quality. Above 8 % a month you will receive somebody’s first week, again and again.",
                quote="name", helpful=9, same=("Toilets, then the turnover figure. Never failed me.",),
            ),
            DemoAnswer(
                "jonas-petrauskas",
                "The goods-in dock at ten in the morning. If there are pallets from yesterday without a label, stock is wrong, so the plan is wrong, so deliveries will be. Holds for hauliers and stores just as much.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Handwriting. Small notes on machines, in pencil: “left a little colder after lunch”. It means that people know something which the system does not. I have found it good where the note was dated, and bad where it was old.",
                helpful=8,
            ),
            DemoAnswer(
                "beatriz-carvalho",
                "I count how often the guide says “normally”. Three times in ten minutes is my limit. Worthless sign: certificates on the wall at reception. There is no relation at all in our 80 suppliers between number of frames and complaints.",
                helpful=8,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "Screens left open, with a password on a yellow note at the packing station. Coming from security I look at that first. It told me nothing about quality, I must say, but everything about who would telephone us on the day of an attack.",
                basis="opinion", exposure="role", helpful=5,
            ),
        ),
    ),
]
