import assert from "node:assert/strict";
import { acceptKey } from "../handshake.ts";

type Attempt = typeof import("./1-check-answer.solution.ts");

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const anotherKey = "AAAAAAAAAAAAAAAAAAAAAA==";

function answer(changes: Record<string, string>, statusCode = 101) {
  const headers: Record<string, string> = {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-accept": acceptKey(key),
    ...changes,
  };
  return { statusCode, headers };
}

export default function check({ checkAnswer }: Attempt): void {
  const believes = (given: ReturnType<typeof answer>): boolean => {
    try {
      checkAnswer(given, key);
      return true;
    } catch {
      return false;
    }
  };
  const accepts = (given: ReturnType<typeof answer>, why: string) =>
    assert.ok(believes(given), why);
  const refuses = (given: ReturnType<typeof answer>, why: string) =>
    assert.ok(!believes(given), why);

  accepts(answer({}), "a right answer should be accepted");
  accepts(
    answer({ upgrade: "WebSocket", connection: "keep-alive, upgrade" }),
    "capitals and further options should not matter",
  );
  refuses(answer({}, 200), "a 200 is no agreement: expected 101");
  refuses(answer({ upgrade: "h2c" }), "h2c is another protocol: read Upgrade");
  refuses(
    answer({ connection: "keep-alive" }),
    "Connection should list Upgrade, or a proxy may have eaten it",
  );
  refuses(
    answer({ "sec-websocket-accept": "" }),
    "an answer without the accept key proves nothing",
  );
  refuses(
    answer({ "sec-websocket-accept": key }),
    "our key, sent back as it was, proves nothing: anybody can echo",
  );
  refuses(
    answer({ "sec-websocket-accept": acceptKey(anotherKey) }),
    "the accept key for another key is the answer to another question",
  );
  refuses(
    answer({ "sec-websocket-accept": acceptKey(key).toLowerCase() }),
    "base64 tells capitals apart: compare the accept key exactly",
  );
}
