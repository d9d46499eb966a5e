import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { agree, endOf, enrolHome, intervalOf, mintTo, openMeters } from "../../support/chain/market.js";
import { type ModelConsumer, SettlementModel } from "./model.js";

const RUNS = 25;
const CONSUMERS = 3;
const TOKENS = 10n ** 12n;

/** Prices that divide badly, and caps that some runs reach. */
const TERMS = [
  { pricePerKWh: 1_200_001n, capWh: 1_000_000_000n },
  { pricePerKWh: 999n, capWh: 4_000n },
  { pricePerKWh: 3n, capWh: 1_000_000_000n },
] as const;

async function neighbourhood() {
  const c = await deployConsortium();
  const supplier = await enrolHome(c, c.people[0]!);
  const consumers = [];
  const ids = [];
  for (let index = 0; index < CONSUMERS; index++) {
    const consumer = await enrolHome(c, c.people[1 + index]!);
    ids.push(await agree(c, consumer, supplier, TERMS[index]));
    consumers.push(consumer);
    await mintTo(c, consumer.account, TOKENS);
    await c.token.connect(consumer.account).approve(c.settlement, TOKENS);
  }
  await openMeters(c, [supplier, ...consumers]);
  return { ...c, supplier, consumers, ids };
}

const consumerStep = fc.record({
  drawnWh: fc.oneof(fc.bigInt({ min: 0n, max: 3000n }), fc.constant(0n)),
  reads: fc.boolean().chain((first) => fc.boolean().map((second) => first || second)),
  deposit: fc.bigInt({ min: 0n, max: 2_000_000n }),
  withdrawsShare: fc.bigInt({ min: 0n, max: 4n }),
  paysClaim: fc.boolean(),
});
const step = fc.record({
  producedWh: fc.bigInt({ min: 0n, max: 6000n }),
  supplierReads: fc.boolean().chain((first) => fc.boolean().map((second) => first || second)),
  consumers: fc.array(consumerStep, { minLength: CONSUMERS, maxLength: CONSUMERS }),
});

describe("EnergySettlement: against an independent model", () => {
  it("delivers, pays and owes what the rules say, whatever comes, is missing, or leaves the escrow", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const { supplier, consumers, ids, ...c } = await fresh(neighbourhood);
        const { settlement, token, oracle } = c;
        const model = new SettlementModel(
          TERMS.map(
            (terms): ModelConsumer => ({
              ...terms,
              registerWh: 0n,
              settledWh: 0n,
              deliveredWh: 0n,
              escrow: 0n,
              claim: 0n,
            }),
          ),
        );
        for (const [number, { producedWh, supplierReads, consumers: wishes }] of steps.entries()) {
          const endS = endOf(number + 1);
          model.exportWh += producedWh;
          const readings = supplierReads ? [supplier.meter.read(endS, 0n, model.exportWh)] : [];
          for (const [index, { drawnWh, reads, deposit, withdrawsShare, paysClaim }] of wishes.entries()) {
            const [home, twin] = [consumers[index]!, model.consumers[index]!];
            await settlement.connect(home.account).deposit(home.account, deposit);
            twin.escrow += deposit;
            const withdrawal = (twin.escrow * withdrawsShare) / 4n;
            await settlement.connect(home.account).withdraw(home.account, withdrawal);
            twin.escrow -= withdrawal;
            if (paysClaim && twin.claim > 0n) {
              await settlement.payClaim(ids[index]!);
              model.payClaim(twin);
            }
            twin.registerWh += drawnWh;
            if (reads) readings.push(home.meter.read(endS, twin.registerWh, 0n));
          }
          const complete = readings.length === CONSUMERS + 1;
          await settlement
            .connect(complete ? supplier.account : oracle)
            .settle([await intervalOf(c, supplier, endS, readings)]);
          model.close(
            supplierReads,
            wishes.map(({ reads }) => reads),
          );
        }
        const chain = await Promise.all(
          consumers.map(async ({ account }, index) => [
            await settlement.deliveredWhOf(ids[index]!),
            await settlement.escrowOf(account),
            await settlement.claimOf(ids[index]!),
          ]),
        );
        expect(chain).to.deep.equal(model.consumers.map((twin) => [twin.deliveredWh, twin.escrow, twin.claim]));
        expect(await settlement.escrowOf(supplier.account)).to.equal(model.supplierEscrow);
        const escrows = model.consumers.reduce((sum, { escrow }) => sum + escrow, model.supplierEscrow);
        expect(await token.balanceOf(settlement)).to.equal(escrows);
      }),
      { numRuns: RUNS },
    );
  });
});
