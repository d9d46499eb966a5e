import { type Command, Option } from "commander";
import { lowerHex, read, requireBlock } from "../../../evidence/index.js";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { keccakFile } from "../../commandLine/hashFile.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { hashOf } from "./contributionFile.js";
import { ContributionMissing } from "./errors.js";
import { describe, type OpenContributions, openContributions } from "./openContributions.js";

interface Flags extends ReadFlags {
  readonly content?: string;
}

/** Longest page that the contract gives. */
const PAGE = 200;

/** `wattproof contribution show`: who contributed what, since when, and what came of it. */
export function addContributionShow(parent: Command): void {
  const command: Command = parent
    .command("show")
    .description("authors, time, parents and children of a contribution")
    .argument("[contribution]", "its id", parseBytes32)
    .addOption(new Option("--content <file or hash>", "the first contribution of this content"));
  finishCommand(addChainOptions(command), { example: "npx wattproof contribution show --content idea.pdf" });
  command.action(async (given: Hex | undefined, flags: Flags) => {
    const { content } = flags;
    if ((given === undefined) === (content === undefined)) {
      command.error("error: give a contribution's id, or --content");
    }
    const hash = content === undefined ? undefined : (hashOf(content) ?? keccakFile(content));
    await withChain(flags, async (chain) => {
      const open = await openContributions(chain);
      const { number: blockTag } = await requireBlock(chain.provider, "latest");
      const id = given ?? (await firstOf(open, hash ?? ZERO_HASH, blockTag));
      const shown = await readContribution(open, id, blockTag);
      printResult({ contribution: id, ...shown, block: blockTag }, lines(id, shown), flags);
    });
  });
}

type Shown = Awaited<ReturnType<typeof readContribution>>;

async function firstOf({ contributions }: OpenContributions, content: Hex, blockTag: number): Promise<Hex> {
  const first = lowerHex(await read(`content ${content}`, () => contributions.firstOf(content, { blockTag })));
  if (first === ZERO_HASH) throw new ContributionMissing(`content ${content}`);
  return first;
}

/** Throws `ContributionMissing`, `ChainUnreadable`. */
async function readContribution({ contributions }: OpenContributions, id: Hex, blockTag: number) {
  const at = { blockTag };
  const what = `contribution ${id}`;
  const { content, countsFromS, registeredAtS } = await read(what, () => contributions.contributionOf(id, at));
  if (countsFromS === 0n) throw new ContributionMissing(what);
  const authors = await read(what, () => contributions.authorsOf(id, at));
  const parents = await read(what, () => contributions.parentsOf(id, at));
  const count = Number(await read(what, () => contributions.childCountOf(id, at)));
  const children: Hex[] = [];
  for (let start = 0; start < count; start += PAGE) {
    const page = await read(what, () => contributions.childrenOf(id, start, PAGE, at));
    children.push(...page.map(lowerHex));
  }
  return {
    content: lowerHex(content),
    countsFromS: Number(countsFromS),
    registeredAtS: Number(registeredAtS),
    authors: authors.map(({ account, sharePerMille }) => ({
      account: lowerHex(account),
      sharePerMille: Number(sharePerMille),
    })),
    parents: parents.map(lowerHex),
    children,
    isFirst: lowerHex(await read(what, () => contributions.firstOf(content, at))) === id,
  };
}

function lines(id: Hex, shown: Shown): string[] {
  const { countsFromS, registeredAtS, children, isFirst } = shown;
  return [
    `Contribution ${id}${isFirst ? ", the first of its content" : ""}`,
    `  counts from ${formatInstant(countsFromS)}`,
    `  registered  ${formatInstant(registeredAtS)}`,
    ...describe(shown),
    ...children.map((child) => `  led to      ${child}`),
  ];
}
