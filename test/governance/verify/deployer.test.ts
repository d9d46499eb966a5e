import { expect } from "chai";
import { encodeBytes32String, id, parseUnits, ZeroHash } from "ethers";
import { before, describe, it } from "mocha";
import {
  ADMINISTRATOR,
  codes,
  type Founders,
  failing,
  HAND_OVER,
  ORACLE,
  openFounders,
  REGISTRAR,
  SET,
  TREASURER,
  told,
} from "./founders.js";
import { abiOf, type Sent } from "./replayedFounding.js";

const TIMELOCK_ROLES = {
  DEFAULT_ADMIN_ROLE: ZeroHash,
  PROPOSER_ROLE: id("PROPOSER_ROLE"),
  EXECUTOR_ROLE: id("EXECUTOR_ROLE"),
  CANCELLER_ROLE: id("CANCELLER_ROLE"),
};

describe("verifyFounding: a deployer that does more", function () {
  this.timeout(300_000);
  let f: Founders;

  before(async () => {
    f = await openFounders();
  });

  describe("finds what a deployer did before it gave the administration away", () => {
    it("a function that it gave to a role of its own", async () => {
      const found = await f.seen(async (left, { send, chain }) => {
        if (left !== HAND_OVER) return;
        await send(
          f.at("authority"),
          f.authority.encodeFunctionData("setTargetFunctionRole", [f.at("directory"), [SET], 99]),
        );
        const [deployer] = await chain.ethers.getSigners();
        await send(f.at("authority"), f.authority.encodeFunctionData("grantRole", [99, deployer!.address, 0]));
      });
      expect(told(found)).to.include("AccessManager.setTargetFunctionRole(target: Directory (0x");
      expect(told(found)).to.include("selectors: [set], roleId: number 99), before it was handed over, in block ");
      expect(told(found)).to.include("AccessManager.grantRole(roleId: number 99, account: the deployer (0x");
      expect(codes(found)).to.deep.equal(["TransactionUnexpected"]);
      expect(failing(found)).to.deep.equal(["administration"]);
    });

    for (const [name, role] of Object.entries({ ADMINISTRATOR, ORACLE, TREASURER, REGISTRAR })) {
      it(`the role ${name} for an account of its own`, async () => {
        const found = await f.seenAfter("authority", (abi) =>
          abi.encodeFunctionData("grantRole", [role, f.accomplice, 0]),
        );
        expect(told(found)).to.include(`roleId: ${name.toLowerCase()}, account: ${f.accomplice}`);
        expect(found.findings).to.have.length(1);
      });
    }

    it("a role that it lends itself, uses and gives back", async () => {
      const found = await f.seen(async (left, { send, chain }) => {
        if (left !== HAND_OVER) return;
        const [deployer] = await chain.ethers.getSigners();
        const anchor = await abiOf("RecordAnchor");
        await send(f.at("authority"), f.authority.encodeFunctionData("grantRole", [ORACLE, deployer!.address, 0]));
        await send(f.at("anchor"), anchor.encodeFunctionData("openStream", [id("salt"), ZeroHash]));
        await send(f.at("authority"), f.authority.encodeFunctionData("revokeRole", [ORACLE, deployer!.address]));
      });
      expect(found.findings).to.have.length(3);
      expect(told(found)).to.include("No founding does this: RecordAnchor.openStream(");
    });

    it("what the administrator may call of a contract itself", async () => {
      const found = await f.seenAfter(
        "token",
        (abi) => abi.encodeFunctionData("setMintLimit", [parseUnits("1", 18)]),
        "EnergyToken",
      );
      expect(told(found)).to.include("EnergyToken.setMintLimit(limit: 1000000000000000000)");
    });

    it("what is hidden in calls within calls", async () => {
      const found = await f.seenAfter("authority", (abi) => {
        const grant = abi.encodeFunctionData("grantRole", [ADMINISTRATOR, f.accomplice, 0]);
        return abi.encodeFunctionData("multicall", [[abi.encodeFunctionData("multicall", [[grant]])]]);
      });
      expect(told(found)).to.include(`AccessManager.grantRole(roleId: administrator, account: ${f.accomplice}`);
    });

    it("another authority for a contract", async () => {
      const found = await f.seenAfter("authority", (abi) =>
        abi.encodeFunctionData("updateAuthority", [f.at("token"), f.at("membership")]),
      );
      expect(told(found)).to.include("AccessManager.updateAuthority(target: EnergyToken (0x");
    });

    for (const [name, role] of Object.entries(TIMELOCK_ROLES)) {
      it(`the timelock's ${name}`, async () => {
        const timelock = await abiOf("TimelockController");
        // As long as it administers the timelock: the transactions to the timelock come before the hand-over.
        const leaves = f.recorded.sent.findIndex(({ data }) =>
          data.startsWith(id("renounceRole(bytes32,address)").slice(0, 10)),
        );
        const found = await f.seen(async (left, { send }) => {
          if (left !== f.recorded.sent.length - leaves) return;
          await send(f.at("timelock"), timelock.encodeFunctionData("grantRole", [role, f.accomplice]));
        });
        expect(told(found)).to.include(`TimelockController.grantRole(role: ${role}, account: ${f.accomplice})`);
        expect(failing(found)).to.deep.equal(["administration"]);
      });
    }

    it("a proposal that was made when not all were members yet", async () => {
      const governor = await abiOf("ConsortiumGovernor");
      const found = await f.seen(async (left, { chain }) => {
        if (left !== HAND_OVER) return;
        const grant = f.authority.encodeFunctionData("grantRole", [ADMINISTRATOR, f.accomplice, 0]);
        const data = governor.encodeFunctionData("propose", [[f.at("authority")], [0], [grant], "mine"]);
        const [, first] = await chain.ethers.getSigners();
        await chain.networkHelpers.time.increase(2);
        await first!.sendTransaction({ to: f.at("governor"), data });
      });
      expect(told(found)).to.include("ConsortiumGovernor.propose(");
      expect(told(found)).to.include("by wxr (0x");
    });

    it("a name for an account of its own", async () => {
      const found = await f.seen(async (left, { send }) => {
        if (left !== HAND_OVER) return;
        const directory = await abiOf("Directory");
        const set = directory.encodeFunctionData("set", [encodeBytes32String("Arbiter"), f.at("token")]);
        await send(f.at("authority"), f.authority.encodeFunctionData("execute", [f.at("directory"), set]));
      });
      expect(told(found)).to.include('Directory.set(name: "Arbiter", target: EnergyToken (0x');
      expect(failing(found)).to.deep.equal(["names"]);
    });
  });

  describe("finds a last transaction that is another", () => {
    const handOver = async (change: (calls: string[]) => string[]) => {
      const last = f.recorded.sent.at(-1)!;
      const [calls] = f.authority.decodeFunctionData("multicall", last.data);
      const data = f.authority.encodeFunctionData("multicall", [change([...calls])]) as Sent["data"];
      return f.changed((each) => (each === last ? { ...each, data } : each));
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
        f.authority.encodeFunctionData("grantRole", [ADMINISTRATOR, f.accomplice, 0]),
        ...calls,
      ]);
      expect(told(found).split("\n")[0]).to.include(
        `No founding does this: AccessManager.grantRole(roleId: administrator, account: ${f.accomplice}`,
      );
    });
  });
});
