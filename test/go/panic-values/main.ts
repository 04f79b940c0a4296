// How a panic prints what it was given: the first in a chain of panics comes first.
import { main, Panic } from "rendezvous";

class code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  valueOf() {
    return this.text;
  }
}

class table {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }

  toString() {
    return `table ${this.number}`;
  }
}

class seat {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

main(() => {
  let last = new Panic(-1.5);
  for (const value of [true, new code("late"), new table(3), new seat(4)]) {
    const next = new Panic(value);
    next.cause = last;
    last = next;
  }
  throw last;
});
