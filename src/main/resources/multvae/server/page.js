"use strict";

const TYPING_PAUSE_MS = 150;
const LEAST_SHOWN = 1.005; // of a reason: below it, two decimals would say that it changes nothing
const TINY = 1e-30;
const COPIED = "Copied";
const COPIED_MS = 2000;
const LENGTHS = [5, 10, 20, 50, 100];
const DEFAULT_TOP = 10;
const MOST_TOP = 1000; // as the service has it
const MOST_EXPLAINED = 200; // likes, as the service has it

const byId = (id) => document.getElementById(id);
const search = byId("search");
const found = byId("found");
const searchStatus = byId("search-status");
const likesList = byId("likes");
const clear = byId("clear");
const length = byId("top");
const share = byId("share");
const status = byId("status");
const recommended = byId("recommended");
const legend = byId("legend");
const model = byId("model");

const keyForm = byId("key-form");
const key = byId("key");
const keyStatus = byId("key-status");

const KEY_ITEM = "multvae-api-key"; // until the tab is closed
const UNAUTHORIZED = 401;

// What the address has: #likes=1&likes=260&top=20. The part behind # stays in the browser, out of the logs of servers.
let likes = []; // raw ids, in the order picked
let wanted = DEFAULT_TOP; // the length of the list

const titles = new Map(); // raw id -> title, of all items that an answer has named
let unknown = new Set(); // the likes that the model does not know
let scoring = { model: "", logits: true }; // what /health says of the model that the list is from
let options = []; // the raw ids of the suggestions that are shown
let optionsFor = ""; // the text that they were found for
let active = -1; // the option that Enter takes; -1: the first
let typing = 0;
let searching = new AbortController();
let recommending = new AbortController();

const titled = (id, title) => title || `item ${id}`;
const named = (id) => titled(id, titles.get(id));

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text; // never HTML: titles come from the data
  if (className) {
    made.className = className;
  }
  return made;
}

function action(text, label, act) {
  const button = element("button", text);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

function withKey(headers) {
  const used = sessionStorage.getItem(KEY_ITEM);
  return used ? { ...headers, Authorization: `Bearer ${used}` } : headers;
}

async function ask(path, request) {
  const used = sessionStorage.getItem(KEY_ITEM);
  const response = await fetch(path, { ...request, headers: withKey(request.headers) });
  const answer = await response.json();
  if (response.status === UNAUTHORIZED) {
    askForKey(used !== null);
  }
  if (!response.ok) {
    throw new Error(answer.error.message);
  }
  return answer;
}

/** An id that looks like a number comes as one: as texts, ids compare with those of the address. */
const idOf = (item) => String(item.id ?? item.itemId);

function remember(items) {
  items.forEach((item) => titles.set(idOf(item), item.title));
}

const recommendations = (query, signal) =>
  ask("recommendations", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(query),
    signal,
  });

function askForKey(wrong) {
  sessionStorage.removeItem(KEY_ITEM);
  keyForm.hidden = false;
  keyStatus.textContent = wrong ? "That key is not one of the service's" : "";
  key.focus();
}

keyForm.addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEY_ITEM, key.value.trim());
  key.value = "";
  keyForm.hidden = true;
  search.focus();
  recommend();
});

// The address

function readAddress() {
  const state = new URLSearchParams(location.hash.slice(1));
  likes = [...new Set(state.getAll("likes").filter((id) => id !== ""))];
  const top = state.get("top") ?? "";
  wanted = /^[0-9]{1,4}$/.test(top) && top >= 1 && top <= MOST_TOP ? Number(top) : DEFAULT_TOP;
}

function writeAddress() {
  const state = new URLSearchParams(likes.map((id) => ["likes", id]));
  if (wanted !== DEFAULT_TOP) {
    state.set("top", wanted);
  }
  const text = state.toString();
  history.pushState(null, "", text === "" ? location.pathname : `#${text}`);
}

function restore() {
  readAddress();
  drawLength();
  drawLikes();
  recommend();
}

/** After what the person at the page has done: a step that Back takes back. */
function changed() {
  writeAddress();
  drawLikes();
  return recommend();
}

// Suggestions

