// What is said of a name, in two lines at most: TypeScript's signature, and the
// first sentence of the docstring. Nothing, if that would say nothing new.

import ts from "typescript";

const mostCharacters = 160; // of each line: about four lines on a telephone

// `interface Wire` and `function beat(): void` only repeat what the code says.
const isEmpty =
  /^((abstract )?class|interface|namespace|import) |^function [\w$]+\(\): (void|undefined)$|\{…\}$/;

/** The words for a name, or `""`. */
export function word(info: ts.QuickInfo | undefined): string {
  const signature = shorten(ts.displayPartsToString(info?.displayParts));
  const sentence = firstSentence(ts.displayPartsToString(info?.documentation));
  if (signature.length > mostCharacters) return sentence;
  if (sentence === "") return isEmpty.test(signature) ? "" : signature;
  return `${signature}\n${sentence}`;
}

/** The signature in one line, without what only its compiler wants to know. */
function shorten(signature: string): string {
  const line = signature
    .replace(/\nimport [\w$]+$/, "")
    .replace(/\n\(alias\) [^]*$/, "") // a class that is an interface as well
    .replace(/^\([\w ]+\) /, "")
    .replace(/ \(\+\d+ overloads?\)$/, "")
    .replace(/\b(in out|in|out) (?=[A-Z]\b)/g, "")
    .replace(/\bUint8Array<\w+>/g, "Uint8Array")
    .replace(/\s+/g, " ");
  return line.length > mostCharacters ? line.replace(/\{.*\}/, "{…}") : line;
}

function firstSentence(documentation: string): string {
  // Node's begin with a remark in bold.
  const paragraphs = documentation.split(/\n\s*\n/);
  const line = (paragraphs.find((text) => !text.startsWith("**")) ?? "")
    .replace(/\{@link ([^}]*)\}/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  const sentence = /^.*?[.!?](?= |$)/.exec(line)?.[0] ?? line;
  if (sentence.length <= mostCharacters) return sentence;
  return `${sentence.slice(0, mostCharacters).replace(/[ ,;:]+\S*$/, "")} …`;
}
