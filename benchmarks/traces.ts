// `npm run traces [-- --json]`: traces through 10,000 lots, down and up, on a simulated chain behind a socket of this machine: the time,
// and how often the node was asked. A wide graph, as of goods that are divided and mixed, and a deep one, as of a tank that is drawn
// from every day. Exit code 1 if a question is asked more often than once per generation and 8 lots.
import { JsonRpcProvider, Network } from "ethers";
import { type LotsPlace, traceDown, traceUp } from "../deals/index.js";
import type { Hex } from "../protocol/index.js";
import { fresh } from "../test/support/chain/chain.js";
import { lower } from "../test/support/chain/consortium.js";
import { bytes32Of } from "../test/support/chain/devices.js";
import { lotId, makeLot, part, type Yard, yard } from "../test/support/chain/lots.js";
import { serveChain } from "../test/support/chain/rpcServer.js";
import { buildContracts } from "./buildContracts.js";
import { printRows } from "./report/print.js";
import { type Row, standingOf } from "./report/row.js";

const QUANTITY = 10n ** 12n;
/** A round of the wide graph: one lot, 64, 52 of each of these, 52, and one again. Three of them are 10,336 lots. */
const [WIDTH, PARTS, ROUNDS] = [64, 52, 3];
/** Draws from the deep graph's tank, each of which makes two lots. */
const DRAWS = 5_000;
const DRAWS_PER_CALL = 40;
/** Lots of one question, as `readLots` asks. */
const PER_QUESTION = 8;

const say = (line: string) => console.error(line);

interface Graph {
  readonly name: string;
  readonly first: Hex;
  readonly last: Hex;
  readonly lots: number;
  /** Steps from the first lot to the last, both counted. */
  readonly generations: number;
}

async function wideGraph(y: Yard): Promise<Graph> {
  const first = await makeLot(y, "wide", { quantityMilli: QUANTITY });
  let current = first;
  for (let round = 0; round < ROUNDS; round++) {
    const halves = await divide(y, current, QUANTITY, WIDTH, `wide ${round}`);
    const quantity = QUANTITY / BigInt(WIDTH);
    const parts: Hex[][] = [];
    for (const [at, half] of halves.entries())
      parts.push(await divide(y, half, quantity, PARTS, `wide ${round} ${at}`));
    const mixed: Hex[] = [];
    // One part of each: every mixture leads back to all.
    for (let at = 0; at < PARTS; at++) {
      const some = parts.map((of) => of[at] as Hex);
      mixed.push(await merge(y, some, `mixed ${round} ${at}`));
    }
    current = await merge(y, mixed, `whole ${round}`);
  }
  const lots = 1 + ROUNDS * (WIDTH + WIDTH * PARTS + PARTS + 1);
  return { name: "wide", first, last: current, lots, generations: 1 + 4 * ROUNDS };
}

async function deepGraph(y: Yard): Promise<Graph> {
  const first = await makeLot(y, "tank", { quantityMilli: QUANTITY });
  let current = first;
  for (let from = 0; from < DRAWS; from += DRAWS_PER_CALL) {
    const calls: string[] = [];
    for (let draw = from; draw < Math.min(DRAWS, from + DRAWS_PER_CALL); draw++) {
      const parts = [part(`drawn ${draw}`, 1n), part(`rest ${draw}`, QUANTITY - BigInt(draw) - 1n)];
      calls.push(y.lots.interface.encodeFunctionData("split", [current, parts]));
      current = await lotId(y, y.seller, `rest ${draw}`);
    }
    await y.lots.multicall(calls);
  }
  return { name: "deep", first, last: current, lots: 1 + 2 * DRAWS, generations: 1 + DRAWS };
}

/** Splits a lot into equal parts, the first of which has what is left over. */
async function divide(y: Yard, lot: Hex, quantity: bigint, count: number, name: string): Promise<Hex[]> {
  const each = quantity / BigInt(count);
  const parts = Array.from({ length: count }, (_, at) =>
    part(`${name} ${at}`, at === 0 ? quantity - each * BigInt(count - 1) : each),
  );
  await y.lots.split(lot, parts);
  return Promise.all(parts.map((_, at) => lotId(y, y.seller, `${name} ${at}`)));
}

async function merge(y: Yard, lots: readonly Hex[], name: string): Promise<Hex> {
  await y.lots.merge([...lots], bytes32Of(name));
  return lotId(y, y.seller, name);
}

async function measure(y: Yard, graph: Graph): Promise<Row[]> {
  const { name, first, last, lots, generations } = graph;
  const server = await serveChain();
  const network = Network.from(31_337);
  const provider = new JsonRpcProvider(server.rpcUrl, network, { staticNetwork: network, batchMaxCount: 1 });
  const rows: Row[] = [];
  const limit = generations + Math.ceil(lots / PER_QUESTION);
  const row = (what: string, ours: number, of: Pick<Row, "limit" | "unit">): Row => {
    return { name: `Lots: ${what}, a ${name} graph of ${lots.toLocaleString("en-US")}`, ours, peers: {}, ...of };
  };
  try {
    const place: LotsPlace = {
      provider,
      lots: lower(await y.lots.getAddress()),
      block: await provider.getBlockNumber(),
    };
    for (const [way, trace] of [
      ["down", () => traceDown(place, first)],
      ["up", () => traceUp(place, last)],
    ] as const) {
      const askedBefore = server.asked.length;
      const startedMs = performance.now();
      const found = (await trace()).lots.length;
      const tookMs = performance.now() - startedMs;
      // Up from the last, what was drawn before is beside the way.
      if (way === "down" && found !== lots) throw new Error(`The trace found ${found} of ${lots} lots`);
      rows.push(row(`a trace ${way}`, tookMs, { limit: null, unit: "ms" }));
      rows.push(row(`its questions to the node`, server.asked.length - askedBefore, { limit, unit: "calls" }));
    }
  } finally {
    provider.destroy();
    await server.close();
  }
  return rows;
}

buildContracts(say);
const y = await fresh(yard);
const rows: Row[] = [];
for (const make of [wideGraph, deepGraph]) {
  say(`Making a ${make === wideGraph ? "wide" : "deep"} graph`);
  rows.push(...(await measure(y, await make(y))));
}
printRows(rows, { json: process.argv.includes("--json") });
process.exit(rows.some((row) => standingOf(row) === "over") ? 1 : 0);
