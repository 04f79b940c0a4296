// @ts-check
// How many messages came while nobody looked: the title of the tab says it.

export class Unseen {
  #title = document.title;
  #count = 0;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#show(0));
  }

  add() {
    if (document.hidden) this.#show(this.#count + 1);
  }

  /** @param {number} count */
  #show(count) {
    this.#count = document.hidden ? count : 0;
    document.title =
      this.#count > 0 ? `(${this.#count}) ${this.#title}` : this.#title;
  }
}
