// Noting a contact: whoever is meant appears while the words are written.
const words = document.querySelector("[data-finds]");
const place = document.getElementById("found");
const PAUSE = 250;

if (words && place) {
  let waiting = 0;
  let asked = 0;

  const find = async () => {
    const mine = (asked += 1);
    const address = `${words.dataset.finds}?${new URLSearchParams({ words: words.value })}`;
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      const said = await answer.text();
      if (answer.ok && !answer.redirected && mine === asked) place.innerHTML = said;
    } catch {
      // without a network the form can still be sent later: what is written stays
    }
  };

  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(waiting);
    find();
  });
}
