import { describe, expect, test } from "vitest";
import { type Edit, Edits, isOutdated } from "../../playground/edits.ts";

class FakeStorage {
  readonly kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

const refuse = (): never => {
  throw new DOMException("denied", "SecurityError");
};
const forbidden = { getItem: refuse, setItem: refuse, removeItem: refuse };
const edit: Edit = { text: 'go("Zoë 🌍");\n', version: "v1" };

describe("an edit", () => {
  test("is kept for its program, and for no other", () => {
    const storage = new FakeStorage();

    expect(new Edits(storage).keep("7-room", edit)).toBe(true);

    expect(new Edits(storage).get("7-room")).toEqual(edit);
    expect(new Edits(storage).get("7-room-mended")).toBe(undefined);
  });

  test("is kept under a name that only the course uses", () => {
    const storage = new FakeStorage();

    new Edits(storage).keep("7-room", edit);

    expect([...storage.kept.keys()]).toEqual(["rendezvous:program:7-room"]);
  });

  test("is what was kept last", () => {
    const edits = new Edits(new FakeStorage());

    edits.keep("7-room", edit);
    edits.keep("7-room", { ...edit, text: "" });

    expect(edits.get("7-room")).toEqual({ text: "", version: "v1" });
  });

  test("is gone when it is forgotten, and the others are not", () => {
    const edits = new Edits(new FakeStorage());

    edits.keep("7-room", edit);
    edits.keep("8-room", edit);
    edits.forget("7-room");

    expect(edits.get("7-room")).toBe(undefined);
    expect(edits.get("8-room")).toEqual(edit);
  });

  test("is outdated when the course has changed the program since", () => {
    expect(isOutdated(edit, { version: "v2" })).toBe(true);
    expect(isOutdated(edit, { version: "v1" })).toBe(false);
    expect(isOutdated(undefined, { version: "v2" })).toBe(false);
  });
});

describe("nothing is kept, and nothing fails", () => {
  test("without a storage", () => {
    const edits = new Edits(undefined);

    expect(edits.keep("7-room", edit)).toBe(false);
    expect(edits.get("7-room")).toBe(undefined);
    expect(() => edits.forget("7-room")).not.toThrow();
  });

  test("where a storage is forbidden", () => {
    const edits = new Edits(forbidden);

    expect(edits.keep("7-room", edit)).toBe(false);
    expect(edits.get("7-room")).toBe(undefined);
    expect(() => edits.forget("7-room")).not.toThrow();
  });

  test("where a storage is full, and what was kept before stays", () => {
    const storage = new FakeStorage();
    new Edits(storage).keep("7-room", edit);
    storage.setItem = refuse;

    expect(new Edits(storage).keep("7-room", { ...edit, text: "" })).toBe(
      false,
    );

    expect(new Edits(storage).get("7-room")).toEqual(edit);
  });
});

test.each([
  ["", "nothing"],
  ["{", "no JSON"],
  ["null", "null"],
  ["5", "a number"],
  ['"text"', "a text"],
  ["[]", "a list"],
  ["{}", "an object"],
  ['{"text":"a"}', "an edit without a version"],
  ['{"version":"a"}', "an edit without a text"],
  ['{"text":1,"version":"a"}', "an edit of a number"],
])("what is no edit is none: %s (%s)", (kept) => {
  const storage = new FakeStorage();

  storage.setItem("rendezvous:program:7-room", kept);

  expect(new Edits(storage).get("7-room")).toBe(undefined);
});
