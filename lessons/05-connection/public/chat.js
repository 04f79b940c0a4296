// @ts-check
// The chat in a window: a door, and a room behind it.
//
// Always true:
//   - whoever stands at the door holds no connection: the page knocks, to see
//     whether there is a server, and hangs up
//   - the server keeps no names, so each new connection joins anew

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Door } from "./door.js";
import { LastingSocket } from "./lasting-socket.js";
import { make } from "./make.js";
import { People } from "./people.js";
import { recall, remember } from "./remembered.js";
import { Status } from "./status.js";
import { Unseen } from "./unseen.js";

/** @typedef {import("../wish.ts").Said} Said */
/** @typedef {import("../wish.ts").Wish} Wish */

/**
 * @typedef {object} Options
 * @property {string} path Of the WebSocket, seen from the page.
 * @property {string[]} [protocols] What the page asks the server to speak.
 * @property {Conversation} [conversation]
 * @property {Record<number, string>} [farewells] What a close code means.
 */

const noServer = "No server yet, still trying …";
/** @type {Record<number, string>} */
const goingAway = { 1001: "The server has gone away." };

export class Chat {
  people = new People();
  composer = new Composer((text) => this.#wish({ kind: "say", text }));
  #conversation;
  #farewells;
  #socket;
  #status = new Status();
  #unseen = new Unseen();
  #door = new Door((name) => this.#enter(name));
  #leave = make("button", { class: "quiet", type: "button" }, "Leave");
  #notice = makeNotice();
  #room;
  element;

  #name = recall("name");
  #isIn = false;
  #wasIn = false;
  #hasMet = false; // a server, ever

  /** @param {Options} options */
  constructor({ path, protocols = [], conversation, farewells = {} }) {
    this.#conversation = conversation ?? new Conversation();
    this.#farewells = { ...goingAway, ...farewells };
    this.#room = make(
      "div",
      { id: "room" },
      this.people.element,
      this.#conversation.element,
      this.composer.element,
    );
    this.element = this.#build();
    this.#leave.addEventListener("click", () => this.#goOut());
    this.#showPlace();
    this.#socket = new LastingSocket(path, protocols, {
      onconnecting: () => this.#wait(),
      onopen: () => this.#meet(),
      onmessage: (data) => this.#read(data),
      onlost: (code, delayMs) => this.#lose(code, delayMs),
    });
  }

  /** To the field that is next: one's name, or what one has to say. */
  focus() {
    (this.#name === "" ? this.#door : this.composer).focus();
  }

  #build() {
    const logo = make("img", { class: "logo", src: "./logo.svg", alt: "" });
    const title = make("h1", {}, "Chat");
    return make(
      "div",
      { class: "window" },
      make("header", {}, logo, title, this.#status.element, this.#leave),
      make("main", {}, this.#notice, this.#door.element, this.#room),
    );
  }

  #showPlace() {
    const isOutside = this.#name === "";
    this.#door.element.hidden = !isOutside;
    this.#room.hidden = this.#leave.hidden = isOutside;
  }

  /** @param {string} name */
  #enter(name) {
    this.#name = name;
    remember("name", name);
    this.#showPlace();
    this.focus();
    this.#socket.restart();
  }

  #goOut() {
    this.#door.suggest(this.#name);
    this.#name = "";
    remember("name", "");
    this.#wasIn = false;
    this.#part();
    this.#hangUp();
    this.#showPlace();
    this.focus();
  }

  #wait() {
    if (this.#hasMet) this.#status.show("waiting", "Reconnecting …");
    else if (this.#notice.hidden) {
      this.#status.show("connecting", "Connecting …");
    }
  }

  #meet() {
    this.#hasMet = true;
    this.#notice.hidden = true;
    const name = this.#name;
    if (name === "") return this.#hangUp();
    this.#status.show("connected", "Connected");
    this.#wish({ kind: "join", name });
  }

  #hangUp() {
    this.#socket.rest();
    this.#status.show("connected", "Ready");
  }

  /**
   * @param {number} code
   * @param {number} delayMs
   */
  #lose(code, delayMs) {
    this.#notice.hidden = this.#hasMet;
    if (this.#hasMet) this.#status.countDown(delayMs);
    else this.#status.show("connecting", noServer);
    if (this.#isIn) {
      this.#conversation.note(
        this.#farewells[code] ?? "The connection is lost.",
      );
    }
    this.#part();
  }

  #part() {
    this.#isIn = false;
    this.people.clear();
    this.#conversation.showAlone(false);
    this.composer.close();
  }

  /**
   * A later server may say more than this page understands.
   *
   * @param {unknown} data
   */
  #read(data) {
    try {
      if (typeof data === "string") this.#hear(JSON.parse(data));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  /** @param {Said} said */
  #hear(said) {
    switch (said.kind) {
      case "welcome":
        for (const name of said.names) this.people.add(name);
        break;
      case "joined":
        if (!this.#isIn && said.name === this.#name) this.#comeIn();
        else this.#note(said.name, "joined");
        break;
      case "left":
        this.#note(said.name, "left");
        break;
      case "said":
        this.#hearLine(said.name, said.text);
        break;
    }
  }

  #comeIn() {
    this.#isIn = true;
    this.people.addOneself(this.#name);
    this.composer.open();
    this.#conversation.note(
      this.#wasIn
        ? "You are back. What was said in between is not kept."
        : "You joined",
    );
    this.#wasIn = true;
    this.#conversation.showAlone(this.people.isAlone);
  }

  /**
   * @param {string} name
   * @param {"joined" | "left"} what
   */
  #note(name, what) {
    if (what === "joined") this.people.add(name);
    else this.people.remove(name);
    this.#conversation.note({ name }, ` ${what}`);
    this.#conversation.showAlone(this.people.isAlone);
  }

  /**
   * Two people may have one name: a line is ours if it is the one we sent.
   *
   * @param {string} author
   * @param {string} text
   */
  #hearLine(author, text) {
    const isOwn = author === this.#name && this.composer.hears(text);
    this.#conversation.say(author, text, isOwn);
    this.#conversation.showAlone(false);
    this.#unseen.add();
  }

  /** @param {Wish} wish */
  #wish(wish) {
    this.#socket.send(JSON.stringify(wish));
  }
}

function makeNotice() {
  return make(
    "p",
    { class: "notice", hidden: "" },
    "The page is here, its server is not: to start one on your machine, run ",
    make("code", {}, "npm ci && npm start"),
    " in the folder of the course and open the address it prints.",
  );
}
