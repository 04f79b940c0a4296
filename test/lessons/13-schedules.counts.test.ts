// Counts derived by hand, from what a step is and nothing else: one operation that
// may wait, and the code behind it. With `all` it is every order; otherwise one of
// those that differ only in steps with nothing in common. A pause divides a step
// where the code behind the operation touches something, and is one only if
// somebody else comes into it.

import {
  after,
  background,
  Channel,
  Cond,
  explore,
  type ExploreOptions,
  go,
  Mutex,
  RWMutex,
  select,
  sleep,
  WaitGroup,
  withCancel,
} from "rendezvous";
import { describe, expect, test } from "vitest";
import { room } from "../../lessons/13-schedules/demo/room.ts";

/** How many schedules, and how many of each kind of ending. */
async function count(
  program: () => Promise<void>,
  options: ExploreOptions = {},
): Promise<Record<string, number>> {
  const { schedules, endings, isComplete } = await explore(program, options);
  expect(isComplete).toBe(true);
  const kinds: Record<string, number> = { schedules };
  for (const { kind, output, count } of endings) {
    const name = [kind, ...output].join(" ");
    kinds[name] = (kinds[name] ?? 0) + count;
  }
  return kinds;
}

const all: ExploreOptions = { reduce: false };

describe("three goroutines that send three values each", () => {
  const sends = (channels: readonly Channel<number>[]) => {
    for (const channel of channels) {
      go(async () => {
        for (let value = 0; value < 3; value++) await channel.send(value);
      });
    }
  };
  const apart = async () => sends([1, 2, 3].map(() => new Channel(3)));
  const together = async () => {
    const channel = new Channel<number>(9);
    sends([channel, channel, channel]);
  };

  test("to channels of their own have 9!/(3!·3!·3!) = 1,680 orders", async () => {
    expect(await count(apart, all)).toEqual({
      schedules: 1680,
      returned: 1680,
    });
  });

  test("and one of them stands for all", async () => {
    expect(await count(apart)).toEqual({ schedules: 1, returned: 1 });
  });

  test("to one channel need all 1,680: each fills it otherwise", async () => {
    expect(await count(together)).toMatchObject({ schedules: 1680 });
  });

  test("have 3! = 6 orders if nobody is stopped", async () => {
    expect(await count(apart, { ...all, bound: 0 })).toMatchObject({
      schedules: 6,
    });
  });

  // One of 3 is cut at one of 2 places. Its halves and the 2 others have
  // 4!/2! = 12 orders, and in 3! of them the halves are together.
  test("have 6 + 3·2·(12 − 6) = 42 if one is stopped once", async () => {
    expect(await count(apart, { ...all, bound: 1 })).toMatchObject({
      schedules: 42,
    });
  });

  // One of 3 is cut twice: its 3 parts go around the 2 others, 2 orders. Or two of
  // 3, each at one of 2 places: 5!/(2!·2!) = 30 orders of 5 parts, without those
  // in which the halves of the one (12), of the other (12) are together; both: 6.
  test("have 42 + 3·2 + 3·4·(30 − 12 − 12 + 6) = 192 with two stops", async () => {
    expect(await count(apart, { ...all, bound: 2 })).toMatchObject({
      schedules: 192,
    });
  });
});

describe("a rendezvous", () => {
  const meeting = async () => {
    const channel = new Channel<number>();
    go(() => channel.send(1));
    await channel.receive();
  };

  test("has 2 orders: either may be there first", async () => {
    expect(await count(meeting, all)).toEqual({ schedules: 2, returned: 2 });
  });

  test("and once they have met it makes no difference: 1", async () => {
    expect(await count(meeting)).toEqual({ schedules: 1, returned: 1 });
  });
});

