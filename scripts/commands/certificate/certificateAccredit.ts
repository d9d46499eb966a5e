import { type Command, InvalidArgumentError, Option } from "commander";
import { read } from "../../../evidence/index.js";
import { ACCREDITATION_TYPES, type DeviceAccreditation, type EnergySource, type Hex } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { signTold } from "../../chain/signTold.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { sourceOption } from "../../commandLine/energySource.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { formatInstant, parseInstant } from "../../commandLine/instant.js";
import { parsePowerUpTo } from "../../commandLine/power.js";
import { printResult } from "../../commandLine/print.js";
import { formatSite, parseSite } from "./certificateValues.js";
import { CERTIFICATES, type OpenCertificates, openCertificates } from "./openCertificates.js";
import {
  domainOf,
  parseSignedAccreditation,
  type SignedAccreditation,
  signedAccreditationJson,
} from "./signedAccreditation.js";

interface Flags extends WriteFlags {
  readonly source?: EnergySource;
  readonly carrier: string;
  readonly site?: Hex;
  readonly ratedW?: bigint;
  readonly efficiencyPpm: number;
  readonly start?: number;
  readonly until?: number;
  readonly signOnly?: boolean;
  readonly with?: string;
}

const MISSING = "error: give a device with --source, --site, --rated-w, --start and --until, or --with";
const LONGEST_TEXT_BYTES = 31;
const MOST_PPM = 1_000_000;
const MOST_RATED_W = 2n ** 48n - 1n;

const AFTER = `The issuing body signs with its own account. With --sign-only the signed accreditation goes to stdout, for anybody to file
with --with. --site is a salted hash of 32 bytes, or a short code of up to 31 that the
issuing body keeps a list of, and no address: the chain must not tell whose home that is (docs/certificates.md). Sources have EnergyTag's names, here and on the market.`;

/** `wattproof certificate accredit`: an issuing body vouches for a meter. */
export function addCertificateAccredit(parent: Command): void {
  const command = parent
    .command("accredit")
    .description("vouch, as an issuing body, for a meter's source, site and rated power")
    .argument("[device]", "meter's id or DID", parseDevice)
    .addOption(sourceOption("energy source"))
    .addOption(new Option("--carrier <text>", "energy carrier").argParser(parseShortText).default("Electricity"))
    .addOption(new Option("--site <hash or code>", "where the device is").argParser(parseSite))
    .addOption(new Option("--rated-w <power>", "most that it can produce, such as 5kW, or W").argParser(parsePower))
    .addOption(
      new Option("--efficiency-ppm <millionths>", "what a storage gives back of what it took in")
        .argParser(parsePpm)
        .default(0),
    )
    .addOption(new Option("--start <time>", "from when on, in UTC").argParser(parseInstant))
    .addOption(new Option("--until <time>", "until when, in UTC").argParser(parseInstant))
    .addOption(new Option("--sign-only", "send nothing: print the signed accreditation").conflicts("with"))
    .addOption(new Option("--with <file>", "file what --sign-only printed elsewhere; anybody may"));
  finishCommand(addAccountOptions(command), {
    example:
      "npx wattproof certificate accredit 0x… --source solar_pv --site NO-7431 --rated-w 5kW --start 2026-01-01T00:00Z --until 2031-01-01T00:00Z --account body.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (name: DeviceName | undefined, flags: Flags) => {
    const facts = factsOf(flags);
    if ((name === undefined || facts === undefined) && flags.with === undefined) command.error(MISSING);
    await withChain(flags, async (chain) => {
      const opened = await openCertificates(chain);
      const account = await openAccount(chain, flags);
      const signed =
        name === undefined || facts === undefined || flags.with !== undefined
          ? readSigned(chain, opened, flags.with ?? "")
          : await sign({ chain, opened, account }, { ...facts, device: idOn(chain, name) });
      if (flags.signOnly) printResult(signedAccreditationJson(signed), [], { json: true });
      else await file({ chain, opened, account }, signed, flags);
    });
  });
}

type Facts = Omit<DeviceAccreditation, "number" | "issuingBody">;

interface Accrediting {
  readonly chain: OpenChain;
  readonly opened: OpenCertificates;
  readonly account: ChainAccount;
}

function factsOf(flags: Flags): Omit<Facts, "device"> | undefined {
  const { source, carrier, site, ratedW, efficiencyPpm, start, until } = flags;
  if (source === undefined || site === undefined || ratedW === undefined) return undefined;
  if (start === undefined || until === undefined) return undefined;
  return {
    energySource: source,
    energyCarrier: carrier,
    site,
    ratedPowerW: ratedW,
    storageEfficiencyPpm: efficiencyPpm,
    validFromS: BigInt(start),
    validUntilS: BigInt(until),
  };
}

function readSigned(chain: OpenChain, { contract }: OpenCertificates, path: string): SignedAccreditation {
  const signed = parseSignedAccreditation(readText(path, SMALL_FILE_BYTES));
  requireSignedFor("AccreditationForeign", { chainId: chain.chainId, contract }, signed);
  return signed;
}

async function sign({ chain, opened, account }: Accrediting, facts: Facts): Promise<SignedAccreditation> {
  const { certificates, contract } = opened;
  const count = await read(`the accreditations of device ${facts.device}`, () =>
    certificates.accreditationCount(facts.device),
  );
  const accreditation = { ...facts, number: Number(count) + 1, issuingBody: account.address };
  const at = { chainId: chain.chainId, contract };
  const signature = await signTold(chain, account, {
    says: `Vouch as issuing body for device ${facts.device}`,
    details: describe(accreditation),
    typed: { domain: domainOf(at), types: ACCREDITATION_TYPES, value: accreditation },
  });
  return { ...at, accreditation, signature };
}

async function file(
  { chain, opened, account }: Accrediting,
  { accreditation, signature }: SignedAccreditation,
  flags: Flags,
): Promise<void> {
  const { device, number } = accreditation;
  const action = {
    says: `File accreditation ${number} of device ${device} by ${accreditation.issuingBody}`,
    to: opened.contract,
    data: CERTIFICATES.encodeFunctionData("accredit", [accreditation, signature]),
    done: [`Device ${device} is accredited:`, ...describe(accreditation)],
    result: { ...accreditation },
  };
  await sendAndTell(chain, account, action, flags);
}

function describe(a: DeviceAccreditation): string[] {
  return [
    `  device      ${a.device}`,
    `  number      ${a.number}`,
    `  vouched     ${a.issuingBody}`,
    `  produces    ${a.energyCarrier} from ${a.energySource}, at most ${a.ratedPowerW} W`,
    `  site        ${formatSite(a.site)}`,
    ...(a.storageEfficiencyPpm === 0 ? [] : [`  gives back  ${a.storageEfficiencyPpm} millionths of what it took in`]),
    `  window      ${formatInstant(Number(a.validFromS))} to ${formatInstant(Number(a.validUntilS))}`,
  ];
}

function parseShortText(text: string): string {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes === 0 || sizeBytes > LONGEST_TEXT_BYTES) throw new InvalidArgumentError("It has 1 to 31 bytes.");
  return text;
}

function parsePower(text: string): bigint {
  return parsePowerUpTo(text, MOST_RATED_W, true);
}

function parsePpm(text: string): number {
  const ppm = /^(?:0|[1-9][0-9]{0,6})$/.test(text) ? Number(text) : -1;
  if (ppm < 0 || ppm > MOST_PPM) throw new InvalidArgumentError("It is 0 to 1000000.");
  return ppm;
}
