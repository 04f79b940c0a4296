import { runDemo } from "../demo.ts";
import { readNumber, serve } from "../serve.ts";
import { defaultLimits, limitsFor } from "../05-connection/limits.ts";
import { guests } from "./demo/guests.ts";
import { createChat } from "./server.ts";
import { takeWire, type Wire, wires } from "./wire.ts";

const wire = readWire();
await runDemo({ server, guests: () => guests(wires[wire], console.log) });

async function server(): Promise<void> {
  const maxMessageBytes = readNumber(
    "MAX_MESSAGE_BYTES",
    defaultLimits.maxMessageBytes,
  );
  const { server, stop } = createChat({
    accept: wires[wire],
    limits: limitsFor(maxMessageBytes),
  });
  const hint = "on a Mac, AirPlay has 5000 unless it is told otherwise";
  await serve(server, { port: 5000, stop, hint });
}

function readWire(): Wire {
  try {
    const { wire, others } = takeWire(process.argv.slice(2));
    process.argv.splice(2, Infinity, ...others);
    return wire;
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
