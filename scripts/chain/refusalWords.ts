import { CHANNEL_STATUS_WORDS } from "../../channels/index.js";
import { statusWord } from "../../identity/index.js";
import { GOVERNOR_STATES, statesOfBitmap } from "../../protocol/governance/proposalStates.js";
import {
  ADVERT_STATES,
  asciiWordText,
  BatteryStatus,
  DELIVERY_STATES,
  type DeviceStatus,
  DIRECTION_WORDS,
  fieldOfWord,
  type Hex,
  INCIDENT_STATE_WORDS,
  LOT_STATES,
  NEGOTIATION_STATES,
  QUOTATION_STATES,
} from "../../protocol/index.js";

/** Words for an argument of a contract's error. */
export type ArgumentWords = (name: string, value: unknown) => string;

/** Arguments that are numbers in a contract and words for people, by the name that the contract's errors begin with. */
const WORDS: Readonly<Record<string, ArgumentWords>> = {
  BatteryPassport: ofToken,
  ERC721: ofToken,
  ERC1155: ofToken,
  EnergyMarket: states(ADVERT_STATES),
  PaymentChannel: ofChannel,
  Negotiation: states(NEGOTIATION_STATES),
  Lots: states(LOT_STATES),
  Reputation: states(DELIVERY_STATES),
  Quotations: states(QUOTATION_STATES),
  // The negotiation's state, not the delivery's.
  DeliveryMonitorNotAccepted: states(NEGOTIATION_STATES),
  DeliveryMonitor: states(DELIVERY_STATES),
  ConditionWatch: ofField,
  Governor: ofProposal,
  Timelock: ofOperation,
  Directory: ofName,
  NodeRegistry: ofCertificate,
};

/** How an error's arguments are written. @param error Its name. */
export function argumentWordsOf(error: string): ArgumentWords {
  return Object.entries(WORDS).find(([contract]) => error.startsWith(contract))?.[1] ?? plain;
}

const TOKENS = ["passport", "successor", "pack", "module", "tokenId"];
/** A battery's statuses before and after. */
const BATTERY_STATUSES = ["from", "to", "status"];

/** Passports and certificates as their commands write them, statuses of batteries as words. */
function ofToken(name: string, value: unknown): string {
  if (typeof value !== "bigint") return plain(name, value);
  if (TOKENS.includes(name)) return `0x${value.toString(16).padStart(64, "0")}`;
  const word = Object.entries(BatteryStatus).find(([, status]) => BigInt(status) === value)?.[0];
  return BATTERY_STATUSES.includes(name) ? (word?.toLowerCase() ?? `${value}`) : `${value}`;
}

/** A state as the word for it. */
function states(names: readonly string[]): ArgumentWords {
  return (name, value) => (name === "state" ? (names[Number(value)] ?? String(value)) : plain(name, value));
}

/** Statuses of channels and directions as words. */
function ofChannel(name: string, value: unknown): string {
  if (name === "status") return CHANNEL_STATUS_WORDS[Number(value)] ?? String(value);
  if (name === "direction") return DIRECTION_WORDS[Number(value)] ?? String(value);
  return plain(name, value);
}

/** Fields by their names. */
function ofField(name: string, value: unknown): string {
  return name === "field" ? fieldOfWord(plain(name, value) as Hex) : plain(name, value);
}

/** A proposal's states as words. */
function ofProposal(name: string, value: unknown): string {
  if (name === "current") return GOVERNOR_STATES[Number(value)] ?? String(value);
  return name === "expectedStates" ? eitherOf(statesOfBitmap(BigInt(String(value)))) : plain(name, value);
}

/** States of what a timelock holds, `TimelockController.OperationState`. */
const OPERATION_STATES = ["unset", "waiting", "ready", "done"];

function ofOperation(name: string, value: unknown): string {
  if (name !== "expectedStates") return plain(name, value);
  const bitmap = BigInt(String(value));
  return eitherOf(OPERATION_STATES.filter((_, bit) => (bitmap >> BigInt(bit)) % 2n === 1n));
}

function eitherOf(words: readonly string[]): string {
  return words.length === 0 ? "none" : words.join(" or ");
}

/** Names of contracts as text. */
function ofName(name: string, value: unknown): string {
  return name === "name" ? asciiWordText(plain(name, value) as Hex) : plain(name, value);
}

/** Certificates as people compare them. */
function ofCertificate(name: string, value: unknown): string {
  return name === "certificateHash" ? String(value).slice(2).toUpperCase() : plain(name, value);
}

function plain(name: string, value: unknown): string {
  if (name === "status") return statusWord(Number(value) as DeviceStatus);
  if (name === "state") return INCIDENT_STATE_WORDS[Number(value)] ?? String(value);
  return typeof value === "string" && value.startsWith("0x") ? value.toLowerCase() : String(value);
}
