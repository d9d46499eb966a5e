import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { ROOT } from "../../../scripts/checks/repository.js";

export interface ChainProcess {
  readonly rpcUrl: string;
  stop(): Promise<void>;
}

/** A port of 127.0.0.1 that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts a chain as a process of its own, with the configuration of the embedded one. */
export async function startChainProcess(): Promise<ChainProcess> {
  const port = await freePort();
  const cli = join(ROOT, "node_modules/hardhat/dist/src/cli.js");
  const args = ["node", "--network", "embedded", "--hostname", "127.0.0.1", "--port", String(port)];
  const child = spawn(process.execPath, [cli, ...args], { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const rpcUrl = `http://127.0.0.1:${port}`;
  for (const startedMs = Date.now(); !(await answers(rpcUrl)); ) {
    if (child.exitCode !== null || Date.now() - startedMs > 30_000) {
      child.kill("SIGKILL");
      throw new Error(`the chain did not start: ${complaints}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    rpcUrl,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function answers(rpcUrl: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const headers = { "content-type": "application/json" };
  return fetch(rpcUrl, { method: "POST", headers, body }).then(
    (response) => response.ok,
    () => false,
  );
}
