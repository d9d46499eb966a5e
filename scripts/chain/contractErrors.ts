import type { Interface } from "ethers";
import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { TimelockController__factory } from "../../typechain-types/factories/@openzeppelin/contracts/governance/TimelockController__factory.js";
import { BatteryPassport__factory } from "../../typechain-types/factories/contracts/BatteryPassport__factory.js";
import { ConsortiumGovernor__factory } from "../../typechain-types/factories/contracts/ConsortiumGovernor__factory.js";
import { EnergyCertificate__factory } from "../../typechain-types/factories/contracts/EnergyCertificate__factory.js";
import { EnergySettlement__factory } from "../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { EnergyToken__factory } from "../../typechain-types/factories/contracts/EnergyToken__factory.js";
import { IConditionWatch__factory } from "../../typechain-types/factories/contracts/interfaces/IConditionWatch__factory.js";
import { IContributions__factory } from "../../typechain-types/factories/contracts/interfaces/IContributions__factory.js";
import { IDataGrants__factory } from "../../typechain-types/factories/contracts/interfaces/IDataGrants__factory.js";
import { IDeliveryMonitor__factory } from "../../typechain-types/factories/contracts/interfaces/IDeliveryMonitor__factory.js";
import { IDeviceRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { IDirectory__factory } from "../../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";
import { IEnergyMarket__factory } from "../../typechain-types/factories/contracts/interfaces/IEnergyMarket__factory.js";
import { IIncidentRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IIncidentRegistry__factory.js";
import { ILots__factory } from "../../typechain-types/factories/contracts/interfaces/ILots__factory.js";
import { INodeRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/INodeRegistry__factory.js";
import { IPaymentChannel__factory } from "../../typechain-types/factories/contracts/interfaces/IPaymentChannel__factory.js";
import { IQuotations__factory } from "../../typechain-types/factories/contracts/interfaces/IQuotations__factory.js";
import { IReputation__factory } from "../../typechain-types/factories/contracts/interfaces/IReputation__factory.js";
import { Membership__factory } from "../../typechain-types/factories/contracts/Membership__factory.js";
import { Negotiation__factory } from "../../typechain-types/factories/contracts/Negotiation__factory.js";
import { ProductionCertifier__factory } from "../../typechain-types/factories/contracts/ProductionCertifier__factory.js";
import { SealingKeys__factory } from "../../typechain-types/factories/contracts/SealingKeys__factory.js";
import { SupplyAgreements__factory } from "../../typechain-types/factories/contracts/SupplyAgreements__factory.js";

const CONTRACTS = [
  IDeviceRegistry__factory,
  IIncidentRegistry__factory,
  BatteryPassport__factory,
  SupplyAgreements__factory,
  EnergySettlement__factory,
  EnergyToken__factory,
  IEnergyMarket__factory,
  IPaymentChannel__factory,
  IContributions__factory,
  IDataGrants__factory,
  ILots__factory,
  IReputation__factory,
  IQuotations__factory,
  IDeliveryMonitor__factory,
  IConditionWatch__factory,
  EnergyCertificate__factory,
  ProductionCertifier__factory,
  // The contract's own: what is wrong with conditions is not in its interface.
  Negotiation__factory,
  SealingKeys__factory,
  // The contract's own: what AccessManaged refuses is not in its interface.
  Membership__factory,
  AccessManager__factory,
  // The contracts' own: what OpenZeppelin's parts of them refuse is not in an interface of ours.
  ConsortiumGovernor__factory,
  TimelockController__factory,
  INodeRegistry__factory,
  IDirectory__factory,
];

let interfaces: readonly Interface[] | undefined;

/**
 * Contracts whose errors a command can meet; an error's name says which contract raised it. Read when the first one is met:
 * most commands meet none, and reading all of these takes a command some 0.1 s.
 */
export function contractErrors(): readonly Interface[] {
  interfaces ??= CONTRACTS.map((contract) => contract.createInterface());
  return interfaces;
}
