// @ts-check
// How the connection does, in words that a screen reader says once.

export class Status {
  #element;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /**
   * @param {"connecting" | "connected" | "waiting"} state
   * @param {string} words
   */
  show(state, words) {
    clearInterval(this.#countdown);
    this.#element.dataset["state"] = state;
    // A live region repeats itself whenever it is written to.
    if (this.#element.textContent !== words) this.#element.textContent = words;
  }

  /** @param {number} delayMs Until the next attempt. */
  countDown(delayMs) {
    this.show("waiting", "Reconnecting ");
    const wait = document.createElement("span");
    wait.ariaHidden = "true"; // the seconds are for the eye
    this.#element.append(wait, "…");
    const end = Date.now() + delayMs;
    const tick = () => {
      const seconds = Math.max(1, Math.ceil((end - Date.now()) / 1_000));
      wait.textContent = `in ${seconds} s `;
    };
    tick();
    this.#countdown = setInterval(tick, 1_000);
  }
}
