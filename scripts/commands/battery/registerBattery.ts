import { LIMIT_NAMES, passportFactsMembers } from "../../../protocol/evidence/passport.js";
import { type PassportFacts, passportIdOf, UnexpectedValue } from "../../../protocol/index.js";
import { object } from "../../../protocol/json/readers.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { requireBindable } from "./bindable.js";
import { PASSPORTS } from "./changePassport.js";
import { PassportFactsInvalid } from "./errors.js";
import { factsOfFlags } from "./factOptions.js";
import { wasIssued } from "./issuedBefore.js";
import { type RegisterFlags, SUCCESSOR_STATUSES } from "./registerFlags.js";

type IssuedFacts = Omit<PassportFacts, "maker">;

const { maker: _maker, ...issuedMembers } = passportFactsMembers;
const readFacts = object<IssuedFacts>(issuedMembers);

/**
 * Issues a passport and binds its device, or the device alone if the passport was issued before.
 * @throws DeviceUnbindable, PassportFactsInvalid, FileUnreadable, and what `withChain`, `openAccount` and `transact` throw
 */
export async function registerBattery(identifier: string | undefined, flags: RegisterFlags): Promise<void> {
  const facts = factsOf(identifier, flags);
  const { batteryPassportIdentifier } = facts;
  const passport = passportIdOf(batteryPassportIdentifier);
  const { device, firstSequence, madeOf = [], as } = flags;
  await withChain(flags, async (chain) => {
    const account = await openAccount(chain, flags);
    const to = await chain.contract("BatteryPassport");
    const issue =
      as === undefined
        ? PASSPORTS.encodeFunctionData("issue", [facts])
        : PASSPORTS.encodeFunctionData("issueSuccessor", [facts, SUCCESSOR_STATUSES[as], madeOf.map(passportIdOf)]);
    const what = as === undefined ? "" : `, ${as}, made of ${madeOf.join(", ")}`;
    const says = `Issue the passport of battery ${batteryPassportIdentifier}${what}`;
    if (device !== undefined) await requireBindable(chain, device, account.address);
    const goesOn = device !== undefined && (await wasIssued(chain, { facts, madeOf }, account.address));
    const issued = goesOn ? undefined : await transact(chain, account, { says, to, data: issue });
    if (goesOn) printNote(`battery ${batteryPassportIdentifier} has this passport already; what is left is its device`);
    const bound =
      device === undefined
        ? undefined
        : await transact(chain, account, {
            says: `Bind device ${device} to battery ${batteryPassportIdentifier} from its record ${firstSequence} on`,
            to,
            data: PASSPORTS.encodeFunctionData("bind", [passport, device, firstSequence]),
          });
    const transactions = [issued, bound]
      .flatMap((receipt) => receipt ?? [])
      .map(({ hash, blockNumber }) => ({
        transaction: hash,
        block: blockNumber,
      }));
    printResult(
      {
        batteryPassportIdentifier,
        passport: `0x${passport.toString(16).padStart(64, "0")}`,
        maker: account.address,
        device: device ?? null,
        transactions,
      },
      [
        `Battery ${batteryPassportIdentifier} has a passport${device === undefined ? "" : `, and device ${device} measures it`}.`,
        ...transactions.map(({ transaction, block }) => `  transaction ${transaction} in block ${block}`),
      ],
      flags,
    );
  });
}

/** Facts of the file, with what the options say in their place. Throws `PassportFactsInvalid`. */
function factsOf(identifier: string | undefined, flags: RegisterFlags): IssuedFacts {
  const file = flags.facts === undefined ? {} : objectOf(readText(flags.facts, SMALL_FILE_BYTES));
  const { facts, limits } = factsOfFlags(flags);
  const ofFile = typeof file.limits === "object" ? file.limits : {};
  const stated = {
    factoryChargeCount: 0,
    factoryDischargeCount: 0,
    ...file,
    ...(identifier !== undefined && { batteryPassportIdentifier: identifier }),
    ...facts,
    limits: { ...ofFile, ...limits },
  };
  requireMembers(stated, Object.keys(issuedMembers));
  requireMembers(stated.limits, LIMIT_NAMES, "limits.");
  try {
    return readFacts(stated);
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    throw new PassportFactsInvalid(`${error.path === "" ? "the file" : error.path} is not ${error.expected}`);
  }
}

/** Names what is too many or missing, all of it at once. Throws `PassportFactsInvalid`. */
function requireMembers(stated: object, names: readonly string[], within = ""): void {
  const listed = (members: readonly string[]) => members.map((name) => `${within}${name}`).join(", ");
  const superfluous = Object.keys(stated).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !Object.hasOwn(stated, name));
  if (superfluous.length > 0) {
    const maker = superfluous.includes("maker") ? " (the maker is the account that sends)" : "";
    throw new PassportFactsInvalid(`too many: ${listed(superfluous)}${maker}`);
  }
  if (missing.length > 0) throw new PassportFactsInvalid(`missing: ${listed(missing)}`);
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below: the engine's own message would quote the text.
  }
  throw new PassportFactsInvalid("the file is not a JSON object");
}
