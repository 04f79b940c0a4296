// The compiler's worker: TypeScript is large and slow to start, and the page is to
// notice neither.

import files from "virtual:laboratory/types";
import type { Answer, Question } from "./questions.ts";
import { Service } from "./service.ts";

const service = new Service(files);

const scope = globalThis as unknown as {
  onmessage: (event: { data: Question }) => void;
  postMessage: (answer: Answer) => void;
};

scope.onmessage = ({ data: question }) => {
  const { id } = question;
  try {
    scope.postMessage({ id, value: answer(question) });
  } catch (error) {
    scope.postMessage({ id, failure: String(error) });
  }
};

function answer(question: Question): unknown {
  const { text } = question;
  switch (question.kind) {
    case "compile":
      return service.compile(text);
    case "diagnose":
      return service.diagnose(text);
    case "complete":
      return service.complete(text, question.position);
    case "hover":
      return service.hover(text, question.position);
    case "describe":
      return service.describe(text, question.position, question.name);
  }
}
