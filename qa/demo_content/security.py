"""Questions and answers of the security and infrastructure circle; all invented."""

from qa.demo_content.form import DemoAnswer, DemoQuestion

QUESTIONS: list[DemoQuestion] = [
    DemoQuestion(
        by="ingrid-solheim",
        title="How many critical vendors do you re-audit on site each year, and how did you defend the number?",
        body="""\
We have 41 vendors rated critical. Last year we visited six. The committee’s new chair wants a number she can defend to the supervisor, and “six, because that is what we had people for” will not do.

The external auditor put it in one line:

> The bank has not shown why six of forty-one is enough, nor why it would not be two.

This is where we are today:

| Tier | Vendors | On site | Remote | Days each |
|---|---:|---:|---:|---:|
| 1, payments stop | 9 | 5 | 4 | 2 |
| 2, a branch stops | 14 | 1 | 8 | 1 |
| 3, we are slower | 18 | 0 | 5 | ½ |

The rule I want to propose, in the form our register takes:

```yaml
tier_1:
  on_site: every 24 months
  sooner_if: [new_subcontractor, incident, failed_exit_test]
tier_2:
  on_site: by draw, 4 of 14 a year
  evidence: [soc2_type2, pentest_summary]
```

What I need: **your number, your rule in one sentence, and what your committee or supervisor said to it.**
""",
        tags=("vendor audits", "third-party risk", "audit committee"),
        purpose="audit committee",
        state="soon",
        wanted=20,
        comments=(
            ("wouter-de-graaf", "Do you count a joint visit with another bank as one of yours?"),
            ("ingrid-solheim", "Yes, if our own person was in the room."),
        ),
        answers=(
            DemoAnswer(
                "ruth-adeyemi",
                """\
We went from 38 visits to 9, and the committee was happier, because the number finally had a reason.

Each critical vendor gets three questions a year, answered yes or no:

1. Could they stop us paying customers within a day?
2. Has anything changed: owner, data centre, subcontractor, key people?
3. Is there evidence from someone independent that we would trust?

Two bad answers of three means a visit within twelve months. The sentence that ended the discussion: **“We visit where a certificate cannot answer the question.”**
""",
                quote="name",
                thanks="The three questions went straight into my paper. The chair read them out.",
                hours=6,
                helpful=8,
                same=(
                    "We use four questions, but the rule of two is the same and nobody has beaten it.",
                    "A reason per visit survives a change of chair. A quota does not.",
                ),
                comments=(
                    ("ingrid-solheim", "Who answers the three, you or procurement?"),
                    (
                        "ruth-adeyemi",
                        "Procurement fills them in, my team challenges. Twenty minutes a vendor.",
                    ),
                ),
            ),
            DemoAnswer(
                "stefan-marek",
                "Seven of 52. Every tier-1 vendor on a three-year cycle, plus a draw of two from the rest so that nobody can count on being left alone.\n\nWhat the auditor liked was not the seven but the list of visits we moved forward because something happened, with dates. Keep that list. Ours had three entries and it carried the meeting.",
                helpful=5,
                thanks="I had such a list without knowing it. Two entries, both from incident tickets.",
                hours=2,
            ),
            DemoAnswer(
                "katrin-vogel",
                "We told the committee twelve and did five. Two vendors postponed, three we cancelled ourselves in the third quarter. Nobody asked until the supervisor did.\n\nDo not promise a number. Promise the rule, and report every quarter where you did not follow it.",
                basis="team",
                quote="no",
                exposure="anonymous",
                helpful=7,
                same=(
                    "We report the missed visits on the first page now. It has bought us more trust than the made ones.",
                ),
            ),
            DemoAnswer(
                "henrik-brandt",
                "At my previous bank we shared visits with four others: eleven vendors, two visits of our own. The supervisor accepted the shared reports once we could show that our own questions had been on the agenda. It did not accept the ones where we had only received the PDF.",
                quote="name",
                interest="My employer, Elbhafen, runs pooled vendor audits for a fee.",
                helpful=1,
            ),
            DemoAnswer(
                "priya-raghunathan",
                "Eight of 34. Rule: whoever can stop claims for a day is visited every second year, the rest only after a change. The committee asked why not every year. I showed three reports in a row from the same data centre with identical findings. Nobody asked again.",
                quote="name",
                helpful=4,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "Four of 27. We stopped auditing the big cloud provider on site: two days in a meeting room, no rack seen, 9,000 euros. The money went into an exit test with the small carrier portal nobody had looked at. That test failed, which was the point.",
                helpful=6,
                same=(
                    "Same conclusion after one visit. The hyperscaler’s badge was the only thing we brought home.",
                ),
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Ten of 44, and I would like it to be six. Our supervisor reads the number as effort. When we proposed fewer visits with better reasons the answer was “explain at year end if nothing happened because of it”. So we keep ten and choose the four weakest by telephone.",
                exposure="role",
                helpful=3,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "None of 19 last year, evidence only. It worked until a maintenance firm for the pumping stations changed its subcontractor and kept the certificate. Since then two a year, both for vendors with hands on our equipment. Software vendors we do not visit at all.",
                helpful=4,
            ),
            DemoAnswer(
                "yasmin-haddad",
                "Six of 30. Your tier-2 draw of four is the part I would drop: a draw is fair, but a committee hears “chance”. Call it rotation and publish the order three years ahead, with the right to jump the queue. Same number, no discussion with us.",
                quote="name",
                helpful=5,
                thanks="Rotation it is. The chair disliked “draw” before I had finished the sentence.",
                hours=1,
            ),
            DemoAnswer(
                "paolo-ferrante",
                "Three of 16, all with people physically in the hospitals. Our rule: if their technician can enter without one of ours, we see where he is trained and how his laptop is built. Auditors from the region accepted it in one meeting.",
                helpful=2,
            ),
            DemoAnswer(
                "aoife-brennan",
                "Every one of our 7, every year, one day each. Only possible because we rated seven as critical and defended that list first. Forty-one looks like a tiering problem to me, not a visiting problem. Ours was 33 before we asked “who dies or who is not paid”.",
                quote="name",
                helpful=6,
                comments=(
                    (
                        "ingrid-solheim",
                        "Fair. Our definition of tier 1 has a clause from 2016 nobody dared to remove.",
                    ),
                ),
            ),
        ),
    ),
    DemoQuestion(
        by="paolo-ferrante",
        title="Did your insurer accept phishing-resistant keys for admins only, or did they want all staff?",
        body="""\
The call with the underwriter is the last one before renewal. The questionnaire has changed one line since last year: it used to ask for “multi-factor for privileged users”, now it says

> phishing-resistant authentication for all users with remote access

We have hardware keys for 140 administrators and an app with number matching for 6,300 clinical staff. Keys for everybody would be about 290,000 euros plus a year of lost keys in washing machines.

What did your underwriter accept in the end, and did the premium or the excess move because of it? I also want to know whether “remote access” included webmail on a private telephone, because that is 4,100 of the 6,300.
""",
        tags=("cyber insurance", "multi-factor", "identity"),
        purpose="renewal call with the underwriter",
        state="today",
        wanted=8,
        comments=(
            ("marta-kowalski", "Is it the same carrier as in your spring renewal?"),
            ("paolo-ferrante", "Same lead, new follow market."),
        ),
        answers=(
            DemoAnswer(
                "aoife-brennan",
                "Admins only, 310 keys, accepted with one condition: a dated plan for finance and for anybody who can change payroll data. That was 45 more keys. Excess unchanged, premium plus 4 %. They did count webmail as remote access until we blocked downloads on private devices.",
                quote="name",
                helpful=7,
                thanks="Offered exactly this: 140 admins, 38 in finance and payroll, a date. They took it on the call.",
                hours=5,
                same=(
                    "Same list, same result: admins, treasury, payroll. Underwriters think in who can move money.",
                ),
            ),
            DemoAnswer(
                "ingrid-solheim",
                "All staff, no way around it, but passkeys on the company telephone counted as phishing-resistant. That made it 60 keys for people without one. Ask them for their definition in writing. Ours was two lines and looser than the questionnaire.",
                helpful=6,
            ),
            DemoAnswer(
                "marta-kowalski",
                "We sat on the other side of this table for a while. The underwriter scores it, he does not require it. “Admins plus high-risk roles” gave us 80 % of the points. What cost points was saying “in progress” without a date.",
                quote="no",
                helpful=5,
                interest="Helvion writes cyber policies, though not for hospitals.",
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Admins only, but they put in a co-insurance clause: we carry 25 % of any loss that starts with a stolen session of a non-admin. Read the endorsement, not the covering letter. The premium was flat, which was how they hid it.",
                helpful=8,
                same=("We found the same clause a month after signing. Twenty per cent in our case.",),
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "They wanted all 2,200. We refused, showed 18 months of number matching with no takeover, and moved the lead to another market through the broker. It took five weeks. You do not have five weeks, so ask for a 90-day extension at the old wording. They rarely say no.",
                helpful=4,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Public sector pool, so fewer choices. Accepted for admins, with webmail excluded from “remote access” because it runs in a browser session without download. We had to send a screenshot of the rule. Nothing else in the form was ever checked.",
                exposure="role",
                helpful=2,
            ),
        ),
    ),
    DemoQuestion(
        by="yasmin-haddad",
        title="Who signs the exit plan for a critical cloud provider at your place?",
        body="""\
Our risk committee pre-read goes out shortly. We have eleven exit plans, all written by my team, all unsigned. The business heads say it is a technical document. IT says it is a business decision. The lawyers say it is a contract annex.

My proposal:

1. The head of the business service signs that the fallback is tolerable.
2. The CIO signs that it can be built in the time stated.
3. I sign that somebody has tried it.

Two colleagues think three signatures mean none. Who signs at your place, how often is it signed again, and has a signature ever been **refused**? The refusal is what I would most like to hear about, since I suspect it is the only proof that anyone reads the thing.
""",
        tags=("exit plans", "cloud", "third-party risk"),
        purpose="risk committee pre-read",
        state="soon",
        wanted=12,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "One signature: the head of the service that stops. IT gives an estimate in the annex with a confidence of low, medium or high, and it is not a signature. Claims refused in the first year because the fallback was 14 people typing. We then bought something.",
                quote="name",
                helpful=8,
                thanks="One signature and a stated confidence. The committee took it without a word.",
                hours=4,
                same=(
                    "A confidence level in the annex is more honest than a CIO’s signature under a guess.",
                ),
            ),
            DemoAnswer(
                "ingrid-solheim",
                "The CEO, for the three that matter, every year, in the same meeting as the recovery plan. She asks one question of each: how many days and who notices first. It takes 40 minutes. Below those three nobody signs and the supervisor has not minded.",
                helpful=6,
            ),
            DemoAnswer(
                "stefan-marek",
                "Nobody signs a plan here. They sign the test report. A plan without a test gets a red entry in the register and that is worse for a manager than any signature. Four of nine are red. That number is discussed each quarter.",
                quote="name",
                helpful=7,
                same=("Sign what happened, not what should happen.",),
                comments=(
                    ("yasmin-haddad", "Who decides what counts as a test?"),
                    (
                        "stefan-marek",
                        "Internal audit, with a list of five things. Restoring one real record is number one.",
                    ),
                ),
            ),
            DemoAnswer(
                "katrin-vogel",
                "Two: service owner and head of outsourcing. The inspectors asked for the owner’s diary entry for the day of signing, to see whether she had read it. She had 15 minutes blocked for 60 pages. The finding was about the length of the document.",
                quote="no",
                helpful=5,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Three signatures, like your proposal, and your colleagues are right. At the last change of provider everybody pointed at the second signature. We are going back to one, the business head, with mine as a dated comment rather than an approval.",
                helpful=4,
            ),
            DemoAnswer(
                "priya-raghunathan",
                "Service owner, renewed only when something in the contract or the architecture changes, not by calendar. Refused once: the pensions head would not accept nine weeks. It went to the executive committee, who accepted it in her place, with their names. That is a proper outcome.",
                helpful=5,
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Product owner plus the finance director, because the exit budget sits with him. He refused one: no reserve for running two platforms for six months, 1.1 million. We now state the cost of exit on page one. Before that nobody had added it up.",
                exposure="role",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="tomas-oliveira",
        title="How do you test break-glass accounts without waking the whole on-call rota?",
        body="""\
We have six break-glass accounts for the identity platform and the two cloud tenants. Policy says test each quarter. Each test sets off every alarm we own, on purpose, and the last one woke eleven people, two of them at the provider.

So the tests have quietly moved to office hours with the alarms announced beforehand. That means we no longer test the part I care about: *does somebody notice when it is used at three in the morning?*

I would like to hear how often you test, whether the detection is tested with it, who knows beforehand, and what you do with the password afterwards. Ours are in two envelopes in two safes and one of the safes is in a building we are leaving.
""",
        tags=("break-glass", "privileged access", "on-call"),
        purpose="own decision",
        state="open",
        wanted=10,
        exposure="anonymous",
        answers=(
            DemoAnswer(
                "aoife-brennan",
                "Split it. Monthly: sign in at a known hour, check the account works, rotate. Twice a year: unannounced, at night, only the duty manager and I know. The alarm goes to one person and the measure is minutes until he rings the duty manager. Best 4, worst 51.",
                quote="name",
                helpful=7,
                same=(
                    "We measure minutes to the first telephone call too. It is the only number anyone remembers.",
                ),
            ),
            DemoAnswer(
                "stefan-marek",
                "Two keys instead of envelopes, one in the control room, which is staffed at all hours, one with the plant fire brigade. They sign a book. Test by draw: a script picks one account and one night a quarter. The provider is told after ten minutes, not before.",
                helpful=4,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "With six engineers the rota is the whole team, so we told them: one real test a year at night, a day off afterwards. Everything else in office hours. I would not run unannounced tests more often. You spend goodwill that you need for real incidents.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="wouter-de-graaf",
        title="What did you stop doing when your team shrank by a third?",
        body="""\
Nine people became six. Two left for a bank, one retired, and the posts are frozen until the next budget. The board knows and was sympathetic, which is not the same as help.

What we have stopped so far:

- weekly vulnerability meetings, now monthly
- our own phishing campaigns
- reviewing firewall changes under 20 rules

What I have *not* dared to stop: on-call at weekends, the annual audit of 19 suppliers, the security sign-off of each project.

What did you stop, did anything happen because of it, and did you tell the board in writing what is no longer being done? No deadline. I collect answers as they come, because I expect that others will be here next year.
""",
        tags=("team size", "priorities", "on-call"),
        purpose="own decision",
        state="none",
        wanted=8,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "We stopped weekend on-call for everything but payments and claims. Fourteen months, two incidents waited until Monday, neither got worse. I wrote one page to the board, “what nobody does any more”, with a name next to each line who accepted it. They kept five of twelve and paid for two posts.",
                quote="name",
                helpful=9,
                thanks="I copied the page, title and all. Two posts are unfrozen.",
                hours=8,
                same=(
                    "The page of things nobody does is the best paper I ever sent upstairs.",
                    "Names next to the lines. Without them it is a complaint.",
                ),
            ),
            DemoAnswer(
                "aoife-brennan",
                "Project sign-off. We replaced it by a self-assessment of twelve questions and looked only at projects with patient data or a new vendor. From 140 a year to 31. One bad one slipped through in two years. I would have missed it before as well.",
                helpful=6,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "The risk register. 212 entries, three days a month. We kept the ten the executive committee could name from memory and archived the rest. The auditor complained in the letter and could not say which of the 202 he missed.",
                helpful=7,
                risky="Under a supervisor an archived register is a finding in itself. Keep it frozen and dated rather than gone.",
            ),
            DemoAnswer(
                "katrin-vogel",
                "Do not stop the phishing campaigns silently: an insurer asks for the rate, and “not measured” costs more than a bad rate. We run two a year with the vendor’s own texts, half a day of work each. What we did stop is discussing the result.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="marta-kowalski",
        title="Which privileged-access tools survived your renewal this year?",
        body="""\
Our contract for the vault and session recording ends in March. Quote for three years: 38 % up, with the modules we use split in two. 410 administrators, 2,900 servers, two cloud tenants.

I do not need a product comparison. I need to know from people who had the same letter:

1. Did you renew, leave, or shrink?
2. Which parts do you really use? For us it is the vault and the approval, hardly the recordings: 12 were looked at in a year.
3. What did the auditor say when recordings went away?

The decision paper goes to our purchasing board. My own leaning is to keep the vault for the 600 oldest servers and give everybody else short-lived rights from the identity platform.
""",
        tags=("privileged access", "renewals", "identity"),
        purpose="purchasing board",
        state="soon",
        wanted=10,
        answers=(
            DemoAnswer(
                "aoife-brennan",
                "Shrank. Vault from 900 users to 120, the rest have rights for four hours on request. Saved 210,000 a year and gave 60,000 back in engineering time. Leave the old servers in the vault and do not try to modernise them for the sake of the licence.",
                quote="name",
                helpful=7,
                thanks="The split by server age is now the core of the paper.",
                hours=5,
            ),
            DemoAnswer(
                "stefan-marek",
                "Renewed, and regret it a little. The uplift went from 41 % to 12 % once we had a written offer from a second vendor and had sent two of our people to its training. They could see the names on the attendance list. It worked better than the lawyer.",
                helpful=8,
                same=(
                    "A visible pilot with the competitor moved our quote by 22 points. A letter moved it by three.",
                ),
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "We dropped recordings for everything but payments. The external auditor asked what replaces them; command logs with 400 days of retention were enough. Internal audit was harder. They wanted proof that someone reads the logs, so we sample 20 sessions a month and keep the notes.",
                helpful=5,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "Left altogether, to the features of the identity platform. It took 16 months against a plan of seven. Service accounts were the reason: we knew of 1,300 and found 4,100. Count those before you sign anything shorter than two years.",
                quote="name",
                helpful=8,
                same=("Our ratio was the same: three times as many service accounts as the list said.",),
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Renewed for one year only, plus 9 % for the privilege. Our supervisor had an open finding on privileged access, and changing tools under an open finding is asking for a second one. Close the finding, then negotiate.",
                exposure="role",
                helpful=4,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Renewed and reduced to the vault. The works council had wanted recordings gone for years, so we presented it as their success and got agreement on something else in exchange. Look whether recordings are worth something as a concession before you drop them for nothing.",
                quote="no",
                helpful=4,
            ),
            DemoAnswer(
                "paolo-ferrante",
                "We went back to a smaller local product for the hospital servers, a fifth of the price. It cannot do cloud, and support ends at six. For 180 servers that is acceptable. For your 2,900 I would not.",
                helpful=2,
            ),
        ),
    ),
    DemoQuestion(
        by="marta-kowalski",
        title="Security staff per 1,000 employees: what did your board accept?",
        body="""\
The board wants a ratio. I know it is the wrong measure and they know that I think so, but a paper without it comes back.

Ours: 21 people for 3,400 employees, so **6.2 per 1,000**, after the cut. Before it was 9.1. Includes identity and security operations, excludes network and anything outsourced (the provider says eleven full-time equivalents, which I do not believe).

Please give me your ratio, what you count, and the sentence with which your board accepted or refused it. If you managed to replace the ratio by something better, tell me what, and how long it lasted until the ratio came back.
""",
        tags=("team size", "board reporting", "budget"),
        purpose="board paper",
        state="met",
        wanted=6,
        answers=(
            DemoAnswer(
                "ingrid-solheim",
                "8.4 per 1,000, identity included, provider excluded. Board accepted it because I added one column: what each point of the ratio would buy or cost in days to contain. At 8.4 we contain in two days, at 6 in five. It is rough, I said so, and they liked that.",
                quote="name",
                helpful=8,
                thanks="The column with days is the reason I kept four posts.",
                hours=6,
                same=(
                    "Days to contain is the only unit our board has ever discussed for more than a minute.",
                ),
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "5.1, and low for our trade. I did not defend it. I listed the nine things we do not do at 5.1 and asked which of them they would like. They chose three and paid for two people.",
                helpful=7,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "11 per 1,000 with a full detection team in house. The chair’s words: “We pay for sleep.” It is a bank of 2,600 people with a 24-hour rota, and below ten the rota breaks the law on rest times. That is a floor you can calculate.",
                helpful=6,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "6 people for 780, so 7.7, which only shows how small numbers lie. Under 1,000 staff a ratio is noise. We report “functions with one person only”: it is four. The board understood that at once.",
                helpful=6,
                same=(
                    "Single-person functions is a better measure at any size. We have seven with 4,000 staff.",
                ),
            ),
            DemoAnswer(
                "paolo-ferrante",
                "2.3. Health care. Nobody accepted it, nobody changed it. After the outage of eleven hours it became 3.0 within a month. I do not recommend the method.",
                helpful=4,
            ),
            DemoAnswer(
                "stefan-marek",
                "4.4 in offices, 12 around the control rooms. We stopped mixing the two. The board had compared us with a retailer, and splitting the number ended that. It has lasted three years so far.",
                helpful=5,
            ),
            DemoAnswer(
                "priya-raghunathan",
                "7.0 including two actuaries who only do cyber. When we tried to replace the ratio by a maturity score it lasted two meetings. A consultant then brought the ratio back, from a study with 14 companies in it. Ask how many companies are in the study.",
                helpful=5,
            ),
            DemoAnswer(
                "katrin-vogel",
                "6.8, own staff, plus 3.1 of provider staff counted by ticket hours rather than by their claim of 14. The provider protested. The supervisory board has asked for both numbers each year since, and the second one is the one that is falling.",
                quote="no",
                exposure="anonymous",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="jean-luc-perrin",
        title="How long do you keep which logs, and who pays for it?",
        body="""\
Our log platform has doubled in cost in two years: 640,000 euros, 1.9 TB a day. The finance director asks why we keep everything for 13 months. The honest answer is that somebody once wrote “one year” and somebody else added a month to be safe.

My draft:

| Source | Searchable | Archive |
|---|---:|---:|
| Identity, admin actions | 13 months | 5 years |
| Endpoints | 90 days | 13 months |
| Firewalls, allowed traffic | 14 days | none |
| Applications | 30 days | owner decides and pays |

What did you cut, which cut did you regret in an incident, and does anybody really charge the application owners? The paper is for our investment round, and I would rather argue from others’ incidents than from mine.
""",
        tags=("log retention", "budget", "detection"),
        purpose="investment round",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "Allowed firewall traffic: seven days, then only the totals per pair of addresses, which cost almost nothing and answer “has this ever talked to that”. We needed full traffic once in three years and the totals were enough. Down 44 % in volume from that one line.",
                quote="name",
                helpful=7,
                thanks="Totals per pair: tried it on a week of data, 41 % less. It goes in the paper.",
                hours=3,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Do not cut endpoints below 180 days searchable. Our red team sat for 127 days before anybody looked, and a real one would have longer. Archive does not help at two in the morning: restoring one day took us nine hours.",
                helpful=6,
                same=(
                    "The restore time of the archive belongs in your table. Ours was eleven hours a day of logs.",
                ),
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "We charge application owners per gigabyte since last year. In the first quarter volume fell by 31 %, mostly debug logs left on since go-live. One team switched off its audit log to save 4,000 pounds. Exempt security events from the charge before you start.",
                helpful=7,
            ),
            DemoAnswer(
                "stefan-marek",
                "Control systems: five years of everything, but it is 6 GB a day. I mention it because the finance director compared us by months, not by volume. Show cost per source, not retention per source. The three largest are always a surprise.",
                helpful=3,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Data protection will ask for your reason for five years of identity logs. Ours rejected it and settled at 24 months with names, then pseudonyms. It took four months of letters. Bring them in before the paper, not after.",
                helpful=4,
                outdated="Our authority published new guidance since; 18 months is now what it expects.",
            ),
        ),
    ),
    DemoQuestion(
        by="katrin-vogel",
        title="How do you choose which vendors to visit?",
        body="""\
Not how many, but which. We have 29 contracts above the materiality line and time for about six visits. Last year procurement chose by contract value, which gave us four consultancies and a caterer.

I am looking for a selection that takes less than a day a year, that I can explain to an inspector without slides, and that would have picked out the vendor that actually hurt us: a two-person firm with a contract of 38,000 euros and the keys to our document archive.

What is your selection, and did it ever point at a vendor nobody had been worried about?
""",
        tags=("vendor audits", "third-party risk"),
        purpose="annual audit plan",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "priya-raghunathan",
                "Start from who can stop the payments run, not from the contract value. We draw the run as one line on paper, mark each outside hand on it, and visit those nobody could replace within five days. Takes an afternoon with the payments team. It found a print shop with our signing key.",
                quote="name",
                thanks="Did the line on paper. The archive firm was the third hand from the left.",
                hours=4,
                helpful=9,
                same=(
                    "We draw the line for claims and for pensions. Two afternoons a year, no tool.",
                    "A drawing beats a score. Everyone in the room can object to it.",
                ),
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Change, not size. A feed of company registers tells us when owners, directors or addresses change. Anything on the list that changed twice in a year goes to the top. Costs 3,000 pounds a year. It pointed at a payroll bureau eight weeks before it was sold.",
                helpful=7,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "We ask three operators which supplier’s telephone number they know by heart. Those are the critical ones, whatever the register says. Four of our six visits come from that list. I tell inspectors exactly this, and one wrote it down.",
                helpful=6,
                same=("Asked our night shift. Two of five names were not in the register at all.",),
            ),
            DemoAnswer(
                "yasmin-haddad",
                "By what we could not get on paper. Every vendor is asked for five documents in January. Those who cannot send all five by March get a visit. It turns the visit into a consequence, and last year 22 of 30 sent everything by the end of February.",
                helpful=6,
            ),
            DemoAnswer(
                "stefan-marek",
                "Access times privilege times people. Number of their accounts in our systems, highest right among them, number of their staff. Small firm with high rights comes first. Your two-person archive firm would have scored highest with us, because we weight few people upwards.",
                helpful=4,
            ),
            DemoAnswer(
                "paolo-ferrante",
                "The ward managers vote. Each names one vendor they fear. It is not scientific, and two years running the winner was the firm that services the nurse call system, which no risk register of ours had contained.",
                basis="team",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="ruth-adeyemi",
        title="Did your supervisor accept pooled audits?",
        body="""\
We could join a pool with six other societies: eleven shared vendors, each audited once in two years, our share about 46,000 pounds a year against 130,000 for doing it alone.

Before I sign I want to know what supervisors said *after* the first reports, not what they say at conferences. In particular:

- Did you have to show that your own questions were in scope?
- Who tracks findings, the pool or you?
- Did anybody have to repeat an audit alone?

The board will ask me one thing only: can we show a pooled report to the supervisor and keep our outsourcing permission. A yes or no with a country next to it helps me more than an essay.
""",
        tags=("pooled audits", "vendor audits", "supervision"),
        purpose="board decision",
        state="met",
        wanted=4,
        comments=(
            ("henrik-brandt", "I stay out of this one, since my employer would be on your shortlist."),
        ),
        answers=(
            DemoAnswer(
                "ingrid-solheim",
                "Yes, Norway, with two conditions: a person of ours in at least one visit a year, and a memo per report on what it does not cover for us. The memo is one page. They read the memo and, as far as I can tell, not the report.",
                quote="name",
                helpful=7,
                thanks="The memo became a condition of joining. The board voted in ten minutes.",
                hours=5,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Germany, yes for eight vendors, no for one. The one was our policy administration system, where the scope had been agreed by banks and did not touch insurance data at all. We repeated that audit alone. Read the scope against your own register line by line.",
                helpful=6,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Portugal: accepted, findings tracked by us. The pool’s tracker closed findings when the vendor said so. The supervisor asked for the evidence behind five closures, and the pool had it for two. Since then we close them ourselves.",
                helpful=7,
                same=("Tracking stays at home. A pool has no interest in an open finding.",),
            ),
            DemoAnswer(
                "yasmin-haddad",
                "Two supervisors, two answers. One accepted, the other asked us to show we could still use our own audit right if the pool collapsed. We did one audit alone, of the smallest vendor, to prove it. Eleven thousand dollars well spent.",
                quote="name",
                helpful=4,
            ),
            DemoAnswer(
                "priya-raghunathan",
                "United Kingdom, yes. The harder part was the vendor: three of eleven refused to let a pool in under our contract and wanted an amendment each. It took seven months. Start with the amendments, then sign with the pool.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="aoife-brennan",
        title="Who pays for a second on-site audit when the first one fails?",
        body="""\
A records vendor failed our visit on eleven of thirty points. They will fix them by summer and want us to come back and confirm. Our contract has the right to one audit a year “at the customer’s cost”. Two people, two days, travel: about 7,400 euros, and it is the second time with the same firm.

My position is that a repeat caused by their failure is theirs to pay. Their position is that the contract says otherwise, which it does.

Has anybody got a vendor to pay, before or after the fact? What wording do you use now? And has a vendor ever kept a discount in exchange, so that you paid anyway by another door?
""",
        tags=("vendor audits", "contracts"),
        purpose="contract negotiation",
        state="short",
        wanted=10,
        answers=(
            DemoAnswer(
                "yasmin-haddad",
                "Only from the next renewal on. Our line: “A repeat audit caused by findings rated high is at the provider’s cost, up to two persons and two days.” 19 of 30 contracts have it now. Two vendors paid under it, both without a discussion, because the amount is limited.",
                quote="name",
                helpful=6,
                thanks="The limit made it acceptable. It goes into the renewal in June.",
                hours=2,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "We paid, and asked for three months of service credits instead. Worth 12,000, and it came out of a different budget at their side, so the account manager could say yes alone. Ask which pocket hurts them least.",
                helpful=5,
            ),
            DemoAnswer(
                "priya-raghunathan",
                "We skip the second visit. They pay an assessor from a list of three that we chose, and the report is addressed to us. Around 5,000 pounds, theirs. Not as good as being there, but a firm that fails eleven points has an interest in a short list.",
                helpful=4,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Public tender, so no changes after signing. I put the failed audit into the past-performance file instead and told them. They offered to pay within a week. I could not accept for procurement reasons, but the fixes came early.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="katrin-vogel",
        title="How many policy exceptions do you have open, and who lets them die?",
        body="""\
We have **163 open exceptions** to the security policy. 71 are older than two years. Each was approved for twelve months by somebody who has since changed jobs, and each gets renewed because nobody wants to be the person who stops a system.

Internal audit will report the number to the supervisory board. I would rather arrive with a plan than with an apology.

What I would like to know: your number, the longest you allow, whether an exception ends by itself or has to be ended, and what happened the first time one really ended. Please also say if you ever solved it by changing the policy, which I suspect is the honest answer for about half of ours.
""",
        tags=("policy exceptions", "internal audit"),
        purpose="supervisory board",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "ruth-adeyemi",
                "From 210 to 58 in a year. Half by changing the policy: if 40 teams need the same exception, it is the rule that is wrong. The rest end by themselves after six months, and renewal needs the signature of one level higher each time. The third renewal is the chief executive. Nobody has got there.",
                quote="name",
                helpful=9,
                thanks="Escalating signatures approved. 63 withdrawn in the first week, before a single one was escalated.",
                hours=9,
                same=("One level higher each time. It ended 30 of ours by embarrassment alone.",),
            ),
            DemoAnswer(
                "aoife-brennan",
                "34 open, twelve months at most. The first one that ended cut off a radiology workstation on a Monday at 07:40. I was called by everyone. We kept the rule and added a warning at 30 and 7 days to the clinical head, not to IT.",
                helpful=6,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "We price them. Each exception costs its owner 1,500 a month in an internal charge, for the extra monitoring. It is partly fiction and the controller knows. 118 became 41 in two quarters, because a cost centre owner reads a bill and not a policy.",
                helpful=8,
                same=("An internal charge of any size gets read. Ours is 400.",),
                comments=(
                    ("katrin-vogel", "Did anybody pay for good and stop caring?"),
                    ("ingrid-solheim", "Four. They are on the committee’s list by name."),
                ),
            ),
            DemoAnswer(
                "stefan-marek",
                "Control systems have 90 that will never close, because the device will be there until 2034. We moved them out into a separate list called accepted conditions, reviewed once a year in one meeting. The auditor agreed as long as a thing cannot move back and forth.",
                helpful=5,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "77, and the one number I report is the median age, now eight months. A count goes up when you look harder, an age does not. The board asked about the oldest one, which was mine.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="stefan-marek",
        title="How often do you really patch control systems, and who may say no?",
        body="""\
Substations and control rooms: 1,140 devices, two planned outages a year. Our written rule says “critical patches within 30 days”. In the past year we kept it for 9 %. The rule comes from the office side and nobody has had the heart to change it before the next inspection.

I want to write what is true:

1. critical and reachable from outside: 14 days, or disconnect
2. critical and not reachable: next outage
3. everything else: with the device

Does anybody run on such a rule under an inspecting authority? And who can stop a patch at your place: the plant manager, the dispatcher, or nobody? Ours was stopped eleven times last year by dispatchers, and I think nine of them were right.
""",
        tags=("control systems", "patching", "supervision"),
        purpose="policy review",
        state="open",
        wanted=6,
        answers=(
            DemoAnswer(
                "wouter-de-graaf",
                "Almost your rule, inspected last spring. Accepted, with one addition: for class 2 we must show each month that “not reachable” is still true. A scan from the office network, one page, signed. It was wrong once, a contractor’s modem.",
                quote="name",
                helpful=7,
                thanks="The monthly proof is what our draft lacked.",
                hours=2,
                same=("Reachability has to be tested, not declared. We found two modems and a television.",),
            ),
            DemoAnswer(
                "paolo-ferrante",
                "Scanners and ventilators behave the same way. The head of the department may say no, in writing, for 60 days, twice. After that I may disconnect the device. I have done it once, with a mobile X-ray, and rang the department an hour before.",
                helpful=4,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "Sorting lines stop from 10 to 14 on Sundays. We patch what fits, in order of exposure, and publish what did not fit. The shift leader may stop it without giving a reason. He uses that about four times a year and always tells us afterwards.",
                helpful=3,
            ),
            DemoAnswer(
                "henrik-brandt",
                "From the assurance side: a rule kept at 9 % is a worse finding than a rule of “next outage” kept at 95 %. I have written both findings. The first one questions all your other rules as well.",
                basis="advised",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="tomas-oliveira",
        title="Who runs a 24-hour security rota with fewer than ten people, and for how long did it hold?",
        body="""\
Nine analysts, three shifts, one week in three with nights. It has held for fourteen months. Two have now asked to leave nights for family reasons, and with seven the rest times no longer add up.

Options on my desk:

| Option | Cost a year | My worry |
|---|---:|---|
| Provider covers nights | 310,000 | handover at 07:00 |
| Hire three | 240,000 | eight months to fill |
| No nights, alarms to on-call | 60,000 | detection until morning |

I would like numbers from those who chose one of these: how many real night cases there were, how long until somebody qualified looked, and how many people left in the year after. The executive board decides, and they will want to know what peers of our size do.
""",
        tags=("on-call", "detection", "team size"),
        purpose="executive board",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "No nights, on-call with six alarms that may ring. 19 calls in a year, four real, first look after 11 minutes on average. Nobody has left since. The work is in choosing the six: we argued for a month, and every new one has to replace an old one.",
                quote="name",
                helpful=9,
                thanks="The limit of six made the option credible. Board agreed, with a review after a year.",
                hours=7,
                same=(
                    "A fixed number of alarms that may ring. Ours is eight and the discussion is the same.",
                ),
            ),
            DemoAnswer(
                "stefan-marek",
                "Provider at nights for two years, then left. 240 escalations a year, of which seven mattered. What wore us down was the morning handover, 45 minutes a day. If you buy nights, buy a named person at 06:30, and put it in the contract.",
                helpful=6,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "We share nights with two other savings banks: one desk, eleven people from three employers. Took a year to agree on data protection. It costs us 150,000 and the people like it more than their old rota, because they meet other analysts.",
                helpful=7,
            ),
            DemoAnswer(
                "aoife-brennan",
                "The hospital switchboard is awake anyway. They get a card with four alarms and whom to ring. 1,200 euros of training a year. It will not find anything subtle at night, and we say so in the annual report.",
                helpful=5,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "Hired four. It took thirteen months, and by then two of the old ones were gone. I would bridge with a provider for 18 months from day one and hire without hurry. The bridge is cheaper than two resignations.",
                helpful=4,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Ten people, 24 hours, two years. It ended when one fell ill for six weeks. The labour inspector’s arithmetic says 10.4 people for a lawful rota with holidays, and I have not found a way around it. Show that number first.",
                quote="no",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="ingrid-solheim",
        title="Which single page on security does your board read, and what is on it?",
        body="""\
My report is fourteen pages with traffic lights. The chair said, kindly, that she reads the first one and trusts me for the rest. I would like to send only the first one, and for that it has to be good.

Now on it: incidents (3), audit findings open (22), training rate (97 %), and a risk map that has not moved in two years because nobody ever moves a dot on the record.

Please tell me what is on yours, which number led to a decision, and which number you removed without anybody noticing. I know the books. I am asking for what a real board with an impatient member from shipping has read to the end.
""",
        tags=("board reporting", "metrics"),
        purpose="quarterly board report",
        state="met",
        wanted=6,
        answers=(
            DemoAnswer(
                "ruth-adeyemi",
                "Four sentences, four numbers: how long until we would notice, how long until we would be running again, how much of it we have tried, what it would cost. Two of the four are estimates and marked so. The second led to 2.2 million for the core system.",
                quote="name",
                helpful=9,
                thanks="Sent the four sentences. The member from shipping asked two questions, both good.",
                hours=6,
                same=(
                    "Four numbers with two marked as estimates. Marking them is what made people believe the others.",
                    "Ours has the same four, plus the date of the last attempt.",
                ),
            ),
            DemoAnswer(
                "marta-kowalski",
                "One table: the five services that must not stop, for each the last restore test, its duration, and the promise we made to customers. Red is where duration is longer than promise. No other colours. Training rate went two years ago and was not missed.",
                quote="name",
                helpful=8,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "What we decided not to do this quarter, three lines. It started as an experiment. It is the only part with a vote, and in one case they overruled me and were right.",
                helpful=7,
            ),
            DemoAnswer(
                "priya-raghunathan",
                "A story of one incident, ours or somebody else’s, in 200 words, with “would we have noticed” at the end. Then the numbers. The story is why they turn up prepared. I removed the map; one non-executive asked after a year where it was.",
                helpful=6,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Elected board, farmers and mayors. I write which pumping stations can be run by hand and for how many hours. 31 of 40 now, 22 at the start. They know what that means in February, and I have never had to explain a vulnerability.",
                helpful=7,
                same=("Hours by hand. We adopted the same for branches without a network.",),
            ),
            DemoAnswer(
                "stefan-marek",
                "Findings older than their promised date, with the name of the member of management who promised. Nothing else moves as fast. From 31 to 6 in three quarters. Be ready to see your own name there first.",
                helpful=6,
            ),
            DemoAnswer(
                "yasmin-haddad",
                "Top five vendors with days to replace each. We had 400 days for one, and the board bought a second source within the year. Removed without notice: number of vendors assessed.",
                helpful=5,
            ),
            DemoAnswer(
                "paolo-ferrante",
                "Hours of downtime by cause, last twelve months, with planned ones. Security was third, after power and our own changes. That honesty gave me more credit for security than any map. The board is made up of physicians; they like causes.",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="paolo-ferrante",
        title="What do you do with medical devices whose maker forbids patching?",
        body="""\
We have 212 devices on operating systems out of support. The makers’ letters all say the same: any change voids the certificate. Replacement of everything is 14 million over nine years, and the region gives 1.1 a year.

We have put them into their own network, three segments by building. The vendors’ remote maintenance runs through one gateway with approval per session, except for imaging, whose vendor refuses and has its own line.

> Should our line be interrupted, response times under the service contract cannot be guaranteed.

Has anybody cut such a line and lived with the consequence? And has a maker ever moved after a letter from a group of hospitals rather than from one? I need something for the regional health board that is not another segment drawing.
""",
        tags=("medical devices", "network segmentation", "vendors"),
        purpose="regional health board",
        state="open",
        wanted=6,
        answers=(
            DemoAnswer(
                "aoife-brennan",
                "We cut it. Letter with 60 days, cut on day 61, in agreement with the head of radiology. The vendor used our gateway from day 64. Response time has been the same. What made it possible was radiology’s signature, not mine, and a spare device on loan for that fortnight.",
                quote="name",
                helpful=6,
                thanks="Our head of radiology has agreed to sign. The letter went out.",
                hours=3,
            ),
        ),
    ),
    DemoQuestion(
        by="wouter-de-graaf",
        title="How do you score security in a public tender so that the cheapest bid does not win anyway?",
        body="""\
Tender for the maintenance of 40 pumping stations, four years, about 3.6 million. Last time security was 10 % of the score and all five bidders got 9 or 10 of 10, because all of them copied the same certificate. Price decided.

The lawyers allow at most 30 % for quality in total. Inside that I can do what I can justify in court.

Ideas so far: a practical test instead of a questionnaire; minimum requirements that exclude; a price per finding. Has anybody used one of these and survived a complaint by a losing bidder? I need the wording more than the idea, and the number of complaints you had.
""",
        tags=("procurement", "public tenders", "vendors"),
        purpose="tender documents",
        state="short",
        wanted=6,
        answers=(
            DemoAnswer(
                "paolo-ferrante",
                "Practical test, half a day, same scenario for all: a technician’s laptop is stolen, tell us what happens until evening. Scored by three people on eleven points published beforehand. Spread was 3 to 10. One complaint, rejected, because the points had been published.",
                quote="name",
                helpful=7,
                thanks="Used the scenario nearly word for word. Scores from 2 to 9, no complaint so far.",
                hours=10,
            ),
            DemoAnswer(
                "aoife-brennan",
                "We moved everything we truly needed into exclusion criteria, seven of them, and gave no points at all. Two of six bidders fell out. The price of the remaining four was 6 % higher than last time. I consider that the cost of the seven.",
                helpful=5,
            ),
            DemoAnswer(
                "stefan-marek",
                "State-owned, similar law. Price per finding sounded good: every open high finding at award adds 15,000 to the evaluated price. Court stopped it, because the finding depended on who looked. It would need a neutral assessor named in advance.",
                basis="team",
                helpful=5,
                risky="Even with a neutral assessor this was struck down in our country last year. Ask a lawyer first.",
            ),
        ),
    ),
    DemoQuestion(
        by="aoife-brennan",
        title="How many hours after the last day is a leaver’s account really closed?",
        body="""\
The policy says same day. I measured it: median 19 hours, but 6 % take more than two weeks, and those are all agency nurses, locums and researchers whose end date nobody enters. That is 340 accounts a year.

External audit has it as a finding for the second time, so it becomes a significant one at the third.

I can have either of two things: a contract end date as a hard field, where the account closes by itself and somebody will be locked out of a ward at night; or a monthly list to managers, which 60 % answer.

Who has closed this finding for good? What did you measure, and what did the lock-out rate look like in the first three months?
""",
        tags=("joiners and leavers", "identity", "audit findings"),
        purpose="external audit follow-up",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "ruth-adeyemi",
                "Hard date, maximum 90 days for anyone not on payroll, manager extends with one click. First month 44 lock-outs, third month 5. The click goes to the manager’s telephone with the name and a photo. Finding closed after two quarters below 1 %.",
                quote="name",
                helpful=8,
                thanks="90 days and one click. 61 lock-outs in month one, 9 in month two, and no ward at night.",
                hours=6,
                same=(
                    "Ninety days, one click, no exceptions for professors. It is the professors who complain.",
                ),
            ),
            DemoAnswer(
                "paolo-ferrante",
                "We tied it to the rota. No shift planned for 30 days, the account sleeps; a planned shift wakes it an hour before. It needed an interface of eight days’ work. Locums have not been a topic since. Researchers still are, 40 of them.",
                helpful=8,
                comments=(
                    ("aoife-brennan", "Which rota system, and did they charge for the interface?"),
                    ("paolo-ferrante", "Home-grown. The charge was a box of wine."),
                ),
            ),
            DemoAnswer(
                "ingrid-solheim",
                "Invoice as the trigger. When the agency’s invoice stops, finance tells us, and the account closes after 14 days. Not elegant, but finance never forgets an invoice. Down from 5 % to 0.4 % late. The auditor called it a compensating control and was content.",
                helpful=6,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "The list to managers works if silence closes the account. We changed one sentence in the mail: “without an answer by Friday the account ends on Monday”. Answer rate from 58 % to 94 % in one month.",
                helpful=7,
                same=("Silence means closed. We did it for mailing lists first, to practise.",),
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "Small house: badge and account are one thing. When the badge comes back to reception, the account is closed there and then. Badges that do not come back cost the department 50 euros. Median two hours, worst case nine days.",
                helpful=3,
            ),
        ),
    ),
    DemoQuestion(
        by="yasmin-haddad",
        title="How deep into the chain of subcontractors does your register go?",
        body="""\
Our supervisor’s template has a field for the rank in the chain and no upper limit. We have filled rank 1 for all 96 contracts, rank 2 for the 30 critical ones and rank 3 for four. My team asked for rank 3 everywhere: 410 letters, 130 answers, of which half said “confidential”.

The submission is due today and I have to write one sentence on completeness. I would rather write an honest one than a long one.

How deep do you go, what did you write about the rest, and did the authority ever come back on it? A line such as the following is my draft:

```text
Rank 3 and below recorded where a failure would stop the service
within 24 hours; others not requested.
```
""",
        tags=("outsourcing register", "third-party risk", "supervision"),
        purpose="register submission",
        state="today",
        wanted=6,
        answers=(
            DemoAnswer(
                "katrin-vogel",
                "Your sentence is nearly ours. We wrote “recorded as far as known, depth by effect and not by rank”. They asked one question: how we know that a rank 4 cannot stop us. We had one worked example, a certificate authority, and sent it. That was all.",
                helpful=6,
                thanks="Added one worked example as an annex. Submitted at 15:20.",
                hours=3,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "Rank 2 for all, rank 3 for nine. We wrote the number of refusals openly: 61 of 140. The supervisor reacted to the refusals, not to us, and wrote to two of the vendors directly. They answered within a week.",
                quote="name",
                helpful=7,
                same=("List the refusals by name. It is the only lever a register has.",),
            ),
            DemoAnswer(
                "priya-raghunathan",
                "We stop where data and uptime both stop mattering, which in practice is rank 2 and a half. The duplicates told us more than the depth: 17 of 30 chains end at the same data-centre operator. That single line is what our committee discussed.",
                helpful=5,
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Do not claim a criterion you have not applied to all 96. We did, and were asked for the working papers. Say plainly for which contracts you applied it and by when the others follow. They accept a date.",
                basis="team",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="ruth-adeyemi",
        title="How often do you restore for real, and what do you count as a restore?",
        body="""\
Our backup report says 99.7 % successful. In the past year we restored 214 files for people who had deleted them and one database for a project. No whole service.

The risk committee has asked “when did we last do it”, and the answer is four years ago, before the move.

I am planning one full restore of a business service each quarter, onto separate equipment, with the business owner logging in at the end and doing one transaction. Estimated cost 18,000 pounds each time, mostly hours.

Is that too ambitious or too little? What went wrong at your first one, and who has to be in the room for the committee to accept it as proof?
""",
        tags=("backup", "recovery tests", "risk committee"),
        purpose="risk committee",
        state="met",
        wanted=5,
        answers=(
            DemoAnswer(
                "paolo-ferrante",
                "Twice a year, one clinical system each, a ward sister finds one patient and reads the allergies aloud. That is the test. First time it took 31 hours instead of 6, because the licence server was not in the backup. Second time 9.",
                quote="name",
                helpful=9,
                thanks="Our equivalent: a cashier opens a savings account. 26 hours, and yes, it was a licence server.",
                hours=4,
                same=("A named person does one real thing at the end. Everything before that is theatre.",),
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "After the ransomware week: once a month, one server drawn by lot, on Thursday, by somebody who did not build it. Two hours. The full service once a year. The lot finds more than the big exercise: 5 of the first 12 did not come back.",
                helpful=8,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "Quarterly is right if you rotate and report the time against the promise. Ours: 4 h promised, 13 h measured, now 5 h. Internal audit sat in the room with a watch the first time. After that nobody questioned the number.",
                helpful=6,
            ),
            DemoAnswer(
                "marta-kowalski",
                "What went wrong: keys. Backups were encrypted, and the key store was itself restored from a backup encrypted with a key in it. We found out in a test, on a Wednesday morning, with coffee. There is now a paper copy in a bank safe.",
                quote="name",
                helpful=7,
                same=("We found the same circle. Draw the order of restore by hand before the first test.",),
            ),
            DemoAnswer(
                "stefan-marek",
                "One control room a year, complete, into the spare site. Too much for a quarter. Between those, single machines. We count a restore only if it starts without network to the old site, since that is the day it would be needed.",
                helpful=5,
            ),
            DemoAnswer(
                "henrik-brandt",
                "What I accept as evidence: start and end times written down by somebody outside IT, one business transaction, and the list of what did not work. If that list is empty I do not believe the test.",
                basis="advised",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="henrik-brandt",
        title="Which assurance reports do you read to the end, and where do you stop?",
        body="""\
I sit on the other side and my employer sells such reports, so read this with that in mind. I do not want a customer, I want to know what to leave out.

A typical report of ours has 94 pages. From the download log of the shared room: 80 % of readers open page 1 to 6, 30 % the findings, 4 % the test procedures.

My questions to those who receive them:

- Which three things do you look for first?
- What did you miss in a report that you later needed in front of your own auditor?
- Would six pages with the rest on request be accepted by your supervisor?

I shall write the result up for this circle and not use it in an offer.
""",
        tags=("assurance reports", "vendor audits"),
        purpose="own decision",
        state="open",
        wanted=5,
        exposure="named",
    ),
    DemoQuestion(
        by="marta-kowalski",
        title="Did you reduce the sum insured on your cyber policy, and how did you explain it?",
        body="""\
Premium for 50 million has gone from 380,000 to 910,000 in four renewals, excess from 0.5 to 5 million. At 25 million the broker offers 420,000.

The finance director wants to drop to 25, or to none. My own estimate of a bad case is 31 million, of which 12 are lost business that the policy excludes for the first 14 days anyway.

We are an insurer, so the board will find it strange either way.

1. What sum, and what excess?
2. What was the reasoning the board accepted?
3. Has anyone claimed, and what share was paid?
""",
        tags=("cyber insurance", "budget", "board reporting"),
        purpose="own risk assessment",
        state="met",
        wanted=4,
        answers=(
            DemoAnswer(
                "jean-luc-perrin",
                "We claimed. Loss 8.4 million, paid 3.1 after 14 months. The forensic firm and the lawyers were paid at once, lost business hardly at all. We halved the sum to 15 afterwards and kept the panel of firms, which is the real value.",
                quote="role",
                helpful=9,
                thanks="3.1 of 8.4 after 14 months ended the debate. We go to 25 and put the difference into restore tests.",
                hours=8,
                same=("We buy the panel and the lawyer’s number at night. The sum is secondary.",),
            ),
            DemoAnswer(
                "ingrid-solheim",
                "From 40 to 20 with excess of 2. The board paper set the policy beside three other uses of 350,000 a year, with the effect on days to recover. They chose the network separation and the smaller policy. It took ten minutes.",
                helpful=7,
            ),
            DemoAnswer(
                "paolo-ferrante",
                "Kept the sum, because the region requires it, and raised the excess from 0.25 to 1.5. The saved 190,000 went into a reserve the treasurer can touch within a day. In our outage the reserve was used, the policy not.",
                helpful=5,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Dropped it for two years, then bought 10 again. The reason was a large corporate customer whose contract asked for a certificate. Ask sales before you cancel. We found eleven contracts with a minimum sum in them.",
                helpful=8,
                same=("Contracts with a minimum sum: we found four, all signed by people who had left.",),
            ),
            DemoAnswer(
                "yasmin-haddad",
                "As a reinsurer I can say how it is read from our side: an excess of 5 with tested recovery prices better than 1 without. If you show two restore tests with times, ask the broker to go back to market with those.",
                basis="advised",
                quote="no",
                helpful=5,
            ),
        ),
    ),
    DemoQuestion(
        by="jean-luc-perrin",
        title="Who may decide about a ransom demand at three in the morning?",
        body="""\
Our crisis manual says “the executive committee”. On the night in question it took five hours and forty minutes to get four of seven on one call, one of them in a lift. The decision was not to pay, and it was right, partly by luck, since the offer had expired.

I am rewriting that page. My draft: one named person decides for the first twelve hours on everything except payment; payment is decided by two of three named persons, at any hour, with the lawyer on the line, and **never in the first 24 hours**.

Does anyone have names rather than bodies in the manual? Has your board voted in advance on paying or not paying, and is that vote written down anywhere it could be found later?
""",
        tags=("ransomware", "crisis management", "board reporting"),
        purpose="crisis manual",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "Names, with deputies, on a card in the wallet. The COO decides about systems for 24 hours, alone. Payment: board vote taken in advance, “no, unless life is at risk”, in the minutes on advice of counsel. We exercise the call once a year without notice. Best time 22 minutes.",
                quote="name",
                helpful=8,
                same=("A vote in advance takes the worst conversation out of the night.",),
            ),
            DemoAnswer(
                "paolo-ferrante",
                "The medical director, not the CIO and not the general manager. In a hospital everything is about diverting ambulances. Payment is forbidden to us by regional rule, which I have come to see as a gift. It saves about four hours of talking.",
                helpful=6,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Our lawyers did not want the vote in the minutes, since it would be disclosed in any later proceedings. It is in a memo under privilege, read aloud once a year. Whether that holds, nobody knows. I mention it because both views have a price.",
                quote="no",
                exposure="role",
                helpful=5,
            ),
            DemoAnswer(
                "stefan-marek",
                "Two of three, as in your draft, but add who may *not* decide: in our exercise the head of trading joined the call, was the most senior, and took over. The page now says that rank on the call does not count.",
                helpful=7,
                thanks="“Rank on the call does not count” is now the first line of the page.",
                hours=1,
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Chair and chief executive jointly, and either can veto. Works for paying. For switching off customer access it failed: 50 minutes waiting for a chair on a flight. We split the two decisions after that, and the second is mine alone.",
                helpful=6,
            ),
            DemoAnswer(
                "wouter-de-graaf",
                "The dike warden holds the emergency power by law, so the question does not arise. What we lacked was the number of somebody who answers. We pay one notary’s office a small retainer to hold the list and ring down it. 900 euros a year.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="katrin-vogel",
        title="What did you prepare for the inspection, and what did the inspectors never open?",
        body="""\
On-site inspection, six weeks, four inspectors, announced with a list of 118 documents. My team has begun to write documents that did not exist, which I have forbidden, and to tidy those that do, which I cannot stop.

Last time we delivered 2,300 files. From the log of the data room I know they opened 410, and that 60 % of the questions came from eleven of them.

I would like to know from those inspected lately: which documents the questions came from, whether you handed over things nobody had asked for, and whether a known weakness was better told on the first day or found in the fourth week. I have one of that kind.
""",
        tags=("supervision", "inspections", "audit findings"),
        purpose="supervisory inspection",
        state="short",
        wanted=6,
        exposure="anonymous",
        answers=(
            DemoAnswer(
                "ingrid-solheim",
                "Tell it on day one, with date found, owner, and what is done meanwhile. We did: the finding was moderate. Two years before we had waited, and a smaller thing became serious, with the word “transparency” in the text.",
                quote="name",
                helpful=8,
                thanks="Told them at the opening meeting. It is a minor finding with our own date in it.",
                hours=12,
                same=("First day, first hour, by the board member and not by us.",),
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Most questions came from minutes: who said what to which report. Read two years of committee minutes yourself before they do. We found three promises in ours which nobody had kept and could keep two of them in time.",
                helpful=7,
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "They never opened the policies. They opened tickets, chosen by themselves, 25 of them, and asked the people who had done the work. Spend the weeks on telling engineers that “I do not know, I will find out” is a good answer.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="priya-raghunathan",
        title="How do you get the board to do the talking in a tabletop exercise?",
        body="""\
Third year, same result: my team presents a scenario for ninety minutes, the board listens politely, and at the end somebody says it was very useful. I can prove it was not, because nobody could name the person who tells the regulator.

This year I have two hours, eleven people, and permission to make them uncomfortable.

Ideas: no slides at all; each member gets an envelope with facts the others do not have; the telephone really rings; the chair is “unreachable” for the first half hour.

What worked for you, what felt childish, and did anything change afterwards that you can point at? A budget line, a deputy, a telephone number on a card.
""",
        tags=("tabletop exercises", "crisis management", "board reporting"),
        purpose="own decision",
        state="open",
        wanted=8,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "Envelopes work, up to five of them. The best one was to the finance director: “payroll is due tomorrow at 10.” He did not know it was his. Afterwards we got a manual payroll procedure and a deputy for the chair. No slides, one clock on the wall.",
                quote="name",
                helpful=8,
                thanks="The payroll envelope is in. I have one for each member now.",
                hours=3,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "A journalist, played by a real former one, who rings the chair’s own mobile. It cost 800 euros. It was the only moment in three years when nobody looked at me. The following month they approved media training and a spokesperson on call.",
                helpful=7,
                same=(
                    "We used a retired journalist too. Nobody has called the exercise useful since, they call it awful.",
                ),
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Make them write. At minute 30 each member writes on a card whom they would ring first. Read the cards aloud. We had eleven members and nine different names. No discussion was needed about whether the plan was known.",
                helpful=8,
                same=("Cards, read aloud. Eight of ten rang me, which was the finding.",),
            ),
            DemoAnswer(
                "stefan-marek",
                "The unreachable chair felt childish, as she sat there smiling. We send her out of the building instead, really, to a café with no telephone. She enjoyed it, and the deputy was badly shaken. A second deputy was named a week later.",
                helpful=5,
            ),
            DemoAnswer(
                "ingrid-solheim",
                "Halve the time. One hour, two decisions, both to be voted and minuted as if real. Ours voted to close online banking and then found that nobody in the room knew how long that takes. It was the best question they ever asked.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="stefan-marek",
        title="Who has left a managed detection provider, and what do you wish you had kept?",
        body="""\
I did it last year and have been asked for the lessons by three of you, so here is the question in the open, with no deadline.

We left after four years: 420,000 a year, 1,900 escalations, eleven that mattered, two that they missed and our own people saw. The first 90 days without them were quiet in a way I did not enjoy.

What I wish I had kept:

- their rules, which the contract said were theirs
- the history of decisions on each alarm
- one named analyst, whom I would now hire

What was it at your place? And did anybody go back?
""",
        tags=("detection", "vendors", "exit plans"),
        purpose="own decision",
        state="none",
        wanted=6,
        answers=(
            DemoAnswer(
                "tomas-oliveira",
                "We left and took the rules with us, because the contract said “jointly developed”. Those two words were worth about a year. 340 rules, of which 90 were still useful. The rest watched for things we no longer own.",
                quote="name",
                helpful=7,
            ),
            DemoAnswer(
                "marta-kowalski",
                "Went back after seven months, to a smaller one. I had underestimated holidays: in August three people were on watch for everything. If I left again I would do it in October, with a contract for July and August only.",
                helpful=7,
                same=("Summer is when it breaks. We buy eight weeks a year from a neighbour.",),
            ),
            DemoAnswer(
                "aoife-brennan",
                "I wish I had kept the night telephone number. Clinicians had learned it over three years and rang it for four months after the end. A provider’s hotline belongs to you only if the number is yours. Port it before giving notice.",
                helpful=6,
                comments=(("stefan-marek", "Same here. It now rings in our control room."),),
            ),
            DemoAnswer(
                "ingrid-solheim",
                "Notice period: six months, of which they worked two. Quality fell within weeks, and the contract had no floor. New contracts have a clause that the last invoice depends on the escalation rate of the last quarter. Not tested yet.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="tomas-oliveira",
        title="What did your last red-team exercise cost, and what changed because of it?",
        body="""\
We are required to do one every three years and have a quote of 390,000 euros for sixteen weeks, with threat intelligence from a second firm. The previous one cost 260,000 and gave a report of 130 pages, of which two findings were new.

I would like to hear about scope and effect, not about vendors:

| | Ours last time |
|---|---|
| Weeks | 12 |
| New findings | 2 |
| Detected by us | day 127 |
| Closed after a year | 61 % |

What would you ask for differently? In particular whether a shorter exercise starting from inside, with one stolen laptop, gave you as much for less.
""",
        tags=("red team", "detection", "budget"),
        purpose="budget round",
        state="soon",
        wanted=6,
        answers=(
            DemoAnswer(
                "ingrid-solheim",
                "280,000, fourteen weeks. Next time we give them the laptop on day one; the first five weeks went into getting in, and we know that one can get in. The authority agreed in writing, as a “leg-up”. Ask before you sign the scope.",
                quote="name",
                helpful=7,
                thanks="The authority said yes within a week. The quote fell to 270,000.",
                hours=5,
            ),
            DemoAnswer(
                "ruth-adeyemi",
                "Not required of us, so we buy five days of a purple exercise each quarter, 22,000 pounds a time, in one room with our analysts. Four things changed each time, with dates. The board prefers sixteen small results to one thick report.",
                helpful=8,
                same=("Five days together taught our analysts more than twelve weeks against them.",),
            ),
            DemoAnswer(
                "stefan-marek",
                "190,000, inside start, no control systems touched, with a stop word. Detected on day 9, because a dispatcher found a stranger’s coffee cup. We changed the visitor rules and nothing in the network. I am still not sure what to make of it.",
                helpful=5,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Fix the replay in the contract: four weeks after the end the red team walks through every step with the defenders, two days, on our screens. It was 14,000 of 310,000 and the only part I would pay for twice.",
                helpful=6,
            ),
        ),
    ),
    DemoQuestion(
        by="ingrid-solheim",
        title="What may staff put into an AI assistant, and how do you know whether they keep to it?",
        body="""\
We have a licensed assistant for 900 of 1,500 staff and a rule of one sentence: “no customer data, no secrets.” From the proxy I know that 210 people use other assistants every week, mostly from functions that do not have the licence.

Blocking is possible and would last until the first complaint by the head of corporate banking.

I need a rule the executive committee can defend to the supervisor, and a measure that it works. Please tell me:

- what is allowed, in your words, with one example
- whether you block, warn or only look
- what you found when you looked

No products, please. It is the rule that I lack.
""",
        tags=("ai assistants", "data protection", "policy exceptions"),
        purpose="executive committee",
        state="open",
        wanted=10,
        answers=(
            DemoAnswer(
                "marta-kowalski",
                "“What you may send to an outside lawyer by ordinary mail, you may put in.” People understand it. Licence for everyone who asks, 31 a month each, and then block the rest. Use elsewhere fell from 18 % to 2 % in six weeks, before we blocked anything.",
                quote="name",
                helpful=9,
                same=("Give it to all who ask, then block. The other order makes enemies.",),
            ),
            DemoAnswer(
                "priya-raghunathan",
                "Warn, with a page that asks “what is it for?” and lets you through. 4,200 reasons in three months, the best requirements list I ever had. A third was translation. We bought translation, and a third of the traffic was gone.",
                helpful=8,
                thanks="Put the page up last week. 38 % is translation here.",
                hours=4,
            ),
            DemoAnswer(
                "katrin-vogel",
                "Works council agreed to look at counts only, no names, groups of at least ten. That was enough to see that one claims office put in medical letters. We trained that office. A rule by name would have taken a year to negotiate.",
                quote="no",
                helpful=6,
            ),
            DemoAnswer(
                "aoife-brennan",
                "Block, because patient data leaves no room. But we opened a room inside: a local model for letters, on our own equipment, worse and good enough. 1,100 users after four months. The block without the room had lasted nine days.",
                helpful=6,
            ),
            DemoAnswer(
                "tomas-oliveira",
                "Three colours by data class, taken from the existing scheme, no new words. What we found: the problem is not the chat window but the meeting recorder, which joined 64 calls with outside parties. Look at calendars before the proxy.",
                helpful=7,
                same=("The meeting recorder was our largest leak as well. It joined a board call.",),
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "We only look, and publish the top ten uses each month on the intranet. Unions and managers read it. I cannot prove that it works, but the share of customer names in a sample of 200 prompts went from 7 to 1 %.",
                basis="team",
                exposure="role",
                helpful=4,
                risky="Sampling prompts without an agreement would be unlawful in at least two of our countries.",
            ),
        ),
    ),
    DemoQuestion(
        by="aoife-brennan",
        title="How do you handle a second factor on shared stations where people wear gloves?",
        body="""\
Emergency department: 46 shared stations, about 300 people, an average session of 70 seconds. The identity policy says a second factor at each sign-in. In reality one consultant signs in at seven and the station stays open until noon.

We tried badge tap plus PIN. With gloves the PIN fails on every third attempt, and the head of department has written to the chief executive. I have to answer him today.

What I could offer: badge tap alone for four hours after one full sign-in at the start of shift, inside the department only. The privacy officer does not like it, internal audit has no opinion yet.

What do you run in places like this, and what did audit say?
""",
        tags=("multi-factor", "identity", "hospitals"),
        purpose="reply to the chief executive",
        state="today",
        wanted=5,
        answers=(
            DemoAnswer(
                "paolo-ferrante",
                "Exactly your offer, eight hours instead of four, since 2023. Audit asked for two things: the tap must log out the person before, and the station locks when the badge leaves the reader’s range. Open sessions fell from 41 % to 3 % of checks.",
                quote="name",
                helpful=7,
                thanks="Offered four hours with automatic log-out of the person before. The head of department said yes.",
                hours=4,
                same=("Tap out the previous person. It is the one detail that makes it safe.",),
            ),
            DemoAnswer(
                "stefan-marek",
                "Control rooms: the door is the factor. Whoever is inside has passed two of them, and stations are in the name of the role. Not transferable to a department with visitors, but audit accepted “place” as a factor when it was written down.",
                helpful=4,
            ),
            DemoAnswer(
                "jean-luc-perrin",
                "Scanners in the sorting centre, thick gloves. We use a ring with a chip, 34 euros each, signed in once per shift. Loss rate 6 % a year. Unions liked it more than the camera that somebody had proposed.",
                helpful=4,
            ),
        ),
    ),
    DemoQuestion(
        by="paolo-ferrante",
        title="What do you do when exactly one person understands a system you cannot replace?",
        body="""\
The laboratory interface was written in 2004 by a colleague who is 63, works four days a week and has 71 days of leave to take. It moves 38,000 results a day. There is documentation, by him, for him.

Replacement has been planned three times and is now planned for 2029. He is willing to help and does not like to write. Two younger colleagues were assigned; both left, one of them because of this.

What has worked for you: paying him to stay, recording him, freezing the thing, a firm that reads old code? I must put a measure with a price into the risk report, and “knowledge transfer in progress” has been there for six years.
""",
        tags=("key people", "legacy systems", "risk committee"),
        purpose="annual risk report",
        state="short",
        wanted=8,
        answers=(
            DemoAnswer(
                "wouter-de-graaf",
                "We had one for the level controllers. What worked: he was not allowed to touch it for a month, sat next to a colleague who did, and spoke. We recorded 40 hours. It cost one month and 6,000 euros of typing up. He has been retired for two years and we rang him twice.",
                quote="name",
                helpful=8,
                thanks="Hands off for a month, starting after the holidays. He likes the idea, which I had not expected.",
                hours=5,
                same=("Hands off the keyboard is the whole secret. Writing never worked here either.",),
            ),
            DemoAnswer(
                "stefan-marek",
                "A consultancy contract signed before the retirement, 30 days a year for three years, at a rate that made HR unhappy. 54,000 in total against an outage at 90,000 a day. Put both numbers in the risk report next to each other.",
                helpful=6,
            ),
        ),
    ),
]