function close() {
  deactivate();
  options = [];
  optionsFor = "";
  found.hidden = true;
  found.replaceChildren();
  search.setAttribute("aria-expanded", "false");
}

function deactivate() {
  active = -1;
  [...found.children].forEach((option) => option.setAttribute("aria-selected", "false"));
  search.removeAttribute("aria-activedescendant");
}

function activate(index) {
  active = index;
  [...found.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  found.children[index].scrollIntoView({ block: "nearest" });
  search.setAttribute("aria-activedescendant", found.children[index].id);
}

/** An option that the arrows have chosen while the search was under way stays chosen. */
function suggest(items, text) {
  const chosen = active >= 0 ? options[active] : undefined;
  close();
  remember(items);
  options = items.map(idOf).filter((id) => !likes.includes(id));
  optionsFor = text;
  options.forEach((id, at) => {
    const option = element("li", named(id));
    option.id = `found-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    option.addEventListener("click", () => pick(at));
    found.append(option);
  });
  found.hidden = options.length === 0;
  search.setAttribute("aria-expanded", String(options.length > 0));
  const count = options.length === 1 ? "1 title found" : `${options.length} titles found`;
  searchStatus.textContent = options.length === 0 ? "No title found" : `${count}; Enter takes the first`;
  if (options.includes(chosen)) {
    activate(options.indexOf(chosen));
  }
}

/** Whether it ended with suggestions for the text. */
async function find() {
  clearTimeout(typing);
  searching.abort();
  searching = new AbortController();
  const text = search.value.trim();
  if (text === "") {
    close();
    searchStatus.textContent = "";
    return false;
  }
  try {
    const { signal } = searching;
    suggest((await ask(`items?query=${encodeURIComponent(text)}`, { signal })).items, text);
    return options.length > 0;
  } catch (error) {
    if (error.name !== "AbortError") {
      close();
      searchStatus.textContent = `The search failed: ${error.message}`;
    }
    return false;
  }
}

/** Enter: the option that the arrows have chosen, else the first, which may still have to be found. */
async function take() {
  if (active >= 0) {
    pick(active);
  } else if ((options.length > 0 && optionsFor === search.value.trim()) || (await find())) {
    pick(0);
  }
}

function pick(index) {
  const id = options[index];
  searching.abort();
  clearTimeout(typing);
  search.value = "";
  close();
  like(id);
}

// Likes

function like(id) {
  likes.push(id);
  searchStatus.textContent = `${named(id)} added`;
  return changed();
}

function remove(id) {
  const position = likes.indexOf(id);
  likes = likes.filter((other) => other !== id);
  searchStatus.textContent = `${named(id)} removed`;
  changed();
  const buttons = likesList.querySelectorAll("button");
  (buttons[Math.min(position, buttons.length - 1)] ?? search).focus(); // not to the top of the page
}

function drawLikes() {
  likesList.replaceChildren(
    ...likes.map((id) => {
      const row = element("li", "");
      row.append(element("bdi", ""), action("×", "", () => remove(id)));
      return row;
    }),
  );
  clear.hidden = likes.length === 0;
  nameRows();
}

/** Beside the drawing: a button keeps the focus while an answer brings titles. */
function nameRows() {
  likes.forEach((id, at) => {
    const [title, button] = likesList.children[at].children;
    title.textContent = unknown.has(id) ? `${named(id)}, unknown to this model` : named(id);
    title.className = unknown.has(id) ? "unknown" : "";
    button.setAttribute("aria-label", `Remove ${named(id)}`);
  });
}

function drawLength() {
  const lengths = [...new Set([...LENGTHS, wanted])].sort((a, b) => a - b);
  length.replaceChildren(
    ...lengths.map((count) => {
      const option = element("option", `${count} items`);
      option.value = count;
      option.selected = count === wanted;
      return option;
    }),
  );
}

// The list

/** Of logits e^(difference) is how many times as probable an item is. */
const isProbability = (answer) => scoring.logits && !answer.popularity;

const shownScore = (score) => (scoring.logits ? score.toFixed(2) : score.toPrecision(3));

/** "Heat (1995)" as title and year; a title of another form is all title. */
function parts(text) {
  const match = /^(.*\S)\s+\((\d{4})\)\s*$/.exec(text);
  return match ? { title: match[1], year: match[2] } : { title: text, year: "" };
}

function card(item, position, answer) {
  const id = idOf(item);
  const first = answer.recommendations[0].score;
  const proportion = isProbability(answer) ? Math.exp(item.score - first) : Math.max(item.score / Math.max(first, TINY), 0);
  const made = element("li", "", "card");
  const heading = element("h3", "");
  const { title, year } = parts(named(id));
  heading.append(element("bdi", title, "title"));
  if (year) {
    heading.append(" ", element("span", year, "year"));
  }
  const rank = element("span", String(position + 1), "rank");
  rank.setAttribute("aria-hidden", "true"); // the list numbers its items
  made.append(rank, heading, action("+ Like", `Like ${named(id)}`, () => likeAt(position, id)), body(item, proportion, answer));
  return made;
}

function body(item, proportion, answer) {
  const made = element("div", "", "body");
  const score = element("div", "", "score");
  const track = element("span", "", "track");
  const fill = element("span", "", "fill");
  fill.style.width = `${(100 * proportion).toFixed(2)}%`;
  track.setAttribute("aria-hidden", "true");
  track.append(fill);
  const users = item.score === 1 ? "1 user" : `${item.score} users`;
  const value = element("span", answer.popularity ? users : shownScore(item.score), "value");
  if (!answer.popularity) {
    value.prepend(element("span", "score ", "unseen"));
  }
  if (isProbability(answer)) {
    value.title = `${(100 * proportion).toFixed(0)} % as probable as the first`;
  }
  score.append(track, value);
  if (item.genres) {
    const genres = element("p", "", "genres");
    item.genres.forEach((genre, at) => genres.append(at === 0 ? "" : " · ", element("bdi", genre)));
    made.append(genres);
  }
  made.append(score);
  const reasons = item.why.filter((reason) => (scoring.logits ? Math.exp(reason.weight) >= LEAST_SHOWN : reason.weight > 0));
  if (reasons.length > 0) {
    const why = element("p", "because of ", "why");
    reasons.forEach((reason) => {
      const chip = element("span", "", "reason");
      const gain = scoring.logits ? `×${Math.exp(reason.weight).toFixed(2)}` : `+${shownScore(reason.weight)}`;
      const times = element("span", gain, "times");
      chip.append(element("bdi", titled(idOf(reason), reason.title)), " ", times);
      why.append(chip, " ");
    });
    made.append(why);
  }
  return made;
}

/** The focus goes to the item that takes the place, not to the top of the page. */
async function likeAt(position, id) {
  await like(id);
  const buttons = recommended.querySelectorAll("button");
  (buttons[Math.min(position, buttons.length - 1)] ?? search).focus();
}

function drawRecommended(answer) {
  recommended.replaceChildren(...answer.recommendations.map((item, position) => card(item, position, answer)));
  const count = answer.recommendations.length;
  const known = likes.length - answer.unknownIds.length; // a new model may not know all that were picked
  const picked = known === likes.length ? `${known} picked` : `${known} of ${likes.length} picked, which are all the model knows`;
  const list = count === 1 ? "1 recommendation" : `${count} recommendations`;
  status.textContent = answer.popularity
    ? `The ${count} most popular: ${likes.length === 0 ? "you have picked none" : "the model knows none of those picked"}`
    : `${list} from ${picked}`;
  legend.textContent = legendOf(answer);
}

function legendOf(answer) {
  if (answer.popularity) {
    return "A bar is the number of users in the training data who have the item.";
  }
  return scoring.logits
    ? "A bar half as long: half as probable as the first. The number is the model's score. " +
        "×2 at a reason: twice as probable as without it."
    : "A bar half as long: half the first one's score. The number is the model's score, which has no unit. " +
        "+0.1 at a reason: what it adds to the score.";
}

/** The titles of likes that only the address has named: the model's items among them, which an answer comes with. */
async function nameLikes(signal) {
  const unnamed = likes.filter((id) => !titles.has(id));
  if (unnamed.length > 0) {
    const answer = await recommendations({ only: unnamed, top: Math.min(unnamed.length, MOST_TOP) }, signal);
    remember(answer.recommendations);
  }
}

async function recommend() {
  recommending.abort();
  recommending = new AbortController();
  const { signal } = recommending;
  const query = { likes, top: wanted, explain: likes.length > 0 && likes.length <= MOST_EXPLAINED };
  drawElsewhere(query);
  recommended.setAttribute("aria-busy", "true");
  try {
    const [answer] = await Promise.all([recommendations(query, signal), nameLikes(signal)]);
    if (scoring.model !== answer.model) {
      scoring = await ask("health", { signal });
      drawElsewhere(query); // which names another directory for a baseline
    }
    model.textContent = answer.model;
    remember(answer.recommendations);
    unknown = new Set(answer.unknownIds.map(String));
    nameRows();
    drawRecommended(answer);
  } catch (error) {
    if (error.name === "AbortError") {
      return; // another one is under way
    }
    recommended.replaceChildren();
    legend.textContent = "";
    status.textContent = `No recommendations: ${error.message}`;
  }
  recommended.removeAttribute("aria-busy");
}

// The same elsewhere

/** JSON whose unsafe characters are escapes; a string of it is a string of Java too. */
function quoted(value) {
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escaped);
}

function drawElsewhere(query) {
  const secured = sessionStorage.getItem(KEY_ITEM) !== null;
  const address = new URL("recommendations", location.origin + location.pathname);
  const body = quoted(query).replaceAll("'", "'\\''"); // for a shell
  byId("curl").textContent = [
    "curl -s -H 'Content-Type: application/json'",
    ...(secured ? ['-H "Authorization: Bearer $KEY"'] : []),
    `-d '${body}' ${address}`,
  ].join(" ");
  byId("curl-note").hidden = !secured;
  byId("java").textContent = [
    `try (Recommender recommender = Recommender.open(Path.of("${scoring.logits ? "RUN" : "RUN/models/NAME"}"))) {`,
    `    Query query = Query.of(List.of(${query.likes.map(quoted).join(", ")}), ${query.top})${query.explain ? ".explained()" : ""};`,
    "    for (Recommendation item : recommender.recommend(query).recommendations()) {",
    '        System.out.println(item.score() + " " + item.itemId() + " " + item.title() + " " + item.why());',
    "    }",
    "}",
  ].join("\n");
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(text); // a browser keeps that clipboard from a page that came without TLS from another machine
    button.focus();
  }
  const before = button.textContent;
  if (before !== COPIED) {
    button.textContent = COPIED;
    setTimeout(() => (button.textContent = before), COPIED_MS);
  }
}

function copySelected(text) {
  const field = element("textarea", text, "unseen");
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

document.querySelectorAll("[data-copies]").forEach((button) => {
  button.addEventListener("click", () => copy(byId(button.dataset.copies).textContent, button));
});
share.addEventListener("click", () => copy(location.href, share));

byId("api").addEventListener("click", async (event) => {
  if (sessionStorage.getItem(KEY_ITEM) === null) {
    return; // the browser follows the link
  }
  event.preventDefault();
  const response = await fetch("openapi.json", { headers: withKey({}) });
  const link = element("a", "");
  link.href = URL.createObjectURL(await response.blob());
  link.download = "openapi.json";
  link.click();
  URL.revokeObjectURL(link.href);
});

search.addEventListener("input", () => {
  deactivate();
  clearTimeout(typing);
  typing = setTimeout(find, TYPING_PAUSE_MS);
});
search.addEventListener("blur", () => {
  clearTimeout(typing);
  searching.abort();
  close();
});
search.addEventListener("keydown", (event) => {
  if (event.isComposing) {
    return; // Enter ends the composition of a character
  }
  if (event.key === "Escape") {
    close();
  } else if (options.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const step = event.key === "ArrowDown" ? 1 : -1;
    const first = event.key === "ArrowDown" ? 0 : options.length - 1;
    activate(active < 0 ? first : (active + step + options.length) % options.length);
  } else if (event.key === "Enter") {
    take();
  } else {
    return;
  }
  event.preventDefault();
});
clear.addEventListener("click", () => {
  likes = [];
  searchStatus.textContent = "All removed";
  search.focus();
  changed();
});
length.addEventListener("change", () => {
  wanted = Number(length.value);
  changed();
});
addEventListener("popstate", restore); // Back, Forward, and an address that is edited

restore();
