"""What English words mean for checking a claim: stems, synonyms, opposites, negation and modality.

Language only: nothing here knows a document, a vendor or a product.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from Stemmer import Stemmer


def fold(text: str) -> str:
    """`text` without accents and case, with straight quotes and plain hyphens: "Türkiye’s" -> "turkiye's"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def plain(text: str) -> str:
    """`text` with plain hyphens, apostrophes and spaces, letter for letter where it was."""
    return text.replace("\u00a0", " ").replace("–", "-").replace("‑", "-").replace("’", "'")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one word, folded, without a possessive: "Reports'" -> "report"."""
    plain = fold(word).removesuffix("'s").strip("'.-")
    regular = str(_stemmer.stemWord(plain))
    return _IRREGULAR.get(plain) or _BASES.get(regular, regular)


@lru_cache(maxsize=100_000)
def senses(word: str) -> frozenset[str]:
    """What a stem may be matched by: itself and the labels of its synonym groups."""
    return frozenset({word, *_GROUPS_OF.get(word, ())})


@lru_cache(maxsize=100_000)
def opposites(word: str) -> frozenset[str]:
    """The stems that say the contrary of a stem: "after" -> {"before"}, "connect" -> {"disconnect"}."""
    negated = {prefix + word for prefix in _NEGATING}
    bare = {word.removeprefix(prefix) for prefix in _NEGATING if word.startswith(prefix)}
    return _OPPOSITES.get(word, frozenset()) | negated | {other for other in bare if len(other) > 3}


def listed(words: str) -> frozenset[str]:
    """The words of a white-space separated list."""
    return frozenset(words.split())


_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " "}
)
_NEGATING = ("un", "dis", "non")
_stemmer = Stemmer("english")

# Forms the stemmer leaves apart.
_IRREGULAR = {
    form: base
    for base, forms in {
        "say": "said says saying", "tell": "told tells", "buy": "bought buys", "sell": "sold sells", "seek": "sought",
        "begin": "began begun", "build": "built", "bring": "brought", "become": "became", "choose": "chose chosen",
        "find": "found", "give": "gave given gives", "get": "got gotten", "go": "gone went goes", "hold": "held",
        "keep": "kept", "know": "knew known", "lead": "led", "leave": "left leaves leaving", "lose": "lost loss losses",
        "make": "made making makes", "mean": "meant", "meet": "met", "pay": "paid", "rise": "rose risen rising", "run": "ran",
        "see": "saw seen", "send": "sent", "speak": "spoke spoken", "spend": "spent", "stand": "stood",
        "steal": "stole stolen theft", "take": "took taken taking takes", "think": "thought", "win": "won",
        "withdraw": "withdrew withdrawn withdrawal", "write": "wrote written writing", "draw": "drew drawn",
        "drive": "drove driven", "fall": "fell fallen", "forbid": "forbade forbidden", "grow": "grew grown growth",
        "hide": "hid hidden", "break": "broke broken", "bind": "bound", "catch": "caught", "teach": "taught",
        "deny": "denied denies denial denying", "removal": "removal", "choice": "choice", "sale": "sale sales",
        "child": "children", "person": "people persons", "man": "men", "woman": "women", "datum": "data",
        "bad": "worse worst", "good": "better best", "fast": "faster fastest", "slow": "slower slowest", "cheap": "cheaper cheapest", "decide": "decision decisions decided", "approve": "approval approved approves",
        "refuse": "refusal refused refuses", "propose": "proposal proposals proposed proposes",
        "defend": "defence defense", "analyse": "analysis analyses analyze analyzed analysed",
        "permit": "permission permissions permitted permits", "prohibit": "prohibition prohibitions prohibited",
        "require": "requirement requirements required requires requiring", "suspend": "suspension suspended",
        "destroy": "destruction destructive destroyed", "enter": "entry entries entered",
        "compete": "competition competitor competitors competing", "able": "ability able abilities",
        "exploit": "exploitation exploited exploits exploiting", "mitigate": "mitigation mitigations mitigated",
        "recommend": "recommendation recommendations recommended", "describe": "description described describes",
        "publish": "publication published publishes", "expand": "expansion expanded", "add": "addition additions additional added",
        "know_how": "know-how", "program": "programme programmes programs", "center": "centre centres centers",
        "authoris": "authorise authorize authorised authorized authorisation authorization authorisations",
        "organis": "organisation organization organisations organizations organise organize",
        "favor": "favour favoured favour", "labor": "labour", "license": "licence licences licenses licensed",
        "cyber": "cybersecurity cyber cyber-security", "month": "monthly months", "year": "yearly annual annually years",
    }.items()
    for form in forms.split()
}  # fmt: skip
# What the stemmer makes of the bases themselves: "describing" is "describe" as "described" is.
_BASES = {str(_stemmer.stemWord(base)): base for base in _IRREGULAR.values()}

# Each line is a group of words that may stand for one another in a paraphrase.
_SYNONYMS = """
ban prohibit forbid bar outlaw block exclude restrict
remove removal strip rip uninstall eliminate withdraw
buy purchase procure procurement acquire
say state tell note report announce declare add explain comment describe mention remark accord statement claim
argue claim assert contend insist maintain
warn caution alert advisory warning
require oblige mandate order must compulsory mandatory instruct direct need
company firm business enterprise corporation vendor supplier maker manufacturer operator
allow permit authoris approve let enable license
increase rise grow raise expand surge climb jump
decrease fall drop reduce cut decline lower shrink
start begin launch commence open initiate
end finish stop cease halt conclude expire terminate
show reveal demonstrate indicate find suggest
use utilis employ utilize exploit
help assist aid support back
big large major significant great huge considerable substantial
small little minor slight
government state authority administration
official spokesman spokesperson minister authority
law act legislation statute bill
rule regulation requirement condition provision decree
cost price expense fee spending
money fund funding finance payment
plan intend aim propose proposal scheme strategy
agree accept approve endorse consent back adopt
refuse reject decline deny dispute oppose
make produce manufacture create build develop
give provide supply offer deliver grant hand
get obtain receive gain acquire
important critical key essential crucial vital significant
risk danger threat hazard
attack hack intrusion compromise breach assault
hacker attacker actor intruder adversary
steal theft exfiltrate take
spy espionage intelligence surveillance
device equipment gear kit product hardware
network infrastructure system
software program application app
information datum intelligence detail
name identify call designate list mention
blame attribute ascribe accuse
need require necessary
use usage
try attempt seek effort
happen occur take
cause lead result trigger
include contain comprise cover
exclude omit
part component portion section share
country nation state
worry concern fear alarm
ask request call urge demand seek
urge encourage recommend advise advocate suggest
decide rule determine decision ruling determination
court judge tribunal
investigate probe inquiry review examine investigation study
replace swap substitute
delay postpone defer
quick fast rapid swift
near close almost nearly
about around approximately roughly some circa
over exceed above
under below
people person individual
citizen national resident
job work employment
worker employee staff
child kid
student pupil
doctor physician
illness disease condition disorder
medicine drug medication
treat treatment therapy
car vehicle automobile
house home residence
film movie
begin found establish set creat create
old former previous earlier prior ex
new recent fresh latest
final last
first initial early
main primary chief principal
whole entire full all complete total
different various diverse several
same identical similar
different differ distinct
improve enhance better strengthen
harm damage hurt impair
protect safeguard defend secur secure
secret classified confidential
public open
win gain
defeat beat
kill murder slay
die death dead
born birth
live reside
located situated locat situat lie
known call name
famous renowned
think believe consider view regard
think opinion view
understand know
see view observe watch
speak talk
meet meeting summit
send dispatch transmit
keep retain preserve hold remain
join enter accede
leave depart quit exit
return restore
choose select pick choice
change alter modify amend revise amendment
correct right
wrong false incorrect
answer reply respond response
problem issue difficulty
reason cause
goal aim purpose objective target
method way approach technique
area region zone
place site location
time period
year annual
month monthly
united joint common together
foreign overseas external
domestic local internal
american u.s. us
british uk
later after follow subsequent next
earlier before prior previous ago
effect force
take bring
china chinese prc beijing
vulnerability flaw weakness bug
fix patch update remedy
version release
expose reveal disclose leak leakage
money cash
hundred
join accede
""".strip()

# Each line is a pair of sides that contradict one another when said of the same thing.
_OPPOSED = """
before earlier prior|after later subsequent
increase rise grow raise higher more|decrease fall drop reduce lower cut decline fewer less
allow permit authoris approve|ban prohibit forbid bar outlaw refuse reject
maximum most|minimum least
above over exceed|below under
former previous|current present incumbent
first|last final
begin start launch open|end finish stop cease halt close
include|exclude
accept approve endorse|reject refuse
import|export
domestic|foreign
public|private
enable|disable
impose|lift
suspend|resume
win|lose
support back|oppose
legal lawful|illegal unlawful
internal inside|external outside
safe secure|unsafe insecure
mandatory compulsory|voluntary optional
confirm|deny
add|remove
join|leave
strengthen improve|weaken worsen
buy|sell
success succeed|failure fail
true|false
with|without
new|old
north|south
east|west
male|female
positive|negative
best|worst
always|never
all|none
everyone|nobody
agree|disagree
cheap|expensive costly dear
fast quick rapid|slow
lengthen prolong extend raise|shorten
shrink narrow|widen
strict|lax
permanent|temporary
tighten|loosen ease
upgrade|downgrade
encrypt|decrypt
lawful|unlawful
constitutional|unconstitutional
likely|unlikely
able|unable
necessary|unnecessary
known|unknown
authenticated|unauthenticated
local|remote
short|long
winner|loser
major|minor
high|low
upper|lower
hot cold|cold hot
""".strip()


def _stems(words: str) -> list[str]:
    return [stem(word) for word in words.split()]


def _group_labels() -> dict[str, tuple[str, ...]]:
    labels: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_SYNONYMS.splitlines()):
        for word in _stems(line):
            labels[word] = (*labels.get(word, ()), f"={number}")
    return labels


def _opposed_stems() -> dict[str, frozenset[str]]:
    opposed: dict[str, frozenset[str]] = {}
    for line in _OPPOSED.splitlines():
        left, right = (frozenset(_stems(side)) for side in line.split("|"))
        for side, other in ((left, right), (right, left)):
            for word in side:
                opposed[word] = opposed.get(word, frozenset()) | (other - side)
    return opposed


_GROUPS_OF = _group_labels()
_OPPOSITES = _opposed_stems()

STOP_WORDS = listed(
    """a about above across again all also although am among an and another any are as at be because been being both but by
    can could did do does doing done each either else etc even ever every for from further had has have having he hence her here
    hers herself him himself his how however i if in indeed instead into is it its itself just like made make many may me might
    mine more most much must my myself nor now of off often on once one only onto or other others our ours out over own per
    quite rather really same shall she should since so some such than that the their theirs them themselves then there thereby
    therefore these they this those though through thus to together too toward towards under until up upon us very via was we
    well were what when where whereas whether which while who whom whose why will with within would yet you your yours
    not no never cannot without neither none"""
)
