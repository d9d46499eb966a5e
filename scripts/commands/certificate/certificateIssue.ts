import { type Command, Option } from "commander";
import { lowerHex, mapBounded, read } from "../../../evidence/index.js";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { EnergyCertificate__factory } from "../../../typechain-types/factories/contracts/EnergyCertificate__factory.js";
import { ProductionCertifier__factory } from "../../../typechain-types/factories/contracts/ProductionCertifier__factory.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { type DeviceName, idOn, parseDevice } from "../device/deviceValues.js";
import { formatCertificate } from "./certificateValues.js";
import { type Chunk, chunksOf } from "./chunks.js";
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

interface LeftOut {
  readonly endS: number;
  /** Name of the certificates' error. */
  readonly reason: string;
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
the reason. A long backlog takes several transactions; after an interruption the command goes on where it stopped.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(({ meter: name, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const meter = idOn(chain, name);
      const opened = await openCertifier(chain);
      const intervals = await readSettled(chain, opened, meter);
      const account = await openAccount(chain, flags);
      const outcomes: Outcome[] = [];
      for (const chunk of await planOf(opened, meter, intervals)) {
        outcomes.push(await certify({ chain, account, opened }, { meter, intervals, chunk }));
      }
      const issued = outcomes.flatMap((outcome) => outcome.issued);
      const leftOut = outcomes.flatMap((outcome) => outcome.leftOut);
      const transactions = outcomes.map(({ transaction }) => transaction);
      printResult(
        { meter, settled: intervals.length, issued, leftOut, transactions },
        [
          `${issued.length} certificates of meter ${meter} are issued, of ${intervals.length} settled intervals.`,
          ...issued.map(({ certificate, energyWh }) => `  ${certificate}  ${formatEnergy(energyWh)}`),
          ...leftOut.map(({ endS, reason }) => `  left out: the interval to ${formatInstant(endS)} (${reason})`),
        ],
        flags,
      );
    }),
  );
}

async function planOf(
  { certifier }: OpenCertifier,
  meter: Hex,
  intervals: readonly ProvenInterval[],
): Promise<readonly Chunk[]> {
  const isPending = intervals.map((interval) => interval.isPending);
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
    return [{ endS: Number(event.args.endS), reason: CERTIFICATES.getError(reason)?.name ?? reason }];
  });
  return { issued, leftOut, transaction: lowerHex(hash) };
}
