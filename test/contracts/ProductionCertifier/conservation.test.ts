import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { endOf, intervalOf } from "../../support/chain/market.js";
import { headAfter, settledBy, type ToldInterval } from "../../support/chain/settled.js";
import { certify, type Producing, producing, RATED_W } from "./producing.js";

/** What flows through a meter in an hour, and whether its reading comes. */
interface Flow {
  readonly flowWh: bigint;
  readonly isRead: boolean;
}

const flow = fc.record({
  flowWh: fc.bigInt({ min: 0n, max: 6000n }),
  isRead: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
/** Hours of supplier, Ada, Bob and Eve. */
const histories = fc.array(fc.tuple(flow, flow, flow, flow), { minLength: 1, maxLength: 6 });

/** Settles hours with what their meters read. */
async function settle(v: Producing, history: readonly (readonly Flow[])[]): Promise<ToldInterval[]> {
  const meters = [v.supplier, v.ada, v.bob, v.eve].map(({ meter }) => meter);
  let registers = [0n, 0n, 0n, 0n];
  const intervals = [];
  for (const [index, flows] of history.entries()) {
    const endS = endOf(index + 1);
    registers = registers.map((registerWh, at) => registerWh + flows[at]!.flowWh);
    const readings = meters.flatMap((meter, at) => {
      if (!flows[at]!.isRead) return [];
      return [at === 0 ? meter.read(endS, 0n, registers[0]!) : meter.read(endS, registers[at]!, 0n)];
    });
    intervals.push(await intervalOf(v, v.supplier, endS, readings));
  }
  return settledBy(v, v.settlement.connect(v.oracle).settle(intervals));
}

/** What supplier, Ada, Bob and Eve are to hold of an interval, by the words alone. */
function expectedOf({ supplier, members }: ToldInterval): bigint[] {
  const certifies = supplier.isExact && supplier.flowWh <= RATED_W;
  if (!certifies) return [0n, 0n, 0n, 0n];
  const eves = members[2]!.isExact ? members[2]!.deliveredWh : 0n;
  return [supplier.flowWh - eves, 0n, 0n, eves];
}

async function heldOf(v: Producing, { endS }: ToldInterval): Promise<bigint[]> {
  const id = await v.certificates.idOf(v.device, endS - 3600n, endS);
  const accounts = [v.supplier, v.ada, v.bob, v.eve].map(({ account }) => account.address);
  return [
    ...(await v.certificates.balanceOfBatch(
      accounts,
      accounts.map(() => id),
    )),
  ];
}

describe("ProductionCertifier: conservation", () => {
  it("certifies what was settled, once, however it is cut and however often it is asked", async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 4 }), async (history, size) => {
        const v = await fresh(producing);
        const told = await settle(v, history);
        for (let end = told.length; end > 0; end -= size) {
          const start = Math.max(0, end - size);
          await certify(v, told.slice(start, end), headAfter(told.slice(0, start)) as Hex);
        }
        await certify(v, told);
        for (const interval of told) expect(await heldOf(v, interval)).to.deep.equal(expectedOf(interval));
      }),
      { numRuns: 15 },
    );
  }).timeout(300_000);
});
