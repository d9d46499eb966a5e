import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chain } from "./chain.js";

export interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
}

interface Asked extends Question {
  readonly id: number;
}

/** The shared chain behind a socket, so that it can be opened by its address. */
export interface RpcServer {
  readonly rpcUrl: string;
  /** Everything that was asked, in order. */
  readonly asked: Question[];
  close(): Promise<void>;
}

/** What a server makes of the chain's answers. */
export type Translate = (method: string, result: unknown) => unknown;

/** Answers JSON-RPC on loopback for the shared chain. */
export function serveChain(translate: Translate = (_, result) => result): Promise<RpcServer> {
  return serveRpc(async (method, params) => translate(method, await chain.provider.request({ method, params })));
}

/** Answers JSON-RPC on loopback by what `send` says. */
export async function serveRpc(send: (method: string, params: unknown[]) => Promise<unknown>): Promise<RpcServer> {
  const asked: Question[] = [];
  const answer = async ({ id, method, params }: Asked) => {
    asked.push({ method, params });
    try {
      return { jsonrpc: "2.0", id, result: await send(method, [...(params ?? [])]) };
    } catch (error) {
      const { code = -32_603, message = "", data } = error as { code?: number; message?: string; data?: unknown };
      return { jsonrpc: "2.0", id, error: { code, message, data } };
    }
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const question: Asked | Asked[] = JSON.parse(text);
    const reply = Array.isArray(question) ? await Promise.all(question.map(answer)) : await answer(question);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    rpcUrl: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
