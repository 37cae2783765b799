// Keeps the page up to date: figures in place, parts of it where its shape has changed; filters, and a screen in full size.
const EVERY = 3000;
const SOONEST = 400;
let lost = null;
let wall = null;
let screens = new Map();

// Which cards are near the window: what is far away is looked after when it comes near.
const near = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) near.add(entry.target); else near.delete(entry.target);
    if (entry.isIntersecting && wall) renew(entry.target);
  }
}, { rootMargin: "300px" });
const watch = () => { for (const card of all("article")) watcher.observe(card); };

const seen = (screen) => {
  if (screen.seen_at === null || screen.seen_at === undefined) return told(screen.state);
  const ago = age(wall.time - screen.seen_at);
  return screen.state === "online" ? told("seen_on", { age: ago }) : told("seen_off", { state: told(screen.state), age: ago });
};
const pageOf = (screen) =>
  screen.is_dark ? told("dark") : screen.planned_page ? told("now", { page: screen.planned_page }) : "";
const address = (screen, what, version) => `v1/screens/${encodeURIComponent(screen.name)}/${what}v=${version}`;

// A picture that has come stays until the next one is there, so nothing flickers.
const show = (image, source, alt, missing, none) => {
  if (image.getAttribute("src") !== (source || null)) {
    if (source) image.src = source; else image.removeAttribute("src");
  }
  image.alt = source ? alt : "";
  image.hidden = !source;
  if (none) { write(none, missing); none.hidden = Boolean(source); }
};

const renewPictures = (card, screen) => {
  const drawn = one(".drawn img", card);
  const none = one(".drawn [data-none]", card);
  if (wall.drawing) {
    const source = screen.picture && address(screen, "picture?", screen.picture);
    show(drawn, source, told("sent_picture", screen), told("no_picture"), none);
  } else if (card.dataset.failed !== screen.drawn || !screen.drawn) {
    const source = screen.drawn && address(screen, "page?", screen.drawn);
    show(drawn, source, told("drawn_picture", screen), told(screen.is_dark ? "dark" : "no_page"), none);
  }
  const sent = one(".sent", card);
  if (!sentToo()) return;
  const source = screen.picture && address(screen, "picture?", screen.picture);
  show(one("img", sent), source, told("sent_picture", screen));
  write(one("[data-sent-at]", sent), sentAt(screen));
};
const sentAt = (screen) =>
  screen.picture ? told("sent_ago", { age: age(wall.time - screen.picture_at) }) : told("no_picture");

const renewProblems = (list, problems) => {
  const text = problems.join("\n");
  if (list.dataset.text === text) return;
  list.dataset.text = text;
  list.replaceChildren(...problems.map((problem) => Object.assign(document.createElement("li"), { textContent: problem })));
  list.hidden = problems.length === 0;
};

const isBad = (screen) => screen.state === "offline" || screen.problems.length > 0;

const renew = (card) => {
  const screen = screens.get(card.dataset.name);
  if (!screen) return;
  write(one("[data-seen]", card), seen(screen));
  write(one("[data-page]", card), pageOf(screen));
  write(one("[data-image]", card), screen.image || "");
  write(one("[data-update]", card), screen.update || "");
  renewProblems(one("[data-problems]", card), screen.problems);
  renewPictures(card, screen);
};

const renewAll = () => {
  for (const card of all("article")) {
    const screen = screens.get(card.dataset.name);
    if (!screen) continue;
    if (card.dataset.state !== screen.state) card.dataset.state = screen.state;
    mark(card, "data-bad", isBad(screen));
  }
  for (const card of near) renew(card);
  for (const mirror of wall.mirrors) renewStep(mirror);
  problemsFirst();
};
const renewStep = (mirror) => {
  const step = one(`[data-unit="${CSS.escape(mirror.name)}"] .step`);
  if (!step) return;
  const [names, seconds] = [mirror.screens.join(", "), mirror.apart_seconds ?? null];
  const apart = seconds >= 1 ? told("seconds", { n: seconds.toFixed(1) })
    : told("milliseconds", { n: Math.max(1, Math.round(seconds * 1000)) });
  const isOut = seconds !== null && seconds > 0.1;
  write(one("[data-step]", step), told(seconds === null ? "step_unknown" : isOut ? "out_of_step" : "in_step", { names, apart }));
  mark(step, "data-bad", isOut);
};

// A picture that cannot be had is said in words, and asked for again when another is due.
document.addEventListener("error", (event) => {
  const card = event.target.closest?.("article");
  if (event.target.tagName !== "IMG" || !card) return;
  const screen = screens.get(card.dataset.name);
  event.target.hidden = true;
  const none = one(".drawn [data-none]", card);
  if (!event.target.closest(".drawn")) return;
  card.dataset.failed = screen?.drawn ?? "";
  write(none, told("not_drawn"));
  none.hidden = false;
}, true);

