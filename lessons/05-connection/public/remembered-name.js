// @ts-check
// The name a window was given, so that it is asked for once. Storage may be
// blocked: then it is asked for again, and that is all.

const key = `chat-name${seat()}`;

/** The name, or "". */
export function recall() {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name */
export function remember(name) {
  try {
    sessionStorage.setItem(key, name);
  } catch {
    return;
  }
}

// Frames of one page share one storage, and each may be somebody else.
function seat() {
  for (let index = 0; index < parent.length; index++) {
    if (parent[index] === window) return `-${index}`;
  }
  return "";
}
