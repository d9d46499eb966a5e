import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { describe, it } from "mocha";
import { kindOf } from "../../../scripts/chain/argumentWords.js";
import { contractErrors } from "../../../scripts/chain/contractErrors.js";
import { ContractRefused, knownRefusals, namesMoney } from "../../../scripts/chain/refusals.js";
import { roleNameOf } from "../../../scripts/chain/roleNames.js";

const ID = `0x${"ab".repeat(32)}`;
const ACCOUNT = `0x${"cd".repeat(20)}`;
/** Numbers that are neither money nor time: what counts, numbers and points at something, and Wh by their name. */
const COUNTS = [
  "silence",
  ...["sequence", "version", "number", "expected", "given", "current", "firstSequence", "incident", "index", "nonce"],
  ...[
    "id",
    "tokenId",
    "passport",
    "pack",
    "module",
    "successor",
    "currentNonce",
    "roleId",
    "length",
    "count",
    "sum",
    "score",
  ],
  ...[
    "round",
    "due",
    "maximum",
    "minimum",
    "milestone",
    "violations",
    "open",
    "unreported",
    "known",
    "violationSequence",
  ],
  ...["proposalId", "votes", "threshold", "targets", "calldatas", "payloads", "values"],
  ...["blocks", "nodes", "proofs", "validators", "fromBlock", "signers"],
  // Enums: their words are told by the names of their members.
  ...["from", "to", "state", "status", "direction"],
];

const messageOf = (name: string, args: readonly unknown[], currency?: string) =>
  new ContractRefused({ name, args, data: "0x" }, contractErrors(), currency).message;

describe("what contracts refuse, in words", () => {
  it("is money with its currency; the facts stay token units", () => {
    const args = [ACCOUNT, 0n, 30_000_000n];
    const error = new ContractRefused({ name: "EscrowLedgerInsufficient", args, data: "0x" }, contractErrors(), "NOK");
    expect(error.message).to.include(`(account ${ACCOUNT}, free 0.00 NOK, needed 30.00 NOK)`);
    expect(error.facts).to.deep.equal({ account: ACCOUNT, free: "0", needed: "30000000" });
    expect(messageOf("EnergyTokenMintLimitExceeded", [25_000_000n, 1n], "NOK")).to.include(
      "(amount 25.00 NOK, available 0.000001 NOK)",
    );
    expect(messageOf("PaymentChannelAmountUnjustified", [ID, 1n, 9n, 8_000_000n], "EUR")).to.include(
      "direction export, amount 0.000009 EUR, limit 8.00 EUR)",
    );
    expect(messageOf("EscrowLedgerInsufficient", args)).to.include("needed 30.00)");
  });

  it("is times in UTC and lengths of time in units, without the second in the name", () => {
    expect(messageOf("SupplyAgreementsNotice", [ID, 1_700_006_400n])).to.include("earliest 2023-11-15T00:00Z)");
    expect(messageOf("PaymentChannelInvalidPeriod", [90n])).to.include("(challengePeriod 90 seconds)");
    expect(messageOf("SupplyAgreementsInvalidWindow", [1_700_006_400n, 1_700_010_000n, 86_400n])).to.include(
      "(start 2023-11-15T00:00Z, end 2023-11-15T01:00Z, settlementPeriod 1 day)",
    );
    expect(messageOf("NegotiationUnexpectedRound", [ID, 2n, 1n])).to.include("due 2, round 1)");
    expect(messageOf("SupplyAgreementsPeriodMismatch", [ID, 3_600n, 900n])).to.include(
      "expected 1 hour, given 15 minutes)",
    );
  });

  it("is a proposal's states, a contract's name and a certificate as people read them", () => {
    expect(messageOf("GovernorUnexpectedProposalState", [3n, 1n, `0x${"0".repeat(62)}30`])).to.include(
      "(proposalId 3, current active, expectedStates passed or queued)",
    );
    expect(messageOf("TimelockUnexpectedOperationState", [ID, `0x${"0".repeat(63)}4`])).to.include(
      "expectedStates ready)",
    );
    expect(messageOf("DirectoryRetired", [encodeBytes32String("Lots")])).to.include("(name Lots)");
    expect(messageOf("NodeRegistryNotRevoked", [ID])).to.include(`(certificateHash ${"AB".repeat(32)})`);
    expect(messageOf("TimelockInsufficientDelay", [60n, 86_400n])).to.include("(delay 1 minute, minDelay 1 day)");
  });

  it("is energy where certificates have the names of money, and leaves other numbers alone", () => {
    const args = [ACCOUNT, 1_500n, 2_000n, 7n];
    expect(messageOf("ERC1155InsufficientBalance", args)).to.include(
      `balance 1.5 kWh, needed 2 kWh, tokenId 0x${"07".padStart(64, "0")})`,
    );
    expect(messageOf("EnergyCertificateUnexpectedNumber", [ID, 2n, 3n])).to.include("expected 2, given 3)");
    expect(namesMoney({ name: "ERC1155InsufficientBalance", args, data: "0x" }, contractErrors())).to.equal(false);
    expect(namesMoney({ name: "EscrowLedgerInsufficient", args: [], data: "0x" }, contractErrors())).to.equal(true);
  });

  it("is a quantity and a bound in their units, and a lot's state by its word", () => {
    expect(messageOf("LotsQuantityNotConserved", ["0xab", 12_500n, 1_000n])).to.include("quantity 12.5, parts 1)");
    expect(messageOf("ConditionInvalidRange", [encodeBytes32String("co2"), -500n, -1_500n])).to.include(
      "min -0.5, max -1.5)",
    );
    expect(messageOf("LotsUnexpectedState", ["0xab", 4n])).to.include("state split");
  });

  it("is the role that is missing, or that only the members do it by vote", () => {
    const revert = { name: "AccessManagedUnauthorized", args: [ACCOUNT], data: "0x" };
    const lacking = new ContractRefused(revert, contractErrors(), "", "oracle");
    expect(lacking.message).to.equal(`The account does not hold the role that this needs: oracle (caller ${ACCOUNT}).`);
    expect(lacking.next).to.include(`wattproof consortium propose grant-role oracle ${ACCOUNT}`);
    expect(lacking.facts).to.deep.equal({ caller: ACCOUNT, role: "oracle" });
    const administrators = new ContractRefused(revert, contractErrors(), "", "administrator");
    expect(administrators.message).to.include("Only the members of the consortium do this, by vote (caller");
    expect(administrators.next).to.include("wattproof consortium propose");
    expect([roleNameOf(0n), roleNameOf(4n), roleNameOf(3n)]).to.deep.equal(["administrator", "registrar", undefined]);
    expect(new ContractRefused(revert, contractErrors()).message).to.include(
      "does not hold the role that this needs (caller",
    );
  });

  it("leaves no number of a known error in units that nobody names", () => {
    const unnamed: string[] = [];
    let numbers = 0;
    for (const name of knownRefusals()) {
      const inputs =
        contractErrors()
          .map((each) => each.getError(name))
          .find((each) => each !== null)?.inputs ?? [];
      for (const input of inputs.filter(({ type }) => type.startsWith("uint"))) {
        numbers += 1;
        const isNamed = kindOf(name, input) !== "plain" || input.name.endsWith("Wh") || COUNTS.includes(input.name);
        if (!isNamed) unnamed.push(`${name}: ${input.type} ${input.name}`);
      }
    }
    expect(numbers).to.be.greaterThan(60);
    expect(unnamed).to.deep.equal([]);
  });
});
