import { createServer } from "node:http";
import { runDemo } from "../demo.ts";
import { closedPort, readPort, serve } from "../serve.ts";
import { greeter, listen } from "./http.ts";

await runDemo({ server, slip });

async function server(): Promise<void> {
  await serve(createServer(greeter()), { port: 8080 });
}

async function slip(): Promise<void> {
  const first = createServer(greeter());
  const url = await listen(first, readPort(8080));
  console.log(`the server is listening on ${url}`);
  await visit("GET", `${url}/`);
  await visit("DELETE", `${url}/any/path?at=all`);

  const elsewhere = `http://localhost:${await closedPort(3000)}`;
  console.log(`the article sends its reader to ${elsewhere}`);
  await visit("GET", elsewhere);

  console.log("a second server asks for the first one's port");
  await listen(createServer(greeter()), Number(new URL(url).port)).then(
    (taken) => console.log(`it says that it listens on ${taken}`),
    (error: Error) => console.log(`it is told: ${error.message}`),
  );
  first.close();
}

async function visit(method: string, url: string): Promise<void> {
  try {
    const response = await fetch(url, { method });
    console.log(`${method} ${url} answers "${await response.text()}"`);
  } catch {
    console.log(`${method} ${url} is refused: nobody listens there`);
  }
}
