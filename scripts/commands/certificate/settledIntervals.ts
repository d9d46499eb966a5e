import { isError } from "ethers";
import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../../../evidence/index.js";
import {
  certificateIdOf,
  decodeRoster,
  decodeWords,
  type Hex,
  QUARTER_S,
  replayChain,
  wholeChain,
} from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { ProductionCertifier__factory } from "../../../typechain-types/factories/contracts/ProductionCertifier__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { openCertificates } from "./openCertificates.js";

/** A settled interval of a meter. */
export interface ProvenInterval {
  readonly roster: Hex;
  readonly startS: number;
  readonly endS: number;
  readonly words: readonly bigint[];
  /** What the interval leads to. */
  readonly head: Hex;
  readonly state: CertificateState;
}

/** Whether there is a certificate of an interval's production, or why there can be none. */
export type CertificateState =
  /** It can be certified, and is not yet. */
  | "pending"
  | "certified"
  /** There was no production. */
  | "empty"
  /** The supplier's register covers it only together with others. */
  | "notExact"
  /** It does not begin and end at quarters of an hour. */
  | "notQuarters";

export type OpenCertifier = Awaited<ReturnType<typeof openCertifier>>;

/** Opens what certifies, what was settled, and the certificates. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openCertifier(chain: OpenChain) {
  const contract = await chain.contract("ProductionCertifier");
  const certifier = ProductionCertifier__factory.connect(contract, chain.provider);
  const address = await read("whose production is certified", () => certifier.SETTLEMENT());
  const settlement = EnergySettlement__factory.connect(address, chain.provider);
  const { certificates } = await openCertificates(chain);
  return { contract, certifier, settlement, certificates };
}

/**
 * Everything that was settled of a meter, in order, proven by the head that settlement keeps of it.
 * @throws SettledHeadMismatch, SettledWordsInvalid, RosterCodeInvalid, ChainUnreadable
 */
export async function readSettled(chain: OpenChain, opened: OpenCertifier, meter: Hex): Promise<ProvenInterval[]> {
  const { settlement } = opened;
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  const told: { readonly roster: Hex; readonly endS: bigint; readonly words: readonly bigint[] }[] = [];
  for (const { from, to } of blockRanges(blockTag)) {
    const events = await read(`the settled intervals of the blocks ${from} to ${to}`, () =>
      settlement.queryFilter(settlement.filters.IntervalSettled(meter), from, to),
    );
    for (const { args } of events)
      told.push({ roster: lowerHex(args.roster), endS: args.endS, words: [...args.words] });
  }
  const head = lowerHex(await read(`the head of meter ${meter}`, () => settlement.headOf(meter, { blockTag })));
  const heads = replayChain(wholeChain({ exportMeter: meter, intervals: told, head }));
  const periods = await periodsOf(chain, new Set(told.map(({ roster }) => roster)));
  const intervals = told.map(({ roster, endS, words }, index) => {
    const startS = Number(endS - (periods.get(roster) ?? 0n));
    return { roster, startS, endS: Number(endS), words, head: heads[index] as Hex };
  });
  return mapBounded(intervals, async (each) => ({ ...each, state: await stateOf(opened, meter, each) }));
}

/** Length of the intervals of each roster, s. */
async function periodsOf({ provider }: OpenChain, rosters: ReadonlySet<Hex>): Promise<ReadonlyMap<Hex, bigint>> {
  const periods = new Map<Hex, bigint>();
  for (const roster of rosters) {
    const code = await read(`the roster ${roster}`, () => provider.getCode(roster));
    periods.set(roster, decodeRoster(lowerHex(code)).periodS);
  }
  return periods;
}

async function stateOf(
  { certificates }: OpenCertifier,
  meter: Hex,
  { startS, endS, words }: Omit<ProvenInterval, "state">,
): Promise<CertificateState> {
  const { supplier } = decodeWords(words);
  if (!supplier.isExact) return "notExact";
  if (supplier.flowWh === 0n) return "empty";
  if (startS % QUARTER_S !== 0 || endS % QUARTER_S !== 0) return "notQuarters";
  const id = certificateIdOf({ device: meter, startS, endS });
  return read("the certificates that there are", async () => {
    try {
      await certificates.certificateOf(id);
      return "certified";
    } catch (error) {
      if (isError(error, "CALL_EXCEPTION") && error.revert?.name === "EnergyCertificateUnknown") return "pending";
      throw error;
    }
  });
}
