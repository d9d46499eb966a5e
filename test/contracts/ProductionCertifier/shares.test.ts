import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { GRID_TERMS } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrow, intervalOf, openMeters } from "../../support/chain/market.js";
import { settledBy } from "../../support/chain/settled.js";
import { readingsAt } from "../EnergySettlement/village.js";
import { certify, eveHour, heldOf, type Producing, producing, settleHours } from "./producing.js";

/** What supplier, Ada, Bob and Eve hold of an hour's certificate. */
async function holdings(v: Producing, count: number) {
  const homes = [v.supplier, v.ada, v.bob, v.eve];
  return Promise.all(homes.map(({ account }) => heldOf(v, v.device, count, account)));
}

async function issued(v: Producing, count: number): Promise<bigint> {
  const id = await v.certificates.idOf(v.device, endOf(count - 1), endOf(count));
  return (await v.certificates.certificateOf(id)).issuedWh;
}

describe("ProductionCertifier: who gets what", () => {
  it("gives consumers whose agreement says so what they were delivered, and the supplier all else", async () => {
    const v = await fresh(producing);
    const told = await settleHours(v, 2);
    const id = await v.certificates.idOf(v.device, endOf(0), endOf(1));
    await expect(certify(v, told))
      .to.emit(v.certificates, "IssuanceSingle")
      .withArgs(v.grid, await v.certificates.TOPIC(), id, 2000n);
    for (const count of [1, 2]) expect(await holdings(v, count)).to.deep.equal([1600n, 0n, 0n, 400n]);
    expect(await issued(v, 2)).to.equal(2000n);
  });

  it("gives a consumer its part of what was short, and the supplier what rounding leaves", async () => {
    const v = await fresh(producing);
    const told = await settledBy(v, v.settlement.settle([await eveHour(v, 1, [1000n, 700n, 300n], 500n)]));
    await certify(v, told);
    // 1,000 Wh over 1,500: Eve gets 333.
    expect(await holdings(v, 1)).to.deep.equal([667n, 0n, 0n, 333n]);
  });

  it("names no supplier where all of it is the consumers'", async () => {
    const v = await fresh(producing);
    const told = await settledBy(v, v.settlement.settle([await eveHour(v, 1, [400n, 0n, 0n], 900n)]));
    await certify(v, told);
    expect(await holdings(v, 1)).to.deep.equal([0n, 0n, 0n, 400n]);
  });

  it("finds a consumer's word behind a grid supplier's", async () => {
    const v = await fresh(producing);
    await agree(v, v.bob, v.ada, { ...GRID_TERMS, pricePerKWh: 3_000_000n });
    const told = await settledBy(v, v.settlement.settle([await eveHour(v, 1, [1000n, 0n, 1000n], 1000n)]));
    expect(told[0]!.words).to.have.length(5);
    await certify(v, told);
    expect(await holdings(v, 1)).to.deep.equal([500n, 0n, 0n, 500n]);
  });

  it("leaves the supplier what a consumer's register says of several intervals", async () => {
    const v = await fresh(producing);
    const first = await intervalOf(v, v.supplier, endOf(1), readingsAt(v, 1, [2000n, 700n, 300n]));
    const told = await settledBy(v, v.settlement.connect(v.oracle).settle([first]));
    const rest = [await eveHour(v, 2, [4000n, 1400n, 600n], 800n), await eveHour(v, 3, [6000n, 2100n, 900n], 1200n)];
    told.push(...(await settledBy(v, v.settlement.settle(rest))));
    expect(told[1]!.members[2]).to.deep.include({ deliveredWh: 800n, isExact: false });
    await certify(v, told);
    expect(await Promise.all([1, 2, 3].map((count) => holdings(v, count)))).to.deep.equal([
      [2000n, 0n, 0n, 0n],
      [2000n, 0n, 0n, 0n],
      [1600n, 0n, 0n, 400n],
    ]);
  });

  it("certifies nothing where the supplier's register is missing, or covers several intervals", async () => {
    const v = await fresh(producing);
    const [, ...imports] = readingsAt(v, 1, [0n, 700n, 300n]);
    const blind = await intervalOf(v, v.supplier, endOf(1), [...imports, v.eve.meter.read(endOf(1), 400n, 0n)]);
    const told = await settledBy(v, v.settlement.connect(v.oracle).settle([blind]));
    const next = [await eveHour(v, 2, [4000n, 1400n, 600n], 800n)];
    told.push(...(await settledBy(v, v.settlement.settle(next))));
    expect(told[1]!.supplier).to.deep.include({ flowWh: 4000n, isExact: false });
    const sent = certify(v, told);
    await expect(sent).not.to.emit(v.certificates, "IssuanceSingle");
    await expect(sent).not.to.emit(v.certifier, "NotCertified");
  });

  it("certifies nothing where nothing was produced", async () => {
    const v = await fresh(producing);
    const told = await settledBy(v, v.settlement.settle([await eveHour(v, 1, [0n, 700n, 300n], 400n)]));
    const sent = certify(v, told);
    await expect(sent).not.to.emit(v.certificates, "IssuanceSingle");
    await expect(sent).not.to.emit(v.certifier, "NotCertified");
  });

  it("gives one account what its several meters get", async () => {
    const v = await fresh(producing);
    const cabin = await enrolHome(v, v.eve.account, { name: "Eve's cabin" });
    const shed = await enrolHome(v, v.supplier.account, { name: "the supplier's shed" });
    await openMeters(v, [cabin, shed]);
    await fundEscrow(v, v.supplier.account, 1_000_000_000n);
    for (const home of [cabin, shed]) await agree(v, home, v.supplier, { withCertificates: true });
    const interval = await intervalOf(v, v.supplier, endOf(1), [
      ...readingsAt(v, 1, [2000n, 100n, 100n]),
      v.eve.meter.read(endOf(1), 300n, 0n),
      cabin.meter.read(endOf(1), 50n, 0n),
      shed.meter.read(endOf(1), 20n, 0n),
    ]);
    await certify(v, await settledBy(v, v.settlement.settle([interval])));
    expect(await holdings(v, 1)).to.deep.equal([1650n, 0n, 0n, 350n]);
  });

  it("leaves each supplier of a meter that was sold what it is paid for, and the newest what nobody took", async () => {
    const v = await fresh(producing);
    const [zoe] = [v.people[5]!];
    await v.devices.connect(v.supplier.account).setOwner(v.device, zoe);
    const next = await enrolHome(v, v.people[6]!);
    await openMeters(v, [next]);
    await fundEscrow(v, next.account, 1_000_000_000n);
    await agree(v, next, { ...v.supplier, account: zoe }, { salt: bytes32Of("zoe's") });
    const readings = [...readingsAt(v, 1, [2000n, 700n, 300n]), v.eve.meter.read(endOf(1), 400n, 0n)];
    const interval = await intervalOf(v, v.supplier, endOf(1), [...readings, next.meter.read(endOf(1), 90n, 0n)]);
    await certify(v, await settledBy(v, v.settlement.settle([interval])), ZERO_HASH);
    expect(await holdings(v, 1)).to.deep.equal([1000n, 0n, 0n, 400n]);
    // 90 Wh that it delivered without certificates and 510 that nobody was delivered.
    expect(await heldOf(v, v.device, 1, zoe)).to.equal(600n);
    expect(await issued(v, 1)).to.equal(2000n);
  });
});
