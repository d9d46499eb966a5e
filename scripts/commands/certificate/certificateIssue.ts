import { type Command, Option } from "commander";
import { lowerHex, mapBounded, read } from "../../../evidence/index.js";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { EnergyCertificate__factory } from "../../../typechain-types/factories/contracts/EnergyCertificate__factory.js";
import { ProductionCertifier__factory } from "../../../typechain-types/factories/contracts/ProductionCertifier__factory.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { formatCertificate } from "./certificateValues.js";
import { type Chunk, chunksOf } from "./chunks.js";
import { describeLeftOut, type LeftOut, NOT_ACCREDITED, NOT_EXACT, NOT_QUARTERS } from "./leftOut.js";
import { isCovered, readCover } from "./readCover.js";
import { type OpenCertifier, openCertifier, type ProvenInterval, readSettled } from "./settledIntervals.js";

const CERTIFIER = ProductionCertifier__factory.createInterface();
const CERTIFICATES = EnergyCertificate__factory.createInterface();

interface Flags extends WriteFlags {
  readonly meter: DeviceName;
}

interface Certified {
  readonly certificate: Hex;
  readonly energyWh: bigint;
}

interface Outcome {
  readonly issued: readonly Certified[];
  readonly leftOut: readonly LeftOut[];
  readonly transaction: Hex;
}

/** `wattproof certificate issue`: has what a meter was settled for certified. */
export function addCertificateIssue(parent: Command): void {
  const command = parent
    .command("issue")
    .description("certify all settled production of a meter that is not certified yet; anybody may")
    .addOption(new Option("--meter <device>", "the supplier's meter").argParser(parseDevice).makeOptionMandatory());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof certificate issue --meter 0x… --account home.json",
    after: `Who gets the certificates follows from the agreements, whoever runs the command. What cannot be certified is left out, with
the reason and what to do about it. A long backlog takes several transactions; after an interruption the command goes on where it stopped.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(({ meter: name, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const meter = idOn(chain, name);
      const opened = await openCertifier(chain);
      const intervals = await readSettled(chain, opened, meter);
      const account = await openAccount(chain, flags);
      const pending = intervals.filter(({ state }) => state === "pending");
      const cover = pending.length === 0 ? [] : await readCover(opened, meter);
      const outcomes: Outcome[] = [];
      // What no accreditation covers need not be sent to be refused.
      const refused = pending.some((each) => isCovered(cover, each)) ? [] : pending;
      if (refused.length === 0) {
        for (const chunk of await planOf(opened, meter, intervals)) {
          outcomes.push(await certify({ chain, account, opened }, { meter, intervals, chunk }));
        }
      }
      const leftOut = [
        ...intervals.flatMap(withoutCertificate),
        ...refused.map(({ startS, endS }) => ({ startS, endS, reason: NOT_ACCREDITED })),
        ...outcomes.flatMap((outcome) => outcome.leftOut),
      ];
      const issued = outcomes.flatMap((outcome) => outcome.issued);
      const transactions = outcomes.map(({ transaction }) => transaction);
      const certifiedBefore = countOf(intervals, "certified");
      const empty = countOf(intervals, "empty");
      const words = describeLeftOut(meter, leftOut);
      const next = intervals.length === 0 ? [NOTHING_SETTLED] : words.next;
      printResult(
        { meter, settled: intervals.length, certifiedBefore, empty, issued, leftOut, next, transactions },
        [
          `${issued.length} certificates of meter ${meter} are issued, of ${intervals.length} settled intervals.`,
          ...issued.map(({ certificate, energyWh }) => `  ${certificate}  ${formatEnergy(energyWh)}`),
          ...(certifiedBefore === 0 ? [] : [`  certified before: ${certifiedBefore}`]),
          ...(empty === 0 ? [] : [`  without production: ${empty}`]),
          ...words.lines.map((line) => `  ${line}`),
          ...next.map((each) => `  next: ${each}`),
        ],
        flags,
      );
    }),
  );
}

const NOTHING_SETTLED =
  "nothing of the meter is settled as a supplier's; settle its readings with wattproof settle or an oracle, then issue again";

function countOf(intervals: readonly ProvenInterval[], state: ProvenInterval["state"]): number {
  return intervals.filter((each) => each.state === state).length;
}

/** An interval whose production can never be certified. */
function withoutCertificate({ startS, endS, state }: ProvenInterval): LeftOut[] {
  if (state === "notExact") return [{ startS, endS, reason: NOT_EXACT }];
  return state === "notQuarters" ? [{ startS, endS, reason: NOT_QUARTERS }] : [];
}

async function planOf(
  { certifier }: OpenCertifier,
  meter: Hex,
  intervals: readonly ProvenInterval[],
): Promise<readonly Chunk[]> {
  const isPending = intervals.map(({ state }) => state === "pending");
  if (!isPending.includes(true)) return [];
  const before = intervals.map((_, index) => headBefore(intervals, index));
  const isProven = await mapBounded(before, (head) =>
    read(`what is proven of meter ${meter}`, () => certifier.isProven(meter, head)),
  );
  return chunksOf({ sizes: intervals.map(({ words }) => words.length), isPending, isProven: [...isProven, true] });
}

function headBefore(intervals: readonly ProvenInterval[], index: number): Hex {
  return intervals[index - 1]?.head ?? ZERO_HASH;
}

interface Certifying {
  readonly chain: OpenChain;
  readonly account: ChainAccount;
  readonly opened: OpenCertifier;
}

async function certify(
  { chain, account, opened }: Certifying,
  { meter, intervals, chunk }: { meter: Hex; intervals: readonly ProvenInterval[]; chunk: Chunk },
): Promise<Outcome> {
  const chosen = intervals.slice(chunk.from, chunk.to);
  const given = chosen.map(({ roster, endS, words }) => ({ roster, endS, words: [...words] }));
  const lastS = chosen.at(-1)?.endS ?? 0;
  const { logs, hash } = await transact(chain, account, {
    says: `Certify ${chosen.length} settled intervals of meter ${meter} up to ${formatInstant(lastS)}`,
    to: opened.contract,
    data: CERTIFIER.encodeFunctionData("certify", [meter, headBefore(intervals, chunk.from), given]),
  });
  const issued = logs.flatMap((log) => {
    const event = CERTIFICATES.parseLog(log);
    if (event?.name !== "IssuanceSingle") return [];
    return [{ certificate: formatCertificate(event.args.id), energyWh: event.args.value as bigint }];
  });
  const leftOut = logs.flatMap((log) => {
    const event = CERTIFIER.parseLog(log);
    if (event?.name !== "NotCertified") return [];
    const reason = lowerHex(event.args.reason);
    const endS = Number(event.args.endS);
    const startS = chosen.find((each) => each.endS === endS)?.startS ?? endS;
    return [{ startS, endS, reason: CERTIFICATES.getError(reason)?.name ?? reason }];
  });
  return { issued, leftOut, transaction: lowerHex(hash) };
}
