"""Twenty agents ask for work at the same moment, again and again, until the line is empty."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from threading import Barrier

from tests.installation import Installation
from tests.trials.ground import prepared, wait_until
from tests.trials.people import Program, letter
from tests.trials.prepare import INBOX

AGENTS, CASES = 20, 100


class TestTwentyAgents:
    def test_get_every_case_once(self, installation: Installation, tmp_path: Path) -> None:
        keys = prepared(installation, agents=AGENTS)[:AGENTS]
        for number in range(CASES):
            (tmp_path / f"{number}.eml").write_bytes(bytes(letter(number)))
        paths = [str(path) for path in tmp_path.glob("*.eml")]
        received = installation.keskio("receive", *paths, "--inbox", INBOX)
        assert received.returncode == 0, received.stderr
        with installation.up() as running, ThreadPoolExecutor(AGENTS) as together:
            agents = [Program(running.port, key) for key in keys]
            wait_until(lambda: agents[0].get("/line")[1]["waiting"] == CASES)
            all_ready = Barrier(AGENTS)
            taken = list(together.map(lambda agent: take_all(agent, all_ready), agents))
            in_hand = [held_by(agent) for agent in agents]
            cases = {one["id"] for one in agents[0].items("/cases")}
        assert sorted(chain(*taken)) == sorted(cases)
        assert len(cases) == CASES
        assert [sorted(mine) for mine in in_hand] == [sorted(mine) for mine in taken]


def take_all(agent: Program, all_ready: Barrier) -> list[int]:
    """The cases that the agent was given until nobody waited."""
    all_ready.wait()
    cases = []
    while True:
        status, item = agent.post("/line/take-next")
        if status == 204:
            return cases
        assert status == 200, item
        cases.append(item["case_id"])


def held_by(agent: Program) -> list[int]:
    return [item["case_id"] for item in agent.get("/line")[1]["in_hand"]]
