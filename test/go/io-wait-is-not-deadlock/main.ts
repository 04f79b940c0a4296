// Main and a goroutine wait for the network: something outside may still happen, so this is not a deadlock.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Channel, external, go, main } from "rendezvous";

const [node = "", program = "", port] = process.argv;

if (port !== undefined) {
  connect(Number(port), "127.0.0.1").end(); // the "outside", from another process
} else {
  main(async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await external(once(server, "listening"));
    const accepted = new Channel<boolean>();
    go(async () => {
      await external(once(server, "connection"));
      await accepted.send(true);
    });
    const { port } = server.address() as AddressInfo;
    spawn(node, [...process.execArgv, program, String(port)]);
    console.log("waiting for the outside");
    await accepted.receive();
    console.log("it came");
  });
}
