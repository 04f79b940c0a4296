// A panic on the way out of a panic: the report names both, the first one first.
import { main, panic, Panic } from "rendezvous";

class code {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf() {
    return this.value;
  }
}

main(() => {
  try {
    panic(42);
  } catch (cause) {
    const second = new Panic(new code(7));
    second.cause = cause;
    throw second;
  }
});
