import { z } from "zod";
import { NodeAnswerStrange, NodeApiDisabled, NodeRefuses, NodeSilent } from "./errors.js";
import { readBounded } from "./readBounded.js";

/** Where a node is asked. */
export interface RpcEndpoint {
  /** By which people know the node. */
  readonly name: string;
  /** Of its JSON-RPC over HTTP. */
  readonly url: string;
  /** Silent for longer, it does not answer, ms. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
/** A block of a thousand transactions' hashes has 70 kB; a header of a hundred validators 20 kB. */
const LONGEST_ANSWER_BYTES = 4 * 1024 * 1024;
/** Besu for a method of an API that is switched off, or of the other consensus. JSON-RPC 2.0 for one that is not known. */
const NOT_ENABLED = [-32_604, -32_601];

const ANSWER = z.union([
  z.object({ error: z.object({ code: z.int(), message: z.string() }) }),
  z.object({ jsonrpc: z.literal("2.0"), id: z.literal(1), result: z.unknown() }),
]);

/**
 * Asks a node one question of JSON-RPC 2.0, once. Follows no redirection, and reads no more than a few megabytes.
 * @param schema What the answer has to be.
 * @throws NodeSilent, NodeAnswerStrange, NodeRefuses, NodeApiDisabled
 */
export async function askNode<T>(
  { name, url, timeoutMs = TIMEOUT_MS }: RpcEndpoint,
  method: string,
  params: readonly unknown[],
  schema: z.ZodType<T>,
): Promise<T> {
  let text: string | undefined;
  let status: number;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    text = await readBounded(response, LONGEST_ANSWER_BYTES);
  } catch (error) {
    throw new NodeSilent(name, url, silence(error, timeoutMs), error);
  }
  if (text === undefined) throw new NodeAnswerStrange(name, method, `it is longer than ${LONGEST_ANSWER_BYTES} bytes`);
  const answer = ANSWER.safeParse(parsed(text));
  if (!answer.success) throw new NodeAnswerStrange(name, method, `HTTP ${status} without JSON-RPC 2.0`);
  if ("error" in answer.data) {
    const { code, message } = answer.data.error;
    if (NOT_ENABLED.includes(code)) throw new NodeApiDisabled(name, method);
    throw new NodeRefuses(name, method, code, message);
  }
  const result = schema.safeParse(answer.data.result);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new NodeAnswerStrange(name, method, `${issue?.path.map(String).join(".") || "the result"} is not as expected`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined is no answer; what it was, is said by the caller.
    return undefined;
  }
}

function silence(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return `nothing came within ${timeoutMs / 1000} s`;
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
