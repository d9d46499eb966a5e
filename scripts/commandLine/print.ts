import { WattproofError } from "../../protocol/index.js";
import { Unexpected } from "./errors.js";

export interface PrintOptions {
  /** One JSON document on stdout, be it the result or `{"error": …}`; people's words go to stderr or nowhere. */
  readonly json?: boolean | undefined;
  /** Stack traces on stderr. */
  readonly verbose?: boolean | undefined;
}

/** Prints a command's result: as JSON (whole numbers beyond double precision as decimal strings) or as lines for people. */
export function printResult(result: unknown, lines: readonly string[], { json }: PrintOptions): void {
  process.stdout.write(`${json ? toJson(result) : lines.map(harmless).join("\n")}\n`);
}

/** Prints an error with its code and what to do next. */
export function printError(error: unknown, { json, verbose }: PrintOptions): void {
  const named = error instanceof WattproofError ? error : new Unexpected(error);
  if (json) process.stdout.write(`${toJson({ error: named })}\n`);
  else process.stderr.write(`error ${named.code}: ${harmless(named.message)}\nnext: ${harmless(named.next)}\n`);
  if (verbose) process.stderr.write(`${traceOf(error)}\n`);
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? item.toString() : item), 2);
}

/** Text of unknown origin without what could steer a terminal. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === "\n" || character === "\t" ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${traceOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
