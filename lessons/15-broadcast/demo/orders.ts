// The hub and its clients in every order, or, where those are too many, in those
// with one preemption or in three hundred by chance.

import { type Exploration, explore, type ExploreOptions } from "rendezvous";
import { Evening, type EveningPlan, type Plan } from "./evening.ts";

const alice: Plan = { name: "alice", words: ["alice1"] };
const chatty: Plan = { ...alice, words: ["alice1", "alice2", "alice3"] };
const bob: Plan = { name: "bob" };
const slow: Plan = { ...bob, readsLate: true, outbox: 1, leaves: true };
const carol: Plan = { name: "carol", words: ["carol1"] };

const all = {};
const most = { bound: 1 };
const chance = { seed: 15, maxSchedules: 300 };

export interface Order {
  name: string;
  plan: EveningPlan;
  options: ExploreOptions;
}

// #region evenings
export const evenings: readonly Order[] = [
  {
    name: "alice talks, and the hub quits",
    plan: { guests: [alice] },
    options: all,
  },
  {
    name: "alice leaves, and the hub quits",
    plan: { guests: [{ name: "alice", leaves: true }] },
    options: most,
  },
  {
    name: "alice answers no goodbye",
    plan: { guests: [{ ...alice, isDeaf: true }] },
    options: most,
  },
  {
    name: "two tell the hub to quit",
    plan: { guests: [bob], quitters: 2 },
    options: most,
  },
  {
    name: "two come and talk",
    plan: { guests: [alice, carol], letters: 4 },
    options: chance,
  },
  {
    name: "bob comes while alice talks",
    plan: { guests: [chatty, bob], hasWitness: true, letters: 5 },
    options: chance,
  },
  {
    name: "bob leaves while alice talks",
    plan: {
      guests: [chatty, { ...bob, words: ["bob1"], leaves: true }],
      hasWitness: true,
      letters: 7,
    },
    options: chance,
  },
  {
    name: "bob is slow, and leaves",
    plan: { guests: [chatty, slow, carol], hasWitness: true, letters: 8 },
    options: chance,
  },
  {
    name: "all that, and the hub quits",
    plan: { guests: [chatty, { ...slow, words: ["bob1", "bob2"] }, carol] },
    options: chance,
  },
];
// #endregion evenings

/** What the orders of an evening lead to, and in how many somebody is let go. */
export async function inOrders({
  plan,
  options,
}: Order): Promise<Exploration & { slow: number }> {
  let slow = 0;
  const found = await explore(
    () => new Evening(plan, (hub) => (slow += hub.slow)).begin(),
    options,
  );
  return { ...found, slow };
}

export async function orders(print: (line: string) => void): Promise<void> {
  for (const order of evenings) {
    const { claim, endings, slow } = await inOrders(order);
    print(`${order.name}: ${claim}`);
    if (slow > 0) print(`  bob is let go in ${slow} of them`);
    for (const { kind, error, schedule } of endings) {
      if (kind !== "returned") print(`  ${kind} ${error}: ${schedule}`);
    }
  }
}
