"""What the circle of people leads asks and answers. Every person, employer and figure is invented."""

from qa.demo_content.form import DemoAnswer, DemoQuestion

QUESTIONS: list[DemoQuestion] = [
    # Open
    DemoQuestion(
        by="bernd-hollweg",
        title="How wide are your published pay bands, and what did you do with people above the top?",
        body="""\
We publish pay bands to all 2,300 employees in spring. The draft has eleven grades. Our consultants want bands 40 % wide; the works council wants 20 % and says anything wider “publishes nothing”.

| Grade | Band width | People | Above the top |
|---|---|---|---|
| 1 to 4 | 22 % | 1,410 | 38 |
| 5 to 8 | 34 % | 720 | 61 |
| 9 to 11 | 45 % | 170 | 12 |

What I need: your width per level, what you told people above the top, and how many asked for a review in the first month. The board has capped the cost of corrections at 0.6 % of payroll.
""",
        tags=("pay transparency", "job grading", "works council"),
        purpose="works council meeting",
        state="open", wanted=7,
        comments=(
            ("daniel-mbeki", "Is the 0.6 % for the first year only, or for good?"),
            ("bernd-hollweg", "First year only. After that it has to come out of the normal review."),
        ),
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "25 % up to grade 5, 35 % above. We had 94 people over the top of 5,200. Base pay stayed, general increases were halved until the band caught up, and each got a letter from the manager two days before publication. In six weeks 212 asked for a review and 47 were corrected. Cost 0.4 %.",
                quote="name", helpful=6, same=("The letter before publication is what kept our phones quiet.",),
                comments=(("bernd-hollweg", "Who wrote the letters, the managers or you?"), ("sofia-lindholm", "We did. Managers could change one paragraph of three.")),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Width follows how long it takes to become good at the job. Two years to competence, 20 %. Five years or more, 40 %. That sentence ended the argument with our staff committee, because it gave a reason that was not about money.",
                quote="name", helpful=5,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "We are a family firm of 640 and published 30 % for everyone. The mistake was the 19 people above the top, nearly all hired by the founder personally. We called them “legacy” and they read it as an insult. Choose the word before the number.",
                basis="team", helpful=4,
            ),
            DemoAnswer(
                "rachel-okafor",
                "In the two states where we must post ranges we went to 30 %, then found recruiters advertising the full width and hiring at the bottom third. Publish the hiring range separately: ours is the first 60 % of the band. Complaints fell from about ten a month to two.",
                quote="no", helpful=3,
            ),
            DemoAnswer(
                "arjun-mehta",
                "In software 60 % is normal and useless. We cut to 35 % by splitting two grades. For those above the top we offered a real move to the next grade with a test of scope within twelve months. Of 44, nineteen passed, six left, the rest are frozen.",
                basis="team", helpful=2,
            ),
        ),
    ),
    DemoQuestion(
        by="claire-fontanel",
        title="What did you give the works council to get automatic shift planning agreed?",
        body="""\
We want software to propose the weekly shift plan for 410 people in the hot end. Today three planners do it in spreadsheets, and every Thursday the union rep corrects it by hand.

The works council is not against it, but their expert wrote:

> The employer shall disclose every criterion by which a person is placed on a night shift, and the weight of each.

The vendor will not disclose weights. I could limit the tool to proposals, keep a human signature, or drop fairness ranking altogether.

I would like to know which concession you made, how long it took from first meeting to signature, and whether the plan is still used a year later.
""",
        tags=("works council", "shift models", "automation"),
        purpose="works council meeting",
        state="open", wanted=6,
        answers=(
            DemoAnswer(
                "florian-steinbrecher",
                "Three concessions: the planner signs every plan, nobody gets more than two unwanted nights in four weeks, and the council sees the override list monthly. Seven months from first meeting to signature. Overrides started at 31 % and are now 9 %. The override list is what they trust, not the software.",
                quote="name", helpful=5, same=("We also found the override list worth more than the agreement.",),
            ),
            DemoAnswer(
                "bernd-hollweg",
                "We asked the vendor to disclose the criteria without weights and put our own six rules before the tool as hard limits. The council’s expert accepted, because a hard limit has no weight. Four meetings. We also agreed a right to switch back to the old plan for twelve months; nobody used it.",
                helpful=6,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "No works council here, but 1,900 store staff and a union. We tried ranking by fairness points and dropped it after eight weeks: people gamed the points and supervisors kept a second list. A simple rotation with swaps in the app did better. Swaps are now 22 % of shifts.",
                helpful=3, interest="I am an unpaid adviser to the firm that makes the swap app.",
            ),
            DemoAnswer(
                "miguel-arriaga",
                "I would not buy a tool whose seller hides the weights. At our plant in Querétaro one parent with a court order about custody was placed on nights five weeks running and nobody could say why. We changed vendor within the quarter.",
                basis="team", helpful=4, exposure="role",
            ),
        ),
    ),
    DemoQuestion(
        by="rachel-okafor",
        title="Manager span: did anyone go to ten direct reports on average and stay there?",
        body="""\
The CFO has seen a benchmark and wants an average span of 10. We are at 5.8 across 3,400 people, with 588 people managers. Taking the number literally removes about 250 manager roles.

My counter-proposal is a rule by type of work:

- same work, same place: 12 to 15
- different work, same function: 7 to 9
- different work, several sites: 5 to 6

That gives 7.6 and removes about 140 roles, most of them by turning managers of one or two into specialists.

What was your average before and after, what broke first, and did you have to add layers or coordinators again within two years?
""",
        tags=("manager span", "reorganisation", "layoffs"),
        purpose="executive committee",
        state="open", wanted=8,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "6.1 to 8.4 in one step, across 5,200. Customer service went to 14 and was fine. Network engineering went to 9 and hired eleven “coordinators” in fourteen months, who are managers without the title. Honest figure today: 7.7.",
                quote="name", helpful=7, same=("Coordinators appeared here too, in month ten.",),
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Stores run at 18 and always have. Head office went from 4 to 7. The first thing to break was the return-to-work talk after sickness, which dropped from 92 % done to 55 %, and short absence rose by a day a head. Watch that before engagement scores.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Look at why there are managers of one and two. With us 70 % of them existed because grade 8 required reports. We opened a specialist track to grade 10 and 63 of 90 handed their report back willingly, with no change in pay. No programme, no announcement.",
                quote="name", helpful=6,
                comments=(("rachel-okafor", "Did the specialist track hold, or did they drift back?"), ("daniel-mbeki", "Two years on, 58 of the 63 are still on it.")),
            ),
            DemoAnswer(
                "arjun-mehta",
                "We went to 11 in engineering for five quarters. Attrition among people with under two years rose from 13 % to 21 %, because nobody had time to teach. We came back to 8 and wrote the rule as “at most four people in their first year”. That predicted trouble better than span.",
                helpful=5,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "The board asked for ten. I brought them the names of the 31 people who would stop being managers and asked which of them the directors would tell themselves. We settled on seven. I do not say it is a method, but it was the first time the number had faces.",
                helpful=2,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "On the line 1 to 24 is too many and 1 to 12 costs too much. We run team speakers, one for eight, with 20 % of their time off the line, and one foreman for four speakers. Works when the 20 % is real. When volume rose it was the first thing taken.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="arjun-mehta",
        title="How many fixed office days did you end with, and how do you check without counting badges?",
        body="""\
We moved from “two days if you like” to three fixed days in January. Attendance measured by badges is 1.9 days. The executive team wants consequences; my own team wants me to stop sending the list.

Facts so far, 4,600 people in five cities:

- teams whose manager comes three days: 2.8 days on average
- teams whose manager comes one day or fewer: 1.1
- regretted leavers who named it: 14 of 96

I would like to hear the number of days you ended with, whether presence is anywhere in pay or promotion, and who reads the figures. If you went back to freedom after a mandate, I would like that most of all.
""",
        tags=("office days", "working time", "managers"),
        purpose="executive committee",
        state="open", wanted=7,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "Mandate of three, withdrawn after seven months. What replaced it: each team writes one page saying which days and for which work, and its director signs. Average is 2.4, up from 2.0 under the mandate. Badge data is read per floor, never per person, and that is in the union agreement.",
                quote="name", helpful=6,
            ),
            DemoAnswer(
                "rachel-okafor",
                "Three days, only for those within 50 miles, and the only person measured is the director. If a director is present less than half the time, their function’s exceptions are not approved. It took two uncomfortable months. I would not put it into pay; our counsel was firm about disability cases.",
                helpful=5, same=("Measuring only the directors worked here as well.",),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "We put 5 % of the team bonus on presence. It paid out in full for everyone, because no manager would report below target. One year, then removed. Cost us nothing but the respect of those who did come.",
                helpful=4, risky="Presence in a bonus was challenged as indirect discrimination at two insurers I know of.",
            ),
        ),
    ),
    DemoQuestion(
        by="florian-steinbrecher",
        title="Short sickness absence at 9 % on one shift only: what brought it down at your plant?",
        body="""\
Three shifts, same work, same pay, 140 people each. Absence up to three days:

| Shift | Last year | This year |
|---|---|---|
| Early | 4.1 % | 4.4 % |
| Late | 4.6 % | 5.0 % |
| Night | 5.2 % | 9.1 % |

The night shift got a new foreman in February, a new canteen contract (machines only) and the 40 % of new staff from the launch. The plant manager wants doctor’s notes from day one for the night shift. The works council would have to agree and will not.

Which measure moved your figure by more than one point, in how many months, and what did you try that did nothing?
""",
        tags=("absence", "shift models", "works council"),
        purpose="plant management review",
        state="open", wanted=7,
        comments=(("claire-fontanel", "Is it spread over the shift, or twenty people?"), ("florian-steinbrecher", "34 people make up 60 % of it. 21 of them joined after February.")),
        answers=(
            DemoAnswer(
                "claire-fontanel",
                "9.8 % to 6.0 % in five months. We changed the foreman’s first ten minutes: he greets everyone by name and asks those back from absence one question, in private. It sounds like nothing. We also gave nights a hot meal, 4.20 euros a head. Attendance bonuses had done nothing for two years.",
                quote="name", helpful=7, same=("The hot meal alone was worth a point here.", "Greeting at the gate, we copied this in a warehouse."),
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Do not ask for notes from day one. We did it in 2019 and average absence went from 2.4 days to 5.1, since a doctor never writes one day. It took eight months to undo. Our health insurer’s figures showed the same at four other yards.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Put the new people with an experienced partner, two by two, and do not let more than 30 % of a shift be under six months. We had a night shift with 55 % new people and 11 % absence. After mixing with the late shift it was 6.5 % in a quarter, with no other measure.",
                quote="name", helpful=5,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Return-to-work talks within one day, by the direct supervisor, four questions, no form longer than half a page. In our distribution centre that took 1.6 points in four months. It only works if somebody checks that the talks happen; I got a list every Monday.",
                helpful=4,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "An attendance bonus of 2 % of pay moved ours by 0.3 points and cost more than the absence. People who are rarely ill were paid for what they did anyway. The finance director asked me to write that down so that nobody proposes it again.",
                basis="team", helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="niamh-oconnell",
        title="Who holds your exit interviews, and what did you change because of one?",
        body="""\
We hold about 380 exit interviews a year for permanent staff, by a form and, if the leaver wishes, by a call with HR. In 71 % of the forms the reason is “career development”. When I rang fifteen of them three months later, nine said it was the manager and two said it was the rota.

So I believe I am spending roughly 190 hours a year collecting politeness.

Choices on my desk:

1. stop, and ring a sample of 40 after ninety days
2. give it to an outside caller, about 85 euros each
3. ask stayers instead, at months 3 and 12

Who does it with you, when, and can you name one thing that changed because of it?
""",
        tags=("leavers", "retention", "managers"),
        purpose="own decision",
        state="open", wanted=6,
        answers=(
            DemoAnswer(
                "rachel-okafor",
                "We ring after 90 days, only regretted leavers, and the caller is a director from another function. Fifty calls a year. Change it brought: two directors whose teams were named eleven times were moved out of management. Under the old form neither had been named once.",
                helpful=6, same=("Ninety days is right. At thirty they still want the reference.",),
            ),
            DemoAnswer(
                "arjun-mehta",
                "Stay talks at months 3 and 12, twenty minutes, with the manager’s manager. Cost about 1,100 hours a year for 2,000 talks. First-year attrition fell from 19 % to 14 % in three years, though the market also cooled, so I claim half of that.",
                quote="name", helpful=4,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "We stopped altogether in 2022 and nobody noticed for fourteen months. The works council then asked for figures by department, which we can give from notice dates and tenure. One line helps more than any interview: share of leavers within 18 months of a new foreman.",
                helpful=3,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "I do all of them, about 35 a year, on the last day, walking through the mill rather than in an office. People talk when they are carrying a box. I changed the Saturday roster because of three of those walks.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="arjun-mehta",
        title="For how many weeks may a manager block an internal move at your company?",
        body="""\
Our rule says a manager may hold someone for at most eight weeks after an internal offer. In practice the median is 13 weeks, and 22 % of accepted moves die in the waiting. Those people leave at twice the usual rate within a year.

The heads of delivery say that eight weeks is already too short for client work. I say a resignation gives them the same eight weeks or fewer, and they cope.

I want to propose four weeks, with no extension except by the chief operating officer, and a monthly list of holds older than that.

What is your limit, who may extend it, and does the releasing manager get anything in return, such as a vacancy approved at once?
""",
        tags=("internal moves", "retention", "managers"),
        purpose="policy proposal",
        state="open", wanted=6,
    ),
    DemoQuestion(
        by="niamh-oconnell",
        title="Seasonal hiring: how few days from application to signed contract have you managed, and how?",
        body="""\
We hire 1,200 people for ten weeks. Last season:

| Step | Days |
|---|---|
| Application to first contact | 3.1 |
| First contact to group session | 5.4 |
| Session to offer | 1.0 |
| Offer to signed contract | 4.2 |

That is 13.7 days, and 37 % had taken another job before we offered. I can cut the session to two fixed slots a day, but the contract step hangs on right-to-work checks and a payroll form with 31 fields.

What is your best honest figure from application to signature, what did you drop to get there, and did early leavers rise as a result? Ours is 12 % in the first week.
""",
        tags=("hiring at volume", "seasonal staff", "payroll"),
        purpose="season plan",
        state="open", wanted=8,
        answers=(
            DemoAnswer(
                "miguel-arriaga",
                "Two days, for 300 operators at a time. Everything on one Saturday: talk, test of dexterity, medical, contract. We dropped the interview for operators altogether. First-week leavers went from 9 % to 14 %, but the seats were filled, and we overbook by 12 % as the airlines do.",
                quote="name", helpful=5,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Your 31 fields are the thing. We asked payroll which of 27 are needed to pay the first wage: eleven. The rest are collected in week two, on a tablet in the canteen. Offer to signature went from five days to one. The auditors accepted it, since the first payment is checked by hand anyway.",
                helpful=6, same=("Eleven fields, we arrived at the same number.",),
            ),
        ),
    ),
    # Due soon
    DemoQuestion(
        by="daniel-mbeki",
        title="What pay review budget did your board approve for next year, and how did you split it?",
        body="""\
I have to bring a figure to the remuneration committee. Inflation forecasts here run from 4.4 to 5.1 %. Last year we paid 6 % and the committee’s chair called it “generous without effect”, because top performers got 7.1 and everyone else 5.8.

My draft:

- 4.5 % general
- 0.8 % for those under 90 % of the band midpoint
- 0.7 % for promotions
- nothing for performance, which stays in the bonus

What did your board approve, against which inflation figure, how much of it was general, and what single argument persuaded them? Percentages are enough; I will pass on nothing by company.
""",
        tags=("pay review", "bonus plans", "remuneration committee"),
        purpose="remuneration committee",
        state="soon", wanted=6,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "3.2 % against 1.9 % expected inflation: 2.4 by union agreement, 0.5 for the low side of the bands, 0.3 promotions. The argument was a single chart, quit rate by position in band. Below 90 % of the midpoint people left at 17 %, above it at 8 %.",
                quote="role", helpful=5, same=("The same chart persuaded our committee.",),
            ),
            DemoAnswer(
                "rachel-okafor",
                "3.5 %, all merit, and I regret it. Managers gave between 3.2 and 3.8 to 84 % of people. Next year we take your shape: general plus a separate pot for the low side of the range, held by HR and not by managers.",
                helpful=4,
            ),
            DemoAnswer(
                "arjun-mehta",
                "8.6 % in Bangalore and Pune, against 4.8 % inflation and a market of 9.2. Half a point is kept back until October for counter-offers. That reserve kept 70 of 90 people last year and is the only part the board asks to see again.",
                helpful=3,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "2.8 %, of which 2.1 is the national agreement. The family wanted to pay the rest as a one-off with the December salary. I let them, on condition that it was the same sum for all, 600 euros. Operators remembered it. Office staff compared it with their percentage and were cross.",
                exposure="role", helpful=2,
            ),
        ),
    ),
    DemoQuestion(
        by="sofia-lindholm",
        title="How long did consultation take in your last reorganisation, from first notice to final names?",
        body="""\
We are merging two regional organisations, 860 people affected and about 130 roles fewer, in Sweden, Germany and Ireland. The chief executive has promised the market “completed by the half-year”. Counting from notice, that leaves 19 weeks.

My plan in weeks:

```
notice to unions            0
risk assessment, Sweden     3
balance of interests, DE   14
collective process, IE      8
names                      16
last leavers               34
```

So “completed” is either a lie or a definition. How many weeks did you need in each country, what held it up, and what did your chief executive say publicly at the start?
""",
        tags=("reorganisation", "works council", "union agreements"),
        purpose="board meeting",
        state="soon", wanted=7,
        answers=(
            DemoAnswer(
                "bernd-hollweg",
                "Germany: 22 weeks for 74 roles, of which nine went by arguing about which documents we owed. Hand over the whole economic case on day one, even the ugly pages. In our second round we did and were through in 13.",
                quote="name", helpful=6, same=("Giving everything on day one saved us six weeks too.",),
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Ireland: the statutory 30 days is a floor. We took eleven weeks for 96 roles, because two people appealed their selection scores and were right. Have somebody outside the function rescore a tenth before you publish. It costs two days.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Not your countries, but the same promise. Ours said “agreement by summer”, not “completed”. Agreement came in week 17, the last departure in week 41. No analyst ever asked the difference. Choose the word for the thing you control.",
                quote="no", helpful=6,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "From the plant side: production lost 6 % between notice and names, and nothing after names. So every week before names costs something. We put that figure, 140,000 euros a week, in the paper and the council’s side also wanted to go faster.",
                helpful=4,
            ),
            DemoAnswer(
                "rachel-okafor",
                "Our Munich site took 26 weeks for 31 roles. The delay was ours: the US parent announced the number on an earnings call before the works council had it in writing. After that every document went through lawyers. Lock the call script before notice.",
                helpful=5, exposure="anonymous", quote="no",
                comments=(("sofia-lindholm", "Noted. The script is now on my desk and not with investor relations."),),
            ),
        ),
    ),
    DemoQuestion(
        by="miguel-arriaga",
        title="What share of people fail probation with you, and who must explain a pass?",
        body="""\
In four plants 97.8 % of people pass their probation. In month nine supervisors ask me to move 6 % of the same people. The form is one page, is sent by HR in week eleven, and no answer counts as a pass.

I want to turn it around: no answer means not passed, and the supervisor has a talk with the employee in weeks 3, 7 and 10. Our lawyer is nervous about the first half, my supervisors about the second.

What is your fail rate in production and in offices, how many talks are compulsory, and does silence count as yes? I also want to know whether the rate changed after you changed the rule.
""",
        tags=("probation", "managers", "labour turnover"),
        purpose="plant managers’ meeting",
        state="soon", wanted=5,
        answers=(
            DemoAnswer(
                "niamh-oconnell",
                "8 % in stores, 3 % in head office. Silence never counts as either: in week ten the manager’s manager gets the open list, by name, and at week eleven so does the regional director. Late decisions fell from 30 % to 4 % in two quarters. The fail rate rose by two points.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "About 5 %. In Italy a failed probation must be defensible: the person was really tried on the job in the contract. We keep a sheet with three observed tasks and dates. Twice it saved us in court, once its absence cost 14,000 euros.",
                quote="role", helpful=3,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Operators 6 %, technicians 2 %. The talk that matters is week 3, on whether the person fits nights and the pace, not whether he can do the job. Two thirds of our failures were visible then. We dropped the week 7 talk because nobody had anything to say.",
                quote="name", helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="claire-fontanel",
        title="Payroll changeover: how many parallel runs did you do, and which differences did you accept?",
        body="""\
We change payroll on 1 April: 1,150 people, four shift bonuses, two collective agreements, and 23 years of local exceptions. The integrator has planned two parallel runs and says a third is “not customary”.

Result of the first run:

| Kind of difference | Payslips |
|---|---|
| none, to the cent | 702 |
| under 1 euro | 214 |
| 1 to 50 euros | 171 |
| above 50 euros | 63 |

Of the 63, we can explain 41 by an error in the **old** system. My questions: how many runs, what share had to match before you went live, and what you did with people who had been overpaid for years.
""",
        tags=("payroll", "collective agreements", "go-live"),
        purpose="steering committee",
        state="soon", wanted=6,
        answers=(
            DemoAnswer(
                "bernd-hollweg",
                "Good migration: four runs, the last two on months with a holiday and a pay rise. Bad one: two runs, both quiet months. Rule we kept: 99.5 % to the cent, every rest explained by name in writing. We went live a month late and had eleven corrections for 2,900 people.",
                quote="name", helpful=7, same=("A holiday month as a test month, without fail.",),
            ),
            DemoAnswer(
                "sofia-lindholm",
                "Three runs, 98.9 %. What helped the union was a promise on paper: any underpayment is corrected within two working days by a manual transfer, no questions. We made 86 transfers in the first month and not one grievance was filed.",
                helpful=5,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Overpaid for years: we stopped it going forward with three months’ notice and reclaimed nothing. It concerned 58 people and about 0.02 % of payroll. Legal thought we could claim twelve months back; the finance director agreed that the fight would cost more.",
                helpful=6,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Choose thirty payslips of the people who shout and check them by hand before each run: shop stewards, night team leaders, anyone with a court order on wages. We did it for 45 and found two faults the comparison had hidden, since both systems were wrong.",
                basis="team", helpful=4,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "We had 19 years of exceptions and asked each head to claim theirs in writing within 30 days. 61 of 140 were claimed. The unclaimed ones were switched off in the new system, and four people noticed. That was the real work of the project.",
                quote="role", helpful=5, comments=(("claire-fontanel", "I will do this before the second run. Thirty days is just enough."),),
            ),
        ),
    ),
    # Due today
    DemoQuestion(
        by="rachel-okafor",
        title="Severance for a site closure with 210 people: what formula did you pay, and what moved it?",
        body="""\
We close a small plant and I present the package this evening. Average age 47, average service 14 years, the next employer of that size is 40 minutes away by car.

Draft:

- two weeks’ pay per year of service, at least eight, at most 40
- health cover for six months
- retention bonus of 15 % of salary for those who stay to their date
- outplacement, nine months

The finance side would like one and a half weeks and a cap of 26. I think the retention bonus is where the money works. What did you pay, what did people really value, and what share stayed to the end?
""",
        tags=("layoffs", "severance", "plant closures"),
        purpose="board call",
        state="today", wanted=8,
        answers=(
            DemoAnswer(
                "miguel-arriaga",
                "We closed a plant of 340 in the north. Law gives about three months plus 20 days a year. We added a stay bonus of two months, paid in thirds at dates known to all. 93 % stayed to their date. When paid at the end only, at an earlier closure, 71 % stayed.",
                quote="name", helpful=7, same=("Paid in thirds: we had 90 % to the last day.",),
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "0.8 months’ pay per year in the first offer, 1.05 in the end. What moved it was age: a supplement for 55 and over, for whom the next job is unlikely. Scrap rate stayed flat to the last week because foremen were told their own date first.",
                helpful=5,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "People valued the outplacement least and the exact date most. We moved six people’s dates by up to three weeks because of school terms and leases, at almost no cost, and heard of it for months. Ask everyone one question: which week would hurt least.",
                helpful=6,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Budget for the ones who go first. In our line closure the best setters left in week three, and we paid contractors at double to finish. A stay bonus of 25 % for 18 named positions would have cost a third of that. We had spread 8 % over everyone.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Half a month per year is where the German courts start and nobody signs there. We signed at 0.9 with a floor of 12,000 euros. The floor cost 190,000 in all and got us the signature, because it concerned the youngest and the loudest.",
                quote="role", helpful=4,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Give finance their cap and take the retention money for it. In our branch closures a cap of 30 weeks touched nine people, whose cases we settled one by one. The formula should be judged on the number of people it reaches, not on the extreme case.",
                basis="advised", helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="lucia-bernardi",
        title="A key designer has a competing offer at plus 35 %: do you match, and what came of it a year later?",
        body="""\
The head of our colour studio, eleven years with us, has an offer from a competitor at 35 % more. She told me before she told her manager. The owner wants to match it this afternoon by telephone.

She is at 96 % of her band. Matching would put her above her own director, and two colleagues would know within the week.

> Nobody asks for a counter-offer. They ask why it took an offer.

That is my own sentence and I believe it about half the time. I need your rule, how many of those you matched were still there after twelve months, and what you gave other than money.
""",
        tags=("counter-offers", "retention", "family firms"),
        purpose="own decision",
        state="today", wanted=6, exposure="role",
        answers=(
            DemoAnswer(
                "arjun-mehta",
                "We keep a register. Of 90 matched last year 70 are still here at twelve months, which is better than the folklore. Those who left nearly all had a quarrel with the manager that money did not mend. Ask about that before the figure.",
                helpful=6, same=("Same experience, the manager explains most of it.",),
            ),
            DemoAnswer(
                "rachel-okafor",
                "Never match on the day. We say: give me 48 hours and tell me what you would change if pay were equal. In half the cases the answer is a scope or a person. We matched four of eleven last year, two stayed.",
                helpful=5,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Keep base pay inside the band and use a retention payment over 24 months, a third at 12 and the rest at 24, repayable on leaving. For a colleague with an offer of plus 30 % we paid 25 % that way. She stayed four years and the band stayed whole.",
                quote="name", helpful=5,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "Let the owner ring, but not about money. Ours rang an engineer and asked what she would want to have built in three years. She is still here and got 12 %. The telephone call is worth more from an owner than from anyone in HR.",
                quote="no", helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="sofia-lindholm",
        title="Complaint against a member of the executive team: internal or outside investigator?",
        body="""\
A complaint about conduct has come in against someone who sits on the executive committee with me. Two people complain, a third is named as a witness. It is not criminal in my reading, but it is serious, and the person oversees the function that would normally support the investigation.

My draft for tonight: outside law firm, instructed by the audit committee’s chair and not by me, interim report in ten working days, the person keeps working but does not chair meetings where the complainants report.

Who instructed the investigator at your place, how long did it take, what did it cost, and what would you do differently with the complainants in the meantime?
""",
        tags=("investigations", "board", "complaints"),
        purpose="call with the chair",
        state="today", wanted=7, exposure="anonymous",
        answers=(
            DemoAnswer(
                "rachel-okafor",
                "Outside, instructed by the chair of the audit committee, and the report goes to him in full and to you in summary. Ours took 31 days and 68,000 dollars. Ten working days is not realistic with three people and a mailbox; say “first findings”. Tell the complainants every Friday, even when there is nothing.",
                quote="role", helpful=7, same=("The Friday call matters more than the report.",),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "We used a retired labour judge in place of a law firm. 18 days, about a quarter of the cost, and neither side could say that she was the company’s lawyer. The board accepted all seven findings. Ask whether she can write; ours could.",
                quote="role", exposure="role", helpful=6,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Let the person work from home from day one, on full pay and with a neutral sentence to the team agreed with their own lawyer. We left ours in the building and a complainant met him in the lift on day two. That meeting cost us more than the case.",
                exposure="anonymous", quote="no", helpful=6,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Write the terms of reference on one page before anyone is interviewed: which acts, which period, what standard of proof. Ours said “culture of the function” and grew to 24 interviews and four months. The second time we listed five incidents and it took five weeks.",
                helpful=5,
            ),
            DemoAnswer(
                "claire-fontanel",
                "In France you must associate the staff representative or the result will not stand. I did it late, and the first finding was discarded. Whatever your country, ask on the first day who else has a right to be in the room.",
                basis="team", helpful=3,
            ),
        ),
    ),
    # Closed in time
    DemoQuestion(
        by="florian-steinbrecher",
        title="From five shift teams to four: how did you win the vote, and what did it cost?",
        body="""\
I have five shift teams of 62 and orders for four and a half. The plan is four teams with longer blocks, 37.5 hours on average, and weekends worked two of four instead of two of five.

The works council will put it to a vote, though it does not have to. In the first straw poll 38 % were in favour. Free weekends decide it, I am told, and not money; but everyone then names money.

What I need: how many votes you had, what changed between them, the price per head and year, and what your absence figure did in the first six months.
""",
        tags=("shift models", "works council", "working time"),
        purpose="works council meeting",
        state="met", wanted=6,
        answers=(
            DemoAnswer(
                "claire-fontanel",
                "Three votes: 31 %, 46 %, 68 %. Between the second and the third we let one team of 120 try it for eight weeks with a right to go back. They spoke for it, we did not. Price: 780 euros a head and year, half of it as four free Fridays. Absence fell 0.8 points.",
                quote="name", helpful=7, same=("A trial team with a right of return, it is the only argument that counts.",),
                thanks="The trial team was agreed in one meeting after I read out your three percentages. Vote in spring, 64 %.", hours=12,
                comments=(("florian-steinbrecher", "How did you choose the 120?"), ("claire-fontanel", "They volunteered, after the foreman asked for the most sceptical ones by name.")),
            ),
            DemoAnswer(
                "bernd-hollweg",
                "One vote, 57 %. We published each person’s own calendar for the next twelve months before the vote, with school holidays marked. Printing 340 calendars cost two days of work. The most frequent comment was “I had thought it would be worse”.",
                helpful=6,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "We did not vote, we imposed four teams and lost 11 % of the operators in the first half-year, mostly those with a second job or a small child. Replacing them came to 1,900 dollars each. A vote would have been cheaper, even a lost one.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "In our distribution centre we paid for the change once, 1,000 euros flat, and not yearly. 61 % voted yes. I would not do it again: newcomers after that date had the pattern without the money, and the union brings it up each year.",
                helpful=3, exposure="role",
            ),
            DemoAnswer(
                "lucia-bernardi",
                "Look at car pools before the vote. In our valley 40 % of the night shift comes in shared cars and the new teams broke them. Once we had assigned teams by village, 52 % became 71 %. Nobody had mentioned it in any meeting.",
                helpful=6,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "Network operations, 90 people, from five to four. The union accepted in exchange for a health check each year and a right to leave nights at 55 without loss of supplement for two years. Six people have used it. The cost is small and known in advance.",
                basis="team", helpful=4,
            ),
            DemoAnswer(
                "arjun-mehta",
                "Only support desks here, but one lesson: let teams swap as whole pairs in the first three months, without approval. 74 of 300 did. After that hardly anyone asked, and the complaint figure was lower than before the change.",
                helpful=2,
            ),
        ),
    ),
    DemoQuestion(
        by="bernd-hollweg",
        title="Did you ever abolish individual bonuses for office staff, and where did the money go?",
        body="""\
Individual bonuses for 460 office staff, 4 to 8 % of salary, paid on goals agreed in February and forgotten by May. Payout last year: 97 % on average, with a spread of three points. The goals take about 2.5 hours of each manager per head.

The new chief executive asks why we do it. I have no answer. He would put the money into base pay; the works council would like that; the finance director says that we then lose the only thing that breathes in a bad year.

Who has done this, what was the exchange rate between bonus and base pay, and did anyone leave over it?
""",
        tags=("bonus plans", "works council", "pay review"),
        purpose="executive committee",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "daniel-mbeki",
                "1,400 people. We moved 80 cents of each bonus rand into base pay and the other 20 into a company pool that pays on two figures. Half of those who lost it wrote to thank us, since the goals had been a yearly argument. Nine left who named it, four of whom we missed.",
                quote="name", helpful=7, same=("Eighty cents is about where our unions settled too.",),
                thanks="Eighty to twenty is in the paper and the finance director took it because of the pool. You saved me the whole modelling round.", hours=9,
            ),
            DemoAnswer(
                "rachel-okafor",
                "We did it for functions and kept it for sales and plant managers. Exchange at 85 %. The loss was among the top tenth, who used to get 130 % of target. For them we have one-off awards of up to 5,000 dollars, given within a month of the deed. Last year 61 awards.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "Base at 100 % of average payout, as the union would not talk of less. The board agreed because we stopped 6,800 hours of goal talks a year, which we had measured for one quarter. What breathes in a bad year is now hiring. It breathes well enough.",
                helpful=5,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "The founder gave bonuses by hand in an envelope. When we put it into base pay people were glad in January and sad in December. We brought back a small sum at Christmas, the same for all. Reason says otherwise, but it was right.",
                helpful=3,
            ),
            DemoAnswer(
                "arjun-mehta",
                "I argued against and lost. My fear was that good engineers would leave; the quit rate of our top fifth went from 7.9 to 8.3 %, which is noise. What did happen: managers stopped giving any feedback in writing, as nothing forced them to. Plan for that.",
                helpful=6, comments=(("bernd-hollweg", "That is the best objection so far. What did you put in its place?"), ("arjun-mehta", "Two written paragraphs in June, seen by the manager’s manager. 88 % are done.")),
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Careful with overtime and pension: base pay counts for both. At 600 people the true cost was 1.14 for each 1.00 moved, which nobody had in the paper. The finance director found it in February and we had to take it from the next review.",
                basis="team", exposure="anonymous", quote="no", helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="lucia-bernardi",
        title="Early retirement for 30 people in a mill: what did they choose, and what knowledge left with them?",
        body="""\
We can offer 44 people over 60 a bridge to the pension, at roughly 68 % of net pay for up to three years. The budget is enough for 30. Six of them are the only ones who can set the old carding machines, and of course they were the first to ask.

I may choose by role but must say why. The owner has promised two of them personally that “nobody will be refused”.

What I need is the take-up you had, how you refused someone without losing them on the spot, and whether a paid handover worked, with the number of weeks or months.
""",
        tags=("early retirement", "succession", "skills"),
        purpose="talk with the owner",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "bernd-hollweg",
                "Take-up was 52 % of those asked; expect 55 with good weather. For key people we delayed instead of refusing: same offer, twelve months later, with 5 % on top for a successor who passes a test. Nine of eleven accepted the delay. The test was set by the old hand himself.",
                quote="name", helpful=6, thanks="“Delayed, not refused” and a test set by the old hand. Five of the six said yes in the same week.", hours=7,
                same=("We delay as well, and write the later date into the contract at once.",),
            ),
            DemoAnswer(
                "claire-fontanel",
                "Handover on paper is worth nothing for a furnace. We filmed 40 short scenes with a phone, two to three minutes, each one starting with “when you hear this”. Three apprentices watch them before a shift. It took five weeks with one student.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Two of our setters came back for eight days a month for a year, through their own small firms. It was good for them and expensive for us, 410 euros a day. After six months we noticed that no successor had touched the machine on those eight days.",
                helpful=4, risky="Former employees returning through their own firm can be treated as disguised employment in several countries.",
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Say the selection rule before you open the list, and the promise by the owner becomes a sequence and not an exception. Ours was: shifts first, then years of service, then the date of the request. Nobody likes it, everybody understands it.",
                basis="advised", helpful=3,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Of 26 who left one plant, two mattered, and not the two we had on the list. Ask the night shift whom they telephone at three in the morning. It took us an afternoon to ask and would have saved eleven weeks of scrap.",
                quote="name", helpful=7,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "Take-up 44 % at 70 % of pay, 61 % at 75. The five points doubled the queue of technicians we wanted to keep. If 30 is your number, do not improve the offer in the second round. Open it to a second age group instead.",
                quote="no", helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="daniel-mbeki",
        title="Job grading appeals: how many did you get, and what share did you grant?",
        body="""\
We have regraded 3,900 jobs after a merger. Letters go out in four weeks. The project team expects 2 % appeals; I expect 10 %, because one side used titles freely and 310 “heads of” will become “leads”.

The appeal process so far: a form, a panel of three, thirty minutes a case, final. With 390 cases that is 195 hours of panel time and two months.

I am looking for appeals as a share of letters, the share granted, whether titles mattered more than grades, and any filter which was fair and shortened the queue.
""",
        tags=("job grading", "pay transparency", "reorganisation"),
        purpose="project board",
        state="met", wanted=4,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "7.5 % appealed out of 5,200, we granted 22 % of them. Two thirds were about the title. We let people keep the old title on their card and in mail for 24 months, without any effect on grade. Appeals in the second wave fell to 3 %.",
                quote="name", helpful=7,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Our collective agreement gives everyone the right, so 14 %. The filter that worked: an appeal must name a comparison job at the same grade and say which duty is bigger. Half withdrew when they had to write that sentence. Granted: 31 %.",
                helpful=5, same=("The comparison job is a fair filter, our union proposed it.",),
            ),
            DemoAnswer(
                "rachel-okafor",
                "Give managers the letters ten days before and let them object first. We had 120 objections from managers, corrected 54 jobs quietly and then had 3 % of appeals from employees. Without that step I believe it would have been double.",
                helpful=6,
            ),
            DemoAnswer(
                "arjun-mehta",
                "9 % of 4,600. Granting rate 12 %, which was read as a wall. In the next round we published the reasons for ten cases without names, five granted and five not. The tone changed more than the rate, which went to 15 %.",
                helpful=4,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Panels of three got through eleven cases a day, not sixteen; the first is always an hour. We sorted by job family, so one panel saw all buyers together. Consistency was better and the average fell to 24 minutes by the second week.",
                basis="team", helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="sofia-lindholm",
        title="How often do you run an engagement survey, and what decision has it led to?",
        body="""\
We survey four times a year, 31 questions, 63 % answer, down from 81 % three years ago. It costs 190,000 euros with the vendor and about 5,000 hours of people’s time. I went through the last eight executive committee minutes and found one decision that refers to it: the canteen.

I would like to go to one survey a year with twelve questions, and use the money for something else. The chair of the board likes the quarterly number and asks for it by name.

How often, how many questions, what share answer, and which decision can you point to? I would also like to hear from someone who stopped altogether.
""",
        tags=("engagement survey", "board", "managers"),
        purpose="board pack",
        state="met", wanted=6,
        answers=(
            DemoAnswer(
                "arjun-mehta",
                "Once a year, ten questions, 84 %. Two of the ten are open. The decision I can point to: on-call pay for support engineers, asked for in 212 comments, approved in six weeks. Since then people write, because something was paid for.",
                quote="name", helpful=5,
            ),
            DemoAnswer(
                "rachel-okafor",
                "We stopped for two years. The chair got three figures instead, each quarter: regretted leavers, internal moves, and sick days under three days. He asked for the survey back once, I offered him the old one without comment, and he kept the three.",
                helpful=7, same=("Three hard figures, our chair prefers them as well.",),
                thanks="The chair took the three figures at once. I had prepared twenty slides and used one.", hours=10,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Twice a year on the till screen, four questions, 71 % of store staff in nine days. One leads to a decision every time: “could you take your break yesterday”. When a store falls under 80 % the area manager must answer within a week.",
                helpful=6,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Every second year, by law nearly, with the staff representatives. 48 % answer. Honest decision count: none. We go to the floor with the three lowest questions and ask what was meant, which is useful, and could be done without the survey.",
                helpful=4,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Our works council refused results for groups below fifteen, and the managers then said that the figures were not about them. Both were right. We now give each manager five questions to ask the team aloud, and nothing is stored. I cannot prove that it works.",
                basis="opinion", helpful=2,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Quarterly in Mexico, paper, six questions with faces, 90 % since it is done in paid time. We act on transport and food, which is what people mention. Two bus routes were added for 8,000 dollars a month and turnover at that plant went down by four points.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Yearly, 22 questions, 76 %. I would not show quarterly figures to a board: ours moved by less than the sampling error eleven times out of twelve, and each movement got an explanation. We showed that table once and the chair asked for yearly.",
                quote="name", helpful=6,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "640 people, no survey. I eat in the canteen on a different day each week and write down what I hear, in a notebook the owner can read. A consultant said that it does not scale. We do not want to scale.",
                exposure="role", helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="florian-steinbrecher",
        title="What share of apprentices stay three years after the exam, and what raised it?",
        body="""\
We train 44 apprentices a year at about 78,000 euros each over three and a half years. Three years after the exam 49 % are still with us. In the nineties, I am told, it was 80 %.

| Reason, as far as known | Of 90 leavers |
|---|---|
| studies | 37 |
| a competitor | 26 |
| no day shift to be had | 18 |
| other | 9 |

The head of training proposes a contract with repayment. I would rather spend the money on part-time study with us. Who has tried either, at what cost, and where does your figure stand now?
""",
        tags=("apprenticeships", "retention", "skills"),
        purpose="budget talk",
        state="met", wanted=4,
        answers=(
            DemoAnswer(
                "bernd-hollweg",
                "68 %, from 51. Part-time study at the university nearby, four days of work at 80 % pay, fees paid by us, eleven places a year. About 9,500 euros a head and year. Of 40 who finished, 36 are here. A repayment clause exists and was never used.",
                quote="name", helpful=6,
            ),
            DemoAnswer(
                "claire-fontanel",
                "The 18 without a day shift are the cheap ones. We gave every newly qualified person twelve months of days before rotation, and older colleagues covered the nights for a supplement of 110 euros. Stayers went from 55 to 63 %.",
                helpful=6, same=("First year on days, we do it and it is popular on both sides.",),
            ),
            DemoAnswer(
                "arjun-mehta",
                "For graduates a bond with repayment of two years gave us 95 % at month 24 and 61 % at month 26. It moves the date and nothing else, and every one of those leavers had stopped working in month 20. We abolished it.",
                helpful=7,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "We have six a year and 80 % stay, and the reason is dull: each has a named older colleague who gets 150 euros a month for it during the training and for a year after. It is the year after that matters. The school ends, and nobody asks any more how you are.",
                helpful=5,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Dual trainees in Mexico: 72 % at three years. What raised it was writing the wage steps for the first four years on one page at signature. The competitor offers more on day one, but has no page.",
                basis="team", helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="rachel-okafor",
        title="HR staff per 1,000 employees: which figure did your CFO accept, and what was not counted?",
        body="""\
The CFO has a benchmark of 9 HR people per 1,000. We are at 13.6 with 3,400 employees in seven countries. The benchmark counts neither payroll, nor training, nor the people in plants who “do HR too”.

```
HR partners      11
recruiting       12
reward, systems   8
payroll           9
training          6
total            46
```

I can defend each line and not the sum. What is your figure, what is in and out, and did you ever give the CFO another measure that was accepted for longer than one budget round?
""",
        tags=("HR staffing", "budget", "payroll"),
        purpose="budget round",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "daniel-mbeki",
                "11.2 with payroll, 8.9 without. The measure that lasted: HR cost as a share of payroll, 1.4 %, with everything in, even software and lawyers. It stops the moving of people to outside suppliers to please a head count. Three budgets so far.",
                quote="name", helpful=6, thanks="Cost as a share of payroll, all in. We are at 1.3 and the CFO dropped the 9.", hours=5,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "6.1, but retail, and 14 % of our people change each year in stores alone. Hence I give cost per hire and cost per payslip, 410 and 5.20 euros. The CFO can compare those with an offer from outside, and did, and we were cheaper in one of two.",
                helpful=5,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "15, and I said so first. We have 240 apprentices, two agreements, and five works councils. I showed the hours that each of those takes by agreement: 6.4 full posts. The finance side then asked about the agreements and left the head count alone.",
                helpful=5, same=("Counting the posts that agreements require ended our discussion as well.",),
            ),
            DemoAnswer(
                "arjun-mehta",
                "8.3, in software, in India mostly. We got there by moving letters, visas and expense questions to a shared desk that is not called HR. So the figure fell by four and the work is the same. I would not call that an achievement.",
                helpful=4,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Plant figure 12.5. We list what stops if one post goes, and for how long: payroll questions answered in six days and not two, forty fewer hires a year. He accepted three cuts from that list and refused four, which I thought fair.",
                helpful=6,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "10.4. Beware of seven countries: the second hundred in a new country costs nothing, the first ten cost one post. We now report countries under 50 people apart. It turned out that 22 % of our HR effort served 4 % of the staff, and we closed two entities.",
                quote="no", helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="arjun-mehta",
        title="Graduates: what share leave within two years, and did rotation help or hurt?",
        body="""\
We hire 220 graduates a year. 34 % leave within 24 months, most of them between months 14 and 20, just after the third rotation. The programme was built to let them see the company. In the interviews they say that they have “not been anybody’s”.

I could cut from four rotations of six months to two of nine, or let them choose the final team on day one and rotate from there.

If you have changed the length or number of rotations I would like to know the before and after, and whether the receiving managers liked it. Ours currently call graduates “visitors”.
""",
        tags=("graduate intake", "retention", "internal moves"),
        purpose="programme redesign",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "From four times six to two times nine, with a home team named in the offer. Leavers at 24 months went from 31 to 19 %. The managers of the home team pay half the salary from day one, and that is why they ring.",
                quote="name", helpful=6, same=("Half the salary from the home team works, people ask about what they pay for.",),
            ),
            DemoAnswer(
                "rachel-okafor",
                "We abolished the programme and hire into jobs, with a cohort dinner every two months. 16 % leave at two years, against 27. What we lost is the general manager type; three of our last five site heads had come from rotations. I have not decided whether it was wise.",
                helpful=5,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Check pay at month 15. Ours stayed at the entry salary until the end of the programme, while the market paid 22 % more for one year of experience. We added a step at month 12 of 9 % and lost a third fewer. Rotation had been blamed for three years.",
                helpful=6,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Twelve graduates a year, two left in five years from the store track, nineteen from the head-office one. The store people run something by month five. It need not be big: one of ours ran bakery, eleven people, and cried when she left it.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "claire-fontanel",
                "Small numbers, eight a year. Each has one problem for the whole time, which goes along through the rotations, and reports on it to the plant committee twice. Since then we have lost one in three years. Before it was three a year.",
                helpful=4,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "The rotation plan should be signed by the receiving manager with the task in one sentence. Where no sentence came we cancelled the stage, 9 of 40 in the first year. Fewer stages, nobody has complained since about visitors.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="claire-fontanel",
        title="Overtime accounts at 60,000 hours: how did you bring them down without paying everything out?",
        body="""\
Our working-time accounts stand at +61,400 hours for 900 people, worth about 2.1 million euros. The auditor has asked for a plan. The agreement caps an account at 120 hours; 174 people are above, three of them above 600.

The finance side wants time off in the slow months, production says there are none, and the employees would like cash but not through payroll tax in one month.

> Please state the measures by which the balance will be reduced below the agreed cap, and by when.

What did you do, how many hours went in each way, and how long until everyone was under the cap?
""",
        tags=("working time", "collective agreements", "payroll"),
        purpose="auditor’s letter",
        state="met", wanted=5,
        answers=(
            DemoAnswer(
                "bernd-hollweg",
                "From 88,000 to 31,000 in 14 months: 40 % time off, 35 % into long-term accounts for earlier retirement, 25 % paid in three slices. The long-term account did it. People over 50 put in everything. It must be insured against insolvency, we use a trustee at 0.3 % a year.",
                quote="name", helpful=6, interest="A sister company of my employer acts as trustee for such accounts.",
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "Stop the inflow before you bail. We closed the account at 100 hours: from there on overtime needs the plant manager’s signature for each person and week. He signed 40 times in the first month and six in the fourth. The level then fell on its own by 1,500 hours a month.",
                helpful=6, same=("Signature per person and week, it shames the plan rather than the person.",),
            ),
            DemoAnswer(
                "lucia-bernardi",
                "The three above 600 hours are not a matter of accounts. In our case one was a widower who did not want to go home and two were the only ones with a licence. We trained three more for the licence. With the first we talked.",
                basis="team", helpful=7,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "We let people buy things with hours: a day for a sick parent, moving house, a course. 11,000 hours went in a year in single days. The union wanted it in the agreement. Planners complained for two months and then planned for it.",
                helpful=4,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "If you pay, pay at the rate when it was earned unless the agreement says otherwise. We paid at the current rate out of kindness and it cost an extra 9 %. The internal auditor asked under which clause, and there was none.",
                basis="team", helpful=3, outdated="Current case law in several countries requires the rate on the day of payment; check before copying.",
            ),
            DemoAnswer(
                "miguel-arriaga",
                "Show the hours per supervisor, not per employee. Four of our 29 supervisors held 60 % of the balance. Two of them had a planning problem, and two wanted to be liked. Conversations took a week and the balance halved in five months.",
                helpful=5,
            ),
        ),
    ),
    # Closed short
    DemoQuestion(
        by="lucia-bernardi",
        title="How did you open the talk about succession with a founder who does not want to hear it?",
        body="""\
The founder is 78, comes in at seven and signs every order above 20,000 euros. Two children work here, one of them well. There is no paper for the case of his illness, and the bank asked about it, politely, in the spring.

I have tried twice. The first time he changed the subject to the price of wool. The second time he asked whether I was looking for another job.

I need the first sentence that worked for you, who was in the room, and how long it took from there to any written document, even one page.
""",
        tags=("succession", "family firms", "board"),
        purpose="own decision",
        state="short", wanted=6, exposure="role",
        answers=(
            DemoAnswer(
                "claire-fontanel",
                "The first sentence was: “If you are in hospital for three weeks, who signs?” Not death, three weeks. He gave two names at once. We wrote them down on half a page and he signed it that day. The larger talk came fourteen months later and began with him.",
                quote="name", helpful=7, same=("Three weeks in hospital is the right distance.",),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Let the bank ask again and more plainly. At a family client of ours the lender wrote that the margin would rise by 0.4 points without a named deputy. The founder was offended for a week, and then had it done, since that was a price and not an opinion.",
                basis="advised", helpful=4,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Only opinion: not HR. He will hear it from a person of his age who has done it. Our yard’s old owner listened to another shipbuilder over dinner and told us about the idea on Monday as his own.",
                basis="opinion", helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="arjun-mehta",
        title="Working from abroad: how many days do you allow before tax and insurance become a problem?",
        body="""\
About 400 requests a year, typically four weeks near the family. Today we say no to everything above ten working days, and people go anyway; last year our own login data, which I would rather not have seen, showed 61 of them.

Tax advice differs per country and costs around 900 dollars a question. I want a table of green, amber and red countries with days, approved once a year.

What limit have you set, who pays when an authority asks, and has one ever asked? I am interested above all in people whose contract is with a company in another country.
""",
        tags=("working from abroad", "internal moves", "policy"),
        purpose="policy proposal",
        state="short", wanted=7,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "30 calendar days within the Union, 15 elsewhere, no sales staff and nobody who may sign contracts. Form of five fields, answered by rule in two minutes. 900 requests last year. An authority has asked once, in Spain, and the form was enough.",
                quote="role", helpful=5,
            ),
            DemoAnswer(
                "rachel-okafor",
                "Twenty working days, with a red list of nine countries. Inside the US the states were the harder part: four of them want payroll tax from the first day. We stopped allowing three of those. Nobody has left over it.",
                basis="team", helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="miguel-arriaga",
        title="An employee has died at work: what did you do in the first three days, and what did you miss?",
        body="""\
This is not about blame, which the authorities have settled. A man of 52 died of heart failure on our line in March. We stopped for the day, told the family, sent the shift home and opened again the next evening.

I now write the page that we did not have. I believe that we did the first two hours rightly and the following weeks badly. The pay for the month was late, his locker was emptied by someone who did not know him, and the night shift was forgotten.

What stands on your page, and what would you add after having used it?
""",
        tags=("death of a colleague", "managers", "shift models"),
        purpose="plant managers’ meeting",
        state="short", wanted=6,
        comments=(("moira-teale", "Left open to comments after the date at the asker’s wish."),),
        answers=(
            DemoAnswer(
                "claire-fontanel",
                "Our page has eleven lines. The three I would not miss: one named person for the family for a year, the locker emptied by a friend with the supervisor present, and wages for the full quarter paid within five days without any form. We added: tell the night shift in person.",
                helpful=7, same=("One person for the family, for a year.",),
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Stop the machines of the account too: birthday mails, payslip letters, the training reminder. Ours sent his widow an invitation to a safety course in week six. Payroll now has a list of seven systems to be switched off by hand on the first day.",
                quote="no", helpful=7,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "The colleague who gave first aid is the one who gets forgotten. Ours went back to work the next day and was off ill from week three for four months. Offer the talk with a professional as an appointment and not as an offer, within 48 hours.",
                quote="role", helpful=6,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "Ask the family before any message with the name goes out, and what the name was that he used. We wrote the one in the contract, which nobody had called her for thirty years. It was a small thing and they still speak of it.",
                exposure="role", helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="niamh-oconnell",
        title="Manager training: has anyone measured an effect that the finance side believed?",
        body="""\
We spend 620 euros a head on training for 540 store and department managers. Participants give it 4.6 of 5. The finance director says rightly that a good lunch gets 4.6.

I have the chance to hold back half of the stores for nine months and compare: leavers in the first 90 days, absence, and stock loss. It costs me a hard talk with two area directors who want everyone trained at once.

Has anyone made such a comparison? With how many units, which of the measures moved, and by how much? A negative result would help me just as well.
""",
        tags=("manager training", "retention", "budget"),
        purpose="budget round",
        state="short", wanted=5,
        answers=(
            DemoAnswer(
                "rachel-okafor",
                "We did, 38 departments against 36, twelve months. Quit rate in the first 90 days fell by 3.1 points, absence did not move, quality did not move. Finance believed it because they had drawn the two groups themselves. Let them draw.",
                quote="name", helpful=7, same=("Finance must draw the groups.",),
            ),
            DemoAnswer(
                "arjun-mehta",
                "Negative: three days of classroom for 160 team leads, nothing at all after six months on any of five measures. The same content as six talks of an hour, with an assignment between, gave a difference in feedback given, 41 to 66 %. No effect on leavers.",
                helpful=6,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Our trainer’s own evaluation showed 11 % fewer grievances. I asked for the raw figures and it was 19 against 17 cases. Do not let the supplier do the sums.",
                helpful=4, interest="I sit on the board of a regional training association that sells such courses.",
            ),
        ),
    ),
    # No deadline
    DemoQuestion(
        by="claire-fontanel",
        title="What has your HR team stopped doing, and did anybody notice?",
        body="""\
We are one post fewer from January and I do not want to do everything a little worse. I would like to stop two things entirely and say so.

On my list:

- monthly head count report in eleven pages
- yearly update of all 240 job descriptions
- presence at every first interview
- the printed staff magazine

I fear most that I will stop something of which I do not know who uses it. So: what did you stop, how did you announce it, who protested, and did you bring it back?
""",
        tags=("HR staffing", "stopping things", "reporting"),
        purpose="own decision",
        state="none", wanted=8,
        answers=(
            DemoAnswer(
                "sofia-lindholm",
                "Stopped the yearly appraisal form for 5,200 people. Protest came from 14 managers, 11 of whom could not find last year’s. We keep a mandatory talk and one sentence. Nothing came back. Lawyers grumbled, and got the sentence.",
                quote="name", helpful=6,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "Send the report three days late and count the mails. We did it with nine reports over a quarter; four got no mail at all and were stopped without a word. One was missed after half a year by the pension fund.",
                helpful=7, same=("The late report test, I use it every autumn.",),
            ),
            DemoAnswer(
                "niamh-oconnell",
                "First interviews. Store managers do them alone since two years, with six fixed questions. Quality of hire as seen by 90-day leavers: no change, 11.8 % against 12.1. We won 2,400 hours. HR was more upset than anyone in the stores.",
                basis="team", helpful=6,
            ),
            DemoAnswer(
                "daniel-mbeki",
                "Job descriptions only when a job is advertised or regraded. 1,900 documents became 300 a year. The internal auditor objected until I showed that none of the last forty disputes had turned on a description that was up to date.",
                quote="name", helpful=5,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "Do not stop the printed magazine without asking the pensioners. We did. Forty letters, one of them from the founder’s sister. It is back, eight pages, twice a year, and a retired weaver edits it for nothing.",
                helpful=6,
            ),
            DemoAnswer(
                "florian-steinbrecher",
                "From the other side: what I noticed was that nobody came to the shift handover on Mondays any more. HR was there once a week for ten minutes, and it saved me about two grievances a month. Keep what costs ten minutes.",
                helpful=5,
            ),
            DemoAnswer(
                "rachel-okafor",
                "We stopped the approval by HR for pay rises within the band and below 5 %. 1,100 approvals a year of which we had ever refused nine. After a year the average rise was 0.1 points lower. Managers are stricter when nobody stands behind them.",
                helpful=7,
                comments=(("claire-fontanel", "This one surprises me most. I will take it to the finance director."),),
            ),
        ),
    ),
    DemoQuestion(
        by="florian-steinbrecher",
        title="Which one question do you always ask in the last interview for a leading post?",
        body="""\
I interview about fifteen foremen and department heads a year and am wrong about one in four, by my own count after a year. The technical part is not the problem. I do not find out how someone behaves on a bad night with two machines down and half the crew new.

My own question is: “Tell me about a handover that went wrong, and what was your part in it.” It sorts out those who have no part.

What is yours, what does a good answer contain, and when has it misled you? I collect them and will post the list here.
""",
        tags=("interviews", "managers", "hiring"),
        purpose="own decision",
        state="none", wanted=10,
        answers=(
            DemoAnswer(
                "claire-fontanel",
                "“Whom did you last promote out of your own team, and where is that person now?” A good answer has a name and a regret. It misled me once with a man who promoted people to be rid of them.",
                quote="name", helpful=6,
            ),
            DemoAnswer(
                "niamh-oconnell",
                "“What would the person who liked you least in your last place say, and would they be right?” The second half is the question. I look for one fair point. Out of some sixty answers the empty ones predicted badly in about two of three.",
                helpful=6,
            ),
            DemoAnswer(
                "rachel-okafor",
                "I ask for the name of somebody they dismissed and what they said in the first two minutes. Those who have done it remember the words. Those who had HR do it do not. For a manager of managers this has never misled me.",
                helpful=5,
            ),
            DemoAnswer(
                "miguel-arriaga",
                "No question. I walk them through the plant for forty minutes at shift change and watch whom they greet and where they stop. One stopped at an oil stain and asked how old it was. I hired him, and I was right for six years.",
                quote="name", helpful=7, same=("The walk tells me more than the room.",),
            ),
            DemoAnswer(
                "daniel-mbeki",
                "“Which rule in your last firm did you break, and who knew?” It shows where they stand between obedience and judgement. Misled me twice: some people have a rehearsed small rule. Ask for a second one.",
                helpful=4,
            ),
            DemoAnswer(
                "sofia-lindholm",
                "I stopped trusting my last question. For two years we noted the interviewer’s verdict and compared after twelve months: the structured case done by all candidates alike predicted better than any executive’s talk, mine included. I now ask what they want to know, and go home.",
                helpful=6,
            ),
            DemoAnswer(
                "bernd-hollweg",
                "“How many were ill in your department last year, and why?” A good foreman knows the figure within two points, and three of the reasons. If he says that it is a matter for HR, so is he.",
                basis="team", helpful=5,
            ),
            DemoAnswer(
                "lucia-bernardi",
                "“What did your parents do, and what did you learn from watching them work?” In our valley it opens everything, and I hear in three minutes how someone thinks about work, money and obedience.",
                exposure="role", helpful=2,
                risky="Questions about family background can found a discrimination claim; several of us would be stopped by counsel.",
            ),
            DemoAnswer(
                "arjun-mehta",
                "“Explain to me something you know well and I do not, in five minutes.” I interrupt once with a stupid question. How that is received is the result. It favours talkers, so for quiet engineers I let them draw.",
                helpful=5,
            ),
        ),
    ),
]
