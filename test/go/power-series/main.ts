// Power series as streams that are asked for one coefficient after another. Sine
// and cosine are each the integral of the other, and the exponential is its own:
// a stream is split, and one half feeds what the other half comes from.
import { Channel, go, main, select } from "rendezvous";

interface Rational {
  num: number;
  den: number;
}

// Whoever wants a coefficient asks first.
class Series {
  readonly ask = new Channel<boolean>();
  readonly give = new Channel<Rational>();

  async put(r: Rational): Promise<void> {
    await this.ask.receive();
    await this.give.send(r);
  }

  async get(): Promise<Rational> {
    await this.ask.send(true);
    return (await this.give.receive()) ?? { num: 0, den: 1 };
  }
}

function over({ num, den }: Rational, n: number): Rational {
  const divisor = gcd(num, den * n);
  return { num: num / divisor, den: (den * n) / divisor };
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}

class Half {
  readonly out = new Series();
  readonly unread: Rational[] = [];
  waiting = false;

  // A nil channel while somebody waits already: that case is switched off.
  asked(): Channel<boolean> {
    return this.waiting ? Channel.nil() : this.out.ask;
  }

  async serve(): Promise<void> {
    const [next] = this.unread;
    if (!this.waiting || next === undefined) return;
    await this.out.give.send(next);
    this.unread.shift();
    this.waiting = false;
  }
}

// Each half gets all of `input`, at its own pace. While a coefficient is fetched
// the other half is still served: it may be what that coefficient is made of.
function split(input: Series): [Series, Series] {
  const [a, b] = [new Half(), new Half()];
  go(async () => {
    const fetched = new Channel<Rational>();
    let fetching = false;
    for (;;) {
      const event = await select({ a: a.asked(), b: b.asked(), fetched });
      if (event.case === "a") a.waiting = true;
      if (event.case === "b") b.waiting = true;
      if (event.case === "fetched" && !event.done) {
        a.unread.push(event.value);
        b.unread.push(event.value);
        fetching = false;
      }
      await a.serve();
      await b.serve();
      if ((a.waiting || b.waiting) && !fetching) {
        fetching = true;
        go(async () => fetched.send(await input.get()));
      }
    }
  });
  return [a.out, b.out];
}

// Puts into `out` the integral of `sign` times `input`.
async function integrate(
  constant: Rational,
  sign: number,
  input: Series,
  out: Series,
): Promise<void> {
  await out.put(constant);
  for (let n = 1; ; n++) {
    const { num, den } = await input.get();
    await out.put(over({ num: sign * num, den }, n));
  }
}

async function show(name: string, series: Series): Promise<void> {
  let line = `${name}:`;
  for (let i = 0; i < 10; i++) {
    const { num, den } = await series.get();
    line += den === 1 ? ` ${num}` : ` ${num}/${den}`;
  }
  console.log(line);
}

main(async () => {
  const [zero, one] = [
    { num: 0, den: 1 },
    { num: 1, den: 1 },
  ];

  const e = new Series();
  const [exp, its] = split(e);
  go(integrate, one, 1, its, e);
  await show("exp", exp);

  const [s, c] = [new Series(), new Series()];
  const [sin, sinAgain] = split(s);
  const [cos, cosAgain] = split(c);
  go(integrate, zero, 1, cosAgain, s);
  go(integrate, one, -1, sinAgain, c);
  await show("sin", sin);
  await show("cos", cos);
});
