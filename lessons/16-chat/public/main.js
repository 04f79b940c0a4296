// @ts-check
// The page of the chat. The door and the room are those of lesson 5, whose files
// are served beside these; here is what a room with guests needs beyond them.

import { Chat } from "./chat.js";
import { OtherClients } from "./other-clients.js";
import { recall, remember } from "./remembered.js";
import { Talk } from "./talk.js";

const chat = new Chat({
  path: "ws",
  protocols: ["rendezvous.chat"],
  conversation: new Talk(),
  farewells: { 1013: "This window did not keep up, and was let go." },
});
const others = new OtherClients();
chat.people.element.append(others.button);
document.body.append(chat.element, others.element);

// What was typed outlives the page: when it is loaded again, and when a phone
// puts it away to have room for something else.
chat.composer.draft = recall("draft");
document.addEventListener("visibilitychange", () => {
  if (document.hidden) remember("draft", chat.composer.draft);
});

// A frame must not take the focus from the page that it is a part of.
if (parent === window) chat.focus();
