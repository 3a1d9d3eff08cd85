"""The feed of what happened; and, for administrators, who has not heard it."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Status

from keskio.interfaces.api.access import ADMIN, READ, ApiRequest, require_whole_installation
from keskio.interfaces.api.feeds import shown_entries
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.problems import NOT_FOUND, Refused
from keskio.interfaces.api.schemas.journal import (
    EntryShown,
    Feed,
    FeedPlace,
    JournalTrouble,
    ParkedShown,
    PauseShown,
)
from keskio.journal import operations, queries
from keskio.kit.scopes import SYSTEM, reading, writing

router = Router(tags=["journal"])


@router.get("/journal", auth=READ, response=Feed, summary="Follow what happens")
def read_journal(
    request: ApiRequest, response: HttpResponse, asked: Annotated[FeedPlace, Query()]
) -> Feed:
    """Entries of the clients you see, each once, none passed over; keep `next` and ask again."""
    with reading(request.auth.scope):
        found = queries.entries_after(
            clients=request.auth.clients, after=asked.after, limit=asked.limit + 1
        )
        entries = list(found)
        kept = entries[: asked.limit]
        shown = shown_entries(kept, request.auth)
    feed = Feed(
        items=[EntryShown.model_validate(one) for one in shown],
        next=kept[-1].pk if kept else asked.after,
        more=len(entries) > asked.limit,
    )
    if feed.more:
        following = f"{request.path}?after={feed.next}&limit={asked.limit}"
        response["Link"] = f'<{following}>; rel="next"'
    return feed


@router.get(
    "/journal/trouble",
    auth=ADMIN,
    response=JournalTrouble,
    summary="Parked streams and paused subscribers",
)
def get_journal_trouble(request: ApiRequest) -> JournalTrouble:
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return JournalTrouble(
            parked=[ParkedShown.model_validate(one) for one in queries.parked_streams()],
            paused=[PauseShown.model_validate(one) for one in queries.paused_subscribers()],
        )


@router.post(
    "/journal/parked/{parked_id}/run-again",
    auth=ADMIN,
    response={204: None},
    summary="Let a parked stream be tried at once",
)
def run_again(request: ApiRequest, parked_id: Id) -> Status[None]:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        if not queries.parked_streams().filter(pk=parked_id).exists():
            raise Refused(NOT_FOUND)
        operations.run_again(parked_id=parked_id, now=request.now)
    return Status(204, None)


@router.post(
    "/journal/subscribers/{subscriber}/resume",
    auth=ADMIN,
    response={204: None},
    summary="End a subscriber's pause",
)
def resume_subscriber(request: ApiRequest, subscriber: str) -> Status[None]:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        if not queries.paused_subscribers().filter(subscriber=subscriber).exists():
            raise Refused(NOT_FOUND)
        operations.resume(subscriber=subscriber, now=request.now)
    return Status(204, None)
