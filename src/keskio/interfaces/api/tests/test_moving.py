import pytest

from keskio.cases.models import Case, Message
from keskio.cases.tests.make import make_case, receive
from keskio.interfaces.api.tests.caller import Caller, hear_everything
from keskio.interfaces.api.tests.conftest import World
from keskio.kit.scopes import SYSTEM, reading


@pytest.fixture
def other(world: World) -> Case:
    return make_case(world.inbox, author="li@customer.example")


@pytest.fixture
def second(world: World) -> Message:
    return receive(world.inbox, references=(world.question.message_id,), text="Also").message


def all_of(case: Case) -> tuple[object, int]:
    with reading(SYSTEM):
        return Case.objects.filter(pk=case.pk).values().get(), case.messages.count()


class TestMerging:
    def test_leads_from_the_one_to_the_other(
        self, agent: Caller, world: World, other: Case
    ) -> None:
        path = f"/cases/{other.pk}"
        assert agent.post(f"{path}/merge", {"into": world.case.pk}).body["id"] == world.case.pk
        stub = agent.get(path)
        assert (stub.status, stub.response["Location"]) == (307, f"/api/v1/cases/{world.case.pk}")
        assert (stub.body["state"], stub.body["merged_into_id"]) == ("merged", world.case.pk)
        refused = agent.post(f"{path}/replies", {"text": "Hello"})
        assert (refused.status, refused.problem) == (409, "case-is-merged")
        assert refused.body["merged_into"] == world.case.pk

    def test_is_undone(self, agent: Caller, world: World, other: Case) -> None:
        agent.post(f"/cases/{other.pk}/merge", {"into": world.case.pk})
        assert agent.post(f"/cases/{other.pk}/unmerge").body["state"] == "open"
        assert agent.post(f"/cases/{other.pk}/unmerge").problem == "case-not-merged"

    def test_leaves_one_of_them_in_the_line(self, agent: Caller, world: World, other: Case) -> None:
        hear_everything()
        assert agent.get("/line").body["waiting"] == 2
        agent.post(f"/cases/{other.pk}/merge", {"into": world.case.pk})
        hear_everything()
        assert agent.get("/line").body["waiting"] == 1
        assert [row["id"] for row in agent.get("/cases").body["items"]] == [world.case.pk]

    def test_is_refused_where_it_makes_no_sense(self, agent: Caller, world: World) -> None:
        path = f"/cases/{world.case.pk}/merge"
        assert agent.post(path, {"into": world.case.pk}).problem == "same-case"
        assert agent.post(path, {"into": world.foreign.pk}).problem == "not-found"

    def test_of_two_clients_cases_is_refused_to_who_sees_both(
        self, administrator: Caller, world: World
    ) -> None:
        answer = administrator.post(f"/cases/{world.case.pk}/merge", {"into": world.foreign.pk})
        assert answer.problem == "different-clients"


class TestAMessage:
    def test_is_split_off(self, agent: Caller, world: World, second: Message) -> None:
        made = agent.post(f"/messages/{second.pk}/split", {})
        assert (made.status, made.body["state"]) == (201, "open")
        [link] = agent.get(f"/cases/{made.body['id']}/links").body
        assert link["id"] == world.case.pk
        alone = agent.post(f"/messages/{second.pk}/split", {"and_following": True})
        assert alone.problem == "nothing-would-remain"

    def test_is_moved(self, agent: Caller, other: Case, second: Message) -> None:
        agent.post(f"/messages/{second.pk}/move", {"to": other.pk})
        told = agent.get(f"/cases/{other.pk}/messages").body["items"]
        assert told[-1]["id"] == second.pk


class TestLinks:
    def test_are_made_and_cut(self, agent: Caller, world: World, other: Case) -> None:
        path = f"/cases/{world.case.pk}/links"
        assert [one["id"] for one in agent.put(f"{path}/{other.pk}").body] == [other.pk]
        assert agent.delete(f"{path}/{other.pk}").status == 204
        assert agent.delete(f"{path}/{other.pk}").problem == "not-linked"
        assert agent.put(f"{path}/{world.foreign.pk}").problem == "not-found"


