"""Format 1 of a script (draaiboek): its records and their keys.

These classes are the definition of the format: each field names its YAML key, the kind of its value and its meaning.
They are data only: what a script does when played is for the engine, and whether it makes sense is for the checks.
"""

from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from oefening.script.conditions import Condition
from oefening.script.reader import (
    CONDITION,
    DATE_TIME,
    DRIFT,
    DURATION,
    IDENTIFIER,
    MOMENT,
    NUMBER,
    TEMPLATE,
    TEXT,
    TEXT_BY_NAME,
    list_of,
    one_of,
    record_of,
    reference_to,
    table_of,
    whole_number,
)
from oefening.script.schema import Record, from_key, key, record
from oefening.script.units import Minutes

MAX_ANSWER = 1_000_000
"""The largest number that a team can answer, and the largest total that it can distribute."""


class Difficulty(StrEnum):
    """How much experience a script asks of its players (`niveau`)."""

    INTRODUCTION = "kennismaking"
    ADVANCED = "gevorderd"
    EXPERT = "expert"


class Channel(StrEnum):
    """How an inject reaches a team (`kanaal`)."""

    PHONE = "telefoon"
    EMAIL = "e-mail"
    LCMS = "lcms"
    NL_ALERT = "nl-alert"
    NEWS = "nieuws"
    SOCIAL_MEDIA = "sociale-media"
    RADIO = "radio"
    LETTER = "brief"
    WALKIE_TALKIE = "portofoon"
    SIGHTING = "waarneming"


class DecisionKind(StrEnum):
    """How a decision point is answered (`soort`); what each kind needs is in `checks.decision_points`."""

    CHOICE = "keuze"
    MULTIPLE = "meerkeuze"
    RANKING = "rangorde"
    NUMBER = "getal"
    DISTRIBUTION = "verdeling"
    OPEN = "open"


class ReasonsRule(StrEnum):
    """Whether a decision must come with reasons (`motivering`)."""

    ASKED = "gevraagd"
    REQUIRED = "verplicht"
    NONE = "geen"


class Process(StrEnum):
    """A process that must go on in and around a municipality (`proces`), so that scripts can be compared by it."""

    COMMUNICATION = "crisiscommunicatie"
    CRISIS_ORGANISATION = "crisisorganisatie"
    CARE = "zorg"
    SHELTER = "opvang"
    FOOD_AND_WATER = "eten-en-drinken"
    LIVELIHOOD = "bestaanszekerheid"
    CIVIL_REGISTRY = "burgerzaken"
    PUBLIC_ORDER = "openbare-orde"
    WATER_AND_WASTE = "water-en-afval"
    ENERGY = "energie-en-brandstof"
    ICT = "ict"
    MOBILITY = "bereikbaarheid"
    EDUCATION = "onderwijs"
    GOVERNANCE = "bestuur-en-vertrouwen"
    RESCUE = "redden-en-ruimen"


class FindingKind(StrEnum):
    """The findings of exploring a script (`bevinding`); here and not in `explore`, because a script can accept one."""

    INJECT_NEVER = "inject-komt-nooit"
    INJECT_UNSEEN = "inject-niet-gezien"
    OPTION_NEVER = "optie-is-er-nooit"
    NO_CONSEQUENCE = "besluit-zonder-gevolg"
    NO_GOAL = "besluit-raakt-geen-doel"
    DOMINATED = "optie-nooit-beter"
    DOMINANT = "optie-altijd-best"
    IDLE_BEST = "niets-doen-altijd-best"
    GOAL_SAFE = "doel-kan-niet-mislukken"
    GOAL_LOST = "doel-kan-niet-worden-behaald"
    GOAL_FIXED = "doel-ligt-vast"
    ONE_DECISION = "een-besluit-bepaalt-doel"
    TEAM_OUT = "team-buitenspel"
    TEXT_WRONG = "bericht-klopt-niet"
    BRANCH_NEVER = "tak-geldt-nooit"
    DUPLICATE = "komt-dubbel"
    DEAD_TIME = "dode-tijd"
    TOO_MUCH = "te-veel-tegelijk"
    DEADLINE_LATE = "termijn-na-einde"
    ACCEPTED_IDLY = "aanvaard-zonder-bevinding"


@record
class LearningGoal(Record):
    """What the players are to learn (leerdoel)."""

    id: str = key("id", IDENTIFIER, "de naam waarmee een verwachting ernaar verwijst")
    text: str = key("tekst", TEXT, "wat de deelnemers leren")


@record
class Team(Record):
    """A group of players who decide together."""

    id: str = from_key("id van het team")
    name: str = key("naam", TEXT, "hoe het team heet")
    roles: tuple[str, ...] = key("rollen", list_of(TEXT), "wie er in het team zitten", default=())
    assignment: str = key("opdracht", TEXT, "wat het team in de oefening doet")


