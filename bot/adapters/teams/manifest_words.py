"""The texts of the app package in German."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GERMAN: Mapping[str, str] = MappingProxyType(
    {
        "Glossary": "Glossar",
        "Glossary assistant": "Glossar-Assistent",
        "The right AI term, what it means for your role, and where that comes from.": (
            "Der richtige KI-Begriff, was er f\u00fcr Ihre Rolle hei\u00dft, und die Quelle dazu."
        ),
        (
            "Ask what an AI term means, where you meet it: in a chat, in a channel, or by a message's menu. You get the definition, what it means for "
            "your role, its sources, and when it was reviewed. What is missing you can request from the message itself; a steward decides, and you "
            "hear what became of it."
        ): (
            "Fragen Sie nach einem KI-Begriff, wo er Ihnen begegnet: im Chat, im Kanal oder im Men\u00fc einer Nachricht. Sie erhalten die Definition (auf "
            "Englisch), was sie f\u00fcr Ihre Rolle bedeutet, die Quellen und den Tag der letzten Pr\u00fcfung. Was fehlt, fordern Sie direkt aus der "
            "Nachricht an; die Verantwortlichen entscheiden, und Sie erfahren, was daraus geworden ist."
        ),
        "What is RLHF?": "Was ist RLHF?",
        "A term, an abbreviation, or a description in your own words": "Ein Begriff, eine Abk\u00fcrzung oder eine Beschreibung (auf Englisch)",
        "Compare two terms": "Zwei Begriffe vergleichen",
        "Side by side": "Nebeneinander",
        "Set my role": "Meine Rolle w\u00e4hlen",
        "Answers then say what a term means for you": "Antworten sagen dann, was ein Begriff f\u00fcr Sie hei\u00dft",
        "My requests": "Meine Anforderungen",
        "What you have asked for, and where it stands": "Was Sie angefordert haben, und wie es darum steht",
        "Help": "Hilfe",
        "All that can be asked": "Alles, was man fragen kann",
        "What a term means, for your role": "Was ein Begriff f\u00fcr Ihre Rolle hei\u00dft",
        "Search the glossary": "Im Glossar suchen",
        "Insert a term while you write": "Einen Begriff beim Schreiben einf\u00fcgen",
        "Term": "Begriff",
        "A term, or a part of it": "Ein Begriff oder ein Teil davon",
        "Explain terms in this message": "Begriffe hier erkl\u00e4ren",
        "Lists the terms of the glossary in a message; only you see them": "Zeigt die Begriffe des Glossars in einer Nachricht; nur Sie sehen sie",
        "Request a glossary term": "Begriff anfordern",
        "Asks for an entry about a term in a message": "Fordert einen Eintrag zu einem Begriff der Nachricht an",
    }
)
