import assert from "node:assert/strict";
import { Channel, go, type ReceiveChannel, run } from "rendezvous";

type Attempt = typeof import("./2-ask.solution.ts");
type Question = import("./2-ask.solution.ts").Question;

const topics = ["tea", "cake", "milk"];

export default async function check({ ask }: Attempt): Promise<void> {
  const { kind, value, error } = await run(
    async () => {
      const questions = new Channel<Question>();
      const heard = new Channel<[topic: string, answer: string]>();
      go("oracle", answerBackwards, questions);
      for (const topic of topics) {
        go(topic, async () => heard.send([topic, await ask(questions, topic)]));
      }
      const all: ([topic: string, answer: string] | undefined)[] = [];
      while (all.length < topics.length) all.push(await heard.receive());
      return all;
    },
    { clock: "virtual" },
  );
  if (kind === "panic") throw error;
  assert.ok(
    kind === "returned",
    "somebody asked and waits for ever: the answer should go to a channel at which the one who asked receives",
  );
  for (const [topic, answer] of value?.filter((each) => !!each) ?? []) {
    assert.ok(
      answer === `all about ${topic}`,
      `who asked about ${topic} was told "${answer}": at a channel that all share, the first in line gets what was meant for another`,
    );
  }
  await checkAwait(ask);
}

// Nobody hears the question. The report of that tells which of the operations
// that `ask` stands at is awaited by no function.
async function checkAwait(ask: Attempt["ask"]): Promise<void> {
  const { report } = await run(() => ask(new Channel<Question>(), "tea"), {
    clock: "virtual",
  });
  const [, operation] =
    /^nobody awaits this: .*, (chan \w+)/m.exec(report) ?? [];
  assert.ok(
    operation === undefined,
    `where nobody hears the question, \`ask\` should wait at its send, but nobody awaits its ${operation}: an \`await\` was forgotten`,
  );
}

async function answerBackwards(
  questions: ReceiveChannel<Question>,
): Promise<void> {
  const asked: (Question | undefined)[] = [];
  while (asked.length < topics.length) asked.push(await questions.receive());
  for (const each of asked.reverse()) {
    await each?.answer.send(`all about ${each.words}`);
  }
}
