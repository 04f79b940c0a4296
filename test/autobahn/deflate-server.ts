// An echo that compresses: what lesson 5 leaves a door for.

import { createServer } from "node:http";
import { acceptDeflate } from "../../lessons/05-connection/deflate/wire.ts";
import {
  attachEndpoints,
  echo,
} from "../../lessons/05-connection/endpoints.ts";
import { limitsFor } from "../../lessons/05-connection/limits.ts";
import { readNumber, serve } from "../../lessons/serve.ts";

const server = createServer();
const limits = limitsFor(readNumber("MAX_MESSAGE_BYTES", 1024 * 1024));
const stop = attachEndpoints(server, { "/": echo }, limits, {
  accept: acceptDeflate(),
});
await serve(server, { port: 3000, stop });
