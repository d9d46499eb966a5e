import { expect } from "chai";
import { describe, it } from "mocha";
import { chain, fresh } from "../../support/chain/chain.js";
import { type Consortium, ROLE } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { gasOf } from "../../support/chain/gas.js";
import { rotateKey } from "../../support/chain/keys.js";
import { agree, endOf, type Home, intervalOf } from "../../support/chain/market.js";
import { Recorder } from "../../support/chain/recorder.js";
import { hour, type Village, village } from "./village.js";

const NO_CODE = `0x${"00".repeat(20)}`;
const REGISTERS = [900n, 100n, 200n] as const;

/** The village with the registrar's account in the incident registry's place. */
async function guardedVillage() {
  const v = await fresh(village);
  await v.authority.grantRole(ROLE.incidents, v.registrar, 0);
  return v;
}

const compile = ({ settlement, supplier }: Village, numbers: readonly number[], atS = endOf(0)) =>
  settlement.compile(supplier.meter.device, atS, [...numbers]);

const refusedRoster = (v: Village, atS = endOf(0)) =>
  [v.agreements, "SupplyAgreementsInvalidRoster", [v.supplier.meter.device, atS]] as const;

async function expectNoRoster({ settlement }: Consortium, interval: Awaited<ReturnType<typeof hour>>) {
  await expect(settlement.settle([interval]))
    .to.be.revertedWithCustomError(settlement, "EnergySettlementNoRoster")
    .withArgs(interval.exportMeter, interval.roster, interval.endS);
}

describe("EnergySettlement: compile", () => {
  it("keeps a roster for the stretch around a second, by anyone", async () => {
    const v = await fresh(village);
    await expect(compile(v, [1, 2], endOf(7) + 11))
      .to.emit(v.settlement, "RosterCompiled")
      .withArgs(v.supplier.meter.device, endOf(0), endOf(240), (code: string) => code !== NO_CODE, [1n, 2n]);
    const roster = await v.settlement.rosterOf(v.supplier.meter.device, endOf(0));
    expect(roster.untilS).to.equal(BigInt(endOf(240)));
    expect((await chain.ethers.provider.getCode(roster.code)).length).to.equal(2 + 2 * (1 + 3 * 0xc0));
    expect((await v.settlement.rosterOf(v.supplier.meter.device, endOf(1))).code).to.equal(NO_CODE);
  });

  it("refuses any numbers but those of all agreements of the stretch, ascending", async () => {
    const v = await fresh(village);
    const other = await agree(v, v.eve, v.ada);
    expect(await v.agreements.numberOf(other)).to.equal(3n);
    for (const numbers of [[], [1], [2], [2, 1], [1, 1], [2, 2], [1, 2, 3], [1, 3], [3, 1], [0, 1], [1, 4], [0, 0]]) {
      const [contract, error, args] = refusedRoster(v);
      await expect(compile(v, numbers))
        .to.be.revertedWithCustomError(contract, error)
        .withArgs(...args);
    }
  });

  it("refuses an idle stretch, before, between and after", async () => {
    const v = await fresh(village);
    await agree(v, v.eve, v.supplier, { startS: endOf(250), endS: endOf(260) });
    for (const atS of [0, endOf(0) - 1, endOf(240), endOf(260)]) {
      for (const numbers of [[], [1, 2], [3]]) {
        const [contract, error, args] = refusedRoster(v, atS);
        await expect(compile(v, numbers, atS))
          .to.be.revertedWithCustomError(contract, error)
          .withArgs(...args);
      }
    }
  });

  it("refuses the agreements of another stretch", async () => {
    const v = await fresh(village);
    await agree(v, v.eve, v.supplier, { startS: endOf(2), endS: endOf(4) });
    for (const [numbers, atS] of [
      [[1, 2, 3], endOf(2) - 1],
      [[1, 2], endOf(2)],
      [[1, 2], endOf(4) - 1],
      [[1, 2, 3], endOf(4)],
    ] as const) {
      const [contract, error, args] = refusedRoster(v, atS);
      await expect(compile(v, numbers, atS))
        .to.be.revertedWithCustomError(contract, error)
        .withArgs(...args);
    }
    await compile(v, [1, 2], endOf(2) - 1);
    await compile(v, [1, 2, 3], endOf(2));
    await compile(v, [1, 2], endOf(4));
    const until = async (fromS: number) => (await v.settlement.rosterOf(v.supplier.meter.device, fromS)).untilS;
    expect([await until(endOf(0)), await until(endOf(2)), await until(endOf(4))]).to.deep.equal(
      [endOf(2), endOf(4), endOf(240)].map(BigInt),
    );
  });
});

