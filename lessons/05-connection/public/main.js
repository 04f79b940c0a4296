// @ts-check
// The page of lesson 5. Its WebSocket has the address of its folder.

import { Chat } from "./chat.js";

const chat = new Chat({ path: "." });
document.body.append(chat.element);
// A frame must not take the focus from the page that it is a part of.
if (parent === window) chat.focus();
