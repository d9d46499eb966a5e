import type { Agreement } from "../../../api/types.js";
import type { ChainDelivery, ChainReader, ChainSettlement } from "./chainReader.js";
import type { Trust } from "./evidence.js";
import { type CheckedStep, judged, unknown } from "./steps.js";

export interface SettlementJob {
  readonly kind: "settlement";
  /** The agreements whose sum is claimed, as the page shows them. */
  readonly agreements: readonly Agreement[];
  /** Block that the shown amounts are of; absent while they change faster than they can be read. */
  readonly atBlock?: number;
  readonly genesisHash: string;
  readonly trust: Trust;
}

export interface SettlementCheck {
  readonly steps: readonly CheckedStep[];
  /** What the chain says; absent if it could not be read. */
  readonly chain?: { readonly deliveries: number; readonly deliveredWh: bigint; readonly paid: bigint };
  readonly block?: bigint;
}

const WH_PER_KWH = 1_000n;

const sum = <T>(items: readonly T[], amount: (item: T) => bigint) =>
  items.reduce((total, item) => total + amount(item), 0n);

const deliveredOf = ({ deliveries }: ChainSettlement) => sum(deliveries, ({ deliveredWh }) => deliveredWh);
const owedOf = ({ deliveries }: ChainSettlement) => sum(deliveries, ({ owed }) => owed);

/** Price of delivered energy, rounded down as the contract does. */
const costOf = ({ terms }: ChainSettlement, { deliveredWh }: ChainDelivery) =>
  (deliveredWh * terms.pricePerKWh) / WH_PER_KWH;

/** Every delivery is paid at its price but for what the escrow lacked, and for that when a claim is paid. */
const paidOf = (settled: ChainSettlement) =>
  sum(settled.deliveries, (delivery) => costOf(settled, delivery) - delivery.owed) + settled.claimsPaid;

/** Intervals in which nothing was delivered are told too, but count nowhere. */
const isDelivery = ({ deliveredWh }: ChainDelivery) => deliveredWh > 0n;

/** Nobody owes more than was delivered. */
const paymentsFollow = (settled: ChainSettlement) =>
  settled.deliveries.every((delivery) => delivery.owed <= costOf(settled, delivery));

/** The contract's own counters: of energy, where it keeps one, and of what is still owed. */
const countersAgree = (settled: ChainSettlement) =>
  (settled.countedWh === undefined || settled.countedWh === deliveredOf(settled)) &&
  settled.claim === owedOf(settled) - settled.claimsPaid;

/** Recomputes what agreements settled from the contract's own events, the head that they lead to, and its counters. */
export async function checkSettlement(job: SettlementJob, chain: ChainReader | undefined): Promise<SettlementCheck> {
  const { agreements } = job;
  if (!chain) {
    return {
      steps: [
        unknown("value", "needsChain"),
        unknown("terms", "needsChain"),
        unknown("deliveries", "needsChain"),
        unknown("contract", "needsChain"),
        unknown("block", "chainUnreachable"),
      ],
    };
  }
  const found = await Promise.all(agreements.map(({ id }) => chain.settlementOf(id)));
  const pairs = agreements.map((agreement, index) => ({ shown: agreement, read: found[index] as ChainSettlement }));
  const deliveredWh = sum(found, deliveredOf);
  const paid = sum(found, paidOf);
  const sameAmounts = pairs.every(
    ({ shown, read }) => BigInt(shown.deliveredWh) === deliveredOf(read) && BigInt(shown.paid) === paidOf(read),
  );
  const sameTerms = pairs.every(
    ({ shown, read: { terms } }) =>
      terms.pricePerKWh === BigInt(shown.pricePerKWh) &&
      terms.importMeter === shown.importMeter &&
      terms.exportMeter === shown.exportMeter,
  );
  return {
    steps: [
      judged("value"),
      judged("terms", [sameTerms, "registryDiffers"], [found.every(paymentsFollow), "paymentDiffers"]),
      // Amounts of different blocks may differ honestly; then nothing is said for or against them.
      job.atBlock === undefined && !sameAmounts
        ? unknown("deliveries", "stillSettling")
        : judged("deliveries", [sameAmounts, "amountDiffers"]),
      judged(
        "contract",
        [found.every(({ endsAtHead }) => endsAtHead), "headDiffers"],
        [found.every(countersAgree), "amountDiffers"],
      ),
      judged("block", [chain.genesisHash === job.genesisHash, "genesisDiffers"]),
    ],
    chain: { deliveries: found.flatMap(({ deliveries }) => deliveries).filter(isDelivery).length, deliveredWh, paid },
    block: chain.block.number,
  };
}
