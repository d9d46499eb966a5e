import Fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import { checkHost } from "../../api/index.js";

/** Asks the chain. Throws what the chain answers as an error. */
export type AskChain = (request: { method: string; params: unknown[] }) => Promise<unknown>;

/**
 * What anybody on this machine may ask: to read, and to hand in what somebody else has signed. The embedded chain also
 * signs for its own accounts and rewrites its storage on demand; none of that leaves the process.
 */
const PUBLIC_METHODS: ReadonlySet<string> = new Set([
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_estimateGas",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_getBalance",
  "eth_getBlockByHash",
  "eth_getBlockByNumber",
  "eth_getCode",
  "eth_getLogs",
  "eth_getProof",
  "eth_getStorageAt",
  "eth_getTransactionByHash",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_maxPriorityFeePerGas",
  "eth_sendRawTransaction",
  "net_version",
  "web3_clientVersion",
]);

/** A page of this machine; another's script may neither ask nor read. */
const OWN_ORIGIN = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?$/;
const LARGEST_REQUEST_BYTES = 4 * 1024 * 1024;
/** JSON-RPC 2.0's own codes. */
const METHOD_NOT_FOUND = -32_601;
const INVALID_REQUEST = -32_600;
const INTERNAL = -32_603;

const call = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.number(), z.string(), z.null()]),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
const calls = z.union([call, z.array(call).min(1).max(100)]);

/** Makes the JSON-RPC service that the page, the oracle and `battery verify --rpc` ask. */
export function createPublicRpc(ask: AskChain): FastifyInstance {
  const app = Fastify({ bodyLimit: LARGEST_REQUEST_BYTES, forceCloseConnections: true });
  checkHost(app);
  app.addHook("onRequest", async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined) return;
    if (!OWN_ORIGIN.test(origin)) return reply.code(403).send(failure(null, INVALID_REQUEST, "foreign origin"));
    reply.header("access-control-allow-origin", origin).header("vary", "origin");
  });
  app.options("/", async (_request, reply) =>
    reply
      .code(204)
      .header("access-control-allow-methods", "POST")
      .header("access-control-allow-headers", "content-type")
      .send(),
  );
  app.post("/", async (request) => {
    const parsed = calls.safeParse(request.body);
    if (!parsed.success) return failure(null, INVALID_REQUEST, "not a JSON-RPC 2.0 request");
    const { data } = parsed;
    return Array.isArray(data) ? Promise.all(data.map((one) => answer(ask, one))) : answer(ask, data);
  });
  return app;
}

async function answer(ask: AskChain, { id, method, params }: z.output<typeof call>) {
  if (!PUBLIC_METHODS.has(method)) return failure(id, METHOD_NOT_FOUND, `${method.slice(0, 60)} is not answered here`);
  try {
    return { jsonrpc: "2.0", id, result: await ask({ method, params }) };
  } catch (error) {
    // Reverts carry their reason in `data`; whoever asked needs it as the chain gave it.
    const { code = INTERNAL, message = "failed", data } = error as { code?: unknown; message?: string; data?: unknown };
    return failure(id, typeof code === "number" ? code : INTERNAL, message, data);
  }
}

function failure(id: number | string | null, code: number, message: string, data?: unknown) {
  return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}
