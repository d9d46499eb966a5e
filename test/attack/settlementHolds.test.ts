import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../protocol/index.js";
import { ESCROW, escrowsOf, hour, village } from "../contracts/EnergySettlement/village.js";
import { certify, givenOf, producing, settleHours } from "../contracts/ProductionCertifier/producing.js";
import { GRID_TERMS } from "../support/chain/agreements.js";
import { fresh } from "../support/chain/chain.js";
import { bytes32Of } from "../support/chain/devices.js";
import { agree, endOf, enrolHome, intervalOf, openMeters } from "../support/chain/market.js";

const cost = (energyWh: bigint) => (energyWh * 1_200_000n) / 1000n;

/** Ada's second meter buys from her first, which sells; her grid supplier is the supplier of the village. */
async function selfDealing() {
  const v = await fresh(village);
  const twin = await enrolHome(v, v.ada.account, { name: "Ada's second meter" });
  await agree(v, twin, v.ada, { pricePerKWh: 10_000_000_000n });
  await agree(v, twin, v.supplier, { ...GRID_TERMS, salt: bytes32Of("grid") });
  await openMeters(v, [twin]);
  return { ...v, twin };
}

describe("attacks on settlement that come to nothing", () => {
  it("an account that sells to itself at the highest price has what it had, and owes only its grid supplier", async () => {
    const v = await fresh(selfDealing);
    const readings = [v.ada.meter.read(endOf(1), 0n, 600n), v.twin.meter.read(endOf(1), 1000n, 0n)];
    await v.settlement.settle([await intervalOf(v, v.ada, endOf(1), readings)]);
    // The price of 600 Wh to itself is six times its escrow: the grid's 400 Wh come after it and get nothing.
    expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([ESCROW, 0n]);
    const [own, grid] = [
      await v.agreements.agreementsOfImportMeter(v.twin.meter.device),
      await v.agreements.gridAgreementsOf(v.twin.meter.device),
    ].map(([id]) => id!);
    expect(await v.settlement.claimOf(own!)).to.equal(5_000_000_000n);
    await v.settlement.payClaim(grid!);
    expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([ESCROW - cost(400n), cost(400n)]);
  });

  it("several settlements in one transaction forget each other's books", async () => {
    const v = await fresh(village);
    const calls = [];
    for (const [count, registers] of [
      [1, [900n, 100n, 200n]],
      [2, [1800n, 300n, 400n]],
    ] as const) {
      calls.push(v.settlement.interface.encodeFunctionData("settle", [[await hour(v, count, registers)]]));
    }
    await v.settlement.multicall(calls);
    expect(await escrowsOf(v, [v.supplier, v.ada, v.bob])).to.deep.equal([
      cost(700n),
      ESCROW - cost(300n),
      ESCROW - cost(400n),
    ]);
  });

  it("whoever certifies with too little gas skips no interval: it certifies, or it fails", async () => {
    const v = await fresh(producing);
    const told = await settleHours(v, 1);
    const given = told.map(givenOf);
    const needed = await v.certifier.certify.estimateGas(v.device, ZERO_HASH, given);
    let failed = 0;
    for (let percent = 50n; percent < 100n; percent += 5n) {
      const gasLimit = (needed * percent) / 100n;
      const outcome = await v.certifier.certify(v.device, ZERO_HASH, given, { gasLimit }).then(
        async (sent) => (await sent.wait())!.logs.map(({ topics }) => topics[0]),
        () => undefined,
      );
      if (outcome === undefined) failed += 1;
      else expect(outcome).not.to.include(v.certifier.interface.getEvent("NotCertified").topicHash);
    }
    expect(failed).to.be.greaterThan(0);
    const id = await v.certificates.idOf(v.device, endOf(0), endOf(1));
    if (!(await v.certificates.isValid(id))) await certify(v, told);
    expect((await v.certificates.certificateOf(id)).issuedWh).to.equal(2000n);
  });
});
