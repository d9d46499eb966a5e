import type { Log } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import type { Names } from "./callWords.js";

/** Events of what the members alone decide, by contract. */
const ADMINISTRATION: Readonly<Record<string, readonly string[]>> = {
  AccessManager: [
    "RoleGranted",
    "RoleRevoked",
    "RoleAdminChanged",
    "RoleGuardianChanged",
    "RoleGrantDelayChanged",
    "TargetFunctionRoleUpdated",
    "TargetClosed",
    "TargetAdminDelayUpdated",
  ],
  TimelockController: ["RoleGranted", "RoleRevoked", "RoleAdminChanged", "MinDelayChange"],
  ConsortiumGovernor: ["CallClassified", "TimelockChange", "ProposalExecuted"],
  Membership: ["MemberAdmitted", "MemberExpelled"],
  NodeRegistry: ["NodeAdmitted", "NodeRemoved", "CertificateRevoked", "CertificateReinstated"],
  Directory: ["NameSet", "NameRetired"],
  EnergyToken: [
    "ERC7913SignerAdded",
    "ERC7913SignerRemoved",
    "ERC7913ThresholdSet",
    "MintLimitSet",
    "Paused",
    "Unpaused",
  ],
  EnergyCertificate: ["IssuingBodySet"],
};
const EVERYWHERE = ["AuthorityUpdated"];

/** Contracts by which members decide, and that say who may do what: nothing that happens in them is everybody's business alone. */
const GOVERNING: readonly string[] = [
  "AccessManager",
  "TimelockController",
  "ConsortiumGovernor",
  "Membership",
  "NodeRegistry",
  "Directory",
];

/** Names of a contract's events that tell of what members alone decide. */
export function administrativeEventsOf(contract: string): readonly string[] {
  return [...(ADMINISTRATION[contract] ?? []), ...EVERYWHERE];
}

/** Whether an event is one of these. Some kinds are another contract's everyday life: a topic alone does not tell. */
export function isAdministrative(log: Log, { contracts }: Names): boolean {
  const known = contracts.get(lowerHex(log.address));
  const name = known?.interface.parseLog(log)?.name ?? "";
  return administrativeEventsOf(known?.contract ?? "").includes(name);
}

/**
 * Whether an event may tell of something that changes who decides, or what: an administrative one, any of the contracts that
 * govern (a proposal that its maker decides while it is alone), and one that nobody here can read.
 */
export function mayChangePower(log: Log, names: Names): boolean {
  const known = names.contracts.get(lowerHex(log.address));
  if (known === undefined || known.interface.parseLog(log) === null) return true;
  return GOVERNING.includes(known.contract) || isAdministrative(log, names);
}