describe("a buffer", () => {
  // Main receives twice, M and then m.
  //   M waits first, A hands over:  B m, m B           2
  //   A first:  M before B:         B m, m B           2
  //             B before M:         m                  1
  // and the same for B: 2 · (2 + 2 + 1) = 10. All steps are at one box: each of
  // the 10 may differ.
  const mail = async () => {
    const box = new Channel<string>(2);
    go(() => box.send("a"));
    go(() => box.send("b"));
    console.log(await box.receive(), await box.receive());
  };

  test("with two senders and its receiver has 2·(2 + 2 + 1) = 10 orders", async () => {
    const ten = { schedules: 10, "returned a b": 5, "returned b a": 5 };

    expect(await count(mail, all)).toEqual(ten);
  });

  test("of which 8 are enough: at one value of two a send and a receive pass", async () => {
    const eight = { schedules: 8, "returned a b": 4, "returned b a": 4 };

    expect(await count(mail)).toEqual(eight);
  });

  test("with two senders of two has 4!/(2!·2!) = 6 orders", async () => {
    const two = async () => {
      const box = new Channel<number>(4);
      for (const value of [1, 2]) {
        go(async () => {
          await box.send(value);
          await box.send(value);
        });
      }
    };

    expect(await count(two, all)).toEqual({ schedules: 6, returned: 6 });
    expect(await count(two)).toEqual({ schedules: 6, returned: 6 });
  });
});

describe("a select", () => {
  const both = async () => {
    const left = new Channel<string>(1);
    const right = new Channel<string>(1);
    await left.send("left");
    await right.send("right");
    const { value } = await select({ left, right });
    console.log(value);
  };

  test("of two ready cases has 2 ways", async () => {
    const two = { schedules: 2, "returned left": 1, "returned right": 1 };

    expect(await count(both, all)).toEqual(two);
    expect(await count(both)).toEqual(two);
  });

  // S selects first, A meets it:  S goes on before B comes, or after      2
  // A first, S takes it:          A goes on before B comes, or after      2
  // A and B first:                the draw decides                        2
  // and the same with B first: 12. In which order S or A goes on, nobody sees; of
  // A and B who both come first, neither: 2 · 2 + 2 = 6.
  const race = async () => {
    const left = new Channel<string>();
    const right = new Channel<string>();
    go("left", () => left.send("left"));
    go("right", () => right.send("right"));
    await select({ left, right });
  };

  test("that two run for has 12 orders, and one of both is left", async () => {
    const { schedules, endings } = await explore(race, all);

    expect(schedules).toBe(12);
    expect(
      endings.map(({ kind, waiting, count }) => [kind, waiting, count]),
    ).toEqual([
      ["leak", ["3 (right): chan send"], 6],
      ["leak", ["2 (left): chan send"], 6],
    ]);
  });

  test("that two run for has 6 that differ", async () => {
    expect(await count(race)).toEqual({ schedules: 6, leak: 6 });
  });
});

describe("timers", () => {
  test("of one moment ring in 2 orders, the second never if main is quick: 4", async () => {
    const rings = async () => {
      const { case: first } = await select({ one: after(1), two: after(1) });
      console.log(first);
    };

    const four = { schedules: 4, "returned one": 2, "returned two": 2 };

    expect(await count(rings, all)).toEqual(four);
    expect(await count(rings)).toEqual(four);
  });

  test("of two sleepers: 2 orders to lie down, 2 to rise and send", async () => {
    const sleepers = async () => {
      const channel = new Channel<number>(2);
      for (const value of [1, 2]) {
        go(async () => {
          await sleep(1);
          await channel.send(value);
        });
      }
    };

    expect(await count(sleepers, all)).toEqual({ schedules: 4, returned: 4 });
    expect(await count(sleepers)).toEqual({ schedules: 2, returned: 2 });
  });

  // Main selects before or after the sender lies down: 2. Then the ring is first,
  // and the sender comes before or after main has heard it: 2. Or the sender is,
  // and the ring comes before main has ended, or never: 2. 2 · (2 + 2) = 8. Who
  // lies down when, and when the late sender comes, is all one: 1 + 2 differ.
  test("beside a value of the same moment: 8 orders, 3 that differ", async () => {
    const timeout = async () => {
      const value = new Channel<string>();
      go(async () => {
        await sleep(1);
        await value.send("value");
      });
      const chosen = await select({ value, late: after(1) });
      console.log(chosen.case);
    };

    expect(await count(timeout, all)).toEqual({
      schedules: 8,
      "leak late": 4,
      "returned value": 4,
    });
    expect(await count(timeout)).toEqual({
      schedules: 3,
      "leak late": 1,
      "returned value": 2,
    });
  });
});