@record
class Party(Record):
    """A party outside the teams, played by the response cell (tegenspel)."""

    id: str = from_key("id van de partij")
    name: str = key("naam", TEXT, "hoe de partij heet")
    answers: tuple[str, ...] = key("antwoorden", list_of(TEXT), "voorbereide antwoorden", default=())


@record
class Indicator(Record):
    """A number of the simulated world that changes in time. Levels are in `unit`, drift is in units per minute."""

    id: str = from_key("id van de indicator")
    name: str = key("naam", TEXT, "hoe de indicator heet")
    unit: str = key("eenheid", TEXT, "waarin hij telt, zoals % of uur")
    start: Fraction = key("begin", NUMBER, "de stand bij het begin")
    minimum: Fraction = key("min", NUMBER, "de laagste stand die kan")
    maximum: Fraction = key("max", NUMBER, "de hoogste stand die kan")
    drift: Fraction = key("verloop", DRIFT, "hoe de stand vanzelf verandert", default=Fraction(0))
    visible_to: tuple[str, ...] = key(
        "zichtbaar", list_of(reference_to("team")), "de teams die de stand zien", default=()
    )


@record
class ContinuityGoal(Record):
    """A minimum level of an indicator (MBCO) and how long it may be missed (RTO, MTPD; ISO 22301:2019, 8.2.2)."""

    id: str = from_key("id van het doel")
    name: str = key("naam", TEXT, "hoe het doel heet")
    indicator: str = key("indicator", reference_to("indicator"), "de indicator die het doel meet")
    mbco: Fraction = key("basisniveau", NUMBER, "het minste dat moet draaien")
    rto: Minutes = key("hersteltijd", DURATION, "hoe snel het basisniveau terug moet zijn")
    mtpd: Minutes = key("maximale_uitval", DURATION, "na hoeveel uitval de schade onaanvaardbaar is")
    process: Process | None = key(
        "proces", one_of(Process), "bij welk proces het hoort, voor een overzicht over draaiboeken", default=None
    )
    weight: int = key("gewicht", whole_number(1, 100), "hoe zwaar het doel telt", default=1)


@record
class Phase(Record):
    """A part of the exercise; the leader can jump the clock to its begin."""

    id: str = key("id", IDENTIFIER, "de naam waarmee de oefenleider erheen springt")
    name: str = key("naam", TEXT, "hoe de fase heet")
    begin: Minutes = key("begin", MOMENT, "wanneer de fase begint")


@record
class Effect(Record):
    """A change that an inject or a decision makes, now or later (gevolg).

    Exactly one of `change`, `level`, `drift` and `fact` is given; the first three with an indicator.
    """

    indicator: str | None = key("indicator", reference_to("indicator"), "welke indicator verandert", default=None)
    change: Fraction | None = key("verandering", NUMBER, "hoeveel erbij komt of afgaat", default=None)
    level: Fraction | None = key("wordt", NUMBER, "welke stand het wordt", default=None)
    drift: Fraction | None = key("verloop", DRIFT, "hoeveel het verloop verandert", default=None)
    fact: str | None = key("feit", IDENTIFIER, "welk feit waar wordt", default=None)
    delay: Minutes | None = key("na", DURATION, "hoe lang het duurt voor het begint", default=None)
    spread: Minutes | None = key("over", DURATION, "over hoeveel tijd de verandering verdeeld is", default=None)
    until: Minutes | None = key("tot", MOMENT, "tot welk moment het verloop duurt", default=None)
    duration: Minutes | None = key("duur", DURATION, "hoe lang het verloop duurt", default=None)


EFFECTS = list_of(record_of(Effect))


@record
class Option(Record):
    """One answer to a decision point, or an item to rank."""

    id: str = key("id", IDENTIFIER, "de naam waarmee voorwaarden ernaar verwijzen")
    text: str = key("tekst", TEMPLATE, "wat het team leest")
    available: Condition | None = key("als", CONDITION, "wanneer de optie er is", default=None)
    effects: tuple[Effect, ...] = key("gevolgen", EFFECTS, "wat er dan gebeurt", default=())
    effects_by_rank: tuple[tuple[Effect, ...], ...] = key(
        "per_plaats", list_of(EFFECTS), "wat er gebeurt bij de eerste, tweede, … in de rangorde", default=()
    )
    recognition: str | None = key("herkenning", TEXT, "hoe een vrij antwoord klinkt dat hierop neerkomt", default=None)
    explanation: str | None = key("uitleg", TEXT, "waarom de gevolgen zo zijn, voor de nabespreking", default=None)