// Filters: what is chosen stands in the address, and the way back undoes it.
const filters = one("[data-filters]");
const sentToo = () => filters.elements.sent.checked;
const chosen = () => new URLSearchParams([...new FormData(filters)].filter(([, value]) => value !== ""));
let texts = new WeakMap();
const textOf = (card) => {
  const screen = screens.get(card.dataset.name);
  let known = texts.get(card);
  if (!known || known.screen !== screen) {
    const more = screen ? [screen.planned_page, screen.address, screen.image, ...screen.problems].join(" ") : "";
    known = { screen, text: `${one("h3", card).textContent} ${one(".shows", card).textContent} ${more}`.toLowerCase() };
    texts.set(card, known);
  }
  return known.text;
};
const fits = (card, want) => {
  const { group, dashboards, state } = card.dataset;
  if (want.dashboard && !dashboards.split(" ").includes(want.dashboard)) return false;
  if (want.group && !(want.group === "*" ? group : want.group === "-" ? !group : group === want.group)) return false;
  if (want.state && !(want.state === "bad" ? card.hasAttribute("data-bad") : state === want.state)) return false;
  return want.words.every((word) => textOf(card).includes(word));
};
const filter = () => {
  const wanted = Object.fromEntries(new FormData(filters));
  const want = { ...wanted, words: (wanted.q || "").toLowerCase().split(/\s+/).filter(Boolean) };
  const isAny = want.words.length === 0 && !want.group && !want.dashboard && !want.state;
  let [shown, count] = [0, 0];
  for (const unit of one(".units").children) {
    let some = false;
    for (const card of all("article", unit)) {
      const is = isAny || fits(card, want);
      if (card.hidden === is) card.hidden = !is;
      shown += is;
      count += 1;
      some ||= is;
    }
    if (unit.hidden === some) unit.hidden = !some;
  }
  mark(document.body, "data-sent-too", sentToo());
  write(one("[data-shown]"), isAny ? "" : told("screens_shown", { shown, count }));
  one("[data-clear]").hidden = isAny;
  one(".none-shown").hidden = shown > 0;
  if (wall) for (const card of near) renew(card);
};
const fromAddress = () => {
  const known = new URLSearchParams(location.search);
  for (const field of [filters.elements.q, filters.elements.state]) field.value = known.get(field.name) ?? "";
  for (const menu of all("select[data-options]", filters)) choose(menu, known.get(menu.name) ?? "");
  filters.elements.sent.checked = known.get("sent") === "1";
  filter();
  const name = known.get("screen");
  if (name) openWhole(name); else if (whole.open) whole.close();
};
const toAddress = (isStep, screen = "") => {
  const wanted = chosen();
  if (screen) wanted.set("screen", screen);
  const query = wanted.toString();
  const target = `${location.pathname}${query && `?${query}`}${location.hash}`;
  if (target === location.pathname + location.search + location.hash) return;
  history[isStep ? "pushState" : "replaceState"]({ opened: screen }, "", target);
};
filters.hidden = false;
filters.addEventListener("submit", (event) => event.preventDefault());
// Letters of one search are one step of the way back.
let isTyping = false;
filters.elements.q.addEventListener("input", () => { toAddress(!isTyping); isTyping = true; filter(); });
filters.elements.q.addEventListener("blur", () => { isTyping = false; });
filters.addEventListener("change", (event) => {
  if (event.target.name === "q") return;
  toAddress(true);
  filter();
});
one("[data-clear]").addEventListener("click", () => {
  for (const field of filters.querySelectorAll("input[type=search], select")) field.value = "";
  toAddress(true);
  filter();
  filters.elements.q.focus();
});

// A screen in full size.
const whole = one("[data-whole]");
let opened = "";
const openWhole = (name) => {
  if (!document.getElementById(`screen-${name}`)) return;
  opened = name;
  write(one("#whole-name"), name);
  fillWhole();
  if (!whole.open) whole.showModal();
};
const fillWhole = () => {
  const screen = screens.get(opened);
  if (!screen || !wall) return;
  const drawn = one("[data-drawn]", whole);
  drawn.hidden = Boolean(wall.drawing) || !screen.drawn;
  if (!drawn.hidden) show(one("img", drawn), address(screen, "page?size=whole&", screen.drawn), told("drawn_picture", screen));
  const sent = one("[data-sent]", whole);
  sent.hidden = !screen.picture;
  if (screen.picture) show(one("img", sent), address(screen, "picture?", screen.picture), told("sent_picture", screen));
  write(one("figcaption", sent), sentAt(screen));
  for (const image of all("img", whole)) { image.width = screen.width_px; image.height = screen.height_px; }
  mark(whole, "data-upright", screen.height_px > screen.width_px);
  const clock = screen.clock_error_seconds ?? null;
  const facts = {
    ...screen, state: seen(screen), shows: screen.shows.join(" · "), page: screen.is_dark ? told("dark") : screen.planned_page,
    problems: screen.problems.join(" · "),
    clock: clock === null ? "" : told("milliseconds", { n: Math.max(1, Math.round(clock * 1000)) }),
  };
  for (const fact of all("[data-fact]", whole)) {
    const text = facts[fact.dataset.fact] || "";
    write(fact, text);
    fact.parentElement.hidden = text === "";
  }
  one("[data-copy-address]", whole).hidden = !screen.address;
};
whole.addEventListener("close", () => {
  const card = document.getElementById(`screen-${opened}`);
  opened = "";
  for (const image of all("img", whole)) image.removeAttribute("src");
  if (new URLSearchParams(location.search).has("screen")) {
    if (history.state?.opened) history.back(); else toAddress(false);
  }
  if (card) one("[data-open]", card).focus({ preventScroll: true });
});
whole.addEventListener("click", (event) => { if (event.target === whole) whole.close(); });

