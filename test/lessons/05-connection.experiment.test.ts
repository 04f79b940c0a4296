import { expect, test } from "vitest";
import { end, lines } from "../../lessons/05-connection/demo/goodbye.ts";
import { talk } from "../../lessons/05-connection/demo/wire.ts";

test("a socket closed over an unread letter loses lines", async () => {
  const heard = await end({
    reads: false,
    leave: (server) => server.destroy(),
  });

  expect(heard.lines).toBeLessThan(lines);
  expect(heard.code).toBe(1006);
});

test("a socket closed when all is read loses none, and nobody knows", async () => {
  const heard = await end({ reads: true, leave: (server) => server.destroy() });

  expect(heard).toEqual({ lines, code: 1006 });
});

test("a goodbye loses none over an unread letter, and says so", async () => {
  const heard = await end({
    reads: false,
    leave: (server) => void server.close(),
  });

  expect(heard).toEqual({ lines, code: 1000 });
});

test("a close frame is answered with its code, and the server ends first", async () => {
  const notes = await talk("tea");

  const seen = notes.map(({ who, frame }) => {
    const bytes = frame && Buffer.from(frame.bytes).toString("hex");
    return `${who} ${bytes ?? "ends"}`;
  });
  expect(seen).toEqual([
    "client 818337fa213d439f40",
    "server 8103746561",
    "client 888537fa213d3412434452",
    "server 880203e8",
    "server ends",
    "client ends",
  ]);
});
