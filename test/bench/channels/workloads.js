// What is measured. Each workload returns a checksum, and a wrong one is an error.
//
//   a    round trips between two goroutines, no buffer
//   b    values through a buffer of 128
//   c2   selects over 2 channels that four goroutines send to; c16 over 16
//   d    100 goroutines send to one
//   e    the sieve: a chain of a thousand filters, to the 1000th prime

import { sizes } from "./sizes.js";

const sumTo = (n) => (n * (n - 1)) / 2;
const [producers, perProducer] = sizes.fan;

/** The checksum of each workload. */
export const expected = {
  a: sumTo(sizes.pp) + sizes.pp,
  b: sumTo(sizes.buf),
  c2: sumTo(sizes.sel),
  c16: sumTo(sizes.sel),
  d: sumTo(producers * perProducer),
  e: 7919,
};

const selects = [sizes.sel, ...Array(4).fill(sizes.sel / 4)];
const fewestSieveSends = 517_383; // what the 1000th prime needs

/** How often each workload's goroutines await: that many awaits are its floor. */
export const awaits = {
  a: [sizes.pp * 2, sizes.pp * 2],
  b: [sizes.buf, sizes.buf],
  c2: selects,
  c16: selects,
  d: [producers * perProducer, ...Array(producers).fill(perProducer)],
  e: [fewestSieveSends, fewestSieveSends],
};

export async function floor(lens) {
  const P = Promise.resolve(1);
  let s = 0;
  await Promise.all(
    lens.map(async (n) => {
      for (let i = 0; i < n; i++) s += await P;
    }),
  );
  return s;
}
async function a(A) {
  const x = A.make(0),
    y = A.make(0);
  const b = (async () => {
    for (let i = 0; i < sizes.pp; i++) {
      const v = await A.recv(x);
      await A.send(y, v + 1);
    }
  })();
  let s = 0;
  for (let i = 0; i < sizes.pp; i++) {
    await A.send(x, i);
    s += await A.recv(y);
  }
  await b;
  return s;
}
async function b(A) {
  const c = A.make(128);
  const p = (async () => {
    for (let i = 0; i < sizes.buf; i++) await A.send(c, i);
  })();
  let s = 0;
  for (let i = 0; i < sizes.buf; i++) s += await A.recv(c);
  await p;
  return s;
}
async function sel(A, k) {
  const chs = Array.from({ length: k }, () => A.make(0));
  const per = sizes.sel / 4;
  const ps = [0, 1, 2, 3].map(async (p) => {
    for (let i = 0; i < per; i++)
      await A.send(chs[(p + 4 * i) % k], p * per + i);
  });
  const next = A.selector(chs);
  let s = 0;
  for (let i = 0; i < sizes.sel; i++) {
    const [ix, v] = await next();
    if (!(ix >= 0 && ix < k)) throw new Error("bad index " + ix);
    s += v;
  }
  await Promise.all(ps);
  return s;
}
const c2 = (A) => sel(A, 2);
const c16 = (A) => sel(A, 16);
async function d(A) {
  const c = A.make(0);
  const [P, M] = sizes.fan;
  const ps = Array.from({ length: P }, async (_, p) => {
    for (let i = 0; i < M; i++) await A.send(c, p * M + i);
  });
  let s = 0;
  for (let i = 0; i < P * M; i++) s += await A.recv(c);
  await Promise.all(ps);
  return s;
}
async function e(A) {
  let stop = false;
  const gen = async (c) => {
    for (let i = 2; !stop; i++) {
      await A.send(c, i);
    }
  };
  const filter = async (i, o, p) => {
    while (!stop) {
      const v = await A.recv(i);
      if (v % p !== 0) {
        await A.send(o, v);
      }
    }
  };
  let c = A.make(0);
  gen(c);
  let p = 0;
  for (let i = 0; i < sizes.primes; i++) {
    p = await A.recv(c);
    const n = A.make(0);
    filter(c, n, p);
    c = n;
  }
  stop = true;
  return p;
}

/** The workloads of a library behind an adapter. */
export const promiseWorkloads = { a, b, c2, c16, d, e };
