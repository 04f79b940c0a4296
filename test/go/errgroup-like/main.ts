// Several tasks, one answer: the first error cancels the rest, and the group waits for all.
import {
  after,
  background,
  type Cancel,
  type Context,
  go,
  main,
  Once,
  select,
  WaitGroup,
  withCancel,
} from "rendezvous";

class Group {
  readonly #group = new WaitGroup();
  readonly #once = new Once();
  readonly #cancel: Cancel;
  #error: Error | undefined;

  constructor(cancel: Cancel) {
    this.#cancel = cancel;
  }

  run(task: () => Promise<Error | undefined>) {
    this.#group.add(1);
    go(async () => {
      const error = await task();
      if (error) {
        await this.#once.do(() => {
          this.#error = error;
          this.#cancel();
        });
      }
      this.#group.done();
    });
  }

  async wait() {
    await this.#group.wait();
    this.#cancel();
    return this.#error;
  }
}

function withContext(parent: Context): [Group, Context] {
  const [context, cancel] = withCancel(parent);
  return [new Group(cancel), context];
}

const nil = "<nil>";

main(async () => {
  const [group, context] = withContext(background());
  for (let i = 1; i <= 4; i++) {
    group.run(async () => {
      const chosen = await select({ ready: after(i * 50), done: context.done });
      if (chosen.case === "done") return context.err;
      if (i === 2) {
        return new Error("task 2 has failed");
      }
      console.log("task", i, "is done");
      return undefined;
    });
  }
  console.log("error:", (await group.wait())?.message ?? nil);
  console.log("context:", context.err?.message ?? nil);
  const [empty] = withContext(background());
  console.log("without a task:", (await empty.wait())?.message ?? nil);
});
