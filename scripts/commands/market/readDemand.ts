import { blockRanges, read } from "../../../evidence/index.js";
import type { EnergyOver } from "../../../protocol/index.js";
import { instantOf } from "../../../protocol/json/times.js";
import type { OpenChain } from "../../chain/openChain.js";
import { readText } from "../../commandLine/files.js";
import { DemandFileInvalid } from "./errors.js";
import type { OpenMarket } from "./readMarket.js";

const COLUMNS = "from,to,wh";
const LONGEST_DEMAND_BYTES = 4 * 1024 * 1024;

/** Demand that somebody expects, from a CSV file. Throws `FileUnreadable`, `FileTooLarge`, `DemandFileInvalid`. */
export function readDemandFile(path: string): EnergyOver[] {
  const [header, ...rows] = readText(path, LONGEST_DEMAND_BYTES).trimEnd().split(/\r?\n/);
  if (header !== COLUMNS) throw new DemandFileInvalid(path, `its first line is not ${COLUMNS}`);
  return rows.map((row, at) => {
    const demand = demandOf(row);
    if (demand === undefined) throw new DemandFileInvalid(path, `line ${at + 2} is no from,to,wh`);
    return demand;
  });
}

function demandOf(row: string): EnergyOver | undefined {
  const [from = "", to = "", wh = "", ...more] = row.split(",");
  if (more.length > 0 || !/^(?:0|[1-9][0-9]{0,17})$/.test(wh)) return undefined;
  const startS = instantOf(from);
  const endS = instantOf(to);
  return startS === undefined || endS === undefined || endS <= startS
    ? undefined
    : { startS, endS, energyWh: BigInt(wh) };
}

/** What consumers accepted of any advert in the last `lookBackS` seconds, Wh. Throws `ChainUnreadable`. */
export async function readAcceptedWh(
  { provider }: OpenChain,
  { contract, blockTag, nowS }: OpenMarket,
  lookBackS: number,
): Promise<bigint> {
  return read("what was accepted", async () => {
    const first = await firstBlockSince(nowS - lookBackS, blockTag, async (number) => {
      const block = await provider.getBlock(number);
      return block?.timestamp ?? 0;
    });
    let acceptedWh = 0n;
    for (const { from, to } of blockRanges(blockTag, first)) {
      const accepted = await contract.queryFilter(contract.filters.AdvertAccepted(), from, to);
      acceptedWh += accepted.reduce((sum, { args }) => sum + args.partWh, 0n);
    }
    return acceptedWh;
  });
}

/** The earliest block of `sinceS` or later; one beyond `last` if there is none. Times of blocks never fall. */
async function firstBlockSince(
  sinceS: number,
  last: number,
  timeOf: (number: number) => Promise<number>,
): Promise<number> {
  let [low, high] = [0, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeOf(middle)) < sinceS) low = middle + 1;
    else high = middle;
  }
  return low;
}
