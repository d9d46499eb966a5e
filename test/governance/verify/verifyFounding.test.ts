import { expect } from "chai";
import { encodeBytes32String, getCreateAddress, type Interface, id, parseUnits, ZeroHash } from "ethers";
import { before, describe, it } from "mocha";
import type { Founding } from "../../../deploy/founding.js";
import type { FindingCode, Verification } from "../../../governance/index.js";
import { lower } from "../../support/chain/consortium.js";
import { foundingOf } from "../../support/chain/founded.js";
import { Decisions } from "./decisions.js";
import {
  abiOf,
  artifactOf,
  newChain,
  type RecordedFounding,
  type Replayed,
  recordFounding,
  replay,
  type Sent,
  verified,
} from "./replayedFounding.js";

const HAND_OVER = 1;
const ADMINISTRATOR = 0n;
const ORACLE = 1n;
const TREASURER = 2n;
const REGISTRAR = 4n;
const SET = id("set(bytes32,address)").slice(0, 10);
const TIMELOCK_ROLES = {
  DEFAULT_ADMIN_ROLE: ZeroHash,
  PROPOSER_ROLE: id("PROPOSER_ROLE"),
  EXECUTOR_ROLE: id("EXECUTOR_ROLE"),
  CANCELLER_ROLE: id("CANCELLER_ROLE"),
};

const told = ({ findings }: Verification) => findings.map(({ message }) => message).join("\n");
const codes = ({ findings }: Verification): FindingCode[] => [...new Set(findings.map(({ code }) => code))];
const failing = ({ checks }: Verification) => checks.filter(({ ok }) => ok === false).map(({ name }) => name);

