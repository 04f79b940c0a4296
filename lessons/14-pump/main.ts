import { external, main, tick } from "rendezvous";
import { TangledRoom } from "../05-connection/tangle.ts";
import { acceptConnection } from "../05-connection/websocket.ts";
import { runDemo } from "../demo.ts";
import { Room } from "./demo/room.ts";
import { tellStory } from "./demo/story.ts";
import { acceptWs } from "./ws.ts";

const tickMs = 20;
const print = (line: string): void => console.log(line);

await runDemo({ room, tangle, ws });

function room(): void {
  main(() => tellStory(new Room(tick(tickMs)), acceptConnection, print));
}

function ws(): void {
  main(() => tellStory(new Room(tick(tickMs)), acceptWs, print));
}

function tangle(): void {
  let failures = 0;
  process.on("uncaughtException", (error) => {
    if (failures++ > 0) return;
    print(`a tick fails, and nobody handles it: ${error.message}`);
  });
  main(() => {
    const tangled = new TangledRoom(tickMs);
    const room = {
      enter: (connection) => tangled.enter(connection),
      quit: () => external(tangled.quit()),
    } satisfies Parameters<typeof tellStory>[0];
    return tellStory(room, acceptConnection, print);
  });
}
