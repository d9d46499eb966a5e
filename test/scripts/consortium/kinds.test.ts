import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { after, before, describe, it } from "mocha";
import { lower } from "../../support/chain/consortium.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { openTerminalOn } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof consortium propose: kinds", function () {
  this.timeout(600_000);
  let c: Founded;
  let terminal: Awaited<ReturnType<typeof openTerminalOn<Founded>>>;
  const { done, refused } = jsonCommands(() => terminal, "consortium", "propose");
  const by = () => ["--from", lower(c.members[3]!.address)];

  before(async () => {
    c = await foundConsortium();
    terminal = await openTerminalOn(c);
  });
  after(() => terminal?.close());

  it("moves and retires names, which all members have to agree on", async () => {
    const anchor = lower(c.anchor);
    const set = await done("set-contract", "Lots", anchor, ...by());
    expect(set).to.include({ kind: "set-contract", share: "all" });
    expect(set.says).to.include(`Let the name "Lots" lead to RecordAnchor (${anchor}) instead of 0x`);
    const fresh = await done("set-contract", "SomethingNew", anchor, ...by());
    expect(fresh.warnings[0].code).to.equal("ContractNameNew");
    expect(await done("retire-contract", "Lots", ...by())).to.deep.include({ kind: "retire-contract", warnings: [] });
    const left = await done("retire-contract", "BatteryPassport", ...by());
    expect(left.warnings[0].code).to.equal("EvidenceLeftBehind");
    expect((await refused("retire-contract", "no name", ...by())).code).to.equal("UsageInvalid");
  });

  it("grants and revokes roles, and says what that means", async () => {
    const oracle = lower(c.oracle.address);
    const again = await done("grant-role", "oracle", oracle, ...by());
    expect(again).to.include({ kind: "grant-role" });
    expect(again.warnings[0].code).to.equal("RoleAsItIs");
    const toContract = await done("grant-role", "issuer", "unicom", ...by());
    expect(toContract).to.include({ kind: "other", share: "all" });
    expect(toContract.warnings[0].code).to.equal("RoleOfContract");
    const revoked = await done("revoke-role", "oracle", oracle, ...by());
    expect([revoked.kind, revoked.warnings]).to.deep.equal(["revoke-role", []]);
  });

  it("administers the token and the issuing bodies", async () => {
    const limit = await done("set-mint-limit", "2500.50", ...by());
    expect(limit.says).to.include("mint up to 2500.50 NOK");
    const treasurers = await done("set-treasurers", "--add", lower(c.stranger.address), "--threshold", "1", ...by());
    expect(treasurers.says).to.include(`add ${lower(c.stranger.address)}, and have 1 sign`);
    const unreachable = await refused("set-treasurers", "--threshold", "99", ...by());
    expect(unreachable.code).to.equal("MultiSignerERC7913UnreachableThreshold");
    const appointed = await done("appoint-issuing-body", "wxr", ...by());
    expect(appointed.says).to.include('Appoint "wxr"');
    expect((await refused("appoint-issuing-body", lower(c.stranger.address), ...by())).code).to.equal(
      "EnergyCertificateNotMember",
    );
    expect((await done("dismiss-issuing-body", "wxr", ...by())).says).to.include('Dismiss "wxr"');
    for (const { kind } of [limit, treasurers, appointed]) expect(kind).to.equal("administer");
    expect((await refused("set-mint-limit", "9".repeat(60), ...by())).code).to.equal("UsageInvalid");
    expect((await refused("set-treasurers", "--add", "0x12", "--threshold", "1", ...by())).code).to.equal(
      "UsageInvalid",
    );
  });

  it("proposes any call, by its bytes or by its function, and says what nobody foresaw", async () => {
    const delay = await done("call", "TimelockController", "updateDelay(uint256)", "172800", ...by());
    expect(delay).to.include({
      kind: "other",
      share: "all",
      says: 'Call TimelockController.updateDelay(newDelay: "172800")',
    });
    const bytes = c.directory.interface.encodeFunctionData("retire", [encodeBytes32String("Lots")]);
    expect(await done("call", "Directory", bytes, ...by())).to.include({ kind: "retire-contract" });
    const governor = [
      "call",
      "ConsortiumGovernor",
      "classify(address,bytes4,uint8)",
      lower(c.anchor),
      "0x12345678",
      "11",
    ];
    const classified = await done(...governor, ...by());
    expect(classified.says).to.include("Count calls of 0x12345678 on RecordAnchor");
    expect(classified.warnings[0].code).to.equal("ProposalUntried");
    const unknown = await done("call", lower(c.stranger.address), "0x12345678", ...by());
    expect(unknown.says).to.include("nobody here can decode it");
    expect((await refused("call", "NoSuchContract", "0x12345678", ...by())).code).to.equal("ContractNotNamed");
    expect((await refused("call", "Directory", "updateDelay(uint256)", ...by())).code).to.equal("CallUnwritable");
  });
});
