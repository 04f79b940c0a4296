// A context and an AbortSignal are the same wish in two languages.

import { background, external, fromSignal } from "rendezvous";

// #region signal
/** Somebody presses stop while a page is on its way. */
export async function signal(print: (line: string) => void): Promise<void> {
  const button = new AbortController();
  const context = fromSignal(background(), button.signal);
  setTimeout(() => button.abort(), 20);

  print("the page is on its way, and takes a minute");
  try {
    await external(load({ signal: context.signal }));
  } catch (error) {
    print(`it does not come: ${String(error)}`);
    print(`it is the context's own error: ${error === context.err}`);
  }
}
// #endregion signal

// As `fetch` does it: whoever aborts the signal ends the work, and says why.
function load({ signal }: { signal: AbortSignal }): Promise<string> {
  return new Promise((resolve, reject) => {
    const minute = setTimeout(resolve, 60_000, "the page");
    signal.addEventListener("abort", () => {
      clearTimeout(minute);
      reject(signal.reason as Error);
    });
  });
}
