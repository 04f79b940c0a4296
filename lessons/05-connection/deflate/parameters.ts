// The value of a Sec-WebSocket-Extensions header (RFC 6455 §9.1): extensions,
// best first, each with parameters.
//
//   permessage-deflate; server_max_window_bits=10, permessage-deflate
//   └ name              └ parameter               └ the next extension

export interface Extended {
  name: string;
  /** A parameter without a value has the value `true`. */
  parameters: [name: string, value: string | true][];
}

// One name with its value, if it has one, and what stands behind it: a semicolon
// before a parameter, a comma before an extension, or the end.
const token = "[\\w!#$%&'*+.^`|~-]+"; // RFC 9110 §5.6.2
const part = new RegExp(
  `[ \\t]*(${token})[ \\t]*(?:=[ \\t]*(?:(${token})|"(${token})")[ \\t]*)?(;|,|$)`,
  "y",
);

/**
 * The extensions that `header` lists, or `undefined` if it is no such list.
 *
 * ```ts
 * readExtensions("x; a=1; b") // => [{ name: "x", parameters: [["a", "1"], ["b", true]] }]
 * readExtensions("x;") // => undefined
 * ```
 */
export function readExtensions(header: string): Extended[] | undefined {
  const extensions: Extended[] = [];
  let extension: Extended | undefined;
  let end: string | undefined = ",";
  for (part.lastIndex = 0; end !== "";) {
    const found = part.exec(header);
    if (!found) return undefined;
    const [, name = "", plain, quoted] = found;
    const value = plain ?? quoted ?? true;
    if (extension) extension.parameters.push([name, value]);
    else if (value !== true) return undefined;
    else extensions.push((extension = { name, parameters: [] }));
    end = found[4];
    if (end === ",") extension = undefined;
  }
  return extensions;
}
