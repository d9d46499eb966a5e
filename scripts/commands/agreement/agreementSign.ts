import type { Command } from "commander";
import { AGREEMENT_TYPES } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { harmless, printResult } from "../../commandLine/print.js";
import { asOption, type PartyName } from "./agreementValues.js";
import { describeTerms } from "./describeTerms.js";
import { AgreementTermsInvalid } from "./errors.js";
import { type OpenAgreements, openAgreements, partiesOf } from "./openAgreements.js";
import { requireRegistrable } from "./requireRegistrable.js";
import { domainOf, idOf, parseSignedTerms, type SignedTerms, signedTermsJson } from "./signedTerms.js";
import { checkTerms, readTerms } from "./terms.js";

const AFTER = `The file is a JSON object with the terms: importMeter, exportMeter, consumer, startS, endS, supplier, settlementPeriodS, noticeS,
importRatedW, exportRatedW, withCertificates, pricePerKWh, capWh and escrow. pricePerKWh and escrow are in the token's smallest
units; "price": "1.20" says pricePerKWh as money. startS and endS are Unix seconds or times in UTC. May be left out: token (the
settlement's), salt (drawn), withCertificates (false), and with a grid supplier exportMeter, exportRatedW and capWh.
What the account signs stands on stderr. The signed terms go to stdout: save them and let the other party sign that file.`;

/** `wattproof agreement sign`: one party signs the terms, or adds its signature to the other's. */
export function addAgreementSign(parent: Command): void {
  const command = parent
    .command("sign")
    .description("sign an agreement's terms, or add your signature to the other party's")
    .argument("<file>", "terms in JSON, or what the other party's sign printed")
    .addOption(asOption());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof agreement sign terms.json --account home.json > signed.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((file: string, { as, ...flags }: WriteFlags & { as?: PartyName }) =>
    withChain(flags, async (chain) => {
      const opened = await openAgreements(chain);
      const signed = readEither(readText(file, SMALL_FILE_BYTES), opened);
      const account = await openAccount(chain, flags);
      const parties = partiesOf(account.address, signed.agreement, as);
      for (const party of parties) await requireRegistrable(chain, opened, signed, party);
      const says = [`Sign as ${parties.join(" and ")} (chain ${chain.chainId}):`, ...describeTerms(signed.agreement)];
      process.stderr.write(`${says.map(harmless).join("\n")}\n`);
      const value = { ...signed.agreement };
      const signature = await account.sign({ domain: domainOf(opened.at), types: AGREEMENT_TYPES, value });
      const added = Object.fromEntries(parties.map((party) => [party, signature]));
      // It goes into a file, so it is JSON in any case.
      printResult(signedTermsJson({ ...signed, signatures: { ...signed.signatures, ...added } }), [], { json: true });
    }),
  );
}

/** Terms that a person wrote, or that somebody signed. */
function readEither(text: string, { at, escrow: { tokenAddress } }: OpenAgreements): SignedTerms {
  const value = parse(text);
  if (Object.hasOwn(value, "schema")) {
    const signed = parseSignedTerms(text);
    requireSignedFor("AgreementForeign", at, signed);
    checkTerms(signed.agreement, tokenAddress);
    return signed;
  }
  const agreement = readTerms(value, tokenAddress);
  return { ...at, id: idOf({ ...at, agreement }), agreement, signatures: { consumer: null, supplier: null } };
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below: the engine's own message would quote the text.
  }
  throw new AgreementTermsInvalid("the file is not a JSON object");
}
