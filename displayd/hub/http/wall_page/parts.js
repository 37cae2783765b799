"use strict";
// Parts of the page, and how they are exchanged while somebody reads them.
// Every address is relative, so that the page works below a path of a proxy. Without the slash at the end they would
// lead beside it.
if (!location.pathname.endsWith("/")) location.replace(`${location.pathname}/${location.search}${location.hash}`);
// What is left of logging in.
else if (/\?(#|$)/.test(location.href)) history.replaceState(null, "", location.pathname + location.hash);

const WORDS = JSON.parse(document.getElementById("words").textContent);
// What is counted has a form for each plural category of the reader's language.
let PLURALS = new Intl.PluralRules("en");
try {
  PLURALS = new Intl.PluralRules(document.documentElement.lang);
} catch { /* A browser may ask for a language in words that are none, as de-x. */ }
const told = (word, values = {}) => {
  const words = WORDS[word];
  const text = typeof words === "string" ? words : words[PLURALS.select(values.count)];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};
const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

const age = (seconds) => {
  const [word, n] = seconds < 60 ? ["seconds", seconds] : seconds < 3600 ? ["minutes", seconds / 60]
    : seconds < 172800 ? ["hours", seconds / 3600] : ["days", seconds / 86400];
  const whole = Math.max(0, Math.floor(n));
  return told(`age_${word}`, { n: whole, count: whole });
};

// Only what differs is written: a thousand cards are gone through every three seconds.
const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
const mark = (element, name, is) => { if (element.hasAttribute(name) !== is) element.toggleAttribute(name, is); };

// Where the cursor of the keyboard is, to be found again in what has taken the place of it.
const FOCUSABLE = "button, input, select, a[href], [tabindex]";
const place = () => {
  const holder = document.activeElement?.closest("[id]");
  return holder && { id: holder.id, number: all(FOCUSABLE, holder).indexOf(document.activeElement) };
};
const goBack = (was, before) => {
  if (!was || document.activeElement === before) return;
  const holder = document.getElementById(was.id);
  (was.number < 0 ? holder : holder && all(FOCUSABLE, holder)[was.number])?.focus({ preventScroll: true });
};

const asServed = new Map(all("[data-part]").map((part) => [part.dataset.part, part.innerHTML]));

const exchangeParts = (page) => {
  for (const part of all("[data-part]", page)) {
    const name = part.dataset.part;
    if (asServed.get(name) === part.innerHTML) continue;
    asServed.set(name, part.innerHTML);
    one(`[data-part="${name}"]`).replaceChildren(...document.adoptNode(part).childNodes);
  }
};

// A menu keeps what was chosen, also where that is not there just now.
const exchangeOptions = (page) => {
  for (const menu of all("select[data-options]")) {
    const fresh = one(`select[name="${menu.name}"]`, page);
    if (!fresh || fresh.innerHTML === menu.dataset.served) continue;
    const chosen = menu.value;
    menu.dataset.served = fresh.innerHTML;
    menu.innerHTML = fresh.innerHTML;
    choose(menu, chosen);
  }
};
const choose = (menu, value) => {
  if (value && ![...menu.options].some((option) => option.value === value)) menu.add(new Option(value, value));
  menu.value = value;
};

// Cards of which nothing has changed stay, with their pictures; so does the cursor on one that moves.
const exchangeCards = (page) => {
  const units = one(".units");
  const old = new Map(all("[data-unit]", units).map((unit) => [unit.dataset.unit, unit]));
  const cards = new Map(all("article", units).map((card) => [card.id, card]));
  const fresh = all("[data-unit]", page).map((unit) => {
    const mine = all("article", unit);
    const known = old.get(unit.dataset.unit);
    const is = (card) => cards.get(card.id)?.dataset.print === card.dataset.print;
    if (known && mine.every(is) && mine.map((card) => card.id).join() === all("article", known).map((card) => card.id).join()) return known;
    document.adoptNode(unit);
    for (const card of mine) if (is(card)) card.replaceWith(cards.get(card.id));
    return unit;
  });
  inOrder(units, fresh);
};
const inOrder = (units, wanted) => {
  const keep = new Set(wanted);
  for (const unit of [...units.children]) if (!keep.has(unit)) unit.remove();
  let here = units.firstElementChild;
  for (const unit of wanted) {
    if (unit === here) here = here.nextElementSibling;
    else units.insertBefore(unit, here);
  }
};

const problemsFirst = () => {
  const units = one(".units");
  const rank = (unit) => (one("article[data-bad]", unit) ? 0 : 1);
  const wanted = [...units.children].sort((a, b) => rank(a) - rank(b) || a.dataset.order - b.dataset.order);
  if (wanted.some((unit, number) => unit !== units.children[number])) keepingPlace(() => inOrder(units, wanted));
};

const keepingPlace = (change) => {
  const [was, focused] = [place(), document.activeElement];
  change();
  goBack(was, focused);
};
