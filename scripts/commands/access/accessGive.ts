import { type Command, Option } from "commander";
import type { TransactionReceipt } from "ethers";
import { read } from "../../../evidence/index.js";
import { GRANT_TYPES, type GrantTerms } from "../../../protocol/index.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { signTold } from "../../chain/signTold.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseInstant } from "../../commandLine/instant.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { ABOUT_SIGNING, addSignOptions, type DeadlineFlags, expiresOption } from "../../commandLine/signOptions.js";
import { addDataOptions, type DataFlags, dataOf } from "./accessValues.js";
import { describe, GRANTS, type OpenGrants, openGrants } from "./openGrants.js";
import { readGrantFile, signedGrantJson } from "./signedGrant.js";

interface Flags extends DeadlineFlags, DataFlags {
  readonly until?: number;
}

/** `wattproof access give`: lets an account read the data of a device or a battery. */
export function addAccessGive(parent: Command): void {
  const command: Command = addDataOptions(
    parent.command("give").description("let an account read the data of your device or battery"),
  )
    .addOption(new Option("--until <time>", "end of the access, in UTC").argParser(parseInstant))
    .addOption(expiresOption());
  finishCommand(addSignOptions(command), {
    example:
      "npx wattproof access give --device 0x… --reader 0x… --purpose 'warranty claim 17' --data 2026-01-01T00:00Z/2026-07-01T00:00Z --until 2026-12-31T00:00Z --account home.json",
    after: `Everybody can see what is granted to whom; a purpose that should not be seen is given as a hash.\n${ABOUT_SIGNING}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (flags: Flags) => {
    await withChain(flags, async (chain) => {
      const open = await openGrants(chain);
      if (flags.relay !== undefined) return relay({ chain, open, flags }, flags.relay);
      const data = dataOf(chain, flags);
      if (data === undefined || flags.until === undefined) {
        command.error("error: give --device or --battery, --reader, --purpose, --data and --until, or --relay");
      }
      const terms = { ...data, untilS: flags.until };
      const account = await openAccount(chain, flags);
      if (flags.signOnly) return sign({ chain, open, flags }, account, terms);
      const call = GRANTS.encodeFunctionData("give", [terms]);
      const action = { says: `Let ${terms.reader} read data of ${terms.subject.id}`, to: open.contract, data: call };
      told(await transact(chain, account, action), terms, flags);
    });
  });
}

interface Doing {
  readonly chain: OpenChain;
  readonly open: OpenGrants;
  readonly flags: Flags;
}

async function sign({ chain, open, flags }: Doing, account: ChainAccount, terms: GrantTerms): Promise<void> {
  const { chainId, contract, domain } = open;
  const deadlineS = open.nowS + flags.expires;
  const nonce = await read("the account's nonce", () => open.grants.nonces(account.address));
  const { subject, ...rest } = terms;
  const signature = await signTold(chain, account, {
    says: `Let ${terms.reader} read data of ${subject.id}`,
    details: describe(terms),
    typed: {
      domain,
      types: GRANT_TYPES,
      value: { kind: subject.kind, subject: subject.id, ...rest, nonce, deadlineS },
    },
  });
  printResult(signedGrantJson({ chainId, contract, terms, deadlineS, signature }), [], { json: true });
}

async function relay({ chain, open, flags }: Doing, path: string): Promise<void> {
  const { terms, deadlineS, signature } = readGrantFile(path, open);
  const account = await openAccount(chain, flags);
  const receipt = await transact(chain, account, {
    says: `Relay that ${terms.reader} may read data of ${terms.subject.id}`,
    to: open.contract,
    data: GRANTS.encodeFunctionData("giveBySignature", [terms, deadlineS, signature]),
  });
  told(receipt, terms, flags);
}

function told({ logs, hash, blockNumber }: TransactionReceipt, terms: GrantTerms, flags: Flags): void {
  const granted = logs.map((log) => GRANTS.parseLog(log)).find((each) => each?.name === "DataGranted");
  if (!granted) printNote("The transaction was mined without a grant's event.");
  const grant = granted ? String(granted.args.number) : null;
  const grantor = granted ? String(granted.args.grantor).toLowerCase() : null;
  printResult(
    { grant, grantor, ...terms, transaction: hash, block: blockNumber },
    [`Grant ${grant} is given:`, ...describe(terms), `  transaction ${hash} in block ${blockNumber}`],
    flags,
  );
}
