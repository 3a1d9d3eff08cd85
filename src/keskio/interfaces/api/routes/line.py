"""Work, as an agent meets it: the line, presence, and time spent."""

from uuid import UUID, uuid4

from ninja import Router, Status

from keskio.cases import operations as case_operations
from keskio.cases import queries as cases
from keskio.interfaces.api.access import READ, WRITE, ApiRequest, agent_of
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.problems import NOT_IN_LINE, Refused
from keskio.interfaces.api.schemas.cases import ActiveTimeShown, CorrectedTime, SpentTime
from keskio.interfaces.api.schemas.line import Line, WorkItemShown
from keskio.interfaces.api.schemas.staff import (
    AgentShown,
    LanguageSaid,
    Me,
    PresenceSaid,
    me_shown,
)
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.routing import operations, queries
from keskio.staff import operations as staff

router = Router(tags=["the line"])


@router.get("/line", auth=READ, response=Line, summary="How many wait, and what you have in hand")
def get_line(request: ApiRequest) -> Line:
    viewer = request.auth
    with reading(viewer.scope):
        mine = queries.items_of(viewer=viewer) if viewer.agent_id else []
        return Line(
            waiting=queries.waiting(viewer=viewer),
            in_hand=[WorkItemShown.model_validate(one) for one in mine],
        )


@router.post(
    "/line/take-next",
    auth=WRITE,
    response={200: WorkItemShown, 204: None},
    summary="Take the next case",
)
def take_next(request: ApiRequest) -> Status[WorkItemShown | None]:
    """The one with the soonest promise, never the same for two agents; 204 when nobody waits.

    If the answer is lost on its way, the case is among what `GET /line` says you have in hand.
    """
    viewer = request.auth
    try:
        with writing(viewer.scope):
            item = operations.take_next(viewer=viewer, actor=viewer.actor, now=request.now)
            return Status(200, WorkItemShown.model_validate(item))
    except operations.NothingWaits:
        return Status(204, None)


@router.post(
    "/cases/{case_id}/take",
    auth=WRITE,
    response=WorkItemShown,
    summary="Take a certain case",
    openapi_extra=can_conflict(),
)
def take_case(request: ApiRequest, case_id: Id) -> WorkItemShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        item = operations.take_item(
            case_id=case_id, agent_id=agent_of(viewer), actor=viewer.actor, now=request.now
        )
        if item is None:
            raise Refused(NOT_IN_LINE)
        return WorkItemShown.model_validate(item)


@router.put(
    "/cases/{case_id}/active-time/{visit}",
    auth=WRITE,
    response=ActiveTimeShown,
    summary="Say how long a visit to a case has lasted",
)
def spend_active_time(
    request: ApiRequest, case_id: Id, visit: UUID, asked: SpentTime
) -> ActiveTimeShown:
    """Page in front and not idle, from the beginning of the visit; what comes late adds nothing."""
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        case_operations.spend_active_time(
            case_id=case_id,
            agent_id=agent_id,
            visit=visit,
            seconds=asked.seconds,
            actor=viewer.actor,
            now=request.now,
        )
        return _time(case_id, agent_id)


@router.put(
    "/cases/{case_id}/active-time",
    auth=WRITE,
    response=ActiveTimeShown,
    summary="Correct the time given to a case",
)
def correct_active_time(request: ApiRequest, case_id: Id, asked: CorrectedTime) -> ActiveTimeShown:
    """The token's agent's whole time on it; the journal keeps what was measured too."""
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        case_operations.correct_active_time(
            case_id=case_id,
            agent_id=agent_id,
            visit=uuid4(),
            seconds=asked.seconds,
            actor=viewer.actor,
            now=request.now,
        )
        return _time(case_id, agent_id)


@router.get("/me", auth=READ, response=Me, summary="Whom the token stands for")
def get_me(request: ApiRequest) -> Me:
    return me_shown(request.auth)


@router.put("/me/presence", auth=WRITE, response=AgentShown, summary="Say whether you are here")
def set_presence(request: ApiRequest, asked: PresenceSaid) -> AgentShown:
    """Who goes away has nothing in hand any more: it goes back into the line."""
    agent_id = agent_of(request.auth)
    with writing(SYSTEM):
        agent = staff.set_presence(
            agent_id=agent_id,
            presence=asked.presence,
            actor=request.auth.actor,
            now=request.now,
        )
        return AgentShown.model_validate(agent)


@router.put(
    "/me/language", auth=WRITE, response={204: None}, summary="Choose the language of the pages"
)
def set_language(request: ApiRequest, asked: LanguageSaid) -> Status[None]:
    agent_id = agent_of(request.auth)
    with writing(SYSTEM):
        staff.set_language(
            agent_id=agent_id,
            language=asked.language,
            actor=request.auth.actor,
            now=request.now,
        )
    return Status(204, None)


def _time(case_id: int, agent_id: int) -> ActiveTimeShown:
    seconds = cases.active_seconds(case_id, agent_id=agent_id)
    return ActiveTimeShown(case_id=case_id, agent_id=agent_id, seconds=seconds)
