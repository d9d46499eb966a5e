import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Consensus,
  FIXED_START,
  initNetwork,
  type OpenedNetwork,
  openNetwork,
  parseValidity,
  writeNetwork,
} from "../../../network/index.js";

export interface TestNetwork {
  readonly folder: string;
  readonly open: () => OpenedNetwork;
  /** Changes a file of the folder by its text. */
  readonly change: (path: string, change: (text: string) => string) => void;
  readonly remove: () => void;
}

/** Names of the nodes, in their order. */
export const NODES = ["org-1-node-1", "org-2-node-1", "org-3-node-1", "org-4-node-1"] as const;

/** A private key that everybody knows: 1, 2, 3, … */
export const knownKey = (number: number) => `0x${number.toString(16).padStart(64, "0")}`;

export interface TestNetworkOptions {
  readonly consensus?: Consensus;
  readonly rpcPort?: number;
  readonly p2pPort?: number;
}

/** A folder with a network of four nodes of four organisations on this machine, a block every second. */
export function makeTestNetwork({ consensus = "qbft", ...ports }: TestNetworkOptions = {}): TestNetwork {
  const around = mkdtempSync(join(tmpdir(), "wattproof-operate-"));
  const folder = join(around, "chain");
  const network = initNetwork({
    nodes: NODES.length,
    keys: JSON.stringify(NODES.map((_, at) => knownKey(at + 1))),
    validity: parseValidity(undefined, undefined, FIXED_START),
    chainId: 20_260n,
    consensus,
    validators: "header",
    blockPeriodS: 1,
    hardfork: "osaka",
    ...ports,
  });
  writeNetwork(folder, network);
  return {
    folder,
    open: () => openNetwork(folder),
    change: (path, change) => {
      const file = join(folder, path);
      writeFileSync(file, change(readFileSync(file, "utf8")));
    },
    remove: () => rmSync(around, { recursive: true, force: true }),
  };
}
