// @ts-check
// What a window was told, so that it need not be told again. Storage may be
// blocked: then it is asked for again, and that is all.

/** @typedef {"name" | "draft"} What */

/**
 * What was remembered, or "".
 *
 * @param {What} what
 */
export function recall(what) {
  try {
    return sessionStorage.getItem(key(what)) ?? "";
  } catch {
    return "";
  }
}

/**
 * @param {What} what
 * @param {string} text
 */
export function remember(what, text) {
  try {
    sessionStorage.setItem(key(what), text);
  } catch {
    return;
  }
}

// Frames of one page share one storage, and each may be somebody else.
/** @param {What} what */
function key(what) {
  for (let index = 0; index < parent.length; index++) {
    if (parent[index] === window) return `chat-${what}-${index}`;
  }
  return `chat-${what}`;
}
