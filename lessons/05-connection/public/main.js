// @ts-check
// The page of the chat: a door, and a room behind it.
//
//   - what was typed is in the field, or in `unheard`, or in the conversation:
//     it is given up only when the server has said it back
//   - the server keeps no names: each new connection joins anew

import { Conversation, hueOf, label, make } from "./conversation.js";
import { LastingSocket } from "./lasting-socket.js";
import { recall, remember } from "./remembered-name.js";
import { Status } from "./status.js";

/** @typedef {import("../wish.ts").Said} Said */
/** @typedef {import("../wish.ts").Wish} Wish */

const mostCharacters = 2_000;
const goingAway = 1001;
const noServer = "No server yet, still trying …";

const page = {
  notice: find("notice", HTMLElement),
  door: find("door", HTMLFormElement),
  name: find("name", HTMLInputElement),
  room: find("room", HTMLElement),
  peopleTitle: find("people-title", HTMLElement),
  people: find("people", HTMLElement),
  alone: find("alone", HTMLElement),
  say: find("say", HTMLFormElement),
  text: find("text", HTMLTextAreaElement),
  hint: find("hint", HTMLElement),
  leave: find("leave", HTMLButtonElement),
};
const conversation = new Conversation(
  find("log", HTMLElement),
  find("lines", HTMLElement),
  find("latest", HTMLButtonElement),
);
const status = new Status(find("status", HTMLElement));

let name = recall();
let isIn = false;
let wasIn = false;
let hasMet = false; // a server, ever
let hasTalk = false; // somebody has said something
let unseen = 0; // messages while the tab was hidden
/** @type {string[]} Said, and not yet said back. */
let unheard = [];
/** @type {string[]} */
let others = [];

const socket = new LastingSocket(address(location), {
  onconnecting() {
    if (hasMet) status.show("waiting", "Reconnecting …");
    else if (page.notice.hidden) status.show("connecting", "Connecting …");
  },
  onopen() {
    hasMet = true;
    page.notice.hidden = true;
    status.show("connected", "Connected");
    join();
  },
  onmessage(data) {
    const said = read(data);
    if (said) hear(said);
  },
  onlost(code, delayMs) {
    page.notice.hidden = hasMet;
    if (hasMet) status.countDown(delayMs);
    else status.show("connecting", noServer);
    if (isIn) {
      conversation.note(
        code === goingAway
          ? "The server has gone away."
          : "The connection is lost.",
      );
    }
    goOut();
  },
});

page.door.addEventListener("submit", (event) => {
  event.preventDefault();
  name = page.name.value.trim();
  if (name === "") return;
  remember(name);
  showPlace();
  page.text.focus();
  join();
});

page.say.addEventListener("submit", (event) => {
  event.preventDefault();
  say();
  page.text.focus();
});

page.text.addEventListener("keydown", (event) => {
  // Enter also ends the choice of a character in many writing systems.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  page.say.requestSubmit();
});

page.text.addEventListener("input", showHint);

page.leave.addEventListener("click", () => {
  page.name.value = name;
  name = "";
  remember("");
  wasIn = false;
  goOut();
  socket.restart();
  showPlace();
  page.name.focus();
});

document.addEventListener("visibilitychange", () => showUnseen(0));

showPlace();
// A frame must not take the focus from the page that it is a part of.
if (parent === window) (name ? page.text : page.name).focus();

/** @param {Said} said */
function hear(said) {
  switch (said.kind) {
    case "welcome":
      others = said.names;
      break;
    case "joined":
      if (!isIn && said.name === name) comeIn();
      else {
        others.push(said.name);
        conversation.note({ name: said.name }, " joined");
      }
      break;
    case "left":
      others = without(others, said.name);
      conversation.note({ name: said.name }, " left");
      break;
    case "said":
      hearLine(said.name, said.text);
      break;
  }
  showPeople();
}

/**
 * Two people may have one name: a line is ours if it is the one we sent.
 *
 * @param {string} author
 * @param {string} text
 */
function hearLine(author, text) {
  const isOwn = author === name && unheard[0] === text;
  if (isOwn) unheard.shift();
  hasTalk = true;
  conversation.say(author, text, isOwn);
  if (document.hidden) showUnseen(unseen + 1);
}

function join() {
  if (name && !isIn) wish({ kind: "join", name });
}

function comeIn() {
  isIn = true;
  conversation.note(
    wasIn
      ? "You are back. What was said in between is not kept."
      : "You joined",
  );
  wasIn = true;
  showHint();
}

function goOut() {
  isIn = false;
  others = [];
  // What the server never said back may be lost: it is the writer's again.
  page.text.value = [...unheard, page.text.value].filter(Boolean).join("\n");
  unheard = [];
  showPeople();
  showHint();
}

function say() {
  const characters = [...page.text.value.trim()];
  if (!isIn || !socket.isOpen || characters.length === 0) return showHint();
  const text = characters.slice(0, mostCharacters).join("").trim();
  page.text.value = characters.slice(mostCharacters).join("");
  unheard.push(text);
  wish({ kind: "say", text });
  showHint();
}

/** @param {Wish} wish */
function wish(wish) {
  socket.send(JSON.stringify(wish));
}

function showPlace() {
  page.door.hidden = name !== "";
  page.room.hidden = page.leave.hidden = name === "";
}

function showPeople() {
  const people = others.map((other) => person(other, false));
  if (isIn) people.unshift(person(name, true));
  page.people.replaceChildren(...people);
  page.peopleTitle.textContent = isIn ? `Here: ${people.length}` : "Here";
  page.alone.hidden = !isIn || hasTalk || others.length > 0;
}

/**
 * @param {string} name
 * @param {boolean} isOwn
 */
function person(name, isOwn) {
  const item = make("li", isOwn ? "own" : "");
  item.style.setProperty("--hue", String(hueOf(name)));
  item.append(label(name), isOwn ? " (you)" : "");
  return item;
}

function showHint() {
  const isStuck = !isIn && page.text.value.trim() !== "";
  page.hint.textContent = isStuck
    ? "Not sent yet. Your text stays here until we are connected."
    : "";
}

/** @param {number} count */
function showUnseen(count) {
  unseen = document.hidden ? count : 0;
  document.title = unseen > 0 ? `(${unseen}) Chat` : "Chat";
}

/**
 * The chat's WebSocket has the address of the page's folder.
 *
 * @param {Location} location
 */
function address({ protocol, host, pathname }) {
  const scheme = protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${host}${pathname.replace(/[^/]*\.html$/, "")}`;
}

/**
 * A later server may say more than this page understands.
 *
 * @param {unknown} data
 * @returns {Said | undefined}
 */
function read(data) {
  try {
    return typeof data === "string" ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {readonly string[]} names
 * @param {string} name
 */
function without(names, name) {
  const at = names.indexOf(name);
  return names.filter((_, index) => index !== at);
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function find(id, type) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`expected ${type.name} #${id}, got ${String(element)}`);
}
