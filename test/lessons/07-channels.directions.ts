// What the compiler is to refuse, a line at a time. Nothing here is ever run: the
// types are the test, and the words beside a mark are the compiler's own.

/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/await-thenable --
   a line that does not compile has no types */

import { Channel, type ReceiveChannel, type SendChannel } from "rendezvous";

// #region wrong
export async function wrong(
  into: SendChannel<string>,
  outOf: ReceiveChannel<string>,
) {
  // @ts-expect-error Argument of type 'number' is not assignable
  await into.send(7);
  // @ts-expect-error Property 'receive' does not exist
  await into.receive();
  // @ts-expect-error Property 'send' does not exist
  await outOf.send("hello");
  // @ts-expect-error Type 'ReceiveChannel<string>' is missing
  into = outOf;
}
// #endregion wrong

export async function everyLegalConversion(words: Channel<string>) {
  const into: SendChannel<string> = words;
  const outOf: ReceiveChannel<string> = words;
  await into.send("a");
  const word: string | undefined = await outOf.receive();
  return word;
}

export async function everyUseOfTheSendEnd(into: SendChannel<string>) {
  await into.send("a");
  into.trySend("a");
  into.sending("a");
  into.close();
  // @ts-expect-error Property 'receive' does not exist on type 'SendChannel<string>'.
  await into.receive();
  // @ts-expect-error Property 'next' does not exist on type 'SendChannel<string>'.
  await into.next();
  // @ts-expect-error Property 'tryReceive' does not exist on type 'SendChannel<string>'.
  into.tryReceive();
  // @ts-expect-error Type 'SendChannel<string>' must have a '[Symbol.asyncIterator]()' method that returns an async iterator.
  for await (const word of into) void word;
  // @ts-expect-error Type 'SendChannel<string>' is missing the following properties from type 'Channel<string>'
  const whole: Channel<string> = into;
  // @ts-expect-error Type 'SendChannel<string>' is missing the following properties from type 'ReceiveChannel<string>'
  const other: ReceiveChannel<string> = into;
  return [whole, other];
}

export async function everyUseOfTheReceiveEnd(outOf: ReceiveChannel<string>) {
  await outOf.receive();
  await outOf.next();
  outOf.tryReceive();
  for await (const word of outOf) word.toUpperCase();
  // @ts-expect-error Property 'send' does not exist on type 'ReceiveChannel<string>'.
  await outOf.send("a");
  // @ts-expect-error Property 'trySend' does not exist on type 'ReceiveChannel<string>'.
  outOf.trySend("a");
  // @ts-expect-error Property 'sending' does not exist on type 'ReceiveChannel<string>'.
  outOf.sending("a");
  // @ts-expect-error Property 'close' does not exist on type 'ReceiveChannel<string>'.
  outOf.close();
  // @ts-expect-error Type 'ReceiveChannel<string>' is missing the following properties from type 'Channel<string>'
  const whole: Channel<string> = outOf;
  // @ts-expect-error Type 'ReceiveChannel<string>' is missing the following properties from type 'SendChannel<string>'
  const other: SendChannel<string> = outOf;
  return [whole, other];
}

export async function everyWrongType(words: Channel<string>) {
  // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string'.
  await words.send(7);
  // @ts-expect-error Type 'string | undefined' is not assignable to type 'number | undefined'.
  const size: number | undefined = await words.receive();
  // @ts-expect-error Type 'Channel<string>' is not assignable to type 'Channel<string | number>'.
  const wide: Channel<string | number> = words;
  // @ts-expect-error Type 'Channel<string>' is not assignable to type 'SendChannel<string | number>'.
  const wideEnd: SendChannel<string | number> = words;
  return [size, wide, wideEnd];
}

export async function everyUnionType(
  words: Channel<string>,
  both: Channel<string | number>,
  into: SendChannel<string>,
  outOfBoth: ReceiveChannel<string | number>,
) {
  await both.send("a");
  await both.send(7);
  const { value, done } = await words.next();
  const word: string | undefined = done ? undefined : value.toUpperCase();
  // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string'.
  words.trySend(7);
  // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string'.
  words.sending(7);
  // @ts-expect-error Type 'Channel<string | number>' is not assignable to type 'Channel<string>'.
  const narrow: Channel<string> = both;
  // @ts-expect-error Type 'Channel<string | number>' is not assignable to type 'SendChannel<string>'.
  const narrowSend: SendChannel<string> = both;
  // @ts-expect-error Type 'ReceiveChannel<string | number>' is not assignable to type 'ReceiveChannel<string>'.
  const narrowReceive: ReceiveChannel<string> = outOfBoth;
  // @ts-expect-error Type 'SendChannel<string>' is not assignable to type 'SendChannel<string | number>'.
  const wideSend: SendChannel<string | number> = into;
  // @ts-expect-error 'value' is possibly 'undefined'.
  value.toUpperCase();
  return [word, narrow, narrowSend, narrowReceive, wideSend];
}

export async function nested(
  carriers: SendChannel<Channel<string>>,
  replies: Channel<SendChannel<string>>,
  words: Channel<string>,
) {
  await carriers.send(words);
  await replies.send(words);
  const reply = await replies.receive();
  await reply?.send("a");
  // @ts-expect-error Property 'receive' does not exist on type 'SendChannel<string>'.
  await reply?.receive();
  // @ts-expect-error Argument of type 'Channel<number>' is not assignable to parameter of type 'Channel<string>'.
  await carriers.send(new Channel<number>());
}

export async function withoutType() {
  const anything = new Channel();
  await anything.send(7);
  const unknown = await anything.receive();
  // @ts-expect-error 'unknown' is of type 'unknown'.
  unknown.toFixed();
  const typed: Channel<string> = new Channel();
  return typed.receive();
}

export async function closeOfNoChannel(count: number) {
  // @ts-expect-error Property 'close' does not exist on type 'number'.
  count.close();
}

export function madeOfNoNumber() {
  // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number'.
  return new Channel<string>("3");
}
