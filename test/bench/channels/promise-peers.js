// The libraries that speak promises, each behind the same few functions:
//
//   make(capacity)  send(channel, value)  recv(channel)  close(channel)
//   selector(channels): a function whose promise gives [index, value]
//
// What a library does not have is left out, and its cell stays empty. A cell that
// looks bad is a reason to read the adapter again, not to publish it.

import { peersOf } from "../peers.js";

const { importPeer: imp } = peersOf("channels");

export const adapters = {
  "ts-chan": async () => {
    const { Chan, Select, recv } = await imp("ts-chan");
    return {
      make: (n) => new Chan(n),
      send: (c, v) => c.send(v),
      recv: async (c) => (await c.recv()).value,
      recvRaw: (c) => c.recv(),
      close: (c) => c.close(),
      // the documented use: one Select object, reused over the loop
      selector: (chs) => {
        const cases = chs.map((c) => recv(c));
        const s = new Select(cases);
        return async () => {
          const i = await s.wait();
          return [i, s.recv(s.cases[i]).value];
        };
      },
    };
  },
  "ts-chan (unsafe mode)": async () => {
    const { Chan, Select, recv } = await imp("ts-chan");
    return {
      make: (n) => new Chan(n).setUnsafe(true),
      send: (c, v) => c.send(v),
      recv: async (c) => (await c.recv()).value,
      recvRaw: (c) => c.recv(),
      close: (c) => c.close(),
      selector: (chs) => {
        const cases = chs.map((c) => recv(c));
        const s = new Select(cases).setUnsafe(true);
        return async () => {
          const i = await s.wait();
          return [i, s.recv(s.cases[i]).value];
        };
      },
    };
  },
  "@thi.ng/csp": async () => {
    const { channel, select } = await imp("@thi.ng/csp");
    return {
      make: (n) => channel(Math.max(1, n)), // no capacity 0; a write blocks until read whatever the capacity
      send: (c, v) => c.write(v),
      recv: (c) => c.read(),
      close: (c) => c.close(),
      selector: (chs) => async () => {
        const [v, c] = await select(...chs);
        return [chs.indexOf(c), v];
      },
    };
  },
  medium: async () => {
    const m = (await imp("medium")).default;
    return {
      make: (n) => (n ? m.chan(n) : m.chan()),
      send: (c, v) => m.put(c, v),
      recv: (c) => m.take(c),
      close: (c) => {
        m.close(c);
      }, // it returns the channel, which is thenable: awaiting it would receive
      selector: (chs) => async () => {
        const [v, c] = await m.any(...chs);
        return [chs.indexOf(c), v];
      },
    };
  },
  "@nodeguy/channel": async () => {
    const C = (await imp("@nodeguy/channel")).default;
    return {
      make: (n) => C(n),
      send: (c, v) => c.push(v),
      recv: (c) => c.shift(),
      close: (c) => c.close(),
      selector: (chs) => async () => {
        const c = await C.select(chs.map((x) => x.shift()));
        return [chs.indexOf(c), c.value()];
      },
    };
  },
  "async-channel": async () => {
    const { Channel } = (await imp("async-channel")).default;
    return {
      make: (n) => new Channel(n),
      send: (c, v) => c.push(v),
      recv: (c) => c.get(),
      close: (c) => c.close(),
    };
  },
  "@f5io/csp": async () => {
    const m = (await imp("@f5io/csp")).default;
    return {
      make: (n) => {
        if (n) throw new Error("n/a: no buffer");
        return m.channel();
      },
      send: (c, v) => m.put(c, v),
      recv: (c) => m.take(c),
      selector: (chs) => async () => m.select(chs),
    };
  },
  "@lesomnus/channel": async () => {
    const m = (await imp("@lesomnus/channel")).default;
    return {
      make: (n) => new m.Chan(n),
      send: (c, v) => c.send(v),
      recv: (c) => c.recv(),
      close: (c) => c.close(),
      selector: (chs) => async () => {
        let r;
        await m.select(
          chs.map((c, i) =>
            m.recv(c, (ok, v) => {
              r = [i, v];
            }),
          ),
        );
        return r;
      },
    };
  },
  "async-csp": async () => {
    const m = (await imp("async-csp")).default;
    const Channel = m.Channel ?? m.default ?? m;
    return {
      make: (n) => (n ? new Channel(n) : new Channel()),
      send: (c, v) => c.put(v),
      recv: (c) => c.take(),
      close: (c) => c.close(),
    };
  },
  chan: async () => {
    const chan = (await imp("chan")).default; // thunks, wrapped
    const p = (thunk) =>
      new Promise((r, j) => thunk((e, v) => (e ? j(e) : r(v))));
    return {
      make: (n) => chan(n),
      send: (c, v) => p(c(v)),
      recv: (c) => p(c),
      close: (c) => c.close(),
    };
  },
  repeater: async () => {
    const { Repeater, FixedBuffer } = await imp("@repeaterjs/repeater");
    return {
      make: (n) => {
        if (n === 0)
          throw new Error(
            "n/a: push resolves on the FOLLOWING next(), no rendezvous",
          );
        let push, stop;
        const r = new Repeater(
          async (p, s) => {
            push = p;
            stop = s;
            await s;
          },
          n ? new FixedBuffer(n) : undefined,
        );
        const first = r.next();
        return { r, first, send: (v) => push(v), close: () => stop() };
      },
      // the executor starts on the first next(): that first pending next is the first recv
      send: (c, v) => c.send(v),
      recv: async (c) => {
        if (c.first) {
          const f = c.first;
          c.first = undefined;
          return (await f).value;
        }
        return (await c.r.next()).value;
      },
      close: (c) => c.close(),
    };
  },
  TransformStream: async () => ({
    // n = 0: default strategies; the write's promise resolves when the reader asked for the chunk (a rendezvous, one ahead)
    make: (n) => {
      const t = n
        ? new TransformStream(
            undefined,
            { highWaterMark: n },
            { highWaterMark: 0 },
          )
        : new TransformStream();
      return { n, w: t.writable.getWriter(), r: t.readable.getReader() };
    },
    send: (c, v) => {
      if (c.n === 0) return c.w.write(v);
      return c.w.desiredSize > 0
        ? void c.w.write(v)
        : c.w.ready.then(() => void c.w.write(v));
    },
    recv: async (c) => (await c.r.read()).value,
    close: (c) => c.w.close(),
  }),
  "queueable Channel": async () => {
    const q = await imp("queueable");
    const B = q.Channel ?? q.default.Channel;
    return {
      make: (n) => {
        if (n > 0) return new B();
        throw new Error("n/a: unbounded only");
      },
      send: (c, v) => {
        c.push(v);
      },
      recv: async (c) => (await c.next()).value,
    };
  },
};
