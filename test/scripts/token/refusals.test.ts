import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { nowS } from "../../support/chain/chain.js";
import { openVaultTerminal, type VaultTerminal } from "./vaultTerminal.js";

describe("wattproof token: what it refuses", function () {
  this.timeout(300_000);
  let t: VaultTerminal;
  let payment: string[];

  before(async () => {
    t = await openVaultTerminal();
    payment = ["--to", t.holder, "--amount", "5", "--reference", "1"];
    t.write("account.txt", "NO93 8601 1117 947");
    t.write("report.pdf", "a report");
    await t.tokenInto("order.json", "mint", ...payment, "--sign-only", ...t.as.treasurer);
  });
  after(() => t?.close());

  const usage = async (...args: string[]) => {
    const { code, message } = await t.tokenRefused(...args);
    expect(code, message).to.equal("UsageInvalid");
  };

  it("amounts that are not exact money", async () => {
    for (const amount of ["12.5000001", "-1"]) {
      await usage("mint", "--to", t.holder, `--amount=${amount}`, "--reference", "1", ...t.as.treasurer);
    }
  });

  it("half a command", async () => {
    await usage("mint", "--to", t.holder, "--amount", "1");
    await usage("mint", "--to", t.holder, "--amount", "1", "--reference", " ");
    await usage("redeem", "--amount", "1");
    await usage("redeem", "--confirm", "1");
    await usage("redeem", "--return", "0");
    await usage("redeem", "--return", "1", "--amount", "1");
    await usage("reserves", "--attest", "1");
    await usage("reserves", "--sign-only");
    await usage("reserves", "--attest", "1", "--as-of", "yesterday", "--report", "report.pdf");
  });

  it("a mint by somebody without the role, above the limit, and a reference again", async () => {
    const refused = async (code: string, ...args: string[]) =>
      expect((await t.tokenRefused("mint", ...args)).code).to.equal(code);
    await refused("AccessManagedUnauthorized", ...payment, ...t.as.stranger);
    const much = ["--to", t.holder, "--amount", "100000.000001", "--reference", "2"];
    await refused("EnergyTokenMintLimitExceeded", ...much, ...t.as.treasurer);
    await t.token("mint", ...payment, ...t.as.treasurer);
    await refused("EnergyTokenReferenceUsed", ...payment, ...t.as.treasurer);
  });

  it("messages that are none, of another kind, changed, or contradicted by the command line", async () => {
    const order = JSON.parse(readFileSync(t.path("order.json"), "utf8"));
    const changed = (change: object) => JSON.stringify({ ...order, ...change });
    t.write("none.json", "hello");
    t.write("schema.json", changed({ schema: "wattproof-token-message/9" }));
    t.write("more.json", changed({ note: "x" }));
    t.write("negative.json", changed({ order: { ...order.order, amount: "-1" } }));
    t.write("long.json", changed({ signatures: [{ signer: `0x${"11".repeat(85)}`, signature: "0x11" }] }));
    t.write("amount.json", changed({ order: { ...order.order, amount: "6000000" } }));
    t.write("elsewhere.json", changed({ directory: `0x${"11".repeat(20)}` }));
    const refused = async (code: string, ...args: string[]) =>
      expect((await t.tokenRefused(...args, ...t.as.stranger)).code, args.join(" ")).to.equal(code);
    for (const file of ["none.json", "more.json", "negative.json", "long.json"]) {
      await refused("TokenMessageUnreadable", "mint", "--signatures", file);
    }
    await refused("SchemaUnsupported", "mint", "--signatures", "schema.json");
    await refused("TokenMessageUnreadable", "reserves", "--signatures", "order.json");
    await refused("TokenMessageUnreadable", "redeem", "--relay", "order.json");
    await refused("FileUnreadable", "mint", "--signatures", "nowhere.json");
    await refused("TokenMessageMismatch", "mint", "--signatures", "order.json", "amount.json");
    await refused("TokenMessageMismatch", "mint", "--signatures", "order.json", "--amount", "5.01");
    await refused("DeploymentForeign", "mint", "--signatures", "elsewhere.json");
    await refused("EnergyTokenInvalidQuorum", "mint", "--signatures", "amount.json");
  });

  it("an attestation by one of two", async () => {
    await t.wait();
    const asOf = new Date((await nowS()) * 1000).toISOString().replace(".000Z", "Z");
    const said = ["--attest", "1", "--as-of", asOf, "--report", "report.pdf"];
    const { code } = await t.tokenRefused("reserves", ...said, ...t.as.treasurer);
    expect(code).to.equal("EnergyTokenInvalidQuorum");
  });

  it("more than the holder has, a receipt that is there, and a receipt of something else", async () => {
    const wish = (receipt: string, amount = "1") => [
      ...["redeem", "--amount", amount, "--payout", "account.txt"],
      ...["--receipt", receipt],
    ];
    const poor = await t.tokenRefused(...wish("p1.json", "6"), ...t.as.holder);
    expect(poor.code).to.equal("ERC20InsufficientBalance");
    expect(existsSync(t.path("p1.json"))).to.equal(false);
    t.write("p1.json", JSON.stringify({ schema: "wattproof-payout/1", details: "mine", salt: `0x${"11".repeat(32)}` }));
    await t.token(...wish("p2.json"), ...t.as.holder);
    const there = await t.tokenRefused(...wish("p2.json"), ...t.as.holder);
    expect(there.code).to.equal("SecretFileExists");
    const confirm = ["redeem", "--confirm", "1", "--reference", "out", ...t.as.treasurer];
    for (const receipt of ["p1.json", "order.json"]) {
      const { code } = await t.tokenRefused(...confirm, "--receipt", receipt);
      expect(code).to.equal(receipt === "p1.json" ? "PayoutReceiptInvalid" : "SchemaUnsupported");
    }
    t.write("empty.txt", "\n");
    const empty = await t.tokenRefused(
      "redeem",
      "--amount",
      "1",
      "--payout",
      "empty.txt",
      "--receipt",
      "p3.json",
      ...t.as.holder,
    );
    expect(empty.code).to.equal("PayoutReceiptInvalid");
    const stranger = await t.tokenRefused("redeem", "--confirm", "1", "--reference", "out", ...t.as.stranger);
    expect(stranger.code).to.equal("AccessManagedUnauthorized");
    expect(stranger.message).to.contain("does not hold the role that this needs: treasurer (caller 0x");
    expect(stranger.next).to.contain(`wattproof consortium propose grant-role treasurer ${t.as.stranger[1]}`);
  });
});
