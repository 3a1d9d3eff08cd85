"""Roles with their rights, of whom two steps are asked, and tokens."""

from ninja import Router, Status

from keskio.interfaces.api.access import ADMIN, ApiRequest, require_whole_installation
from keskio.interfaces.api.fields import Id
from keskio.interfaces.api.openapi import can_conflict, can_miss
from keskio.interfaces.api.routes.staff import require_clients
from keskio.interfaces.api.schemas.roles import NewRole, RoleSettings, RoleShown, SecondStepSaid
from keskio.interfaces.api.schemas.staff import NewToken, TokenMade, TokenShown, token_made
from keskio.kit.scopes import SYSTEM, reading, writing
from keskio.staff import operations
from keskio.staff import queries as staff
from keskio.staff.rights import PRESETS, names_of, rights_in

router = Router(tags=["staff"])


@router.get("/roles", auth=ADMIN, response=list[RoleShown], summary="List roles and their rights")
def list_roles(request: ApiRequest) -> list[RoleShown]:
    """Those that come along first; they cannot be changed or removed."""
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return _roles()


@router.post(
    "/roles",
    auth=ADMIN,
    response={201: RoleShown},
    summary="Make a role",
    openapi_extra=can_conflict(),
)
def add_role(request: ApiRequest, asked: NewRole) -> RoleShown:
    """With no right that you do not have yourself."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        role = operations.add_role(
            **asked.model_dump(),
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return _role(role.slug)


@router.put("/roles/{slug}", auth=ADMIN, response=RoleShown, summary="Change a role")
def change_role(request: ApiRequest, slug: str, asked: RoleSettings) -> RoleShown:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.change_role(
            slug=slug,
            **asked.model_dump(),
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return _role(slug)


@router.delete(
    "/roles/{slug}",
    auth=ADMIN,
    response={204: None},
    summary="Remove a role that nobody has",
    openapi_extra=can_conflict(),
)
def remove_role(request: ApiRequest, slug: str) -> Status[None]:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.remove_role(
            slug=slug,
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
    return Status(204, None)


@router.get(
    "/second-step",
    auth=ADMIN,
    response=list[str],
    summary="List the roles that must sign in with two steps",
)
def list_second_steps(request: ApiRequest) -> list[str]:
    """An empty one stands for everybody."""
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return sorted(staff.roles_with_second_step())


@router.put(
    "/second-step",
    auth=ADMIN,
    response=list[str],
    summary="Say whether a role must sign in with two steps",
)
def ask_second_step(request: ApiRequest, asked: SecondStepSaid) -> list[str]:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.ask_second_step(**asked.model_dump(), actor=request.auth.actor, now=request.now)
        return sorted(staff.roles_with_second_step())


@router.get("/tokens", auth=ADMIN, response=list[TokenShown], summary="List tokens, newest first")
def list_tokens(request: ApiRequest) -> list[TokenShown]:
    with reading(SYSTEM):
        require_whole_installation(request.auth)
        return [TokenShown.model_validate(one) for one in staff.every_token()]


@router.post(
    "/tokens",
    auth=ADMIN,
    response={201: TokenMade},
    summary="Make a token",
    openapi_extra=can_miss(),
)
def make_token(request: ApiRequest, asked: NewToken) -> TokenMade:
    """The answer holds its key, this once. It never may more than you."""
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        require_clients(asked.client_ids or (), request.auth)
        if asked.agent_id is not None:
            staff.agent(asked.agent_id)
        token, key = operations.make_token(
            **asked.model_dump(),
            own_rights=request.auth.rights,
            actor=request.auth.actor,
            now=request.now,
        )
        return token_made(token, key)


@router.delete(
    "/tokens/{token_id}", auth=ADMIN, response={204: None}, summary="Revoke a token, at once"
)
def revoke_token(request: ApiRequest, token_id: Id) -> Status[None]:
    with writing(SYSTEM):
        require_whole_installation(request.auth)
        operations.revoke_token(token_id=token_id, actor=request.auth.actor, now=request.now)
    return Status(204, None)


def _roles() -> list[RoleShown]:
    people, stepped = staff.people_by_role(), staff.roles_with_second_step()
    named = [(slug, slug, PRESETS[slug], True) for slug in PRESETS]
    named += [(one.slug, one.name, rights_in(one.rights), False) for one in staff.own_roles()]
    return [
        RoleShown(
            slug=slug,
            name=name,
            rights=names_of(rights),
            comes_along=comes_along,
            people=people.get(slug, 0),
            second_step=slug in stepped or "" in stepped,
        )
        for slug, name, rights, comes_along in named
    ]


def _role(slug: str) -> RoleShown:
    return next(role for role in _roles() if role.slug == slug)
