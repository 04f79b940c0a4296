// @ts-check
// How the connection does, in words that a screen reader says once.

import { make } from "./make.js";

export class Status {
  element = make("p", { id: "status", role: "status" });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;

  /**
   * @param {"connecting" | "connected" | "waiting"} state
   * @param {string} words
   */
  show(state, words) {
    clearInterval(this.#countdown);
    this.element.dataset["state"] = state;
    // A live region repeats itself whenever it is written to.
    if (this.element.textContent !== words) this.element.textContent = words;
  }

  /** @param {number} delayMs Until the next attempt. */
  countDown(delayMs) {
    this.show("waiting", "Reconnecting ");
    const wait = make("span", { "aria-hidden": "true" }); // for the eye
    this.element.append(wait, "…");
    const end = Date.now() + delayMs;
    const tick = () => {
      const seconds = Math.max(1, Math.ceil((end - Date.now()) / 1_000));
      wait.textContent = `in ${seconds} s `;
    };
    tick();
    this.#countdown = setInterval(tick, 1_000);
  }
}
