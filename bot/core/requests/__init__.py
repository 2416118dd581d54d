"""Term requests: from a wish to a published entry, and back to those who asked."""

from bot.core.requests.asking import Filed
from bot.core.requests.desk import RequestDesk, TriageCard
from bot.core.requests.due import PROMISED_DAYS, due
from bot.core.requests.form import Citation, Draft, RequestForm, Urgency
from bot.core.requests.jobs import Job, JobKind, NewJob, Notice
from bot.core.requests.lifecycle import CLOSED, OPEN, Act, Happened, State
from bot.core.requests.ports import Stewards, TermRequests, Unanswered, UnansweredQuestions
from bot.core.requests.request import By, Card
from bot.core.requests.stewards import NamedStewards, OperatorsAreStewards
from bot.core.requests.views import (
    Backlog,
    Candidate,
    EventView,
    MyRequest,
    NamedRequestView,
    OpenRequest,
    Queue,
    QueueFilter,
    RequestView,
    Similar,
    Waiting,
)

__all__ = [
    "CLOSED",
    "OPEN",
    "PROMISED_DAYS",
    "Act",
    "Backlog",
    "By",
    "Candidate",
    "Card",
    "Citation",
    "Draft",
    "EventView",
    "Filed",
    "Happened",
    "Job",
    "JobKind",
    "MyRequest",
    "NamedRequestView",
    "NamedStewards",
    "NewJob",
    "Notice",
    "OpenRequest",
    "OperatorsAreStewards",
    "Queue",
    "QueueFilter",
    "RequestDesk",
    "RequestForm",
    "RequestView",
    "Similar",
    "State",
    "Stewards",
    "TermRequests",
    "TriageCard",
    "Unanswered",
    "UnansweredQuestions",
    "Urgency",
    "Waiting",
    "due",
]
