"""The desk in a real browser: what a visit weighs, and how soon the next case is there.

From the key pressed to the frame painted after the case has changed, as the browser's own clock
has it; the agent's clients are two small ones among twenty.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from playwright.sync_api import BrowserContext, Page
from tests.screenshots import browser

from bench.figures import Figure, figure, in_milliseconds
from bench.pages import CLIENTS, sign_in
from bench.world import add_agent, fill, open_desk
from keskio.kit.scopes import SYSTEM, writing

if TYPE_CHECKING:
    from bench.one import Asked

MOVES = 40
WATCH = """
() => {
  window.spent = [];
  let pressed = 0;
  addEventListener("keydown", () => (pressed = performance.now()), { capture: true });
  new MutationObserver(() =>
    requestAnimationFrame(() => setTimeout(() => window.spent.push(performance.now() - pressed))),
  ).observe(document.getElementById("shown"), { attributeFilter: ["data-case"] });
}
"""


def measure(asked: "Asked") -> list[Figure]:
    desk = open_desk(clients_count=CLIENTS)
    fill(desk, cases=asked.cases)
    served = [inbox.client_id for inbox in desk.inboxes[-2:]]
    with writing(SYSTEM):
        cookie = sign_in(add_agent("small@staff.example", served))
    with asked.installation.up() as running, browser() as chromium:
        context = chromium.new_context(base_url=f"http://127.0.0.1:{running.port}", bypass_csp=True)
        context.add_cookies([_cookie(cookie, running.port)])
        first, later = _weights(context)
        spent = _moves(context.new_page())
    return [
        figure("first visit, compressed", first, "kB"),
        figure("later visit, compressed", later, "kB"),
        *in_milliseconds("key to next case", spent, 0.5, 0.95),
    ]


def _cookie(value: str, port: int) -> dict[str, str]:
    address = f"http://127.0.0.1:{port}"
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}


def _weights(context: BrowserContext) -> tuple[float, float]:
    """kB over the wire of a case's page with nothing kept, and of another one after it."""
    page = context.new_page()
    page.goto("/cases/?view=all")
    addresses = [row.get_attribute("href") or "" for row in page.locator("[data-row]").all()[:2]]
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    came: list[float] = []
    wire.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    weights = [_weight(page, address, came) for address in addresses]
    page.close()
    return weights[0], weights[1]


def _weight(page: Page, address: str, came: list[float]) -> float:
    """Headers and bodies as they came; what the browser had already weighs nothing."""
    came.clear()
    page.goto(address, wait_until="networkidle")
    return sum(came) / 1000


def _moves(page: Page) -> Sequence[float]:
    """Seconds of each J, one after the other."""
    page.goto("/cases/?view=all")
    page.locator("[data-row]").first.click()
    page.wait_for_selector("#shown")
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    for number in range(1, MOVES + 1):
        page.keyboard.press("j")
        page.wait_for_function(f"window.spent.length >= {number}")
    return [one / 1000 for one in page.evaluate("window.spent")][5:]