describe("EnergySettlement: rosters", () => {
  it("are needed to settle: no account, no other contract and no other meter's roster will do", async () => {
    const v = await fresh(village);
    await agree(v, v.eve, v.ada);
    const interval = await hour(v, 1, REGISTERS);
    const others = await intervalOf(v, v.ada, endOf(1), []);
    for (const roster of [
      NO_CODE,
      v.stranger.address,
      await v.settlement.getAddress(),
      await v.agreements.getAddress(),
      others.roster,
    ]) {
      await expectNoRoster(v, { ...interval, roster });
    }
    await expectNoRoster(v, { ...interval, exportMeter: v.ada.meter.device });
  });

  it("are proven by who wrote them: the same code at another address is none", async () => {
    const v = await fresh(village);
    const interval = await hour(v, 1, REGISTERS);
    const code = await chain.ethers.provider.getCode(interval.roster);
    // Init code that returns what follows it: PUSH2 length, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN.
    const length = ((code.length - 2) / 2).toString(16).padStart(4, "0");
    const sent = await v.stranger.sendTransaction({ data: `0x61${length}80600a3d393df3${code.slice(2)}` });
    const forged = (await sent.wait())!.contractAddress!;
    expect(await chain.ethers.provider.getCode(forged)).to.equal(code);
    await expectNoRoster(v, { ...interval, roster: forged });
  });

  it("may be written by anyone without compiling", async () => {
    const v = await fresh(village);
    const [roster] = await v.agreements.writeRoster.staticCall(v.supplier.meter.device, endOf(0), [1, 2]);
    await v.agreements.writeRoster(v.supplier.meter.device, endOf(0), [1, 2]);
    expect((await v.settlement.rosterOf(v.supplier.meter.device, endOf(0))).code).to.equal(NO_CODE);
    const interval = await hour(v, 1, REGISTERS);
    await v.settlement.settle([{ ...interval, roster }]);
  });

  it("end with their stretch: the interval across the boundary needs the next one", async () => {
    const v = await fresh(village);
    await agree(v, v.eve, v.supplier, { startS: endOf(1), endS: endOf(4) });
    const [first, second] = [
      await hour(v, 1, REGISTERS),
      await hour(v, 2, REGISTERS, [v.eve.meter.read(endOf(1), 0n, 0n), v.eve.meter.read(endOf(2), 5n, 0n)]),
    ];
    expect(first.roster).not.to.equal(second.roster);
    await expectNoRoster(v, { ...first, roster: second.roster });
    await v.settlement.settle([first]);
    await expectNoRoster(v, { ...second, roster: first.roster });
    await v.settlement.settle([second]);
  });

  it("no longer stand once an agreement of the supplier's is registered, for whatever window", async () => {
    const v = await fresh(village);
    const interval = await hour(v, 1, REGISTERS);
    await agree(v, v.eve, v.supplier, { startS: endOf(500), endS: endOf(501) });
    expect((await v.settlement.rosterOf(v.supplier.meter.device, endOf(0))).code).to.equal(NO_CODE);
    await expectNoRoster(v, interval);
    await v.settlement.settle([await hour(v, 1, REGISTERS)]);
  });

  it("stand through what other suppliers and grid suppliers agree to", async () => {
    const v = await fresh(village);
    const interval = await hour(v, 1, REGISTERS);
    await agree(v, v.eve, v.ada);
    await v.settlement.settle([interval]);
  });

  it("compile and settle in one transaction", async () => {
    const v = await fresh(village);
    const stale = await hour(v, 1, REGISTERS);
    await agree(v, v.eve, v.supplier, { startS: endOf(1) });
    const { interface: abi } = v.settlement;
    const roster = await v.settlement.compile.staticCall(v.supplier.meter.device, endOf(0), [1, 2]);
    const interval = { ...stale, roster };
    const calls = [
      abi.encodeFunctionData("compile", [v.supplier.meter.device, endOf(0), [1, 2]]),
      abi.encodeFunctionData("settle", [[interval]]),
    ];
    await v.settlement.multicall(calls);
    expect(await v.settlement.settledUntil(v.supplier.meter.device)).to.equal(BigInt(endOf(1)));
  });

  it("let only the settler leave registers out of a multicall, too", async () => {
    const v = await fresh(village);
    const { readings, ...rest } = await hour(v, 1, REGISTERS);
    const calls = [v.settlement.interface.encodeFunctionData("settle", [[{ ...rest, readings: readings.slice(1) }]])];
    await expect(v.settlement.multicall(calls)).to.be.revertedWithCustomError(
      v.settlement,
      "AccessManagedUnauthorized",
    );
    await v.settlement.connect(v.oracle).multicall(calls);
  });

  it("come to the same if somebody compiles again before a settlement", async () => {
    const v = await fresh(village);
    const interval = await hour(v, 1, REGISTERS);
    await v.settlement.connect(v.eve.account).compile(v.supplier.meter.device, endOf(100), [1, 2]);
    expect((await v.settlement.rosterOf(v.supplier.meter.device, endOf(0))).code).to.equal(interval.roster);
    await v.settlement.settle([interval]);
    expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal(200n);
  });

  it("stay as good as they were when somebody compiles others, by keys that count or not", async () => {
    const v = await fresh(village);
    const interval = await hour(v, 1, REGISTERS);
    await v.devices.suspend(v.ada.meter.device);
    await v.settlement.connect(v.eve.account).compile(v.supplier.meter.device, endOf(0), [1, 2]);
    const { code } = await v.settlement.rosterOf(v.supplier.meter.device, endOf(0));
    expect(code).not.to.equal(interval.roster);
    await v.devices.reinstate(v.ada.meter.device);
    await v.settlement.settle([{ ...interval, roster: code }]);
    const second = await hour(v, 2, [1900n, 200n, 400n]);
    await v.settlement.settle([{ ...second, roster: interval.roster }]);
    expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(200n);
  });

  describe("given a registry that moved on after they were compiled", () => {
    it("settle all the same, each reading checked by the registry, and cheaper when compiled again", async () => {
      const v = await fresh(guardedVillage);
      const intervals = [];
      for (const [count, registers] of [
        [1, [900n, 100n, 200n]],
        [2, [1900n, 200n, 400n]],
        [3, [2900n, 300n, 600n]],
        [4, [3900n, 400n, 800n]],
      ] as const) {
        intervals.push(await hour(v, count, registers));
      }
      await v.settlement.settle([intervals[0]!]);
      const current = await gasOf(v.settlement.settle([intervals[1]!]));
      const revision = await v.devices.revision();
      await v.devices.suspend(v.eve.meter.device);
      expect(await v.devices.revision()).to.equal(revision + 1n);
      const stale = await gasOf(v.settlement.settle([intervals[2]!]));
      await compile(v, [1, 2]);
      const roster = (await v.settlement.rosterOf(v.supplier.meter.device, endOf(0))).code;
      const again = await gasOf(v.settlement.settle([{ ...intervals[3]!, roster }]));
      expect(stale > current + 10_000n, `${stale} after ${current}`).to.equal(true);
      expect(again < stale - 10_000n, `${again} after ${stale}`).to.equal(true);
      expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal(800n);
    });

    for (const [name, homeOf, to] of [
      ["from secp256k1 to P-256", (v: Village) => v.ada, (v: Village) => p256Key("next", v.p256Verifier)],
      ["from P-256 to secp256k1", (v: Village) => v.bob, () => secp256k1Key("next")],
    ] as const) {
      it(`take a key that was rotated ${name}, and the old one no more`, async () => {
        const v = await fresh(village);
        const home = homeOf(v);
        const old = await hour(v, 1, REGISTERS);
        const key = await rotateKey(v, home.enrolled, to(v));
        await expectUnsigned(v, old, home);
        const renewed = withKey(v, home, key);
        await v.settlement.settle([await hour(renewed, 1, REGISTERS)]);
        await compile(v, [1, 2]);
        await v.settlement.settle([await hour(renewed, 2, [1900n, 200n, 400n])]);
        await expectUnsigned(v, await hour(v, 3, [2900n, 300n, 600n]), home);
        const back = await rotateKey(v, { ...home.enrolled, key }, otherKind(v, home));
        await v.settlement.settle([await hour(withKey(v, home, back), 3, [2900n, 300n, 600n])]);
        expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal(600n);
      });
    }

    it("settle nothing of a meter that was suspended, quarantined or revoked since", async () => {
      for (const [act, undo] of [
        [(v: Village, d: string) => v.devices.suspend(d), (v: Village, d: string) => v.devices.reinstate(d)],
        [
          (v: Village, d: string) => v.devices.connect(v.registrar).quarantine(d),
          (v: Village, d: string) => v.devices.connect(v.registrar).release(d),
        ],
        [(v: Village, d: string) => v.devices.revoke(d), null],
      ] as const) {
        for (const of of ["supplier", "ada", "bob"] as const) {
          const v = await fresh(guardedVillage);
          const interval = await hour(v, 1, REGISTERS);
          await act(v, v[of].meter.device);
          await expectStatus(v, interval, v[of]);
          // Nor by a roster of the time in which the meter does not count.
          await compile(v, [1, 2]);
          const roster = (await v.settlement.rosterOf(v.supplier.meter.device, endOf(0))).code;
          await expectStatus(v, { ...interval, roster }, v[of]);
          if (undo) {
            await undo(v, v[of].meter.device);
            await v.settlement.settle([interval]);
          }
        }
      }
    });

    it("settle nothing of a meter that its organisation recovered, until it has a key again", async () => {
      const v = await fresh(village);
      const interval = await hour(v, 1, REGISTERS);
      await v.devices.recover(v.ada.meter.device, secp256k1Key("new ticket").signer, 4_000_000_000n);
      await expectStatus(v, interval, v.ada);
    });
  });
});

/** The village whose `home` signs with another key. */
function withKey(v: Village, home: Home, key: Home["enrolled"]["key"]): Village {
  const enrolled = { ...home.enrolled, key };
  const renewed = { ...home, enrolled, meter: new Recorder(enrolled, v.domain) };
  return home === v.ada ? { ...v, ada: renewed } : { ...v, bob: renewed };
}

function otherKind(v: Village, home: Home) {
  return home === v.ada ? secp256k1Key("back") : p256Key("back", v.p256Verifier);
}

async function expectUnsigned(v: Village, interval: Awaited<ReturnType<typeof hour>>, home: Home) {
  await expect(v.settlement.settle([interval]))
    .to.be.revertedWithCustomError(v.devices, "DeviceRegistryInvalidDeviceSignature")
    .withArgs(home.meter.device);
}

async function expectStatus(v: Village, interval: Awaited<ReturnType<typeof hour>>, home: Home) {
  await expect(v.settlement.connect(v.oracle).settle([interval]))
    .to.be.revertedWithCustomError(v.devices, "DeviceRegistryUnexpectedStatus")
    .withArgs(home.meter.device, (status: bigint) => status > 0n);
}
