import { Console } from "node:console";
import { Writable } from "node:stream";
import { format } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { limits, Printer } from "../../playground/worker/printer.ts";

let lines: string[] = [];
let floods = 0;

beforeEach(() => {
  lines = [];
  floods = 0;
});

/** A console that prints into `lines`, with as much room as `given`. */
function open(given = limits) {
  const printer = new Printer(
    (stream, text) => void lines.push(`${stream} ${text}`),
    () => void floods++,
    given,
  );
  const target = {} as Console;
  printer.install(target);
  return { printer, console: target };
}

class Account {
  #secret = 1;
  owner = "alice";
  get balance(): number {
    throw new Error(String(this.#secret));
  }
}

const circle: { self?: unknown } = {};
circle.self = circle;

describe("what is printed is what Node prints", () => {
  test.each<[string, unknown[]]>([
    ["text and numbers", ["a", 1, -0, 12n, true, null, undefined]],
    ["a text in a list", [["it's", 'a "b"', "c\nd"]]],
    ["objects in objects", [{ a: { b: { c: { d: 1 } } } }]],
    ["one that holds itself", [circle]],
    ["one of a class, with a getter that throws", [new Account(), Account]],
    ["one without a prototype", [Object.create(null)]],
    ["a proxy", [new Proxy({ a: 1 }, {})]],
    ["a long list", [Array.from({ length: 150 }, (_, index) => index)]],
    ["a list with holes and more", [Object.assign([1, , 3], { x: 1 })]],
    ["maps and sets", [new Map([[{ a: 1 }, new Set([1])]])]],
    ["functions", [() => 1, async () => 1, function named() {}]],
    ["symbols, dates and patterns", [Symbol("a"), new Date(0), /a/g]],
    ["bytes", [new Uint8Array(3)]],
    ["a promise that waits", [new Promise(() => undefined)]],
    [
      "what prints itself",
      [{ [Symbol.for("nodejs.util.inspect.custom")]: () => "self" }],
    ],
    ["each of %s", ["%s %s %s %s", "a", { b: { c: 1 } }, Symbol("d"), -0]],
    ["what has its own words", ["%s", { toString: () => "words" }]],
    ["each of %d, %i and %f", ["%d %i %f %d", 1.5, 2.7, "3.1", 5n]],
    ["each of %j, %o and %O", ["%j %o %O", { a: 1 }, [1], { b: [2] }]],
    ["%c and %%", ["%c|%%|%x", "css", "rest"]],
    ["more words than places", ["%s", "a", "b", { c: 1 }]],
    ["a place without a word", ["%s and %s", "a"]],
    ["nothing", []],
  ])("for %s", (_, words) => {
    open().console.log(...words);

    const expected = format(...words).split("\n");
    expect(lines).toEqual(expected.map((line) => `out ${line}`));
  });

  test("except for a promise, into which only an engine can see", () => {
    open().console.log(Promise.resolve(1));

    expect(lines).toEqual(["out Promise { <pending> }"]);
  });
});

describe("a console", () => {
  test("prints in two streams", () => {
    const { console } = open();

    for (const name of ["log", "info", "debug"] as const) console[name](name);
    for (const name of ["error", "warn"] as const) console[name](name);
    console.dir({ a: "%s" });

    expect(lines).toEqual([
      ...["out log", "out info", "out debug", "err error", "err warn"],
      "out { a: '%s' }",
    ]);
  });

  test("prints each line as one", () => {
    open().console.log("a\nb\n");

    expect(lines).toEqual(["out a", "out b", "out "]);
  });

  test("indents what is in a group, in both streams", () => {
    const { console } = open();

    console.group("one");
    console.log("a\n\nb");
    console.groupCollapsed();
    console.error("c");
    console.groupEnd();
    console.groupEnd();
    console.groupEnd();
    console.log("d");

    expect(lines).toEqual([
      ...["out one", "out   a", "out ", "out   b", "err     c", "out d"],
    ]);
  });

  test("indents by 40 characters at most, however deep the groups are", () => {
    const { console } = open();

    for (let depth = 0; depth < 100_000; depth++) console.group();
    console.log("deep");
    for (let depth = 0; depth < 99_999; depth++) console.groupEnd();
    console.log("one");
    console.groupEnd();
    console.log("none");

    expect(lines).toEqual([
      ...[`out ${" ".repeat(40)}deep`, "out   one", "out none"],
    ]);
  });

  /** What Node's own console prints, in the order in which it does. */
  function ofNode(use: (console: Console) => void): string[] {
    const printed: string[] = [];
    const stream = (name: string) =>
      new Writable({
        decodeStrings: false,
        write(text: string, _, done) {
          printed.push(`${name} ${text.replace(/\n$/, "")}`);
          done();
        },
      });
    use(new Console(stream("out"), stream("err")));
    return printed;
  }

  test.each<[string, (console: Console) => void]>([
    ["that holds", (console) => console.assert(true, "right")],
    ["without words", (console) => console.assert(false)],
    ["with words", (console) => console.assert(0, "yes %d", 3)],
    [
      "of an object",
      (console) => console.assert(false, { a: 1 } as unknown as string),
    ],
  ])("says of an assertion %s what Node says", (_, use) => {
    use(open().console);

    expect(lines).toEqual(ofNode(use));
  });

  test("counts as Node counts", () => {
    const use = (console: Console) => {
      for (const label of ["a", undefined, "a", "default"])
        console.count(label);
      console.countReset("a");
      console.count("a");
      console.count();
    };
    use(open().console);

    expect(lines).toEqual(ofNode(use));
    expect(lines.slice(0, 3)).toEqual([
      "out a: 1",
      "out default: 1",
      "out a: 2",
    ]);
  });

  test("warns of a count to begin anew that nobody has begun", () => {
    open().console.countReset("b");

    expect(lines).toEqual(["err Warning: Count for 'b' does not exist"]);
  });
});

describe("a listener", () => {
  test("that came last hears first, and may keep the line", () => {
    const { printer, console } = open();
    const heard: string[] = [];

    printer.listen((line) => heard.push(`first ${line}`) > 0);
    const leave = printer.listen((line) => {
      heard.push(`last ${line}`);
      return line === "kept";
    });
    console.log("kept");
    console.log("let by");
    leave();
    leave();
    console.log("again");

    expect(heard).toEqual([
      ...["last kept", "last let by", "first let by", "first again"],
    ]);
    expect(lines).toEqual([]);
  });

  test("hears lines as they were before a group indented them", () => {
    const { printer, console } = open();
    const heard: string[] = [];

    printer.listen((line) => heard.push(line) < 0);
    console.group();
    console.log("a");

    expect(heard).toEqual(["a"]);
    expect(lines).toEqual(["out   a"]);
  });

  test("hears also what is hushed, and nobody sees it", () => {
    const { printer, console } = open();
    const heard: string[] = [];

    printer.listen((line) => heard.push(line) < 0);
    printer.hush();
    console.log("a");
    console.error("b");
    printer.print("err", "the desk's own");

    expect(heard).toEqual(["a"]);
    expect(lines).toEqual(["err the desk's own"]);
  });
});

describe("more than there is room for", () => {
  const few = { lines: 3, characters: 20, flood: 5 };

  test("in lines is counted and not shown", () => {
    const { printer, console } = open(few);

    console.log("a\nb\nc\nd");
    console.log("e");

    expect(lines).toEqual(["out a", "out b", "out c"]);
    expect(printer.unprinted).toBe(2);
  });

  test("in characters is cut, and what follows is counted", () => {
    const { printer, console } = open(few);

    console.log("0123456789");
    console.log("0123456789+");
    console.log("more");

    expect(lines).toEqual(["out 0123456789", "out 0123456789…"]);
    expect(printer.unprinted).toBe(1);
  });

  test("has the indent of groups in its characters", () => {
    const { printer, console } = open(few);

    for (let depth = 0; depth < 9; depth++) console.group();
    console.log("a+");
    console.log("b");

    expect(lines).toEqual([`out ${" ".repeat(18)}a+`]);
    expect(printer.unprinted).toBe(1);
  });

  test("is a flood when far more comes, and is told once", () => {
    const { console } = open(few);

    for (let count = 0; count < 3 + 4; count++) console.log("a");
    expect(floods).toBe(0);
    for (let count = 0; count < 100; count++) console.log("a");

    expect(floods).toBe(1);
  });

  test("is none where the runtime has a long report, or the program then a word", () => {
    const { printer, console } = open(few);

    printer.print("err", "goroutine\n".repeat(100));
    console.log("a");

    expect(floods).toBe(0);
    expect(printer.unprinted).toBe(101 - 3 + 1);
  });

  test("in one word of a hundred million letters is quickly cut", () => {
    const { console } = open();

    console.log("x".repeat(100_000_000));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveLength("out ".length + limits.characters + 1);
  });
});
