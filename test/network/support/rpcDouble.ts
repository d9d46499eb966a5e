import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import answers from "../../fixtures/besu/answers.json" with { type: "json" };

/** One question to a node. */
export interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What comes back over HTTP; undefined leaves the caller without an answer. */
export interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RpcDouble {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Listens on loopback in a node's place, on a port of the system's choice if none is given. */
export async function openRpcDouble(answer: (question: Question) => Answer | undefined, port = 0): Promise<RpcDouble> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const answered = answer(JSON.parse(text));
      if (!answered) return;
      response.writeHead(answered.status ?? 200, { "content-type": "application/json", ...answered.headers });
      response.end(answered.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const resultOf = (result: unknown): Answer => ({ body: JSON.stringify({ jsonrpc: "2.0", id: 1, result }) });

export const errorOf = (code: number, message: string): Answer => ({
  body: JSON.stringify({ jsonrpc: "2.0", id: 1, error: { code, message } }),
});

/** An answer that a real node gave. */
export function recorded(name: keyof typeof answers): Answer {
  const { status, body } = answers[name];
  return { status, body };
}
