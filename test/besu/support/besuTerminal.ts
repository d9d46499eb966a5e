import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBesu } from "../../../network/index.js";
import { WattproofError } from "../../../protocol/index.js";
import { type Finished, ROOT, wattproof } from "../../scripts/support/wattproof.js";

/** Seven nodes and the tests fit into 6 GiB. */
const HEAP_MB = 384;
const DEPLOYMENTS = join(ROOT, "deploy", "deployments");

/** What `network status --json` prints, as far as tests look at it. */
export interface StatusDocument {
  readonly summary: string;
  readonly moves: boolean;
  readonly head: { readonly number: string; readonly hash: string } | null;
  readonly quorum: number;
  readonly fork: unknown;
  readonly blocksError: unknown;
  readonly foundingDifferences: readonly unknown[];
  readonly validators: readonly { readonly name: string; readonly address: string }[];
  readonly participation: readonly {
    readonly name: string;
    readonly address: string;
    readonly sealed: number;
    readonly copies: number;
    readonly proposed: number;
    readonly agility: string;
  }[];
  readonly nodes: readonly {
    readonly name: string;
    readonly address: string;
    readonly answers: boolean;
    readonly height?: string;
    readonly peers?: number;
    readonly rpc: string;
    readonly syncing?: unknown;
  }[];
}

/** Ways to run commands. */
export interface Commands {
  /** Runs a command, and demands that it succeeds. Returns its JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: each command prints something else
  readonly done: (...args: readonly string[]) => Promise<any>;
  /** Runs a command and gives whatever came of it. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** Starts nodes of a folder, which are stopped in the end. */
  readonly upIn: (folder: string, ...nodes: readonly string[]) => Promise<UpDocument>;
  /** Of the terminal's folder unless another is named. */
  readonly status: (folder?: string) => Promise<StatusDocument>;
}

/** The command line with a home and a network's folder of its own. */
export interface BesuTerminal extends Commands {
  /** Where further folders may be made. */
  readonly home: string;
  readonly folder: string;
  /** What commands get beside what the tests have. */
  readonly environment: Readonly<Record<string, string>>;
  readonly up: (...nodes: readonly string[]) => Promise<UpDocument>;
  /** Commands that are run by another program than Node.js itself, which gets the same arguments. */
  readonly by: (program: string) => Commands;
  readonly read: (path: string) => string;
  /** Stops what runs and removes everything. */
  readonly close: () => Promise<void>;
}

/** What `network up --json` prints. */
export interface UpDocument {
  readonly moves: boolean;
  readonly height: string;
  readonly quorum: number;
  readonly validatorsHere: number;
  readonly next: string;
  readonly nodes: readonly { readonly name: string; readonly rpc: string }[];
}

/**
 * @param chainId One that nobody's own deployment has.
 * @param heapMb For Java, each node, MiB.
 */
export function openBesuTerminal(chainId: number, heapMb = HEAP_MB): BesuTerminal {
  const home = mkdtempSync(join(tmpdir(), "wattproof-besu-"));
  const folder = join(home, "chain");
  const environment = { HOME: home, WATTPROOF_PASSWORD: "only for this test" };
  const removeRecords = () => {
    const records = existsSync(DEPLOYMENTS) ? readdirSync(DEPLOYMENTS) : [];
    for (const name of records.filter((each) => each.startsWith(`chain-${chainId}`))) {
      rmSync(join(DEPLOYMENTS, name), { recursive: true });
    }
  };
  removeRecords();
  const folders = new Set([folder]);
  const by = (node: string): Commands => {
    const run = (...args: readonly string[]) => wattproof(args, { env: environment, node });
    const done = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await run(...args, "--json");
      if (code !== 0) throw new Error(`wattproof ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
      return JSON.parse(stdout);
    };
    const upIn = (dir: string, ...nodes: readonly string[]) => {
      folders.add(dir);
      return done("network", "up", dir, ...nodes, ...howToRun(heapMb));
    };
    const status = async (dir = folder) => JSON.parse((await run("network", "status", dir, "--json")).stdout);
    return { run, done, upIn, status };
  };
  const own = by(process.execPath);
  return {
    ...own,
    home,
    folder,
    environment,
    up: (...nodes) => own.upIn(folder, ...nodes),
    by,
    read: (path) => readFileSync(join(folder, path), "utf8"),
    close: async () => {
      removeRecords();
      for (const each of [...folders].filter((dir) => existsSync(dir))) {
        const { code, stdout } = await own.run("network", "down", each, "--json");
        const isDown = code === 0 || JSON.parse(stdout).error.code === "NothingRuns";
        // The folder knows the processes' ids.
        if (!isDown) throw new Error(`nodes of ${each} may run on: ${stdout}`);
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function howToRun(heapMb: number): readonly string[] {
  try {
    findBesu();
    return ["--native", "--heap", `${heapMb}`, "--timeout", "240"];
  } catch (error) {
    if (error instanceof WattproofError) return ["--docker", "--timeout", "240"];
    throw error;
  }
}

const FIRST_TRIED = 20_000;
const LAST_TRIED = 29_000;
const TRIED_STEP = 200;

/** First of the ports that a network's nodes take: RPC ten higher each, p2p one. */
export interface PortBase {
  readonly rpc: number;
  readonly p2p: number;
}

/** Ports that nobody uses. @param count For how many nodes. */
export async function freePortBase(count: number): Promise<PortBase> {
  for (let rpc = FIRST_TRIED; rpc <= LAST_TRIED; rpc += TRIED_STEP) {
    const p2p = rpc + TRIED_STEP / 2;
    const services = Array.from({ length: count }, (_, at) => [0, 1, 1000].map((above) => rpc + 10 * at + above));
    const ports = [...services.flat(), ...Array.from({ length: count }, (_, at) => p2p + at)];
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return { rpc, p2p };
  }
  throw new Error(`no ports from ${FIRST_TRIED} to ${LAST_TRIED} are free`);
}

/** Options that put a network's nodes onto them. */
export function portOptions({ rpc, p2p }: PortBase): readonly string[] {
  return ["--rpc-port", `${rpc}`, "--p2p-port", `${p2p}`];
}

/** Options that put a network's nodes onto ports that nobody uses. @param count How many nodes. */
export async function freePorts(count: number): Promise<readonly string[]> {
  return portOptions(await freePortBase(count));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