describe("locks", () => {
  // Main first (M, then m and its unlocks), as far as a:
  //   m, then the other alone                                        1
  //   m, a pause, in which the other comes and waits                 1
  //   the other takes b: m and it wait for ever, in 2 orders         2
  // and the same if the other is first: 8, with 4 deadlocks. Of those it is all
  // one who came first and who last.
  const crossed = async () => {
    const a = new Mutex();
    const b = new Mutex();
    const both = async (first: Mutex, second: Mutex) => {
      await first.lock();
      await second.lock();
      second.unlock();
      first.unlock();
    };
    go(() => both(b, a));
    await both(a, b);
  };

  test("taken crosswise have 2·(1 + 1 + 2) = 8 orders, 4 of them deadlocks", async () => {
    expect(await count(crossed, all)).toEqual({
      schedules: 8,
      deadlock: 4,
      returned: 4,
    });
  });

  test("and 5 that differ, 1 of them a deadlock", async () => {
    expect(await count(crossed)).toEqual({
      schedules: 5,
      deadlock: 1,
      returned: 4,
    });
  });

  test("taken crosswise need one preemption to fail", async () => {
    expect(await count(crossed, { bound: 0 })).not.toHaveProperty("deadlock");
    expect(await count(crossed, { bound: 1 })).toHaveProperty("deadlock");
  });

  // The second comes behind the first, or into its pause and waits.
  test("of one for two have 2·(1 + 1) = 4 orders", async () => {
    const one = async () => {
      const lock = new Mutex();
      const locks = async () => {
        await lock.lock();
        lock.unlock();
      };
      go(locks);
      go(locks);
    };

    expect(await count(one, all)).toEqual({ schedules: 4, returned: 4 });
    expect(await count(one)).toEqual({ schedules: 4, returned: 4 });
  });

  // Nobody waits: the second comes behind the first, or into its pause, and goes
  // before it does or after.
  test("of two readers have 2·(1 + 1 + 1) = 6 orders", async () => {
    const readers = async () => {
      const lock = new RWMutex();
      const reads = async () => {
        await lock.rLock();
        lock.rUnlock();
      };
      go(reads);
      go(reads);
    };

    expect(await count(readers, all)).toEqual({ schedules: 6, returned: 6 });
    expect(await count(readers)).toEqual({ schedules: 6, returned: 6 });
  });
});

describe("a word that nobody waits for is lost", () => {
  // L locks, W waits, S signals. S L W and L S W are lost, and all one: the signal
  // and the lock have nothing in common. L W S is heard.
  const kettle = async () => {
    const lock = new Mutex();
    const whistle = new Cond(lock);
    go(() => whistle.signal());
    await lock.lock();
    await whistle.wait();
    lock.unlock();
  };

  test("in 2 of 3 orders", async () => {
    expect(await count(kettle, all)).toEqual({
      schedules: 3,
      deadlock: 2,
      returned: 1,
    });
  });

  test("and in 1 of 2 that differ", async () => {
    expect(await count(kettle)).toEqual({
      schedules: 2,
      deadlock: 1,
      returned: 1,
    });
  });
});

