import type { Failure } from "./failure.js";
import { failureFromAnswer } from "./failure.js";

export type Outcome<T> =
  | { readonly ok: true; readonly data: T; readonly text: string }
  | { readonly ok: false; readonly failure: Failure };

/** Address of an API path on the page's own origin. */
export function apiUrl(path: string): string {
  return new URL(path, document.baseURI).href;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * Fetches one JSON answer of the API; a failure is an outcome, never an exception.
 * @param path Relative to the page, such as `api/overview`.
 */
export async function request<T>(path: string): Promise<Outcome<T>> {
  let status: number;
  let succeeded: boolean;
  let text: string;
  try {
    const answer = await fetch(apiUrl(path), { headers: { accept: "application/json" }, cache: "no-store" });
    status = answer.status;
    succeeded = answer.ok;
    text = await answer.text();
  } catch {
    return { ok: false, failure: { kind: "offline" } };
  }
  const body = parse(text);
  if (!succeeded) return { ok: false, failure: failureFromAnswer(status, body?.value) };
  if (!body) return { ok: false, failure: { kind: "unreadable", status } };
  return { ok: true, data: body.value as T, text };
}
