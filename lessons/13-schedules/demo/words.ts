// The words that say what to do with a kernel of the museum.

export interface Visit {
  isMended: boolean;
  isExplored: boolean;
  /** The one order to run it in. */
  schedule: string | undefined;
}

/** What npm keeps of a command line, it hands on here. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `[--mended] [--explore | --schedule S]`; the dashes may be left out. npm
 * keeps an option for itself unless `--` stands before it: of `--schedule 5:1`
 * the `5:1` is left among the words.
 *
 * Throws a `RangeError`, one sentence, for any other word.
 */
export function readVisit(
  words: readonly string[],
  environment: Environment,
): Visit {
  const left = [...words, ...keptByNpm(environment)].flatMap((word) =>
    word.split(/(?<=^--schedule)=/),
  );
  const visit: Visit = {
    isMended: false,
    isExplored: false,
    schedule: undefined,
  };
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const option = word.replace(/^--/, "");
    if (option === "mended") visit.isMended = true;
    else if (option === "explore") visit.isExplored = true;
    else if (option === "schedule") visit.schedule = left.shift() ?? "";
    else if (/^\d/.test(word)) visit.schedule = word;
    else throw unexpected(word);
  }
  if (visit.isExplored && visit.schedule !== undefined) {
    throw unexpected("both");
  }
  return visit;
}

function keptByNpm(environment: Environment): string[] {
  return ["mended", "explore", "schedule"].flatMap((option) => {
    const value = environment[`npm_config_${option}`];
    if (option === "schedule" && value !== "true") return value ?? [];
    return value === "true" && option !== "schedule" ? option : [];
  });
}

function unexpected(word: string): RangeError {
  return new RangeError(
    `expected --mended, and --explore or --schedule S, got "${word}"`,
  );
}