describe("the room that Bob leaves", () => {
  // Main locks (L), sends (S), unlocks (u) with it or behind it, and again l, s. Bob
  // receives (R) and locks (K).
  //   R before S, in 2 places. Then S and u, and
  //       l K: s and K wait for ever, in 2 orders        2
  //       K l, or K and l into its pause                 2
  //     or S, a pause in which K waits, u, and l and
  //     Bob's unlock in 2 orders                         2
  //   S before R. Then u, and as above                   2 + 2
  //     or K, which waits, u, and again                  2
  // 2 · 6 + 6 = 18, and 2 · 2 + 2 deadlocks.
  test("has 2·6 + 6 = 18 orders, and 6 of them are deadlocks", async () => {
    expect(await count(room, all)).toEqual({
      schedules: 18,
      deadlock: 6,
      returned: 12,
    });
  });
});

describe("a pause", () => {
  // A sends and closes. B sends behind that, and panics; or into the pause; or
  // first. All three are at one channel.
  test("before a close lets somebody send: 3 orders, 1 panic", async () => {
    const hasty = async () => {
      const channel = new Channel<number>(2);
      go(async () => {
        await channel.send(1);
        channel.close();
      });
      go(() => channel.send(2));
    };
    const three = { schedules: 3, panic: 1, returned: 2 };

    expect(await count(hasty, all)).toEqual(three);
    expect(await count(hasty)).toEqual(three);
  });

  test("lets in who has nothing to do with it: 3 orders, 1 that differs", async () => {
    const apart = async () => {
      const mine = new Channel<number>(1);
      const yours = new Channel<number>(1);
      go(() => yours.send(1));
      await mine.send(1);
      mine.close();
    };

    expect(await count(apart, all)).toEqual({ schedules: 3, returned: 3 });
    expect(await count(apart)).toEqual({ schedules: 1, returned: 1 });
  });

  // The operation and the code behind it touch the same channel: who has paused
  // was taken for who has gone on, and "1 2" was never found.
  test("is no state that was seen without it", async () => {
    const drained = async () => {
      const channel = new Channel<number>(2);
      go(() => channel.send(2));
      await channel.send(1);
      channel.close();
      const values: number[] = [];
      for await (const value of channel) values.push(value);
      console.log(values.join(" "));
    };
    const { endings } = await explore(drained);

    expect(endings.map(({ kind, output }) => [kind, ...output])).toEqual([
      ["panic"],
      ["panic", "1"],
      ["returned", "1 2"],
      ["returned", "2 1"],
    ]);
  });
});

describe("how many orders differ", () => {
  const lockFirst = () => {
    const lock = new Mutex();
    return leave(new Channel(), lock);
  };
  const outboxFirst = () => {
    const outbox = new Channel<string>();
    return leave(outbox, new Mutex());
  };
  const leave = async (outbox: Channel<string>, lock: Mutex) => {
    const members = new Set([outbox]);
    go(async () => {
      await outbox.receive();
      await lock.lock();
      members.delete(outbox);
      lock.unlock();
    });
    for (const line of ["hello", "is anybody there?"]) {
      await lock.lock();
      for (const member of members) await member.send(line);
      lock.unlock();
    }
  };

  // The sum of three numbers of 52 bits lost its last one, in some orders.
  test("does not depend on what was made first", async () => {
    expect(await count(lockFirst)).toEqual(await count(outboxFirst));
  });
});

describe("the others", () => {
  test("a group of two and who waits for it have 3! = 6 orders", async () => {
    const group = async () => {
      const group = new WaitGroup();
      group.go(() => undefined);
      group.go(() => undefined);
      await group.wait();
    };

    expect(await count(group, all)).toEqual({ schedules: 6, returned: 6 });
    expect(await count(group)).toEqual({ schedules: 6, returned: 6 });
  });

  // Who waits for it comes before, behind, or in between.
  test("a cancel behind a send has 3 orders", async () => {
    const leaving = async () => {
      const channel = new Channel<number>(1);
      const [context, cancel] = withCancel(background());
      go(() => context.done.receive());
      await channel.send(1);
      cancel();
    };

    expect(await count(leaving, all)).toEqual({ schedules: 3, returned: 3 });
    expect(await count(leaving)).toEqual({ schedules: 3, returned: 3 });
  });
});
