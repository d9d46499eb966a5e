import type { Interface } from "ethers";
import { type Facts, WattproofError } from "../../protocol/index.js";
import { AGREEMENT_REFUSALS } from "./agreementRefusals.js";
import { type ErrorArgument, kindOf, shownArgument } from "./argumentWords.js";
import { CERTIFICATE_REFUSALS } from "./certificateRefusals.js";
import { CHANNEL_REFUSALS } from "./channelRefusals.js";
import { contractErrors } from "./contractErrors.js";
import { CONTRIBUTION_REFUSALS } from "./contributionRefusals.js";
import { DELIVERY_REFUSALS } from "./deliveryRefusals.js";
import { GOVERNANCE_REFUSALS } from "./governanceRefusals.js";
import { GRANT_REFUSALS } from "./grantRefusals.js";
import { LOT_REFUSALS } from "./lotRefusals.js";
import { MARKET_REFUSALS } from "./marketRefusals.js";
import { METER_REFUSALS } from "./meterRefusals.js";
import { NEGOTIATION_REFUSALS } from "./negotiationRefusals.js";
import { PASSPORT_REFUSALS } from "./passportRefusals.js";
import { QUOTATION_REFUSALS } from "./quotationRefusals.js";
import { argumentWordsOf } from "./refusalWords.js";
import { REPUTATION_REFUSALS } from "./reputationRefusals.js";
import { ADMINISTRATOR } from "./roleNames.js";
import { TOKEN_REFUSALS } from "./tokenRefusals.js";

/** What a contract's error says, and what to do about it. Its arguments follow the first in brackets. */
export interface Refusal {
  readonly message: string;
  readonly next: string;
}

const ASK_ORGANISATION =
  "Send from the account of the organisation that answers for the device (wattproof device show).";
const LOOK = "Look at the device's status with wattproof device show.";
const ADMIT = "Have the account admitted to the consortium, or send from a member's.";
const NEW_TICKET = "Ask the organisation for a new ticket (wattproof device renew, or recover for an enrolled device).";
const LOOK_INCIDENT = "Look at the incident with wattproof device show.";

