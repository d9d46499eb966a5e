import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../../../evidence/index.js";
import { type Hex, type SupplyAgreement, ZERO_HASH } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { type EscrowLock, lockOf, type ReleaseFacts, readReleased } from "./escrowLock.js";
import { agreementOf, type OpenAgreements, openAgreements } from "./openAgreements.js";

export type AgreementStatus = "ahead" | "running" | "suspended" | "ended" | "cancelled";

/** An agreement as it stands. */
export interface ListedAgreement extends EscrowLock {
  readonly agreement: Hex;
  readonly number: number;
  readonly status: AgreementStatus;
  /** `endS` is the present end. */
  readonly terms: SupplyAgreement;
  /** Wh; null for a grid supplier's, which is not kept. */
  readonly deliveredWh: bigint | null;
  /** What the consumer owes beyond its escrow, smallest units of the token. */
  readonly claim: bigint;
}

export interface AgreementWish {
  readonly meter?: Hex | undefined;
  readonly account?: Hex | undefined;
}

/** Every agreement that fits the wish, by number, as of one block. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function readAgreements(chain: OpenChain, wish: AgreementWish) {
  const opened = await openAgreements(chain);
  const { number: blockTag, timestamp } = await requireBlock(chain.provider, "latest");
  const found: Found[] = [];
  for (const range of blockRanges(blockTag)) found.push(...(await registeredIn(opened, range, wish)));
  const released = await readReleased(opened, blockTag);
  const delayS = await read("the wait for a release", () => opened.agreements.RELEASE_DELAY_S({ blockTag }));
  const as = { blockTag, nowS: timestamp, releaseDelayS: Number(delayS) };
  const agreements = await mapBounded(found, (each) =>
    readOne(opened, each, { ...as, isReleased: released.has(each.id) }),
  );
  return { agreements, block: blockTag };
}

interface Found {
  readonly id: Hex;
  readonly number: number;
}

async function registeredIn(
  { agreements }: OpenAgreements,
  { from, to }: { readonly from: number; readonly to: number },
  { meter, account }: AgreementWish,
): Promise<Found[]> {
  const { filters } = agreements;
  const wanted =
    meter === undefined
      ? [filters.AgreementRegistered()]
      : [filters.AgreementRegistered(undefined, meter), filters.AgreementRegistered(undefined, undefined, meter)];
  const events = await read(`the agreements of the blocks ${from} to ${to}`, () =>
    Promise.all(wanted.map((filter) => agreements.queryFilter(filter, from, to))),
  );
  return events
    .flat()
    .filter(({ args: { agreement } }) => {
      const parties = [agreement.consumer, agreement.supplier].map(lowerHex);
      return account === undefined || parties.includes(account);
    })
    .map(({ args }) => ({ id: lowerHex(args.id), number: Number(args.number) }))
    .sort((a, b) => a.number - b.number);
}

async function readOne(
  { agreements, escrow: { settlement } }: OpenAgreements,
  { id, number }: Found,
  { blockTag, ...known }: Omit<ReleaseFacts, "settledUntilS"> & { readonly blockTag: number },
): Promise<ListedAgreement> {
  const at = { blockTag };
  const [terms, delivered, claim] = await read(`agreement ${id}`, () =>
    Promise.all([
      agreements.agreementOf(id, at).then(agreementOf),
      settlement.deliveredWhOf(id, at),
      settlement.claimOf(id, at),
    ]),
  );
  const { exportMeter } = terms;
  const settledUntilS = await read(`until when meter ${exportMeter} is settled`, () =>
    settlement.settledUntil(exportMeter, at),
  );
  const deliveredWh = exportMeter === ZERO_HASH ? null : delivered;
  const status = statusOf(terms, claim, known.nowS);
  const lock = lockOf(terms, { ...known, settledUntilS: Number(settledUntilS) });
  return { agreement: id, number, status, terms, deliveredWh, claim, ...lock };
}

function statusOf({ startS, endS }: SupplyAgreement, claim: bigint, nowS: number): AgreementStatus {
  if (startS === endS) return "cancelled";
  if (nowS >= endS) return "ended";
  if (claim > 0n) return "suspended";
  return nowS < startS ? "ahead" : "running";
}
