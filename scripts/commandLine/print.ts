import { WattproofError } from "../../protocol/index.js";
import { Unexpected } from "./errors.js";

export interface PrintOptions {
  /** One JSON document on stdout, be it the result or `{"error": …}`; people's words go to stderr or nowhere. */
  readonly json?: boolean | undefined;
  /** Stack traces on stderr. */
  readonly verbose?: boolean | undefined;
}

/** What could steer a terminal, turn the direction of text, or begin a line of its own. */
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Prints a command's result: as JSON (whole numbers beyond double precision as decimal strings) or as lines for people.
 * @param lines Each stays one line, whatever it quotes.
 */
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

/** Says on stderr, in one line, what a command outlived: an error, or facts with a message and a reason. */
export function printNote(problem: unknown): void {
  const { code, message, reason } = Object(problem) as { code?: unknown; message?: unknown; reason?: unknown };
  const parts = [code, message ?? problem, reason].filter((part) => part !== undefined).map(String);
  process.stderr.write(`note: ${harmless(parts.join(": "))}\n`);
}

/** JSON whose only control characters are the line breaks between members; its strings read back unchanged. */
function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? item.toString() : item), 2);
  return text.replace(STEERING, (character) => (character === "\n" ? character : jsonEscape(character)));
}

/** Escapes of a character's UTF-16 units: beyond the first plane there are two. */
function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Text of unknown origin on one line, without what could steer a terminal. */
export function harmless(text: string): string {
  return text.replace(STEERING, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** The stack's own line breaks stay, those within a message do not. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return harmless(String(error));
  const { message, stack = message } = error;
  const lines = stack.replace(message, () => harmless(message)).split("\n");
  const cause = error.cause === undefined ? "" : `\ncaused by ${traceOf(error.cause)}`;
  return `${lines.map(harmless).join("\n")}${cause}`;
}
