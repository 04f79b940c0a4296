// @ts-check
// A conversation in which guests take part, who have no name.

import { Conversation } from "./conversation.js";
import { make } from "./make.js";

export class Talk extends Conversation {
  /**
   * @override
   * @param {string} name
   */
  sign(name) {
    return name === ""
      ? make("span", { class: "nameless" }, "Guest without a name")
      : super.sign(name);
  }
}
