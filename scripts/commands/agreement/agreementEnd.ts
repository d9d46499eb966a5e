import { type Command, Option } from "commander";
import { AGREEMENT_END_TYPES, type Hex, type SupplyAgreement } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { formatInstant, parseInstant } from "../../commandLine/instant.js";
import { harmless, printResult } from "../../commandLine/print.js";
import { type AgreementName, asOption, type PartyName, parseAgreementName } from "./agreementValues.js";
import { AgreementFileUnreadable } from "./errors.js";
import {
  AGREEMENTS,
  agreementIdOf,
  type OpenAgreements,
  openAgreements,
  partiesOf,
  readAgreement,
} from "./openAgreements.js";
import { domainOf, parseSignedEnd, type SignedEnd, signedEndJson } from "./signedTerms.js";

interface Flags extends WriteFlags {
  readonly at?: number;
  readonly signOnly?: boolean;
  readonly with?: readonly string[];
  readonly as?: PartyName;
}

const AFTER = `One party alone ends it after the agreed notice, both together at once: one signs with --sign-only, the other sends with --with.
The end is on the next boundary of the agreement's period. An end before the window takes the agreement out of force altogether.`;

/** `wattproof agreement end`: ends an agreement before its time. */
export function addAgreementEnd(parent: Command): void {
  const command = parent
    .command("end")
    .description("end an agreement early: alone after the agreed notice, together at once")
    .argument("<agreement>", "its number or id", parseAgreementName)
    .addOption(new Option("--at <time>", "when, in UTC").argParser(parseInstant).conflicts("with"))
    .addOption(
      new Option("--sign-only", "send nothing: print your word that it ends, for the other party").conflicts("with"),
    )
    .addOption(new Option("--with <files...>", "send with what --sign-only printed elsewhere"))
    .addOption(asOption().implies({ signOnly: true }));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof agreement end 12 --at 2027-07-01T00:00Z --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (name: AgreementName, flags: Flags) => {
    const { at, signOnly, with: files } = flags;
    if (at === undefined && files === undefined) command.error("error: give --at, or --with");
    await withChain(flags, async (chain) => {
      const opened = await openAgreements(chain);
      const id = await agreementIdOf(opened, name);
      const terms = await readAgreement(opened, id);
      const words = (files ?? []).map((file) => readWord(readText(file, SMALL_FILE_BYTES), id, opened));
      const endS = words[0]?.endS ?? boundaryAfter(at ?? 0, terms.settlementPeriodS);
      if (words.some((word) => word.endS !== endS)) throw new AgreementFileUnreadable("the files name two ends");
      const account = await openAccount(chain, flags);
      if (signOnly) {
        const [party] = partiesOf(account.address, terms, flags.as);
        process.stderr.write(`${harmless(`Sign as ${party} that agreement ${id} ends at ${formatInstant(endS)}`)}\n`);
        const value = { agreement: id, endS };
        const signature = await account.sign({ domain: domainOf(opened.at), types: AGREEMENT_END_TYPES, value });
        const word = { ...opened.at, agreement: id, endS, party: party ?? "consumer", signature };
        printResult(signedEndJson(word), [], { json: true });
        return;
      }
      if (words.length === 0) partiesOf(account.address, terms, undefined);
      const inForce = endS > terms.startS;
      const action = {
        says: `End agreement ${id} at ${formatInstant(endS)}`,
        to: opened.at.contract,
        data: AGREEMENTS.encodeFunctionData("end", [id, endS, wordOf(words, "consumer"), wordOf(words, "supplier")]),
        done: inForce
          ? `Agreement ${id} ends at ${formatInstant(endS)}.`
          : `Agreement ${id} is out of force before its window began.`,
        result: { agreement: id, endS: Math.max(endS, terms.startS), inForce },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}

/** The first boundary of a period at or after a time, Unix seconds. */
function boundaryAfter(atS: number, periodS: SupplyAgreement["settlementPeriodS"]): number {
  return Math.ceil(atS / periodS) * periodS;
}

/** Throws `AgreementFileUnreadable`, `AgreementForeign`, `SchemaUnsupported`. */
function readWord(text: string, id: Hex, { at }: OpenAgreements): SignedEnd {
  const word = parseSignedEnd(text);
  requireSignedFor("AgreementForeign", at, word);
  if (word.agreement !== id) throw new AgreementFileUnreadable(`it ends agreement ${word.agreement}`);
  return word;
}

/** A party's signature; an empty one is no consent. */
function wordOf(words: readonly SignedEnd[], party: PartyName): Hex {
  return words.find((word) => word.party === party)?.signature ?? "0x";
}