/** Errors of the contracts, by name, for people. */
const REFUSALS = {
  DeviceRegistryNotMember: { message: "Only members of the consortium do this", next: ADMIT },
  DeviceRegistryNotRegistrar: {
    message: "The account may not register devices for the organisation",
    next: "Send from the organisation's account, or have it allow this one (wattproof device registrar).",
  },
  DeviceRegistryNotOrganisation: { message: "Only the device's organisation does this", next: ASK_ORGANISATION },
  DeviceRegistryNotOwner: {
    message: "Only the device's owner does this",
    next: "Send from the account of the device's owner (wattproof device show).",
  },
  DeviceRegistryNotMaker: {
    message: "Only the organisation that registered the device first releases firmware for it",
    next: "Send from the maker's account (wattproof device show).",
  },
  DeviceRegistryAlreadyRegistered: {
    message: "The organisation registered this serial number with this salt before",
    next: "Register it with a new salt, or go on with the device that there is.",
  },
  DeviceRegistryUnknownDevice: {
    message: "The registry knows no such device",
    next: "Check the device's id, the node and the Directory.",
  },
  DeviceRegistryUnexpectedStatus: { message: "The device is not in a status that allows this", next: LOOK },
  DeviceRegistryInvalidRegistration: {
    message: "The registration names no kind, owner, commitment or key, or an expiry that has passed",
    next: "Give a kind and an owner, and a ticket some time to live; compare the clock with the chain's.",
  },
  DeviceRegistryEnrolmentKeyUsed: {
    message: "The enrolment key was on another ticket of the organisation",
    next: "Run the command again: every run makes a new key.",
  },
  DeviceRegistryEnrolmentExpired: { message: "The ticket ran out", next: NEW_TICKET },
  DeviceRegistryInvalidEnrolmentSignature: { message: "The ticket did not sign this enrolment", next: NEW_TICKET },
  DeviceRegistryInvalidDeviceSignature: {
    message: "The device's key did not sign this",
    next: "Use the keystore of the device's present key, and sign again.",
  },
  DeviceRegistryUnsupportedSigner: {
    message: "The key is neither a secp256k1 address nor a P-256 key of this deployment's verifier",
    next: "Sign with a ticket of this deployment, and a key that wattproof made.",
  },
  DeviceRegistrySignerTaken: {
    message: "The key belongs to a device already, and no key ever speaks for two",
    next: "Make a new key for the device, in a new keystore.",
  },
  DeviceRegistryRotationExpired: {
    message: "The rotation came too late",
    next: "Have the device sign it anew and relay it in time.",
  },
  DeviceRegistryNotOffered: {
    message: "The device was not offered to the account",
    next: "Have its organisation offer it (wattproof device transfer offer).",
  },
  DeviceRegistryInvalidOwner: { message: "The owner of a device is an account, not zero", next: "Name the new owner." },
  DeviceRegistryInvalidFirmware: {
    message: "A release's version is higher than the last, and its firmware has a hash",
    next: "Choose a higher version (wattproof device show).",
  },
  DeviceRegistryNoFirmware: {
    message: "The device's maker released nothing that it has not confirmed",
    next: "Release the firmware first (wattproof device firmware release).",
  },
  DeviceRegistryHistoryFull: {
    message: "The device has had as many keys or statuses as the registry keeps",
    next: "Register another device in its place; this one can still be suspended and revoked.",
  },
  DeviceRegistryInvalidService: {
    message: "A device has at most eight services, each with a name and an endpoint of at most 256 bytes",
    next: "Remove a service first, shorten the endpoint, or check the name of the one to remove.",
  },
  IncidentRegistryNotMember: { message: "Only members of the consortium report and clear", next: ADMIT },
  IncidentRegistryNotGateway: {
    message: "A report comes from an active gateway of the reporting organisation",
    next: "Name a device of kind gateway that is active and belongs to the account that sends.",
  },
  IncidentRegistryOwnDevice: {
    message: "An organisation neither reports nor clears its own device",
    next: "Suspend the device (wattproof device suspend), or appeal (wattproof device appeal).",
  },
  IncidentRegistryInvalidReport: {
    message: "A report has a category of its own and a hash of its evidence",
    next: "Name a category and an evidence file; equivocation is proven with --equivocation.",
  },
  IncidentRegistryNotReportable: {
    message: "The device is unknown, never enrolled or revoked, so none of its records count anyway",
    next: LOOK,
  },
  IncidentRegistryAlreadySpoken: {
    message: "The organisation's last word in this incident is the same, and still counts",
    next: "Wait for other organisations to speak, or change the word: each has one, its last.",
  },
  IncidentRegistryUnexpectedState: { message: "There is no incident that this could be about", next: LOOK_INCIDENT },
  IncidentRegistryNotAppellant: {
    message: "Only the device's organisation and its owner appeal",
    next: ASK_ORGANISATION,
  },
  IncidentRegistryMissingStatement: {
    message: "An appeal or a clearance has a hash of what it says",
    next: "Name the file with the statement.",
  },
  IncidentRegistryNotExpired: {
    message: "The incident's time is not over",
    next: "Wait until it is, or have it cleared by a quorum.",
  },
  IncidentRegistryNoEquivocation: {
    message: "The two records are not two different ones of one device and sequence",
    next: "Give two records with the same device and sequence and different content.",
  },
  IncidentRegistryAlreadyProven: {
    message: "Equivocation at this sequence was proven before, or at another one that quarantines the device now",
    next: LOOK_INCIDENT,
  },
  IncidentRegistryClearedSince: {
    message: "The device was cleared after both records were anchored",
    next: "Show a record that the device's present key signed without its anchor, or one that was anchored since.",
  },
  IncidentRegistryInvalidRecord: {
    message: "The record has another number of members than its type",
    next: "Give the record as the device signed it.",
  },
  IncidentRegistryInvalidProof: {
    message: "The record is not in the batch that it is said to be in",
    next: "Check stream, batch, root and proof, or prove an unanchored record without them.",
  },
  IncidentRegistryNotSigned: {
    message: "The device's key did not sign the record",
    next: "Give the record's batch if it was signed by an earlier key, or check the signature.",
  },
  ...PASSPORT_REFUSALS,
  ...AGREEMENT_REFUSALS,
  ...METER_REFUSALS,
  ...CHANNEL_REFUSALS,
  ...MARKET_REFUSALS,
  ...TOKEN_REFUSALS,
  ...CERTIFICATE_REFUSALS,
  ...NEGOTIATION_REFUSALS,
  ...CONTRIBUTION_REFUSALS,
  ...GRANT_REFUSALS,
  ...DELIVERY_REFUSALS,
  ...LOT_REFUSALS,
  ...REPUTATION_REFUSALS,
  ...QUOTATION_REFUSALS,
  ...GOVERNANCE_REFUSALS,
  MembershipAlreadyMember: { message: "The account is a member already", next: "There is nothing to do." },
  MembershipInvalidName: {
    message: "A member has a name of 1 to 64 bytes",
    next: "Give a shorter name, or any.",
  },
  AccessManagedUnauthorized: {
    message: "The account does not hold the role that this needs",
    next: "Propose to the members to grant it (wattproof consortium propose), or send from an account that holds it (wattproof role list).",
  },
  ContractRefused: {
    message: "The contract refused the call",
    next: "Repeat the command with --verbose; check that node, Directory and release of Wattproof belong together.",
  },
} satisfies Readonly<Record<string, Refusal>>;