describe("verifyFounding", function () {
  this.timeout(300_000);
  let recorded: RecordedFounding;
  let authority: Interface;
  let accomplice: string;
  const at = (name: string) => recorded.contracts[name]!;
  const seen = async (by: Parameters<typeof replay>[1], of = recorded) =>
    verified(await replay(of, by), recorded.founding, of.contracts.directory!);
  /** What members see if the deployer calls a contract before its last transaction. */
  const seenAfter = (name: string, call: (interfaceOf: Interface) => string, contract = "AccessManager") =>
    seen(async (left, { send }) => {
      if (left === HAND_OVER) await send(at(name), call(await abiOf(contract)));
    });
  const foundedAs = async (change: (founding: Founding) => Partial<Founding>) => {
    const changed = await recordFounding(async (signers) => {
      const founding = await foundingOf(signers);
      return { ...founding, ...change(founding) };
    });
    return seen(undefined, changed);
  };
  /** The founding with some of its transactions as others. */
  const changed = (change: (sent: Sent, at: number, all: readonly Sent[]) => Sent | readonly Sent[]) =>
    seen(undefined, { ...recorded, sent: recorded.sent.flatMap((each, index, all) => change(each, index, all)) });

  before(async () => {
    recorded = await recordFounding(foundingOf);
    authority = await abiOf("AccessManager");
    accomplice = `0x${"ac".repeat(20)}`;
  });

  it("finds nothing in a founding as it was agreed on", async () => {
    const verification = await seen(undefined);
    expect(told(verification)).to.equal("");
    expect(verification.ok).to.equal(true);
    expect(verification.checks.every(({ ok }) => ok)).to.equal(true);
    expect(verification.decidedLater).to.deep.equal([]);
    expect(verification.handedOver).not.to.equal(null);
    expect(verification.contracts).to.equal(27);
  });

  describe("finds what was founded otherwise than agreed", () => {
    it("that nothing waits before it is carried out", async () => {
      const found = await foundedAs(({ governance }) => ({ governance: { ...governance, executionDelayS: 0 } }));
      expect(told(found)).to.equal("TimelockController was created with minDelay 0; agreed is 86400.");
      expect(failing(found)).to.deep.equal(["terms"]);
      expect(codes(found)).to.deep.equal(["ArgumentDiffers"]);
    });

    it("that fewer decide, in another time", async () => {
      const found = await foundedAs(({ governance }) => ({
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
      const found = await foundedAs(({ members: [first, ...others] }) => ({
        members: [{ ...first!, name: "somebody" }, ...others, { name: "Mallory", account: lower(accomplice) }],
      }));
      expect(told(found)).to.include(
        `No founding does this: Membership.admit(organisation: ${accomplice}, name: "Mallory")`,
      );
      expect(told(found)).to.include("Membership.admit(organisation: wxr (0x").and.include('name: "somebody"');
      expect(told(found)).to.match(/A founding does this, and nobody did .*: Membership\.admit\(.*name: "wxr"\)\./);
      expect(failing(found)).to.deep.equal(["members"]);
    });

    it("a node that is missing, and an oracle that is another", async () => {
      const found = await foundedAs(({ nodes }) => ({
        nodes: nodes.slice(0, 6),
        roles: { oracle: [lower(accomplice)], treasurer: [] },
      }));
      expect(told(found)).to.include("NodeRegistry was created with the length of founding 6; agreed is 7.");
      expect(told(found)).to.include(
        `AccessManager.grantRole(roleId: oracle, account: ${accomplice}, executionDelay: 0)`,
      );
      expect(failing(found)).to.include.members(["nodes", "administration", "terms"]);
    });

    it("a token in another currency", async () => {
      const found = await foundedAs(() => ({ currency: "EUR" }));
      expect(told(found)).to.equal("EnergyToken was created with terms.currency EUR; agreed is NOK.");
    });
  });

  describe("finds what a deployer did before it gave the administration away", () => {
    it("a function that it gave to a role of its own", async () => {
      const found = await seen(async (left, { send, chain }) => {
        if (left !== HAND_OVER) return;
        await send(
          at("authority"),
          authority.encodeFunctionData("setTargetFunctionRole", [at("directory"), [SET], 99]),
        );
        const [deployer] = await chain.ethers.getSigners();
        await send(at("authority"), authority.encodeFunctionData("grantRole", [99, deployer!.address, 0]));
      });
      expect(told(found)).to.include("AccessManager.setTargetFunctionRole(target: Directory (0x");
      expect(told(found)).to.include("selectors: [set], roleId: number 99), before it was handed over, in block ");
      expect(told(found)).to.include("AccessManager.grantRole(roleId: number 99, account: the deployer (0x");
      expect(codes(found)).to.deep.equal(["TransactionUnexpected"]);
      expect(failing(found)).to.deep.equal(["administration"]);
    });

    for (const [name, role] of Object.entries({ ADMINISTRATOR, ORACLE, TREASURER, REGISTRAR })) {
      it(`the role ${name} for an account of its own`, async () => {
        const found = await seenAfter("authority", (abi) => abi.encodeFunctionData("grantRole", [role, accomplice, 0]));
        expect(told(found)).to.include(`roleId: ${name.toLowerCase()}, account: ${accomplice}`);
        expect(found.findings).to.have.length(1);
      });
    }

    it("a role that it lends itself, uses and gives back", async () => {
      const found = await seen(async (left, { send, chain }) => {
        if (left !== HAND_OVER) return;
        const [deployer] = await chain.ethers.getSigners();
        const anchor = await abiOf("RecordAnchor");
        await send(at("authority"), authority.encodeFunctionData("grantRole", [ORACLE, deployer!.address, 0]));
        await send(at("anchor"), anchor.encodeFunctionData("openStream", [id("salt"), ZeroHash]));
        await send(at("authority"), authority.encodeFunctionData("revokeRole", [ORACLE, deployer!.address]));
      });
      expect(found.findings).to.have.length(3);
      expect(told(found)).to.include("No founding does this: RecordAnchor.openStream(");
    });

    it("what the administrator may call of a contract itself", async () => {
      const found = await seenAfter(
        "token",
        (abi) => abi.encodeFunctionData("setMintLimit", [parseUnits("1", 18)]),
        "EnergyToken",
      );
      expect(told(found)).to.include("EnergyToken.setMintLimit(limit: 1000000000000000000)");
    });

    it("what is hidden in calls within calls", async () => {
      const found = await seenAfter("authority", (abi) => {
        const grant = abi.encodeFunctionData("grantRole", [ADMINISTRATOR, accomplice, 0]);
        return abi.encodeFunctionData("multicall", [[abi.encodeFunctionData("multicall", [[grant]])]]);
      });
      expect(told(found)).to.include(`AccessManager.grantRole(roleId: administrator, account: ${accomplice}`);
    });

    it("another authority for a contract", async () => {
      const found = await seenAfter("authority", (abi) =>
        abi.encodeFunctionData("updateAuthority", [at("token"), at("membership")]),
      );
      expect(told(found)).to.include("AccessManager.updateAuthority(target: EnergyToken (0x");
    });

    for (const [name, role] of Object.entries(TIMELOCK_ROLES)) {
      it(`the timelock's ${name}`, async () => {
        const timelock = await abiOf("TimelockController");
        // As long as it administers the timelock: the transactions to the timelock come before the hand-over.
        const leaves = recorded.sent.findIndex(({ data }) =>
          data.startsWith(id("renounceRole(bytes32,address)").slice(0, 10)),
        );
        const found = await seen(async (left, { send }) => {
          if (left !== recorded.sent.length - leaves) return;
          await send(at("timelock"), timelock.encodeFunctionData("grantRole", [role, accomplice]));
        });
        expect(told(found)).to.include(`TimelockController.grantRole(role: ${role}, account: ${accomplice})`);
        expect(failing(found)).to.deep.equal(["administration"]);
      });
    }

    it("a proposal that was made when not all were members yet", async () => {
      const governor = await abiOf("ConsortiumGovernor");
      const found = await seen(async (left, { chain }) => {
        if (left !== HAND_OVER) return;
        const grant = authority.encodeFunctionData("grantRole", [ADMINISTRATOR, accomplice, 0]);
        const data = governor.encodeFunctionData("propose", [[at("authority")], [0], [grant], "mine"]);
        const [, first] = await chain.ethers.getSigners();
        await chain.networkHelpers.time.increase(2);
        await first!.sendTransaction({ to: at("governor"), data });
      });
      expect(told(found)).to.include("ConsortiumGovernor.propose(");
      expect(told(found)).to.include("by wxr (0x");
    });

    it("a name for an account of its own", async () => {
      const found = await seen(async (left, { send }) => {
        if (left !== HAND_OVER) return;
        const directory = await abiOf("Directory");
        const set = directory.encodeFunctionData("set", [encodeBytes32String("Arbiter"), at("token")]);
        await send(at("authority"), authority.encodeFunctionData("execute", [at("directory"), set]));
      });
      expect(told(found)).to.include('Directory.set(name: "Arbiter", target: EnergyToken (0x');
      expect(failing(found)).to.deep.equal(["names"]);
    });
  });

  describe("finds a last transaction that is another", () => {
    const handOver = async (change: (calls: string[]) => string[]) => {
      const last = recorded.sent.at(-1)!;
      const [calls] = authority.decodeFunctionData("multicall", last.data);
      const data = authority.encodeFunctionData("multicall", [change([...calls])]) as Sent["data"];
      return changed((each) => (each === last ? { ...each, data } : each));
    };

    it("by which the deployer stays the administrator", async () => {
      const found = await handOver((calls) => calls.slice(0, -1));
      expect(found.handedOver).to.equal(null);
      expect(found.checks.at(-1)).to.deep.equal({ name: "decisions", ok: null });
      expect(told(found)).to.match(
        /A founding does this, and nobody did .*: AccessManager\.renounceRole\(roleId: administrator/,
      );
      expect(failing(found)).to.deep.equal(["administration"]);
    });

    it("by which somebody else becomes it as well", async () => {
      const found = await handOver((calls) => [
        authority.encodeFunctionData("grantRole", [ADMINISTRATOR, accomplice, 0]),
        ...calls,
      ]);
      expect(told(found).split("\n")[0]).to.include(
        `No founding does this: AccessManager.grantRole(roleId: administrator, account: ${accomplice}`,
      );
    });
  });

  describe("finds contracts that are others", () => {
    const creationOf = async (name: string) => {
      const { bytecode } = await artifactOf(name);
      return recorded.sent.findIndex(({ data }) => data.startsWith(bytecode));
    };

    it("other code under a name", async () => {
      const index = await creationOf("SealingKeys");
      const other = await artifactOf("Contributions");
      const found = await changed((each, at) =>
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
      const found = await changed((each, at) =>
        at === index
          ? { ...each, data: each.data.replace(new RegExp(`${end}$`), "1".padStart(64, "0")) as Sent["data"] }
          : each,
      );
      expect(told(found)).to.match(/^IncidentRegistry was created with \w+ 1; agreed is 7776000\.$/);
      expect(failing(found)).to.deep.equal(["contracts"]);
    });

    it("the same code, but created inside of another transaction", async () => {
      const { bytecode } = await artifactOf("Contributions");
      const size = ((bytecode.length - 2) / 2).toString(16).padStart(4, "0");
      // Its constructor creates a contract of what follows these instructions.
      const factory = `0x61${size}80600f60003960006000f000${bytecode.slice(2)}`;
      const outsider = async ({ chain }: Replayed) => (await chain.ethers.getSigners())[11]!;
      const create = async (left: number, replayed: Replayed) => {
        if (left !== recorded.sent.length) return;
        await (await outsider(replayed)).sendTransaction({ data: factory });
      };
      const chain = await newChain();
      const from = (await outsider({ chain } as Replayed)).address;
      const copy = getCreateAddress({ from: getCreateAddress({ from, nonce: 0 }), nonce: 1 });
      const own = getCreateAddress({
        from: (await chain.ethers.getSigners())[0]!.address,
        nonce: await creationOf("Contributions"),
      });
      const sent = recorded.sent.map(({ to, data }) => ({
        to,
        data: data.replaceAll(lower(own).slice(2), lower(copy).slice(2)) as Sent["data"],
      }));
      const found = await seen(create, { ...recorded, sent });
      expect(told(found)).to.match(/^Contributions at 0x[0-9a-f]{40} was not created by a transaction of its own/);
      expect(codes(found)).to.deep.equal(["CreationUnfound"]);
    });

    it("the same code with the same values, created by somebody else", async () => {
      const index = await creationOf("Contributions");
      const { data } = recorded.sent[index]!;
      const chain = await newChain();
      const signers = await chain.ethers.getSigners();
      const copy = lower(getCreateAddress({ from: signers[11]!.address, nonce: 0 }));
      const own = lower(getCreateAddress({ from: signers[0]!.address, nonce: index }));
      const sent = recorded.sent.map((each) => ({
        ...each,
        data: each.data.replaceAll(own.slice(2), copy.slice(2)) as Sent["data"],
      }));
      const found = await seen(
        async (left, { chain: { ethers } }) => {
          if (left === recorded.sent.length) await (await ethers.getSigners())[11]!.sendTransaction({ data });
        },
        { ...recorded, sent },
      );
      expect(codes(found)).to.deep.equal(["CreatedByAnother"]);
    });
  });

  describe("tells what was decided later", () => {
    const later = async (change: (decisions: Decisions) => Promise<void>) => {
      const chain = await replay(recorded);
      await change(new Decisions(chain, (await chain.ethers.getSigners()).slice(1, 8), recorded));
      return verified(chain, recorded.founding, at("directory"));
    };

    it("members, contracts, certificates and roles", async () => {
      const found = await later(async (decisions) => {
        const { membership, directory, nodes } = decisions;
        const certificate = recorded.founding.nodes[0]!.certificateHash;
        await decisions.decide([
          "directory",
          directory.encodeFunctionData("set", [encodeBytes32String("Lots"), at("token")]),
        ]);
        await decisions.decide(["nodes", nodes.encodeFunctionData("revokeCertificate", [certificate])]);
        await decisions.decide(["authority", authority.encodeFunctionData("grantRole", [ORACLE, accomplice, 0])]);
        await decisions.decide(
          ["membership", membership.encodeFunctionData("admit", [accomplice, "Newcomer\u202e"])],
          ["membership", membership.encodeFunctionData("expel", [recorded.founding.members[6]!.account])],
        );
      });
      expect(told(found)).to.equal("");
      expect(found.ok).to.equal(true);
      expect(found.decidedLater.map(({ proposal }) => proposal)).to.deep.equal([1, 2, 3, 4]);
      const [names, certificates, roles, members] = found.decidedLater.map(({ changes }) => changes);
      expect(members).to.have.length(2);
      expect(members?.[0]).to.include(`Membership.MemberAdmitted(organisation: ${accomplice}`).and.include("Newcomer");
      expect(members?.[1]).to.include("Membership.MemberExpelled(organisation: Recycler (0x");
      expect(names?.[0]).to.include('Directory.NameSet(name: "Lots", target: EnergyToken (0x');
      expect(certificates?.[0]).to.include("NodeRegistry.CertificateRevoked(certificateHash: ");
      expect(roles?.[0]).to.include(`AccessManager.RoleGranted(roleId: oracle, account: ${accomplice}`);
    });

    it("no less of a founding that was none", async () => {
      const chain = await replay(recorded, async (left, { send }) => {
        if (left !== HAND_OVER) return;
        await send(at("authority"), authority.encodeFunctionData("grantRole", [ADMINISTRATOR, accomplice, 0]));
      });
      const admit = (await abiOf("AccessManager")).encodeFunctionData("setTargetClosed", [at("token"), true]);
      await chain.networkHelpers.impersonateAccount(accomplice);
      await chain.networkHelpers.setBalance(accomplice, 10n ** 18n);
      const hostile = await chain.ethers.getSigner(accomplice);
      await hostile.sendTransaction({ to: at("authority"), data: admit });
      const found = await verified(chain, recorded.founding, at("directory"));
      expect(codes(found)).to.deep.equal(["TransactionUnexpected", "ChangedWithoutDecision"]);
      expect(told(found)).to.include("Nobody voted on this, which was done in block ");
      expect(told(found)).to.include("AccessManager.TargetClosed(target: EnergyToken (0x");
      expect(failing(found)).to.deep.equal(["administration", "decisions"]);
    });

    it("a role that its holder gave up, and what those did to whom the members gave power", async () => {
      const found = await later(async (decisions) => {
        const oracle = (await decisions.chain.ethers.getSigners())[8]!;
        const renounce = authority.encodeFunctionData("renounceRole", [ORACLE, oracle.address]);
        await oracle.sendTransaction({ to: at("authority"), data: renounce });
        const registrar = (await decisions.chain.ethers.getSigners())[11]!;
        const grant = authority.encodeFunctionData("grantRole", [REGISTRAR, registrar.address, 0]);
        await decisions.decide(["authority", grant]);
        const admit = decisions.membership.encodeFunctionData("admit", [accomplice, "Newcomer"]);
        await registrar.sendTransaction({ to: at("membership"), data: admit });
      });
      expect(told(found)).to.equal("");
      expect(found.decidedLater.map(({ proposal }) => proposal)).to.deep.equal([null, 1, null]);
    });
  });
});