class TestTheCustomer:
    def test_is_changed_with_an_identity(self, agent: Caller, world: World) -> None:
        anna = agent.post(f"/clients/{world.inbox.client_id}/customers", {"name": "Anna"}).body
        before = agent.get(f"/customers/{world.case.customer_id}").body["identities"][0]
        asked = {"customer_id": anna["id"], "identity_id": before["id"]}
        path = f"/cases/{world.case.pk}/customer"
        assert agent.put(path, asked).body["customer"]["name"] == "Anna"
        [identity] = agent.get(f"/customers/{anna['id']}").body["identities"]
        assert identity["value"] == "mikko@customer.example"

    def test_is_never_another_clients(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        path, asked = f"/cases/{world.case.pk}/customer", {"customer_id": world.foreign.customer_id}
        assert agent.put(path, asked).problem == "not-found"
        assert administrator.put(path, asked).problem == "different-clients"

    def test_is_added_once(self, agent: Caller, world: World) -> None:
        path = f"/clients/{world.inbox.client_id}/customers"
        asked = {"name": "Mikko", "address": "Mikko@customer.example"}
        assert agent.post(path, asked).problem == "address-known"
        assert agent.post(path, {"name": "Anna", "address": "a@b.example"}).status == 201

    def test_gets_an_identity(self, agent: Caller, world: World, other: Case) -> None:
        [hers] = agent.get(f"/customers/{other.customer_id}").body["identities"]
        path = f"/customers/{world.case.customer_id}/identities/{hers['id']}"
        assert len(agent.put(path).body["identities"]) == 2


class TestSpam:
    def test_is_out_of_the_line_until_it_is_none(self, agent: Caller, world: World) -> None:
        path = f"/cases/{world.case.pk}"
        assert agent.post(f"{path}/spam").body["state"] == "spam"
        hear_everything()
        assert agent.get("/line").body["waiting"] == 0
        for view in ("waiting", "mine", "resolved", "answered"):
            assert agent.get(f"/cases?view={view}").body["items"] == []
        assert len(agent.get("/cases?view=spam").body["items"]) == 1
        assert agent.post(f"{path}/not-spam").body["state"] == "open"
        assert agent.post(f"{path}/not-spam").problem == "case-not-spam"
        hear_everything()
        assert agent.get("/line").body["waiting"] == 1


class TestABlockedSender:
    def test_is_listed_until_unblocked(self, agent: Caller, world: World) -> None:
        path = f"/clients/{world.inbox.client_id}/blocked-senders"
        made = agent.post(path, {"value": "Spam.Example"})
        assert (made.status, made.body["value"]) == (201, "spam.example")
        assert made.body["agent_id"] == world.agent.pk
        assert agent.get("/blocked-senders").body["items"] == [made.body]
        assert agent.delete(f"/blocked-senders/{made.body['id']}").status == 204
        assert agent.get("/blocked-senders").body["items"] == []

    def test_is_no_provider_of_everybodys_mail(self, agent: Caller, world: World) -> None:
        path = f"/clients/{world.inbox.client_id}/blocked-senders"
        assert agent.post(path, {"value": "gmail.com"}).problem == "cannot-block"

    def test_belongs_to_one_client(
        self, agent: Caller, administrator: Caller, world: World
    ) -> None:
        path = f"/clients/{world.foreign.client_id}/blocked-senders"
        assert agent.post(path, {"value": "spam.example"}).problem == "not-found"
        blocked = administrator.post(path, {"value": "spam.example"}).body["id"]
        assert agent.delete(f"/blocked-senders/{blocked}").problem == "not-found"
        assert agent.get(f"/blocked-senders?client={world.foreign.client_id}").status == 404


class TestAnotherClientsCase:
    @pytest.mark.parametrize("action", ["merge", "unmerge", "spam", "not-spam"])
    def test_is_not_changed(self, agent: Caller, world: World, action: str) -> None:
        before = all_of(world.foreign)
        body = {"into": world.case.pk} if action == "merge" else None
        assert agent.post(f"/cases/{world.foreign.pk}/{action}", body).problem == "not-found"
        assert all_of(world.foreign) == before
