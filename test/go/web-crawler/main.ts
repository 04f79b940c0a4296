// Every page is fetched once, a few at a time, however often it is linked.
import { Channel, go, main, Mutex, sleep, WaitGroup } from "rendezvous";

const links = new Map([
  ["/", ["/menu", "/about"]],
  ["/menu", ["/", "/soups", "/teas"]],
  ["/about", ["/", "/menu", "/missing"]],
  ["/soups", ["/menu"]],
  ["/teas", ["/menu", "/soups"]],
  ["/closing", []],
]);

class Crawler {
  readonly #mutex = new Mutex();
  readonly #seen = new Set<string>();
  readonly #slots = new Channel<void>(2);
  readonly group = new WaitGroup();
  readonly results = new Channel<string>();

  async visit(page: string) {
    await this.#mutex.lock();
    try {
      if (this.#seen.has(page)) {
        return;
      }
      this.#seen.add(page);
      this.group.add(1);
      go(() => this.#fetch(page));
    } finally {
      this.#mutex.unlock();
    }
  }

  async #fetch(page: string) {
    try {
      await this.#slots.send();
      await sleep(10);
      await this.#slots.receive();
      const found = links.get(page);
      if (!found) {
        await this.results.send(`${page} is missing`);
        return;
      }
      for (const next of found) {
        await this.visit(next);
      }
      await this.results.send(`${page} links to ${found.length}`);
    } finally {
      this.group.done();
    }
  }
}

main(async () => {
  const crawler = new Crawler();
  await crawler.visit("/");
  go(async () => {
    await crawler.group.wait();
    crawler.results.close();
  });
  const lines: string[] = [];
  for await (const line of crawler.results) {
    lines.push(line);
  }
  lines.sort();
  for (const line of lines) {
    console.log(line);
  }
});
