import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { chain, reach } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium, lower } from "../../support/chain/consortium.js";
import { serveChain } from "../../support/chain/rpcServer.js";
import { type Finished, wattproof } from "./wattproof.js";

export const PASSWORD = "correct horse battery";

/** A deployment behind a socket, and a user's directory and home: what a person with a terminal has. */
export type Terminal = Awaited<ReturnType<typeof openTerminal>>;

/**
 * Opens a terminal. Everything that any command printed is kept in `printed`.
 * @param deployed What the commands are about; a fresh deployment by default.
 */
export async function openTerminal(deployed?: Consortium) {
  return openTerminalOn(deployed ?? (await deployConsortium()));
}

/** The same on any deployment with a `Directory`. */
export async function openTerminalOn<Deployed extends Pick<Consortium, "directory">>(consortium: Deployed) {
  // Commands go by this machine's clock, too, and the deployment may be older than the terminal.
  await reach(Math.floor(Date.now() / 1000));
  const server = await serveChain();
  const cwd = mkdtempSync(join(tmpdir(), "wattproof-device-"));
  const directory = lower(await consortium.directory.getAddress());
  const printed: string[] = [];
  const env = { HOME: cwd, WATTPROOF_RPC_URL: server.rpcUrl, WATTPROOF_PASSWORD: PASSWORD };

  const run = async (...args: string[]): Promise<Finished> => {
    const finished = await wattproof(args, { cwd, env });
    printed.push(args.join(" "), finished.stdout, finished.stderr);
    return finished;
  };
  return {
    consortium,
    cwd,
    directory,
    rpcUrl: server.rpcUrl,
    printed,
    path: (name: string) => join(cwd, name),
    write: (name: string, text: string) => writeFileSync(join(cwd, name), text),
    /** Runs a command as typed. */
    run,
    /** Runs a `device` command on the deployment, which must succeed, and returns its JSON. */
    device: async (...args: string[]) => {
      const { code, stdout, stderr } = await run("device", ...args, "--directory", directory, "--json");
      expect({ code, error: code === 0 ? "" : stdout + stderr }).to.deep.equal({ code: 0, error: "" });
      return JSON.parse(stdout);
    },
    /** Runs a `device` command on the deployment, which must fail, and returns its error. */
    refused: async (...args: string[]) => {
      const { code, stdout, stderr } = await run("device", ...args, "--directory", directory, "--json");
      expect(code, stdout + stderr).to.equal(1);
      return JSON.parse(stdout).error as { code: string; message: string; next: string };
    },
    /** Lets time pass, so that the next change falls into a second of its own. */
    wait: async (seconds = 60) => {
      await chain.networkHelpers.time.increase(seconds);
    },
    /** The same without a block: the chain stands still until somebody sends something. */
    idle: async (seconds: number) => {
      await chain.provider.request({ method: "evm_increaseTime", params: [seconds] });
    },
    close: async () => {
      await server.close();
      rmSync(cwd, { recursive: true });
    },
  };
}
