// Node's global `Buffer`, which some lessons use by that name. They use it when
// they are called, so it is enough to import this before the first call.

import { Buffer } from "node:buffer";

globalThis.Buffer ??= Buffer;
