import { expect } from "chai";
import { getCreateAddress } from "ethers";
import { before, describe, it } from "mocha";
import { lower } from "../../support/chain/consortium.js";
import { codes, type Founders, failing, openFounders, told } from "./founders.js";
import { artifactOf, newChain, type Replayed, type Sent } from "./replayedFounding.js";

describe("verifyFounding: contracts that are others", function () {
  this.timeout(300_000);
  let f: Founders;

  before(async () => {
    f = await openFounders();
  });

  describe("finds contracts that are others", () => {
    const creationOf = async (name: string) => {
      const { bytecode } = await artifactOf(name);
      return f.recorded.sent.findIndex(({ data }) => data.startsWith(bytecode));
    };

    it("other code under a name", async () => {
      const index = await creationOf("SealingKeys");
      const other = await artifactOf("Contributions");
      const found = await f.changed((each, at) =>
        at === index ? { to: null, data: other.bytecode as Sent["data"] } : each,
      );
      expect(told(found)).to.match(/^SealingKeys at 0x[0-9a-f]{40} holds other code than was compiled here\./);
      expect(codes(found)).to.deep.equal(["CodeDiffers"]);
      // All else rests on the code.
      expect(failing(found)).to.deep.equal(["code"]);
      expect(found.checks.slice(1).every(({ ok }) => ok === null)).to.equal(true);
    });

    it("the same code with another value inside", async () => {
      const index = await creationOf("IncidentRegistry");
      const end = (90 * 86_400).toString(16).padStart(64, "0");
      const found = await f.changed((each, at) =>
        at === index
          ? { ...each, data: each.data.replace(new RegExp(`${end}$`), "1".padStart(64, "0")) as Sent["data"] }
          : each,
      );
      expect(told(found)).to.match(/^IncidentRegistry was created with \w+ 1; agreed is 7776000\.$/);
      expect(failing(found)).to.deep.equal(["contracts"]);
    });

    it("what are no arguments of its constructor", async () => {
      const index = await creationOf("TimelockController");
      const found = await f.changed((each, at) =>
        at === index ? { ...each, data: `${each.data}${"00".repeat(32)}` as Sent["data"] } : each,
      );
      expect(told(found)).to.equal("TimelockController was created with what are no arguments of its constructor.");
      expect(failing(found)).to.deep.equal(["terms"]);
    });

    it("the same code, but created inside of another transaction", async () => {
      const { bytecode } = await artifactOf("Contributions");
      const size = ((bytecode.length - 2) / 2).toString(16).padStart(4, "0");
      // Its constructor creates a contract of what follows these instructions.
      const factory = `0x61${size}80600f60003960006000f000${bytecode.slice(2)}`;
      const outsider = async ({ chain }: Replayed) => (await chain.ethers.getSigners())[11]!;
      const create = async (left: number, replayed: Replayed) => {
        if (left !== f.recorded.sent.length) return;
        await (await outsider(replayed)).sendTransaction({ data: factory });
      };
      const chain = await newChain();
      const from = (await outsider({ chain } as Replayed)).address;
      const copy = getCreateAddress({ from: getCreateAddress({ from, nonce: 0 }), nonce: 1 });
      const own = getCreateAddress({
        from: (await chain.ethers.getSigners())[0]!.address,
        nonce: await creationOf("Contributions"),
      });
      const sent = f.recorded.sent.map(({ to, data }) => ({
        to,
        data: data.replaceAll(lower(own).slice(2), lower(copy).slice(2)) as Sent["data"],
      }));
      const found = await f.seen(create, { ...f.recorded, sent });
      expect(told(found)).to.match(/^Contributions at 0x[0-9a-f]{40} was not created by a transaction of its own/);
      expect(codes(found)).to.deep.equal(["CreationUnfound"]);
    });

    it("the same code with the same values, created by somebody else", async () => {
      const index = await creationOf("Contributions");
      const { data } = f.recorded.sent[index]!;
      const chain = await newChain();
      const signers = await chain.ethers.getSigners();
      const copy = lower(getCreateAddress({ from: signers[11]!.address, nonce: 0 }));
      const own = lower(getCreateAddress({ from: signers[0]!.address, nonce: index }));
      const sent = f.recorded.sent.map((each) => ({
        ...each,
        data: each.data.replaceAll(own.slice(2), copy.slice(2)) as Sent["data"],
      }));
      const found = await f.seen(
        async (left, { chain: { ethers } }) => {
          if (left === f.recorded.sent.length) await (await ethers.getSigners())[11]!.sendTransaction({ data });
        },
        { ...f.recorded, sent },
      );
      expect(codes(found)).to.deep.equal(["CreatedByAnother"]);
    });
  });
});