// Selected in any case, for a copy by hand: without HTTPS browsers have no clipboard for scripts but the old way.
const copy = async (button, element, text) => {
  let is = false;
  try {
    await navigator.clipboard.writeText(text);
    is = true;
  } catch { /* the old way */ }
  if (!is || element.matches(".line")) getSelection().selectAllChildren(element);
  if (!is) is = document.execCommand("copy");
  const said = told(is ? "copied" : "selected");
  if (button.matches(".copy")) mark(button, "data-done", is); else button.textContent = said;
  // What is outside an open dialog is read out to nobody.
  const status = one("[data-told]");
  (whole.open ? whole : document.body).append(status);
  status.textContent = `${said}: ${text.trim()}`;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const card = button.closest("article");
  if (button.matches("[data-copy-line]")) {
    const line = one(".line", button.parentElement);
    copy(button, line, line.textContent);
  } else if (button.matches("[data-copy-name]")) copy(button, card ? one("[data-own-name]", card) : one("#whole-name"), card?.dataset.name ?? opened);
  else if (button.matches("[data-copy-address]")) copy(button, one('[data-fact="address"]'), screens.get(opened).address);
  else if (button.matches("[data-close]")) whole.close();
  else if (button.matches("[data-open]")) { toAddress(true, card.dataset.name); openWhole(card.dataset.name); }
});

// The code on the glass leads to #claim-FINGERPRINT; the short code will do as well.
const asked = () => {
  const [, code] = /^#claim-(.+)$/i.exec(location.hash) || [];
  return (code || "").toUpperCase().replace(/[^A-Z0-9]/g, "");
};
let found = "";
const find = () => {
  const wanted = asked();
  let here = null;
  for (const item of all("[data-fingerprint]")) {
    const is = wanted !== "" && [item.dataset.code, item.dataset.fingerprint.replaceAll("-", "")].includes(wanted);
    item.classList.toggle("wanted", is);
    if (is) here = here || item;
  }
  one("[data-not-here]").hidden = wanted === "" || here !== null;
  // Once: whoever scrolls on is not brought back.
  if (here && found !== wanted) {
    found = wanted;
    here.scrollIntoView({ block: "center" });
  }
};

const redraw = async () => {
  const answer = await fetch("./", { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  keepingPlace(() => {
    exchangeParts(page);
    exchangeOptions(page);
    exchangeCards(page);
  });
  one("main").dataset.shape = one("main", page).dataset.shape;
  document.title = page.title;
  write(one("h1"), one("h1", page).textContent);
  watch();
  find();
  filter();
};

const update = async () => {
  const answer = await fetch("wall.json", { cache: "no-cache" });
  // The session has ended: what is at this address now is the form to log in.
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error(answer.status);
  const fresh = await answer.json();
  // Not sent again while nothing else has changed; the head of the answer has it.
  fresh.time = Number((answer.headers.get("Displayd-Time") || "").split(" ")[1]) || fresh.time;
  wall = fresh;
  screens = new Map(wall.screens.map((screen) => [screen.name, screen]));
  if (one("main").dataset.shape !== wall.shape) await redraw();
  renewAll();
  if (!one("[data-clear]").hidden) filter();
  if (opened) fillWhole();
  const on = wall.screens.filter((screen) => screen.state === "online").length;
  write(one("[data-count]"), told("screens_on", { on, count: wall.screens.length }));
};

// The next page of a screen that is looked at is drawn when it comes, and not some seconds later.
const pause = () => {
  const looked = [...near].map((card) => screens.get(card.dataset.name)?.planned_until ?? Infinity);
  const next = wall ? (Math.min(Infinity, ...looked.filter((until) => until > wall.time)) - wall.time) * 1000 + 60 : EVERY;
  return Math.max(SOONEST, Math.min(EVERY, next));
};
const tick = async () => {
  if (!document.hidden) {
    try {
      await update();
      lost = null;
    } catch {
      lost = lost ?? Date.now();
    }
    one("[data-lost]").hidden = lost === null;
    if (lost !== null) write(one("[data-lost]"), told("lost", { age: age((Date.now() - lost) / 1000) }));
  }
  setTimeout(tick, pause());
};
addEventListener("hashchange", find);
addEventListener("popstate", fromAddress);
document.addEventListener("visibilitychange", () => { if (!document.hidden) update().catch(() => {}); });
watch();
fromAddress();
find();
tick();
