// The libraries whose goroutines are generators: each workload in their own style.

import { peersOf } from "../peers.js";
import { sizes as N } from "./sizes.js";

const { importPeer: imp } = peersOf("channels");

const defer = () => {
  let resolve;
  const p = new Promise((r) => {
    resolve = r;
  });
  return [p, resolve];
};

export const generators = {
  "js-csp": async () => {
    const csp = (await imp("js-csp")).default;
    const { go, chan, put, take, alts } = csp;
    const sel = (k) => () => {
      const [done, res] = defer();
      const chs = Array.from({ length: k }, () => chan()),
        per = N.sel / 4;
      for (let p = 0; p < 4; p++)
        go(function* () {
          for (let i = 0; i < per; i++)
            yield put(chs[(p + 4 * i) % k], p * per + i);
        });
      go(function* () {
        let s = 0;
        for (let i = 0; i < N.sel; i++) {
          const r = yield alts(chs);
          s += r.value;
        }
        res(s);
      });
      return done;
    };
    return {
      a: () => {
        const [done, res] = defer();
        const x = chan(),
          y = chan();
        go(function* () {
          for (let i = 0; i < N.pp; i++) {
            const v = yield take(x);
            yield put(y, v + 1);
          }
        });
        go(function* () {
          let s = 0;
          for (let i = 0; i < N.pp; i++) {
            yield put(x, i);
            s += yield take(y);
          }
          res(s);
        });
        return done;
      },
      b: () => {
        const [done, res] = defer();
        const c = chan(128);
        go(function* () {
          for (let i = 0; i < N.buf; i++) yield put(c, i);
        });
        go(function* () {
          let s = 0;
          for (let i = 0; i < N.buf; i++) s += yield take(c);
          res(s);
        });
        return done;
      },
      c2: sel(2),
      c16: sel(16),
      d: () => {
        const [done, res] = defer();
        const c = chan();
        const [P, M] = N.fan;
        for (let p = 0; p < P; p++)
          go(function* () {
            for (let i = 0; i < M; i++) yield put(c, p * M + i);
          });
        go(function* () {
          let s = 0;
          for (let i = 0; i < P * M; i++) s += yield take(c);
          res(s);
        });
        return done;
      },
      e: () => {
        const [done, res] = defer();
        let stop = false;
        const c0 = chan();
        go(function* () {
          for (let i = 2; !stop; i++) yield put(c0, i);
        });
        const filter = function* (i, o, p) {
          while (!stop) {
            const v = yield take(i);
            if (v % p !== 0) yield put(o, v);
          }
        };
        go(function* () {
          let c = c0,
            p = 0;
          for (let i = 0; i < N.primes; i++) {
            p = yield take(c);
            const n = chan();
            go(filter, [c, n, p]);
            c = n;
          }
          stop = true;
          res(p);
        });
        return done;
      },
    };
  },
  "effect Queue": async () => {
    const { Effect, Queue, Fiber } = await imp("effect");
    const run = (g) => Effect.runPromise(Effect.gen(g));
    const fork = Effect.forkChild ?? Effect.fork;
    const join = Fiber.join;
    return {
      // capacity 0: accepted only while a taker waits, else the offer suspends (a rendezvous)
      a: () =>
        run(function* () {
          const x = yield* Queue.bounded(0),
            y = yield* Queue.bounded(0);
          const f = yield* fork(
            Effect.gen(function* () {
              for (let i = 0; i < N.pp; i++) {
                const v = yield* Queue.take(x);
                yield* Queue.offer(y, v + 1);
              }
            }),
          );
          let s = 0;
          for (let i = 0; i < N.pp; i++) {
            yield* Queue.offer(x, i);
            s += yield* Queue.take(y);
          }
          yield* join(f);
          return s;
        }),
      b: () =>
        run(function* () {
          const c = yield* Queue.bounded(128);
          const f = yield* fork(
            Effect.gen(function* () {
              for (let i = 0; i < N.buf; i++) yield* Queue.offer(c, i);
            }),
          );
          let s = 0;
          for (let i = 0; i < N.buf; i++) s += yield* Queue.take(c);
          yield* join(f);
          return s;
        }),
      d: () =>
        run(function* () {
          const c = yield* Queue.bounded(0);
          const [P, M] = N.fan;
          const fs = [];
          for (let p = 0; p < P; p++)
            fs.push(
              yield* fork(
                Effect.gen(function* () {
                  for (let i = 0; i < M; i++) yield* Queue.offer(c, p * M + i);
                }),
              ),
            );
          let s = 0;
          for (let i = 0; i < P * M; i++) s += yield* Queue.take(c);
          for (const f of fs) yield* join(f);
          return s;
        }),
      e: () =>
        run(function* () {
          let stop = false;
          const gen = function* (c) {
            for (let i = 2; !stop; i++) yield* Queue.offer(c, i);
          };
          const filter = function* (i, o, p) {
            while (!stop) {
              const v = yield* Queue.take(i);
              if (v % p !== 0) yield* Queue.offer(o, v);
            }
          };
          let c = yield* Queue.bounded(0),
            p = 0;
          const fs = [];
          {
            const c0 = c;
            fs.push(yield* fork(Effect.gen(() => gen(c0))));
          }
          for (let i = 0; i < N.primes; i++) {
            p = yield* Queue.take(c);
            const n = yield* Queue.bounded(0),
              c1 = c,
              p1 = p;
            fs.push(yield* fork(Effect.gen(() => filter(c1, n, p1))));
            c = n;
          }
          stop = true;
          return p;
        }),
    };
  },
  "effection queue": async () => {
    const { run, spawn, createQueue } = await imp("effection");
    return {
      // unbounded: add() never blocks, so b only, without backpressure; the consumer suspends when empty
      b: () =>
        run(function* () {
          const q = createQueue();
          const BATCH = 128;
          let s = 0;
          for (let i = 0; i < N.buf; i += BATCH) {
            for (let j = i; j < Math.min(i + BATCH, N.buf); j++) q.add(j);
            for (let j = i; j < Math.min(i + BATCH, N.buf); j++)
              s += (yield* q.next()).value;
          }
          return s;
        }),
      a: () =>
        run(function* () {
          const x = createQueue(),
            y = createQueue();
          const t = yield* spawn(function* () {
            for (let i = 0; i < N.pp; i++) {
              const v = (yield* x.next()).value;
              y.add(v + 1);
            }
          });
          let s = 0;
          for (let i = 0; i < N.pp; i++) {
            x.add(i);
            s += (yield* y.next()).value;
          }
          yield* t;
          return s;
        }),
    };
  },
};
