"""The last chapters: the improvement plan, the timeline, and how the report was made."""

from collections.abc import Iterator

from oefening.debrief.document.formatting import story_time
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    ParagraphRole,
    Row,
    Table,
    line,
    soft,
    strong,
)
from oefening.debrief.report_model import Report
from oefening.script.units import format_date
from oefening.text.translation import _


def improvement_plan(report: Report) -> Iterator[Block]:
    """The improvement plan: action, for which goal, who, when."""
    yield Heading(1, _("Verbeterplan"), "verbeterplan")
    if not report.improvements:
        yield Paragraph(line(_("Er zijn nog geen verbeterpunten. Leg ze vast in de nabespreking: oefening hervat.")))
        return
    rows = tuple(
        Row(
            (
                line(improvement.text, soft(f"\n{improvement.reason}" if improvement.reason else "")),
                line(improvement.goal),
                line(improvement.owner or _open(improvement.agreed)),
                line(improvement.due or _open(improvement.agreed)),
                line(_("afgesproken") if improvement.agreed else _("voorstel")),
            )
        )
        for improvement in report.improvements
    )
    columns = (_("Actie"), _("Voor welk doel"), _("Wie"), _("Wanneer"), _("Herkomst"))
    yield Table(_("Verbeterplan"), columns, rows, (42, 20, 14, 12, 12))
    if any(not improvement.agreed for improvement in report.improvements):
        words = _(
            "Een voorstel is door het programma afgeleid uit wat er gebeurde. Bespreek het, en spreek af wie het doet "
            "en wanneer."
        )
        yield Paragraph(line(words), ParagraphRole.NOTE)


def _open(noted: bool) -> str:
    return _("nog niet afgesproken") if noted else "–"


MAX_ON_PAPER = 1_000
"""Rows of a timeline that still make sense on paper; more also make setting the PDF take too much memory."""


def timeline(report: Report, *, paper: bool) -> Iterator[Block]:
    """The timeline: everything that happened."""
    yield Heading(1, _("Tijdlijn"), "tijdlijn")
    if paper and len(report.timeline) > MAX_ON_PAPER:
        words = _(
            "De tijdlijn heeft {n} regels, te veel voor papier. U vindt hem in de webpagina (--formaat html) en als "
            "tabel (--formaat excel)."
        )
        yield Paragraph(line(words.format(n=len(report.timeline))))
        return
    rows = tuple(
        Row(
            (
                line(story_time(report, row.minute)),
                line(row.kind, soft(f"\n{row.world}" if row.world else "")),
                line(
                    strong(row.text),
                    soft(f"  {row.route}" if row.route else ""),
                    f"\n{row.details}" if row.details else "",
                ),
            ),
            row.kind,
        )
        for row in report.timeline
    )
    yield Table(_("Alles wat er gebeurde"), (_("Wanneer"), _("Soort"), _("Wat")), rows, (18, 12, 70), filtered=True)


def appendix(report: Report) -> Iterator[Block]:
    """How the report was made: method, script, version, hashes."""
    yield Heading(1, _("Bijlage: hoe dit verslag is gemaakt"))
    yield Paragraph(
        line(
            _(
                "De oordelen volgen uit de standen van de indicatoren, minuut voor minuut, en uit wat teams besloten. "
                "Basisniveau, hersteltijd en maximale uitval zijn die van ISO 22301 (MBCO, RTO en MTPD). De letters "
                "bij verwachte acties zijn die van HSEEP: P uitgevoerd zonder problemen, S met enkele problemen, M met "
                "grote problemen, U niet uitgevoerd."
            )
        )
    )
    yield Paragraph(line(_analysis_text(report)))
    provenance = report.provenance
    facts = (
        (_("Sessie"), provenance.session_name),
        (_("Gespeeld op"), f"{format_date(provenance.played_at)}, {provenance.played_at:%H.%M} uur"),
        (_("Draaiboek"), report.script_id),
        (_("Vingerafdruk van het draaiboek (SHA-256)"), provenance.script_hash),
        (_("Vingerafdruk van de gebeurtenissen (SHA-256)"), provenance.events_hash),
        (_("Programma"), _("oefening {version}").format(version=provenance.engine_version)),
    )
    rows = tuple(Row((line(strong(name)), line(value))) for name, value in facts)
    yield Table(_("Waaruit dit verslag is gemaakt"), (_("Onderwerp"), _("Gegeven")), rows, (34, 66))
    if report.anonymous:
        words = _(
            "Namen van teams en van personen die het programma kent, zijn vervangen. Lees vrije teksten na: een naam "
            "die alleen daarin staat, kent het programma niet."
        )
        yield Paragraph(line(words), ParagraphRole.NOTE)
    if report.sources:
        yield Heading(2, _("Bronnen van het draaiboek"))
        yield Bullets(tuple(map(line, report.sources)))


def _analysis_text(report: Report) -> str:
    if report.analysed:
        return _(
            "Wat een ander antwoord had gedaan, is gevonden door de oefening opnieuw te laten verlopen met dat ene "
            "antwoord anders en alles wat mensen verder deden gelijk. Wat nog haalbaar was, is gevonden door vanaf het "
            "besluit elk verder pad te verkennen; waar dat er te veel zijn, staat er niets over."
        )
    return _("Wat andere besluiten hadden gedaan, is voor dit verslag niet doorgerekend: er zijn veel speelvelden.")
