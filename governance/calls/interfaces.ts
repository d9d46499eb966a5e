import type { Interface } from "ethers";
import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { TimelockController__factory } from "../../typechain-types/factories/@openzeppelin/contracts/governance/TimelockController__factory.js";
import { ConsortiumGovernor__factory } from "../../typechain-types/factories/contracts/ConsortiumGovernor__factory.js";
import { EnergyCertificate__factory } from "../../typechain-types/factories/contracts/EnergyCertificate__factory.js";
import { EnergyToken__factory } from "../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { IDeviceRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { IDirectory__factory } from "../../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";
import { IEnergySettlement__factory } from "../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";
import { ILots__factory } from "../../typechain-types/factories/contracts/interfaces/ILots__factory.js";
import { INodeRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/INodeRegistry__factory.js";
import { IRecordAnchor__factory } from "../../typechain-types/factories/contracts/interfaces/IRecordAnchor__factory.js";
import { Membership__factory } from "../../typechain-types/factories/contracts/Membership__factory.js";

/** Contracts with functions that governance may call, by their names in the `Directory`. */
const CONTRACTS = {
  Directory: IDirectory__factory,
  Membership: Membership__factory,
  NodeRegistry: INodeRegistry__factory,
  AccessManager: AccessManager__factory,
  TimelockController: TimelockController__factory,
  ConsortiumGovernor: ConsortiumGovernor__factory,
  EnergyToken: EnergyToken__factory,
  EnergyCertificate: EnergyCertificate__factory,
  DeviceRegistry: IDeviceRegistry__factory,
  RecordAnchor: IRecordAnchor__factory,
  EnergySettlement: IEnergySettlement__factory,
  Lots: ILots__factory,
} as const;

const interfaces = new Map<string, Interface>();

/** Interface of a contract by its name in the `Directory`; undefined for one that governance calls nothing of. */
export function interfaceOf(name: string): Interface | undefined {
  if (!Object.hasOwn(CONTRACTS, name)) return undefined;
  const known = interfaces.get(name) ?? CONTRACTS[name as keyof typeof CONTRACTS].createInterface();
  interfaces.set(name, known);
  return known;
}
