"use strict";

const TYPING_PAUSE_MS = 150;
const TOP = 10;
const MOST_EXPLAINED = 200; // likes, as the service has it

const search = document.getElementById("search");
const found = document.getElementById("found");
const searchStatus = document.getElementById("search-status");
const likesList = document.getElementById("likes");
const status = document.getElementById("status");
const recommended = document.getElementById("recommended");
const model = document.getElementById("model");

const keyForm = document.getElementById("key-form");
const key = document.getElementById("key");
const keyStatus = document.getElementById("key-status");

const KEY_ITEM = "multvae-api-key"; // until the tab is closed
const UNAUTHORIZED = 401;

const likes = new Map(); // raw id -> title, in the order picked
let options = []; // the items that the list shows
let active = -1; // the option that Enter takes
let typing = 0;
let searching = new AbortController();
let recommending = new AbortController();

const shown = (item) => item.title || `item ${item.id ?? item.itemId}`;

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text; // never HTML: titles come from the data
  if (className) {
    made.className = className;
  }
  return made;
}

async function ask(path, request) {
  const used = sessionStorage.getItem(KEY_ITEM);
  const headers = { ...request.headers, ...(used ? { Authorization: `Bearer ${used}` } : {}) };
  const response = await fetch(path, { ...request, headers });
  const answer = await response.json();
  if (response.status === UNAUTHORIZED) {
    askForKey(used !== null);
  }
  if (!response.ok) {
    throw new Error(answer.error.message);
  }
  model.textContent = answer.model;
  return answer;
}

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

function close() {
  options = [];
  active = -1;
  found.hidden = true;
  found.replaceChildren();
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
}

function activate(index) {
  active = index;
  [...found.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  found.children[index].scrollIntoView({ block: "nearest" });
  search.setAttribute("aria-activedescendant", found.children[index].id);
}

function show(items) {
  close();
  options = items.filter((item) => !likes.has(item.id));
  options.forEach((item, at) => {
    const option = element("li", shown(item));
    option.id = `found-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    option.addEventListener("click", () => pick(at));
    found.append(option);
  });
  found.hidden = options.length === 0;
  search.setAttribute("aria-expanded", String(options.length > 0));
  searchStatus.textContent = options.length === 1 ? "1 title found" : `${options.length} titles found`;
}

async function find() {
  searching.abort();
  searching = new AbortController();
  const text = search.value.trim();
  if (text === "") {
    close();
    searchStatus.textContent = "";
    return;
  }
  try {
    const { signal } = searching;
    show((await ask(`items?query=${encodeURIComponent(text)}`, { signal })).items);
  } catch (error) {
    if (error.name !== "AbortError") {
      close();
      searchStatus.textContent = `The search failed: ${error.message}`;
    }
  }
}

function pick(index) {
  const item = options[index];
  likes.set(item.id, shown(item));
  searching.abort();
  clearTimeout(typing);
  search.value = "";
  searchStatus.textContent = `${shown(item)} added`;
  close();
  drawLikes();
  recommend();
}

function remove(id) {
  const position = [...likes.keys()].indexOf(id);
  const title = likes.get(id);
  likes.delete(id);
  searchStatus.textContent = `${title} removed`;
  drawLikes();
  const buttons = likesList.querySelectorAll("button");
  (buttons[Math.min(position, buttons.length - 1)] ?? search).focus(); // not to the top of the page
  recommend();
}

function drawLikes() {
  likesList.replaceChildren(
    ...[...likes].map(([id, title]) => {
      const row = element("li", "");
      const button = element("button", "Remove");
      button.type = "button";
      button.setAttribute("aria-label", `Remove ${title}`);
      button.addEventListener("click", () => remove(id));
      row.append(element("span", title), button);
      return row;
    }),
  );
}

function drawRecommended(answer) {
  recommended.replaceChildren(
    ...answer.recommendations.map((item) => {
      const row = element("li", shown(item));
      if (item.why.length > 0) {
        row.append(element("span", `because of ${item.why.map(shown).join(", ")}`, "why"));
      }
      return row;
    }),
  );
  const count = answer.recommendations.length;
  const known = likes.size - answer.unknownIds.length; // a new model may not know all that were picked
  const picked = known === likes.size ? `${known} picked` : `${known} of ${likes.size} picked, which are all the model knows`;
  status.textContent = answer.popularity
    ? `The ${count} most popular: ${likes.size === 0 ? "you have picked none" : "the model knows none of those picked"}`
    : `${count} recommendations from ${picked}`;
}

async function recommend() {
  recommending.abort();
  recommending = new AbortController();
  try {
    drawRecommended(
      await ask("recommendations", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ likes: [...likes.keys()], top: TOP, explain: likes.size <= MOST_EXPLAINED }),
        signal: recommending.signal,
      }),
    );
  } catch (error) {
    if (error.name !== "AbortError") {
      recommended.replaceChildren();
      status.textContent = `No recommendations: ${error.message}`;
    }
  }
}

search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(find, TYPING_PAUSE_MS);
});
search.addEventListener("blur", () => {
  clearTimeout(typing);
  searching.abort();
  close();
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    close();
  } else if (options.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const step = event.key === "ArrowDown" ? 1 : -1;
    const first = event.key === "ArrowDown" ? 0 : options.length - 1;
    activate(active < 0 ? first : (active + step + options.length) % options.length);
  } else if (event.key === "Enter" && active >= 0) {
    pick(active);
  } else {
    return;
  }
  event.preventDefault();
});

recommend();
