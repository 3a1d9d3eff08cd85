"""What a case carries besides messages; each change answers with all of it."""

from ninja import Router

from keskio.cases import operations
from keskio.cases import queries as cases
from keskio.interfaces.api.access import READ, WRITE, ApiRequest, agent_of
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict
from keskio.interfaces.api.routes.cases import shown
from keskio.interfaces.api.schemas.cases import CaseShown
from keskio.interfaces.api.schemas.properties import (
    HandOver,
    ItemChecked,
    NewChecklistItem,
    NewReminder,
    PrioritySaid,
    PropertiesShown,
    StatusSaid,
    TeamSaid,
    ValueSaid,
    properties_shown,
)
from keskio.kit.scopes import reading, writing
from keskio.staff.viewers import Viewer

router = Router(tags=["cases"])
CASE = "/cases/{case_id}"


@router.get(
    f"{CASE}/properties", auth=READ, response=PropertiesShown, summary="Show what a case carries"
)
def get_properties(request: ApiRequest, case_id: Id) -> PropertiesShown:
    with reading(request.auth.scope):
        return _carried(case_id, request.auth)


@router.put(
    f"{CASE}/priority", auth=WRITE, response=PropertiesShown, summary="Say how much a case presses"
)
def set_priority(request: ApiRequest, case_id: Id, asked: PrioritySaid) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.set_priority(
            case_id=case_id, priority=asked.wanted, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.put(
    f"{CASE}/status",
    auth=WRITE,
    response=PropertiesShown,
    summary="Say more of a case's state",
    openapi_extra=can_conflict(),
)
def set_status(request: ApiRequest, case_id: Id, asked: StatusSaid) -> PropertiesShown:
    """With one of the client's statuses; it goes by itself when the state changes."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.set_status(
            case_id=case_id, status_id=asked.status_id, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.put(f"{CASE}/tags/{{tag_id}}", auth=WRITE, response=PropertiesShown, summary="Tag a case")
def tag_case(request: ApiRequest, case_id: Id, tag_id: Id) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.tag_case(case_id=case_id, tag_id=tag_id, actor=viewer.actor, now=request.now)
        return _carried(case_id, viewer)


@router.delete(
    f"{CASE}/tags/{{tag_id}}", auth=WRITE, response=PropertiesShown, summary="Take a tag off a case"
)
def untag_case(request: ApiRequest, case_id: Id, tag_id: Id) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.untag_case(case_id=case_id, tag_id=tag_id, actor=viewer.actor, now=request.now)
        return _carried(case_id, viewer)


@router.put(
    f"{CASE}/fields/{{field_id}}", auth=WRITE, response=PropertiesShown, summary="Fill in a field"
)
def set_field(request: ApiRequest, case_id: Id, field_id: Id, asked: ValueSaid) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.set_field(
            case_id=case_id,
            field_id=field_id,
            value=asked.value,
            actor=viewer.actor,
            now=request.now,
        )
        return _carried(case_id, viewer)


@router.put(f"{CASE}/following", auth=WRITE, response=PropertiesShown, summary="Be told of a case")
def follow_case(request: ApiRequest, case_id: Id) -> PropertiesShown:
    """The token's agent gets a notification whenever something happens to it."""
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.follow_case(
            case_id=case_id, agent_id=agent_id, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.delete(
    f"{CASE}/following", auth=WRITE, response=PropertiesShown, summary="Be told of a case no more"
)
def unfollow_case(request: ApiRequest, case_id: Id) -> PropertiesShown:
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.unfollow_case(
            case_id=case_id, agent_id=agent_id, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.post(
    f"{CASE}/checklist",
    auth=WRITE,
    response={201: PropertiesShown},
    summary="Add a step to the checklist",
)
def add_checklist_item(
    request: ApiRequest, case_id: Id, asked: NewChecklistItem
) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.add_checklist_item(
            case_id=case_id, text=asked.text, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.put(
    f"{CASE}/checklist/{{item_id}}",
    auth=WRITE,
    response=PropertiesShown,
    summary="Say whether a step is done",
)
def check_item(
    request: ApiRequest, case_id: Id, item_id: Id, asked: ItemChecked
) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.check_item(
            case_id=case_id, item_id=item_id, done=asked.done, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.delete(
    f"{CASE}/checklist/{{item_id}}",
    auth=WRITE,
    response=PropertiesShown,
    summary="Remove a step from the checklist",
)
def remove_checklist_item(request: ApiRequest, case_id: Id, item_id: Id) -> PropertiesShown:
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.remove_checklist_item(
            case_id=case_id, item_id=item_id, actor=viewer.actor, now=request.now
        )
        return _carried(case_id, viewer)


@router.post(
    f"{CASE}/reminders",
    auth=WRITE,
    response={201: PropertiesShown},
    summary="Be reminded of a case",
)
def set_reminder(request: ApiRequest, case_id: Id, asked: NewReminder) -> PropertiesShown:
    """The token's agent gets a notification then."""
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.set_reminder(
            case_id=case_id,
            agent_id=agent_id,
            due_at=asked.at,
            returns=asked.returns,
            actor=viewer.actor,
            now=request.now,
        )
        return _carried(case_id, viewer)


@router.delete(
    f"{CASE}/reminders/{{reminder_id}}",
    auth=WRITE,
    response=PropertiesShown,
    summary="Cancel a reminder",
)
def cancel_reminder(request: ApiRequest, case_id: Id, reminder_id: Id) -> PropertiesShown:
    viewer, agent_id = request.auth, agent_of(request.auth)
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.cancel_reminder(
            case_id=case_id,
            reminder_id=reminder_id,
            agent_id=agent_id,
            actor=viewer.actor,
            now=request.now,
        )
        return _carried(case_id, viewer)


@router.put(f"{CASE}/team", auth=WRITE, response=CaseShown, summary="Give a case to a team")
def assign_team(request: ApiRequest, case_id: Id, asked: TeamSaid) -> CaseShown:
    """Only its members get it by take next, until it is released."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.assign_team(
            case_id=case_id, team_id=asked.team_id, actor=viewer.actor, now=request.now
        )
        return shown(case_id, viewer)


@router.post(f"{CASE}/hand-over", auth=WRITE, response=CaseShown, summary="Hand a case over")
def hand_over_case(request: ApiRequest, case_id: Id, asked: HandOver) -> CaseShown:
    """To an agent or a team, with what they should know."""
    viewer = request.auth
    with writing(viewer.scope):
        cases.case(case_id, viewer=viewer)
        operations.hand_over_case(
            case_id=case_id, **asked.model_dump(), actor=viewer.actor, now=request.now
        )
        return shown(case_id, viewer)


def _carried(case_id: int, viewer: Viewer) -> PropertiesShown:
    case = cases.case(case_id, viewer=viewer)
    return properties_shown(case, cases.properties_of(case, viewer=viewer))
