import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { before, describe, it } from "mocha";
import { Decisions } from "./decisions.js";
import {
  ADMINISTRATOR,
  codes,
  type Founders,
  failing,
  HAND_OVER,
  ORACLE,
  openFounders,
  REGISTRAR,
  told,
} from "./founders.js";
import { abiOf, replay, verified } from "./replayedFounding.js";

describe("verifyFounding: what came later", function () {
  this.timeout(300_000);
  let f: Founders;

  before(async () => {
    f = await openFounders();
  });

  describe("tells what was decided later", () => {
    const later = async (change: (decisions: Decisions) => Promise<void>) => {
      const chain = await replay(f.recorded);
      await change(new Decisions(chain, (await chain.ethers.getSigners()).slice(1, 8), f.recorded));
      return verified(chain, f.recorded.founding, f.at("directory"));
    };

    it("members, contracts, certificates and roles", async () => {
      const found = await later(async (decisions) => {
        const { membership, directory, nodes } = decisions;
        const certificate = f.recorded.founding.nodes[0]!.certificateHash;
        await decisions.decide([
          "directory",
          directory.encodeFunctionData("set", [encodeBytes32String("Lots"), f.at("token")]),
        ]);
        await decisions.decide(["nodes", nodes.encodeFunctionData("revokeCertificate", [certificate])]);
        await decisions.decide(["authority", f.authority.encodeFunctionData("grantRole", [ORACLE, f.accomplice, 0])]);
        await decisions.decide(
          ["membership", membership.encodeFunctionData("admit", [f.accomplice, "Newcomer\u202e"])],
          ["membership", membership.encodeFunctionData("expel", [f.recorded.founding.members[6]!.account])],
        );
      });
      expect(told(found)).to.equal("");
      expect(found.ok).to.equal(true);
      expect(found.decidedLater.map(({ proposal }) => proposal)).to.deep.equal([1, 2, 3, 4]);
      const [names, certificates, roles, members] = found.decidedLater.map(({ changes }) => changes);
      expect(members).to.have.length(2);
      expect(members?.[0])
        .to.include(`Membership.MemberAdmitted(organisation: ${f.accomplice}`)
        .and.include("Newcomer");
      expect(members?.[1]).to.include("Membership.MemberExpelled(organisation: Recycler (0x");
      expect(names?.[0]).to.include('Directory.NameSet(name: "Lots", target: EnergyToken (0x');
      expect(certificates?.[0]).to.include("NodeRegistry.CertificateRevoked(certificateHash: ");
      expect(roles?.[0]).to.include(`AccessManager.RoleGranted(roleId: oracle, account: ${f.accomplice}`);
    });

    it("no less of a founding that was none", async () => {
      const chain = await replay(f.recorded, async (left, { send }) => {
        if (left !== HAND_OVER) return;
        await send(f.at("authority"), f.authority.encodeFunctionData("grantRole", [ADMINISTRATOR, f.accomplice, 0]));
      });
      const admit = (await abiOf("AccessManager")).encodeFunctionData("setTargetClosed", [f.at("token"), true]);
      await chain.networkHelpers.impersonateAccount(f.accomplice);
      await chain.networkHelpers.setBalance(f.accomplice, 10n ** 18n);
      const hostile = await chain.ethers.getSigner(f.accomplice);
      await hostile.sendTransaction({ to: f.at("authority"), data: admit });
      const found = await verified(chain, f.recorded.founding, f.at("directory"));
      expect(codes(found)).to.deep.equal(["TransactionUnexpected", "ChangedWithoutDecision"]);
      expect(told(found)).to.include("Nobody voted on this, which was done in block ");
      expect(told(found)).to.include("AccessManager.TargetClosed(target: EnergyToken (0x");
      expect(failing(found)).to.deep.equal(["administration", "decisions"]);
    });

    it("a role that its holder gave up, and what those did to whom the members gave power", async () => {
      const found = await later(async (decisions) => {
        const oracle = (await decisions.chain.ethers.getSigners())[8]!;
        const renounce = f.authority.encodeFunctionData("renounceRole", [ORACLE, oracle.address]);
        await oracle.sendTransaction({ to: f.at("authority"), data: renounce });
        const registrar = (await decisions.chain.ethers.getSigners())[11]!;
        const grant = f.authority.encodeFunctionData("grantRole", [REGISTRAR, registrar.address, 0]);
        await decisions.decide(["authority", grant]);
        const admit = decisions.membership.encodeFunctionData("admit", [f.accomplice, "Newcomer"]);
        await registrar.sendTransaction({ to: f.at("membership"), data: admit });
      });
      expect(told(found)).to.equal("");
      expect(found.decidedLater.map(({ proposal }) => proposal)).to.deep.equal([null, 1, null]);
    });
  });
});
