
"use strict";
// Keeps the page up to date: figures in place, the whole page when its shape has changed.
// Every address is relative, so that the page works below a path of a proxy. Without the slash at the end they would
// lead beside it.
if (!location.pathname.endsWith("/")) location.replace(`${location.pathname}/${location.search}${location.hash}`);
// What is left of logging in.
else if (location.href.endsWith("?")) history.replaceState(null, "", location.pathname);
const EVERY = 3000;
let lost = null;

const ago = (seconds) =>
  seconds < 60 ? `${Math.floor(seconds)} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min`
    : seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
const WORDS = { online: "on", offline: "silent", waiting: "not heard of yet", free: "no TV yet" };

const seen = (screen, now) => {
  if (screen.seen_at === null || screen.seen_at === undefined) return WORDS[screen.state];
  const age = Math.max(0, now - screen.seen_at);
  return screen.state === "online" ? `on, ${ago(age)} ago` : `${WORDS[screen.state]}, seen ${ago(age)} ago`;
};

const show = (card, screen) => {
  const glass = card.querySelector(".glass");
  const old = glass.querySelector("img");
  if (!screen.picture || (old && old.dataset.picture === screen.picture)) return;
  const fresh = new Image();
  fresh.alt = `What ${screen.name} shows`;
  fresh.dataset.picture = screen.picture;
  fresh.src = `v1/screens/${encodeURIComponent(screen.name)}/picture?v=${screen.picture}`;
  // Swapped when it is there, so that nothing flickers.
  fresh.decode().then(() => glass.replaceChildren(fresh)).catch(() => {});
};

// The code on the glass leads to #claim-FINGERPRINT; the short code will do as well.
const asked = () => {
  const [, told] = /^#claim-(.+)$/i.exec(location.hash) || [];
  return (told || "").toUpperCase().replace(/[^A-Z0-9]/g, "");
};
let found = "";
const find = () => {
  const wanted = asked();
  let here = null;
  for (const item of document.querySelectorAll("[data-fingerprint]")) {
    const is = wanted !== "" && [item.dataset.code, item.dataset.fingerprint.replaceAll("-", "")].includes(wanted);
    item.classList.toggle("wanted", is);
    if (is) here = here || item;
  }
  document.querySelector("[data-not-here]").hidden = wanted === "" || here !== null;
  // Once: whoever scrolls on is not brought back.
  if (here && found !== wanted) {
    found = wanted;
    here.scrollIntoView({ block: "center" });
  }
};

// Selected in any case, for a copy by hand: without HTTPS browsers have no clipboard for scripts but the old way.
const copy = async (button) => {
  const line = button.parentElement.querySelector(".line");
  getSelection().selectAllChildren(line);
  let is = false;
  try {
    await navigator.clipboard.writeText(line.textContent);
    is = true;
  } catch {
    is = document.execCommand("copy");
  }
  button.textContent = is ? "Copied" : "Selected: copy it now";
};

const redraw = async () => {
  const answer = await fetch("./", { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  // Pictures that are there already stay, so that nothing flickers.
  for (const image of main.querySelectorAll("img")) {
    const same = document.querySelector(`img[src="${CSS.escape(image.getAttribute("src"))}"]`);
    if (same) image.replaceWith(same);
  }
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.title = page.title;
  find();
};

const update = async () => {
  const answer = await fetch("wall.json", { cache: "no-cache" });
  // The session has ended: what is at this address now is the form to log in.
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error(answer.status);
  const wall = await answer.json();
  // Not sent again while nothing else has changed; the head of the answer has it.
  wall.time = Number((answer.headers.get("Displayd-Time") || "").split(" ")[1]) || wall.time;
  if (document.querySelector("main").dataset.shape !== wall.shape) await redraw();
  for (const screen of wall.screens) {
    const card = document.getElementById(`screen-${screen.name}`);
    if (!card) continue;
    card.dataset.state = screen.state;
    card.querySelector("[data-seen]").textContent = seen(screen, wall.time);
    card.querySelector("[data-page]").textContent = screen.page || "";
    card.querySelector("[data-image]").textContent = screen.image || "";
    card.querySelector("[data-update]").textContent = screen.update || "";
    show(card, screen);
  }
  document.querySelector("[data-online]").textContent = wall.screens.filter((one) => one.state === "online").length;
};

const tick = async () => {
  if (!document.hidden) {
    try {
      await update();
      lost = null;
    } catch {
      lost = lost ?? Date.now();
    }
    document.querySelector("[data-lost]").hidden = lost === null;
    if (lost !== null) document.querySelector("[data-lost-for]").textContent = `${ago((Date.now() - lost) / 1000)} ago`;
  }
  setTimeout(tick, EVERY);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
addEventListener("hashchange", find);
find();
document.addEventListener("visibilitychange", () => { if (!document.hidden) update().catch(() => {}); });
setTimeout(tick, EVERY);
