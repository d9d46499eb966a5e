import { expect } from "chai";
import { encodeBytes32String, id } from "ethers";
import { before, describe, it } from "mocha";
import { codes, type Founders, HAND_OVER, openFounders, told } from "./founders.js";
import { abiOf, type Replayed } from "./replayedFounding.js";

const STRANGER = 12;

describe("verifyFounding: strangers while a consortium is founded", function () {
  this.timeout(300_000);
  let f: Founders;
  before(async () => {
    f = await openFounders();
  });

  /** An allowance of nothing: any event of any contract would do, and gas is free. */
  const approve = async ({ chain }: Pick<Replayed, "chain">, signer = STRANGER) => {
    const account = (await chain.ethers.getSigners())[signer]!;
    const data = (await abiOf("EnergyToken")).encodeFunctionData("approve", [account.address, 0n]);
    await account.sendTransaction({ to: f.at("token"), data });
    return account.address.toLowerCase();
  };

  it("cannot have a flawless founding found at fault: what changes nobody's power is noted", async () => {
    let stranger = "";
    const found = await f.seen(async (left, replayed) => {
      if (left === HAND_OVER) stranger = await approve(replayed);
    });
    expect(found.ok, told(found)).to.equal(true);
    expect(found.checks.map(({ ok }) => ok)).to.not.include(false);
    expect(found.notes).to.have.length(1);
    expect(found.notes[0]?.message)
      .to.include(`Somebody else did this, which changes nobody's power: EnergyToken.approve(spender: ${stranger}`)
      .and.include(`before it was handed over, in block `)
      .and.include(`, by ${stranger}.`);
  });

  it("hide nothing behind it: the same of the deployer, and what changes names, are findings", async () => {
    const found = await f.seen(async (left, replayed) => {
      if (left !== HAND_OVER) return;
      await approve(replayed);
      await approve(replayed, 0);
      const directory = await abiOf("Directory");
      const set = directory.encodeFunctionData("set", [encodeBytes32String("Arbiter"), f.at("token")]);
      await replayed.send(f.at("authority"), f.authority.encodeFunctionData("execute", [f.at("directory"), set]));
    });
    expect(found.ok).to.equal(false);
    expect(codes(found)).to.deep.equal(["TransactionUnexpected"]);
    expect(found.findings).to.have.length(2);
    expect(told(found)).to.include("EnergyToken.approve(").and.include("Directory.set(");
    expect(found.notes).to.have.length(1);
  });

  it("are none, if they were given power: what they do with it before the handing over is found", async () => {
    const found = await f.seen(async (left, { chain, send }) => {
      if (left !== HAND_OVER) return;
      const accomplice = (await chain.ethers.getSigners())[STRANGER]!;
      const { encodeFunctionData } = f.authority;
      const encode = encodeFunctionData.bind(f.authority);
      await send(f.at("authority"), encode("grantRole", [0n, accomplice.address, 0]));
      const pause = id("pause()").slice(0, 10);
      await accomplice.sendTransaction({ to: f.at("token"), data: pause });
      await accomplice.sendTransaction({
        to: f.at("authority"),
        data: encode("renounceRole", [0n, accomplice.address]),
      });
    });
    expect(told(found))
      .to.include("AccessManager.grantRole(roleId: administrator")
      .and.include("EnergyToken.pause(")
      .and.include("AccessManager.renounceRole(");
    expect(found.notes).to.deep.equal([]);
  });
});
