import { Channel, type SendChannel } from "rendezvous";

/** What goes to the one who answers: the words, and where the answer goes. */
export interface Question {
  words: string;
  answer: SendChannel<string>;
}

/**
 * Asks `words` and resolves with the answer to them. Others ask at the same
 * time, and who is asked answers in whatever order it likes.
 */
export async function ask(
  questions: SendChannel<Question>,
  words: string,
): Promise<string> {
  const answer = new Channel<string>();
  await questions.send({ words, answer });
  return (await answer.receive()) ?? "";
}
