import { expect } from "chai";
import { before, describe, it } from "mocha";
import { ChainUnreadable } from "../../../evidence/index.js";
import { VALIDATOR_CONTRACT } from "../../../network/index.js";
import { lower } from "../../support/chain/consortium.js";
import { foundingOf } from "../../support/chain/founded.js";
import { codes, type Founders, failing, HAND_OVER, openFounders, told } from "./founders.js";
import { recordFounding, replay, verified } from "./replayedFounding.js";

describe("verifyFounding", function () {
  this.timeout(300_000);
  let f: Founders;

  before(async () => {
    f = await openFounders();
  });

  it("finds nothing in a founding as it was agreed on", async () => {
    const verification = await f.seen(undefined);
    expect(told(verification)).to.equal("");
    expect(verification.ok).to.equal(true);
    expect(verification.checks.every(({ ok }) => ok)).to.equal(true);
    expect(verification.decidedLater).to.deep.equal([]);
    expect(verification.handedOver).not.to.equal(null);
    expect(verification.contracts).to.equal(27);
  });

  it("finds nothing in one that stopped for thousands of blocks and went on", async () => {
    const verification = await f.seen(async (left, { chain }) => {
      if (left === f.recorded.sent.length || left === 40 || left === HAND_OVER) await chain.networkHelpers.mine(5_500);
    });
    expect(told(verification)).to.equal("");
    expect(verification.handedOver?.block).to.be.greaterThan(16_500);
  });

  it("finds nothing where a contract of the genesis selects the validators, and other code there", async () => {
    const withSelector = await recordFounding(async (signers) => {
      return { ...(await foundingOf(signers)), validatorContract: VALIDATOR_CONTRACT };
    });
    const chain = await replay(withSelector);
    const look = () => verified(chain, withSelector.founding, withSelector.contracts.directory!);
    const verification = await look();
    expect(told(verification)).to.equal("");
    expect(verification.contracts).to.equal(28);
    await chain.networkHelpers.setCode(VALIDATOR_CONTRACT, "0x00");
    expect(told(await look())).to.equal(
      `GenesisValidators at ${VALIDATOR_CONTRACT} holds other code than was compiled here.`,
    );
    // Whoever agreed on one without it sees a name too many.
    const without = await verified(chain, f.recorded.founding, withSelector.contracts.directory!);
    expect(told(without)).to.include('Directory.set(name: "GenesisValidators", target: 0x');
  });

  it("cannot tell without the node's events", async () => {
    const chain = await replay(f.recorded);
    const { provider } = chain.ethers;
    const silent = new Proxy(provider, {
      get: (target, key) => {
        if (key === "getLogs") return () => Promise.reject(new Error("range too wide"));
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const error = await verified(
      { ethers: { ...chain.ethers, provider: silent } },
      f.recorded.founding,
      f.at("directory"),
    ).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(ChainUnreadable);
    expect(String(error)).to.include("range too wide");
  });

  describe("finds what was founded otherwise than agreed", () => {
    it("that nothing waits before it is carried out", async () => {
      const found = await f.foundedAs(({ governance }) => ({ governance: { ...governance, executionDelayS: 0 } }));
      expect(told(found)).to.equal("TimelockController was created with minDelay 0; agreed is 86400.");
      expect(failing(found)).to.deep.equal(["terms"]);
      expect(codes(found)).to.deep.equal(["ArgumentDiffers"]);
    });

    it("that fewer decide, in another time", async () => {
      const found = await f.foundedAs(({ governance }) => ({
        governance: {
          ...governance,
          votingPeriodS: 60,
          executionWindowS: 61,
          blocksBetweenChanges: 0,
          shares: { ...governance.shares, "set-contract": "majority" },
        },
      }));
      expect(told(found).split("\n")).to.have.members([
        "NodeRegistry was created with blocksBetweenChanges 0; agreed is 10.",
        "ConsortiumGovernor was created with terms.votingPeriodS 60; agreed is 259200.",
        "ConsortiumGovernor was created with terms.executionWindowS 61; agreed is 1209600.",
        "ConsortiumGovernor was created with the share for set-contract majority; agreed is all.",
      ]);
      expect(failing(found)).to.deep.equal(["terms"]);
    });

    it("a further member, and one under another name", async () => {
      const found = await f.foundedAs(({ members: [first, ...others] }) => ({
        members: [{ ...first!, name: "somebody" }, ...others, { name: "Mallory", account: lower(f.accomplice) }],
      }));
      expect(told(found)).to.include(
        `No founding does this: Membership.admit(organisation: ${f.accomplice}, name: "Mallory")`,
      );
      expect(told(found)).to.include("Membership.admit(organisation: wxr (0x").and.include('name: "somebody"');
      expect(told(found)).to.match(/A founding does this, and nobody did .*: Membership\.admit\(.*name: "wxr"\)\./);
      expect(failing(found)).to.deep.equal(["members"]);
    });

    it("a node that is missing, and an oracle that is another", async () => {
      const found = await f.foundedAs(({ nodes }) => ({
        nodes: nodes.slice(0, 6),
        roles: { oracle: [lower(f.accomplice)], treasurer: [] },
      }));
      expect(told(found)).to.include("NodeRegistry was created with the length of founding 6; agreed is 7.");
      expect(told(found)).to.include(
        `AccessManager.grantRole(roleId: oracle, account: ${f.accomplice}, executionDelay: 0)`,
      );
      expect(failing(found)).to.include.members(["nodes", "administration", "terms"]);
    });

    it("a token in another currency", async () => {
      const found = await f.foundedAs(() => ({ currency: "EUR" }));
      expect(told(found)).to.equal("EnergyToken was created with terms.currency EUR; agreed is NOK.");
    });
  });
});