export type ContractRefusalCode = keyof typeof REFUSALS;

/** A contract's error by its name, with its arguments. */
export interface NamedRevert {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly data: string;
}

/** A contract refused a call; the code is the name of the contract's own error, the facts are its arguments. */
export class ContractRefused extends WattproofError {
  /**
   * @param interfaces Those that the error was decoded with; they know the names of its arguments.
   * @param currency Of money among them, ISO 4217 (`namesMoney`).
   * @param role That the account lacks, by its name, if that is known (`missingRole`).
   */
  constructor(revert: NamedRevert, interfaces: readonly Interface[], currency = "", role?: string) {
    const known = Object.hasOwn(REFUSALS, revert.name);
    const code = known ? (revert.name as ContractRefusalCode) : "ContractRefused";
    const facts: Facts = known ? factsOf(revert, interfaces) : { error: revert.name, data: revert.data.slice(0, 138) };
    const inputs = inputsOf(revert, interfaces);
    const shown = Object.entries(facts).map(([name, value]) => {
      const input = inputs.find((each) => each.name === name);
      const kind = input === undefined ? "plain" : kindOf(revert.name, input);
      return kind === "plain" ? `${name} ${value}` : shownArgument(kind, name, BigInt(`${value}`), currency);
    });
    const { message, next } =
      role === undefined ? REFUSALS[code] : roleRefusal(role, `${revert.args[0]}`.toLowerCase());
    super({
      code,
      message: shown.length === 0 ? `${message}.` : `${message} (${shown.join(", ")}).`,
      next,
      facts: role === undefined ? facts : { ...facts, role },
    });
  }
}

/** A contract's own refusal, found without it. @param args Those of its error, in order. */
export function refusedAs(name: ContractRefusalCode, args: readonly unknown[]): ContractRefused {
  return new ContractRefused({ name, args, data: "0x" }, contractErrors());
}

/** What is said of a contract's error without its arguments; of one that is unknown, what is said of any. */
export function refusalOf(name: string): Refusal {
  return Object.hasOwn(REFUSALS, name) ? REFUSALS[name as ContractRefusalCode] : REFUSALS.ContractRefused;
}

/** What an account that lacks a role is told. */
function roleRefusal(role: string, account: string): Refusal {
  return role === ADMINISTRATOR.name
    ? {
        message: "Only the members of the consortium do this, by vote",
        next: "Propose it to them: wattproof consortium propose.",
      }
    : {
        message: `The account does not hold the role that this needs: ${role}`,
        next: `Have the members grant it (wattproof consortium propose grant-role ${role} ${account}), or send from an account that holds it (wattproof role list).`,
      };
}

/** Names of the errors that there are words for. */
export function knownRefusals(): readonly string[] {
  return Object.keys(REFUSALS);
}

/** Whether a refusal tells of money, and so its words need a currency. */
export function namesMoney(revert: NamedRevert, interfaces: readonly Interface[]): boolean {
  return inputsOf(revert, interfaces).some((input) => kindOf(revert.name, input) === "money");
}

function inputsOf({ name }: NamedRevert, interfaces: readonly Interface[]): readonly ErrorArgument[] {
  return interfaces.map((each) => each.getError(name)).find((each) => each !== null)?.inputs ?? [];
}

function factsOf(revert: NamedRevert, interfaces: readonly Interface[]): Facts {
  const { name, args } = revert;
  const words = argumentWordsOf(name);
  return Object.fromEntries(inputsOf(revert, interfaces).map((input, at) => [input.name, words(input.name, args[at])]));
}
