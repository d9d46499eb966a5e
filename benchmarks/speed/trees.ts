import { median, type Row } from "../report/row.js";
import { runChild } from "./child.js";
import type { TreeCost } from "./treeChild.js";

const MILLION = 1_000_000;
const ROUNDS = 3;
/** Sizes that OpenZeppelin's tree bears: a million leaves take it more than a minute and 3 GB. */
const SHARED_SIZES = [20_000, 100_000] as const;

type Maker = "wasm" | "javascript" | "openZeppelin";

/** Trees and proofs, each in a process of its own, with OpenZeppelin's at the same sizes in turns. */
export function treeRows(say: (line: string) => void): Row[] {
  const ofMillion = takeTurns(["wasm", "javascript"], MILLION, say);
  const [fast, plain] = [middle(ofMillion.wasm), middle(ofMillion.javascript)];
  const inJavaScript = "the same with keccak-256 in JavaScript alone";
  const name = (what: string, count: number) => `${what} of ${count.toLocaleString("en-US")} leaves`;
  const rows: Row[] = [
    {
      name: name("Tree", MILLION),
      ours: fast.buildMs,
      peers: { [inJavaScript]: plain.buildMs },
      limit: 1_000,
      unit: "ms",
    },
    {
      name: name("Memory above the leaves, tree", MILLION),
      ours: fast.peakMiB,
      peers: { [inJavaScript]: plain.peakMiB },
      limit: 100,
      unit: "MiB",
    },
    { name: name("Proof in a tree", MILLION), ours: fast.proofUs, peers: {}, limit: 3, unit: "µs" },
  ];
  for (const count of SHARED_SIZES) {
    const { wasm, openZeppelin } = takeTurns(["wasm", "openZeppelin"], count, say);
    const [ours, theirs] = [middle(wasm), middle(openZeppelin)];
    const row = (what: string, key: "buildMs" | "peakMiB" | "proofUs", unit: string): Row => {
      const peers = { "OpenZeppelin SimpleMerkleTree": theirs[key] };
      return { name: name(what, count), ours: ours[key], peers, limit: null, unit };
    };
    rows.push(
      row("Tree", "buildMs", "ms"),
      row("Memory above the leaves, tree", "peakMiB", "MiB"),
      row("Proof in a tree", "proofUs", "µs"),
    );
  }
  return rows;
}

function takeTurns<M extends Maker>(makers: readonly M[], count: number, say: (line: string) => void) {
  const costs = Object.fromEntries(makers.map((maker) => [maker, [] as TreeCost[]])) as Record<M, TreeCost[]>;
  say(`Trees of ${count} leaves`);
  for (let round = 0; round < ROUNDS; round++) {
    for (const maker of makers) costs[maker].push(runChild<TreeCost>("treeChild.ts", maker, String(count)));
  }
  const roots = new Set(makers.flatMap((maker) => costs[maker].map(({ root }) => root)));
  if (roots.size !== 1) throw new Error(`The trees of ${count} leaves have ${roots.size} roots`);
  return costs;
}

function middle(costs: readonly TreeCost[]): Omit<TreeCost, "root"> {
  const of = (key: "buildMs" | "peakMiB" | "proofUs") => median(costs.map((cost) => cost[key]));
  return { buildMs: of("buildMs"), peakMiB: of("peakMiB"), proofUs: of("proofUs") };
}
