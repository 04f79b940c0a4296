import express from "express";
import { createServer } from "node:http";
import { join } from "node:path";
import { answerPlainRequest } from "../02-handshake/handshake.ts";
import { serve } from "../serve.ts";
import { attachChat, wires } from "./chat.ts";

const wire = process.argv[3] === "ws" ? "ws" : "own";
const app = express().disable("x-powered-by");
app.use(express.static(join(import.meta.dirname, "public")));
app.get("/ws", answerPlainRequest);
const server = createServer(app);
const stop = attachChat(server, { accept: wires[wire] });
await serve(server, { port: 5000, stop });
