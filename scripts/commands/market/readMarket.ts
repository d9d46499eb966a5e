import { ChainUnreadable, lowerHex, read, requireBlock, wordOf } from "../../../evidence/index.js";
import {
  ADVERT_STATES,
  type AdvertState,
  type AdvertTerms,
  ENERGY_SOURCES,
  type EnergySource,
  type Hex,
} from "../../../protocol/index.js";
import type { AdvertStructOutput } from "../../../typechain-types/contracts/EnergyMarket.js";
import { EnergyMarket__factory } from "../../../typechain-types/factories/contracts/EnergyMarket__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

export const MARKET = EnergyMarket__factory.createInterface();

/** An advert as commands show it. */
export interface ShownAdvert extends Omit<AdvertTerms, "energySource"> {
  readonly number: number;
  readonly owner: Hex;
  readonly energySource: EnergySource;
  readonly remainingWh: bigint;
}

/** The market of a deployment, as of one block. */
export interface OpenMarket {
  readonly address: Hex;
  readonly contract: ReturnType<typeof EnergyMarket__factory.connect>;
  /** Block and its time, Unix seconds, at which everything is read. */
  readonly blockTag: number;
  readonly nowS: number;
}

/** Opens the deployment's market. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openMarket(chain: OpenChain): Promise<OpenMarket> {
  const address = await chain.contract("EnergyMarket");
  const { number, timestamp } = await requireBlock(chain.provider, "latest");
  return {
    address,
    contract: EnergyMarket__factory.connect(address, chain.provider),
    blockTag: number,
    nowS: timestamp,
  };
}

const UINT64_MAX = 2n ** 64n - 1n;
const PAGE = 200;
/** Two million adverts. */
const MOST_PAGES = 10_000;

export interface AdvertWish {
  readonly maxPricePerKWh?: bigint | undefined;
  readonly minRemainingWh?: bigint | undefined;
}

/** Every open advert that fits the wish, in no order. Throws `ChainUnreadable`, also for pages that never end. */
export async function readOpenAdverts(
  { contract, blockTag }: OpenMarket,
  wish: AdvertWish = {},
): Promise<ShownAdvert[]> {
  const { maxPricePerKWh = UINT64_MAX, minRemainingWh = 0n } = wish;
  const found: ShownAdvert[] = [];
  let [day, index] = [0n, 0n];
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const query = { day, index, limit: PAGE, maxPricePerKWh, minRemainingWh };
    const { page, nextDay, nextIndex } = await read("the open adverts", () =>
      contract.openAdverts(query, { blockTag }),
    );
    found.push(...page.map(({ number, advert }) => shown(Number(number), advert)));
    if (nextDay === 0n) return found;
    if (nextDay < day || (nextDay === day && nextIndex <= index)) break;
    [day, index] = [nextDay, nextIndex];
  }
  throw new ChainUnreadable({ what: "the open adverts", reason: "its pages of them do not end" });
}

/** An advert and what became of it; undefined if there is none of this number. Throws `ChainUnreadable`. */
export async function readAdvert(
  { contract, blockTag }: OpenMarket,
  number: number,
): Promise<{ readonly advert: ShownAdvert; readonly state: AdvertState } | undefined> {
  const at = { blockTag };
  const told = await read(`advert ${number}`, () => contract.stateOf(number, at));
  const state = wordOf(ADVERT_STATES, told, `the state of advert ${number}`);
  if (state === "unknown") return undefined;
  return { advert: shown(number, await read(`advert ${number}`, () => contract.advertOf(number, at))), state };
}

function shown(number: number, { terms, owner, acceptedWh }: AdvertStructOutput): ShownAdvert {
  return {
    number,
    owner: lowerHex(owner),
    exportMeter: lowerHex(terms.exportMeter),
    startS: Number(terms.startS),
    endS: Number(terms.endS),
    settlementPeriodS: Number(terms.settlementPeriodS),
    noticeS: Number(terms.noticeS),
    exportRatedW: Number(terms.exportRatedW),
    energySource: ENERGY_SOURCES[Number(terms.energySource)] ?? "other",
    withCertificates: terms.withCertificates,
    pricePerKWh: terms.pricePerKWh,
    quantityWh: terms.quantityWh,
    remainingWh: terms.quantityWh - acceptedWh,
    minPartWh: terms.minPartWh,
    escrowPerKWh: terms.escrowPerKWh,
  };
}
