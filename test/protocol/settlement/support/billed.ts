import {
  type BilledTerms,
  type BookedInterval,
  buildStatement,
  type Hex,
  type Movement,
  type ReferenceSettlement,
  type RosterMember,
  type Statement,
  type StatementFacts,
  wholeChain,
} from "../../../../protocol/index.js";
import { ADA, BOB, endOf, grid, METER, PERIOD_S, ROSTER, readingAt, terms, village } from "./village.js";

const TRANSACTION: Hex = `0x${"ee".repeat(32)}`;
const LATE = { nowS: endOf(1_000), mayLeaveOut: true };

/** What the village has settled, with where a chain would tell of it: an interval a block, from block 11 on. */
export interface SettledVillage {
  readonly reference: ReferenceSettlement;
  readonly intervals: readonly BookedInterval[];
  readonly movements: readonly Movement[];
}

/** Three hours: plenty, too little, and a meter that does not read; with a claim that is half paid in between. */
export function settledVillage(): SettledVillage {
  const reference = village({ grid: {}, escrow: 2_500n });
  const read = (count: number, produced: bigint, adas: bigint, bobs: bigint | null) => ({
    exportMeter: METER.supplier,
    endS: endOf(count),
    roster: ROSTER,
    readings: [
      readingAt(METER.supplier, endOf(count), 0n, produced),
      readingAt(METER.ada, endOf(count), adas, 0n),
      ...(bobs === null ? [] : [readingAt(METER.bob, endOf(count), bobs, 0n)]),
    ],
  });
  const booked = [read(1, 5_000n, 1_000n, 500n), read(2, 5_600n, 2_000n, 1_000n)].map((interval, index) => {
    const [settled] = reference.settle([interval], LATE);
    return { ...settled!, block: 11 + index, transaction: TRANSACTION };
  });
  reference.deposit(ADA, 1_000n);
  const amount = reference.payClaim(3);
  const [third] = reference.settle([read(3, 9_000n, 3_000n, null)], LATE);
  return {
    reference,
    intervals: [...booked, { ...third!, block: 14, transaction: TRANSACTION }],
    movements: [
      { kind: "deposited", amount: 2_500n, block: 3 },
      { kind: "deposited", amount: 1_000n, block: 13 },
      { kind: "claimPaid", agreement: 3, payer: ADA, payee: grid(3).supplier, amount, block: 13 },
    ],
  };
}

/** What a chain would say of an account of the village. */
export function factsOf(
  { reference, intervals, movements }: SettledVillage,
  account: Hex,
  change: Partial<StatementFacts> = {},
): StatementFacts {
  const member = ({ number, importMeter, consumer, supplier, pricePerKWh }: BilledTerms): RosterMember => ({
    ...{ number, importMeter, consumer, supplier, pricePerKWh, withCertificates: false },
  });
  const members = [terms(1, METER.ada, ADA), terms(2, METER.bob, BOB, { pricePerKWh: 3_000n })].map(member);
  // Both consumers paid in before the first interval, and Ada once more.
  const isMine = (movement: Movement) => {
    if (movement.kind === "claimPaid") return [movement.payer, movement.payee].includes(account);
    return account === ADA || (account === BOB && movement.block === 3);
  };
  return {
    account,
    fromS: endOf(0),
    toS: endOf(240),
    chainId: 31_337n,
    settlement: ROSTER,
    block: 20,
    blockTimeS: endOf(300),
    currency: "NOK",
    decimals: 6,
    chains: [wholeChain({ exportMeter: METER.supplier, intervals, head: reference.headOf(METER.supplier) })],
    rosters: new Map([
      [
        ROSTER,
        { exportMeter: METER.supplier, fromS: endOf(0), untilS: endOf(240), periodS: PERIOD_S, revision: 0n, members },
      ],
    ]),
    gridAgreements: new Map([[3, member(grid(3))]]),
    movements: movements.filter(isMine),
    escrow: reference.escrowOf(account),
    claims: new Map([1, 2, 3].map((number) => [number, reference.claimOf(number)])),
    ...change,
  };
}

export function statementOf(account: Hex, change: Partial<StatementFacts> = {}): Statement {
  return buildStatement(factsOf(settledVillage(), account, change));
}
