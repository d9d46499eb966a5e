import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { gasOf } from "../../support/chain/gas.js";
import { issueNamed, succeed } from "./cycles.js";
import { BatteryStatus } from "./statuses.js";

const MOST_MODULES = 64;
/** A block of a chain that ethers' default limit is made for. */
const BLOCK_GAS = 16_000_000n;

async function issued() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  const [first = 0n, second = 0n, third = 0n] = await issueNamed(c, "first", "second", "third");
  return { ...c, first, second, third };
}

async function packed() {
  const c = await fresh(issued);
  await c.passports.addModules(PASSPORT, [c.first, c.second, c.third]);
  return c;
}

async function fullPack() {
  const c = await fresh(issued);
  const names = Array.from({ length: MOST_MODULES + 1 }, (_, index) => `module ${index}`);
  const ids = await issueNamed(c, ...names);
  const [spare = 0n, ...modules] = ids;
  await c.passports.addModules(PASSPORT, modules);
  return { ...c, spare, modules };
}

describe("BatteryPassport: addModules", () => {
  it("refuses a pack that does not exist, and anybody but its keeper", async () => {
    const { passports, grid, first } = await fresh(issued);
    await expect(passports.addModules(1n, [first]))
      .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
      .withArgs(1n);
    await expect(passports.connect(grid).addModules(PASSPORT, [first]))
      .to.be.revertedWithCustomError(passports, "BatteryPassportNotKeeper")
      .withArgs(PASSPORT, grid);
  });

  it("makes batteries modules of a pack", async () => {
    const { passports, first, second } = await fresh(issued);
    await expect(passports.addModules(PASSPORT, [first, second]))
      .to.emit(passports, "ModuleAdded")
      .withArgs(PASSPORT, first)
      .and.to.emit(passports, "ModuleAdded")
      .withArgs(PASSPORT, second);
    expect(await passports.modulesOf(PASSPORT)).to.deep.equal([first, second]);
    expect((await passports.passportOf(second)).pack).to.equal(PASSPORT);
  });

  it("refuses a battery that does not exist, the pack itself, one twice, and one of another keeper", async () => {
    const { passports, grid, first, second } = await fresh(issued);
    await passports.offerCustody(second, grid);
    await passports.connect(grid).acceptCustody(second);
    for (const [modules, wrong] of [
      [[first, 1n], 1n],
      [[first, PASSPORT], PASSPORT],
      [[first, first], first],
      [[first, second], second],
    ] as const) {
      await expect(passports.addModules(PASSPORT, [...modules]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidModule")
        .withArgs(PASSPORT, wrong);
    }
  });

  it("refuses waste, a battery that has a successor, and one of another pack", async () => {
    const c = await fresh(issued);
    const { passports, first, second, third } = c;
    const [fourth = 0n] = await issueNamed(c, "fourth");
    await passports.setStatus(first, BatteryStatus.Waste);
    await succeed(c, [second]);
    await passports.addModules(fourth, [third]);
    for (const module of [first, second, third]) {
      await expect(passports.addModules(PASSPORT, [module]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidModule")
        .withArgs(PASSPORT, module);
    }
  });

  it("refuses a second level: a pack as a module, and a module as a pack", async () => {
    const { passports, first, second, third } = await fresh(issued);
    await passports.addModules(first, [second]);
    await expect(passports.addModules(PASSPORT, [first]))
      .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidModule")
      .withArgs(PASSPORT, first);
    await expect(passports.addModules(second, [third]))
      .to.be.revertedWithCustomError(passports, "BatteryPassportInPack")
      .withArgs(second, first);
  });

  it("refuses a pack that is waste", async () => {
    const { passports, first } = await fresh(issued);
    await passports.setStatus(PASSPORT, BatteryStatus.Waste);
    await expect(passports.addModules(PASSPORT, [first]))
      .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidModule")
      .withArgs(PASSPORT, first);
  });

  it("withdraws offers of the modules, and of a pack that is another one now", async () => {
    const { passports, grid, first, second } = await fresh(issued);
    await passports.offerCustody(PASSPORT, grid);
    await passports.offerCustody(first, grid);
    await expect(passports.addModules(PASSPORT, [first, second]))
      .to.emit(passports, "CustodyOfferWithdrawn")
      .withArgs(PASSPORT)
      .and.to.emit(passports, "CustodyOfferWithdrawn")
      .withArgs(first);
    expect(await passports.custodyOfferOf(PASSPORT)).to.equal(ZeroAddress);
    expect(await passports.custodyOfferOf(first)).to.equal(ZeroAddress);
  });

  it("lets a module keep a device of its own", async () => {
    const c = await fresh(packed);
    const { device } = await enrolBattery(c, { name: "module" });
    await c.passports.bind(c.first, device, 1n);
    expect(await c.passports.bindingsOf(c.first)).to.have.length(1);
  });

  it("has room for 64 modules, which change custody and status with it within a block's gas", async () => {
    const { passports, grid, modules, spare } = await fresh(fullPack);
    await expect(passports.addModules(PASSPORT, [spare]))
      .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidModule")
      .withArgs(PASSPORT, spare);
    await passports.offerCustody(PASSPORT, grid);
    expect(await gasOf(passports.connect(grid).acceptCustody(PASSPORT))).to.be.lessThan(BLOCK_GAS);
    expect(await passports.ownerOf(modules.at(-1)!)).to.equal(grid.address);
    expect(await gasOf(passports.connect(grid).setStatus(PASSPORT, BatteryStatus.Waste))).to.be.lessThan(BLOCK_GAS);
    expect(await gasOf(passports.connect(grid).removeModules(PASSPORT, modules))).to.be.lessThan(BLOCK_GAS);
    expect(await passports.modulesOf(PASSPORT)).to.deep.equal([]);
  });
});

describe("BatteryPassport: removeModules", () => {
  it("refuses a pack that does not exist, and anybody but its keeper", async () => {
    const { passports, grid, first } = await fresh(packed);
    await expect(passports.removeModules(1n, [first]))
      .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
      .withArgs(1n);
    await expect(passports.connect(grid).removeModules(PASSPORT, [first]))
      .to.be.revertedWithCustomError(passports, "BatteryPassportNotKeeper")
      .withArgs(PASSPORT, grid);
  });

  it("refuses what is no module of the pack, also for the second time", async () => {
    const c = await fresh(packed);
    const { passports, first } = c;
    const [free = 0n] = await issueNamed(c, "free");
    for (const modules of [[free], [first, first], [PASSPORT], [1n]]) {
      await expect(passports.removeModules(PASSPORT, modules))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidModule")
        .withArgs(PASSPORT, modules.at(-1));
    }
  });

  it("frees modules, which then change custody alone and enter other packs", async () => {
    const { passports, grid, first, second, third } = await fresh(packed);
    await expect(passports.removeModules(PASSPORT, [first, third]))
      .to.emit(passports, "ModuleRemoved")
      .withArgs(PASSPORT, first)
      .and.to.emit(passports, "ModuleRemoved")
      .withArgs(PASSPORT, third);
    expect(await passports.modulesOf(PASSPORT)).to.deep.equal([second]);
    expect((await passports.passportOf(first)).pack).to.equal(0n);
    await passports.offerCustody(first, grid);
    await passports.connect(grid).acceptCustody(first);
    await passports.removeModules(PASSPORT, [second]);
    await passports.addModules(third, [PASSPORT, second]);
    expect(await passports.modulesOf(third)).to.deep.equal([PASSPORT, second]);
  });

  it("withdraws the offer of a pack that is another one now", async () => {
    const { passports, grid, first } = await fresh(packed);
    await passports.offerCustody(PASSPORT, grid);
    await expect(passports.removeModules(PASSPORT, [first]))
      .to.emit(passports, "CustodyOfferWithdrawn")
      .withArgs(PASSPORT);
    await expect(passports.connect(grid).acceptCustody(PASSPORT))
      .to.be.revertedWithCustomError(passports, "BatteryPassportNotOffered")
      .withArgs(PASSPORT, grid);
  });
});
