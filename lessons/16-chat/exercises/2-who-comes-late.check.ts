import assert from "node:assert/strict";
import { Outbox } from "../../08-buffers/outbox.ts";
import { outboxLimits } from "../../15-broadcast/client.ts";
import { Letter, plainLetter } from "../letter.ts";

type Attempt = typeof import("./2-who-comes-late.solution.ts");
type LastWords = InstanceType<Attempt["LastWords"]>;

export default function check({ LastWords }: Attempt): void {
  const words = new LastWords(3);
  assert.equal(
    late(words),
    "",
    "before anybody speaks there is nothing to say",
  );

  say(words, 1, "one");
  assert.equal(late(words), "one", 'one has said "one", so a late one gets it');

  say(words, 5, "two");
  assert.equal(
    late(words),
    "one two",
    "with five clients in the room a message was said once all the same",
  );

  for (const text of ["two", "three", "four"]) say(words, 2, text);
  assert.equal(
    late(words),
    "two three four",
    "of five messages the last three are given, also if two of them are alike",
  );

  hear(words, 2, new Letter({ kind: "joined", name: "alice" }));
  assert.equal(
    late(words),
    "two three four",
    "what is not for plain clients is not remembered for them",
  );
}

function say(words: LastWords, clients: number, text: string): void {
  hear(words, clients, plainLetter(text));
}

// As a hub does: for one client after the other.
function hear(words: LastWords, clients: number, letter: Letter): void {
  for (let left = clients; left > 0; left--) words.frameFor(letter);
}

function late(words: LastWords): string {
  const outbox = new Outbox(outboxLimits);
  words.joined({ outbox });
  const texts = outbox
    .tryTakeReady()
    .map((frame) => new TextDecoder().decode(frame.subarray(2)));
  return texts.join(" ");
}