@record
class Band(Record):
    """A range of answers to a number question: above the band before it, up to and including `upto`."""

    upto: int = key("tot", whole_number(-MAX_ANSWER, MAX_ANSWER), "tot en met welk getal")
    effects: tuple[Effect, ...] = key("gevolgen", EFFECTS, "wat er dan gebeurt")
    explanation: str | None = key("uitleg", TEXT, "waarom de gevolgen zo zijn", default=None)


@record
class Post(Record):
    """One of the things over which a total is distributed (post of a verdeling)."""

    id: str = key("id", IDENTIFIER, "de naam van de post")
    text: str = key("tekst", TEMPLATE, "wat het team leest")
    effects_per_unit: tuple[Effect, ...] = key("per_eenheid", EFFECTS, "wat elke eenheid teweegbrengt")
    explanation: str | None = key("uitleg", TEXT, "waarom de gevolgen zo zijn, voor de nabespreking", default=None)


@record
class NoDecision(Record):
    """What happens when the deadline passes without an answer (geen_besluit)."""

    effects: tuple[Effect, ...] = key("gevolgen", EFFECTS, "wat er gebeurt als het team niets besluit")
    explanation: str | None = key("uitleg", TEXT, "waarom de gevolgen zo zijn", default=None)


@record
class DecisionPoint(Record):
    """A question that a team must answer (beslispunt)."""

    id: str | None = key("id", IDENTIFIER, "een eigen naam; anders die van de inject", default=None)
    team: str | None = key("team", reference_to("team"), "het team dat beslist", default=None)
    question: str = key("vraag", TEMPLATE, "de vraag aan het team")
    kind: DecisionKind = key("soort", one_of(DecisionKind), "hoe het team antwoordt")
    deadline: Minutes = key("termijn", DURATION, "hoe lang het team heeft, op de oefenklok")
    reasons: ReasonsRule = key("motivering", one_of(ReasonsRule), "of er redenen bij moeten", default=ReasonsRule.ASKED)
    options: tuple[Option, ...] = key("opties", list_of(record_of(Option)), "waaruit het team kiest", default=())
    most: int | None = key(
        "maximaal", whole_number(1, 50), "hoeveel opties hoogstens gekozen mogen worden", default=None
    )
    lowest: int | None = key("min", whole_number(-MAX_ANSWER, MAX_ANSWER), "het kleinste getal", default=None)
    highest: int | None = key("max", whole_number(-MAX_ANSWER, MAX_ANSWER), "het grootste getal", default=None)
    unit: str | None = key("eenheid", TEXT, "waarin het antwoord telt", default=None)
    effects_per_unit: tuple[Effect, ...] = key("per_eenheid", EFFECTS, "wat elke eenheid teweegbrengt", default=())
    bands: tuple[Band, ...] = key(
        "banden", list_of(record_of(Band)), "wat er gebeurt per stuk van de schaal", default=()
    )
    total: int | None = key("totaal", whole_number(1, MAX_ANSWER), "hoeveel er te verdelen is", default=None)
    posts: tuple[Post, ...] = key("posten", list_of(record_of(Post)), "waarover het team verdeelt", default=())
    no_decision: NoDecision | None = key(
        "geen_besluit", record_of(NoDecision), "wat er gebeurt als de termijn verstrijkt", default=None
    )


@record
class Expectation(Record):
    """An action that an observer looks for (verwachting)."""

    text: str = key("tekst", TEXT, "wat het team naar verwachting doet")
    learning_goal: str | None = key("leerdoel", reference_to("leerdoel"), "bij welk leerdoel dit hoort", default=None)


@record
class Attachment(Record):
    """A document that a team can open beside the message (bijlage)."""

    name: str = key("naam", TEXT, "hoe het document heet")
    text: str = key("tekst", TEXT, "de inhoud, in Markdown")


@record
class After(Record):
    """A moment that depends on another inject or decision point (`na`); exactly one of the two is named."""

    inject: str | None = key("inject", reference_to("inject"), "na welke inject", default=None)
    point: str | None = key("besluit", reference_to("beslispunt"), "na welk beslispunt", default=None)
    wait: Minutes = key("wacht", DURATION, "hoe lang daarna", default=Minutes(0))


