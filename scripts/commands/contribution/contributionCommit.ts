import { type Command, InvalidArgumentError, Option } from "commander";
import { concat, keccak256 } from "ethers";
import { createSecretFile } from "../../../identity/index.js";
import { type Author, type Hex, newSalt } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { keccakFile } from "../../commandLine/hashFile.js";
import { parseAddress, parseBytes32 } from "../../commandLine/values.js";
import { draftText, hashOf } from "./contributionFile.js";
import { CONTRIBUTIONS, describe, openContributions } from "./openContributions.js";

interface Flags extends WriteFlags {
  readonly out: string;
  readonly author?: readonly Author[];
  readonly on?: readonly Hex[];
}

const WHOLE_PER_MILLE = 1000;

const AFTER = `The commitment tells nobody anything; it fixes the time that the contribution will count from. The file that --out names has
the salt: keep it to the authors until the contribution is registered. Each author but the one that registers signs it
(wattproof contribution sign); then one of them registers it (wattproof contribution register).`;

/** `wattproof contribution commit`: fixes the time of a contribution that nobody knows yet. */
export function addContributionCommit(parent: Command): void {
  const command = parent
    .command("commit")
    .description("commit to an idea before anybody can see it")
    .argument("<content>", "file with the content, of which the keccak-256 is taken, or 32 bytes that are its hash")
    .requiredOption("--out <file>", "new file for what will be registered")
    .addOption(
      new Option(
        "--author <account=share>",
        "an author and its thousandths; several times (default: you alone)",
      ).argParser(parseAuthors),
    )
    .addOption(
      new Option("--on <contribution>", "what it builds on; several times").argParser(
        (text: string, before: readonly Hex[] = []) => [...before, parseBytes32(text)],
      ),
    );
  finishCommand(addAccountOptions(command), {
    example:
      "npx wattproof contribution commit idea.pdf --author 0x…=600 --author 0x…=400 --out idea.json --account me.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (content: string, flags: Flags) => {
    const given = hashOf(content) ?? keccakFile(content);
    requireWhole(command, flags.author);
    await withChain(flags, async (chain) => {
      const open = await openContributions(chain);
      const account = await openAccount(chain, flags);
      const authors = [...(flags.author ?? [{ account: account.address, sharePerMille: WHOLE_PER_MILLE }])];
      const contribution = {
        content: given,
        authors: authors.sort((a, b) => (a.account < b.account ? -1 : 1)),
        parents: [...new Set(flags.on)].sort(),
      };
      const { chainId, contract } = open;
      const salt = newSalt();
      const id = open.idOf(contribution);
      createSecretFile(flags.out, draftText({ chainId, contract, contribution, salt, signatures: [] }));
      const commitment = keccak256(concat([id, salt])) as Hex;
      const action = {
        says: `Commit to contribution ${id}`,
        to: contract,
        data: CONTRIBUTIONS.encodeFunctionData("commit", [commitment]),
        done: [
          `Committed to contribution ${id}; ${flags.out} has what is needed to register it.`,
          ...describe(contribution),
        ],
        result: { contribution: id, commitment, ...contribution, file: flags.out },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}

function parseAuthors(text: string, before: readonly Author[] = []): readonly Author[] {
  const [, account = "", share = ""] = /^([^=]+)=([1-9][0-9]{0,3})$/.exec(text) ?? [];
  if (account === "") throw new InvalidArgumentError("It is an account and its thousandths, such as 0x…=600.");
  const author = { account: parseAddress(account), sharePerMille: Number(share) };
  if (before.some((each) => each.account === author.account)) {
    throw new InvalidArgumentError("The account is an author already.");
  }
  return [...before, author];
}

function requireWhole(command: Command, authors: readonly Author[] | undefined): void {
  const sum = authors?.reduce((total, { sharePerMille }) => total + sharePerMille, 0) ?? WHOLE_PER_MILLE;
  if (sum !== WHOLE_PER_MILLE) command.error(`error: the authors' shares sum to ${sum}, not to ${WHOLE_PER_MILLE}`);
}
