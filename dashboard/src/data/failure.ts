/** Why something could not be loaded, kept as data so that the page can say it in the reader's language. */
export interface Failure {
  /** `offline`: no answer at all. `refused`: the server answered with an error. `unreadable`: not what was expected. */
  readonly kind: "offline" | "refused" | "unreadable";
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** The server's own code and sentences, where it gave them. */
  readonly code?: string;
  readonly message?: string;
  readonly next?: string;
}

function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = (value as Record<string, unknown>)[key];
  return typeof found === "string" ? found : undefined;
}

/** Reads the body of an error answer: the fields of a WattproofError, at the top or under `error`. */
export function failureFromAnswer(status: number, body: unknown): Failure {
  const inner = typeof body === "object" && body !== null ? (body as Record<string, unknown>).error : undefined;
  const source = typeof inner === "object" && inner !== null ? inner : body;
  const code = textAt(source, "code");
  const message = textAt(source, "message");
  const next = textAt(source, "next");
  return {
    kind: "refused",
    status,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(next === undefined ? {} : { next }),
  };
}