@record
class Inject(Record):
    """One scripted event, sent to teams at a time (`op`), after another (`na`) or under a condition (`zodra`)."""

    id: str = key("id", IDENTIFIER, "de naam waarmee andere injects en voorwaarden ernaar verwijzen")
    at_minute: Minutes | None = key("op", MOMENT, "op welk moment van de oefenklok", default=None)
    after: After | None = key("na", record_of(After), "na welke inject of welk besluit", default=None)
    as_soon_as: Condition | None = key("zodra", CONDITION, "zodra deze voorwaarde geldt", default=None)
    condition: Condition | None = key("als", CONDITION, "alleen als dit dan geldt", default=None)
    assumes: Condition | None = key(
        "veronderstelt",
        CONDITION,
        "wat dan waar moet zijn, wil het bericht kloppen",
        default=None,
    )
    teams: tuple[str, ...] = key("aan", list_of(reference_to("team")), "welke teams het bericht krijgen")
    sender: str | None = key("van", reference_to("afzender"), "wie het stuurt: een partij of een team", default=None)
    channel: Channel = key("kanaal", one_of(Channel), "hoe het bericht binnenkomt")
    subject: str | None = key("onderwerp", TEMPLATE, "de kop van het bericht", default=None)
    text: str = key("tekst", TEMPLATE, "het bericht, in Markdown; {indicator} toont een stand")
    effects: tuple[Effect, ...] = key("gevolgen", EFFECTS, "wat er in de wereld verandert", default=())
    point: DecisionPoint | None = key("beslispunt", record_of(DecisionPoint), "de vraag die erbij hoort", default=None)
    expectations: tuple[Expectation, ...] = key(
        "verwachtingen", list_of(record_of(Expectation)), "waar waarnemers op letten", default=()
    )
    attachments: tuple[Attachment, ...] = key(
        "bijlagen", list_of(record_of(Attachment)), "documenten die het team kan openen", default=()
    )
    guidance: str | None = key("begeleiding", TEXT, "wat alleen de oefenleider ziet", default=None)

    @property
    def point_id(self) -> str:
        """The id of the inject's decision point: the point's own, or else the inject's."""
        return (self.point.id if self.point else None) or self.id

    @property
    def deciding_team(self) -> str | None:
        """The team whose decision it is: the one named, or the only one addressed; None where that is not given."""
        if self.point is None:
            return None
        return self.point.team or (self.teams[0] if len(self.teams) == 1 else None)


@record
class Acceptance(Record):
    """A finding of exploring that the author accepts, with the reason (aanvaard)."""

    finding: FindingKind = key("bevinding", one_of(FindingKind), "wat het verkennen vindt")
    about: str = key("bij", TEXT, "waarover, zoals het verkennen het noemt: een id, of twee met een schuine streep")
    reason: str = key("reden", TEXT, "waarom het zo blijft")


@record
class Script(Record):
    """A whole script (draaiboek)."""

    format: int = key("formaat", whole_number(1, 1), "de versie van het formaat: 1")
    id: str = key("id", IDENTIFIER, "de naam van het draaiboek")
    title: str = key("titel", TEXT, "de titel")
    summary: str = key("samenvatting", TEXT, "waar het over gaat, in een paar zinnen")
    threats: tuple[str, ...] = key("dreigingen", list_of(IDENTIFIER), "welke dreigingen erin voorkomen", default=())
    audience: tuple[str, ...] = key("doelgroep", list_of(IDENTIFIER), "voor wie het is", default=())
    difficulty: Difficulty = key("niveau", one_of(Difficulty), "hoeveel ervaring het vraagt")
    playing_time: Minutes = key("speelduur", DURATION, "hoe lang de oefening in het echt duurt")
    start: datetime = key("start", DATE_TIME, "datum en tijd waarop het verhaal begint")
    tempo: int = key("tempo", whole_number(1, 600), "oefenminuten per echte minuut")
    terms: tuple[tuple[str, str], ...] = key(
        "plaats",
        TEXT_BY_NAME,
        "woorden die een andere gemeente door de eigen vervangt; teksten noemen ze als {naam}",
        default=(),
    )
    aftermath: Minutes | None = key("naloop", DURATION, "hoe lang de wereld na het einde doorloopt", default=None)
    learning_goals: tuple[LearningGoal, ...] = key(
        "leerdoelen", list_of(record_of(LearningGoal)), "de leerdoelen", default=()
    )
    teams: tuple[Team, ...] = key("teams", table_of(Team), "de teams die meedoen")
    parties: tuple[Party, ...] = key("tegenspel", table_of(Party), "partijen van buiten", default=())
    indicators: tuple[Indicator, ...] = key(
        "indicatoren", table_of(Indicator), "wat in de wereld verandert", default=()
    )
    goals: tuple[ContinuityGoal, ...] = key(
        "continuiteitsdoelen", table_of(ContinuityGoal), "wat op peil moet blijven", default=()
    )
    phases: tuple[Phase, ...] = key("fasen", list_of(record_of(Phase)), "de delen van de oefening", default=())
    injects: tuple[Inject, ...] = key("injects", list_of(record_of(Inject)), "wat er gebeurt")
    accepted: tuple[Acceptance, ...] = key(
        "aanvaard", list_of(record_of(Acceptance)), "wat het verkennen vindt en toch zo blijft", default=()
    )
    sources: tuple[str, ...] = key("bronnen", list_of(TEXT), "waar cijfers vandaan komen", default=())
