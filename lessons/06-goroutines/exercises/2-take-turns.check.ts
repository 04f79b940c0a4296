import assert from "node:assert/strict";

type Attempt = typeof import("./2-take-turns.solution.ts");
type Turns = InstanceType<Attempt["Turns"]>;
type Say = (line: string) => void;

export default function check({ Turns }: Attempt): void {
  checkStory(
    "three bodies of two turns each",
    "a1 b1 c1 a2 b2 c2",
    (turns, say) => {
      for (const name of ["a", "b", "c"]) turns.start(counting(name, 2, say));
    },
  );
  checkStory(
    "one of three is over sooner",
    "a1 b1 c1 a2 c2 a3 c3",
    (turns, say) => {
      turns.start(counting("a", 3, say));
      turns.start(counting("b", 1, say));
      turns.start(counting("c", 3, say));
    },
  );
  checkStory(
    "a starts c in its first turn, and goes behind it when it stops",
    "a1 b1 c1 a2 b2 c2",
    (turns, say) => {
      turns.start(parent(turns, say));
      turns.start(counting("b", 2, say));
    },
  );
  checkStory("nobody was started", "", () => undefined);

  function checkStory(
    name: string,
    expected: string,
    tell: (turns: Turns, say: Say) => void,
  ): void {
    const turns = new Turns();
    const said: string[] = [];
    tell(turns, (line) => said.push(line));
    turns.run();
    assert.ok(
      said.join(" ") === expected,
      `${name}: expected ${expected || "nothing"}, got ${said.join(" ") || "nothing"}`,
    );
  }
}

function counting(name: string, turns: number, say: Say): Generator {
  return watched(
    (function* () {
      for (let turn = 1; turn <= turns; turn++) {
        say(`${name}${turn}`);
        if (turn < turns) yield;
      }
    })(),
  );
}

function parent(turns: Turns, say: Say): Generator {
  return watched(
    (function* () {
      say("a1");
      turns.start(counting("c", 2, say));
      yield;
      say("a2");
    })(),
  );
}

const patience = 100;

// Who lets a finished body go on for ever would hang here, and learn nothing.
function watched(body: Generator): Generator {
  const next = body.next.bind(body);
  let calls = 0;
  body.next = () => {
    assert.ok(
      ++calls < patience,
      "a body that is over gets turns again and again: it has to leave the queue",
    );
    return next();
  };
  return body;
}
