import { blockRanges, read, readRegisteredDevice, requireBlock } from "../../../evidence/index.js";
import { kindWord, statusWord } from "../../../identity/index.js";
import { DeviceKind, DeviceStatus, type Hex, WattproofError } from "../../../protocol/index.js";
import { BatteryPassport__factory } from "../../../typechain-types/factories/contracts/BatteryPassport__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

/** A device that cannot measure a battery of this account. */
export class DeviceUnbindable extends WattproofError {
  constructor(device: Hex, reason: string, next: string) {
    super({
      code: "DeviceUnbindable",
      message: `Device ${device} cannot measure the battery: ${reason}. Nothing was sent.`,
      next,
      facts: { device, reason },
    });
  }
}

/**
 * Makes sure, before anything is sent, that the contract would bind the device: an active battery device of the account's
 * that measures no battery yet.
 * @throws DeviceUnbindable, ContractNotNamed, ChainUnreadable
 */
export async function requireBindable(chain: OpenChain, device: Hex, account: Hex): Promise<void> {
  const { provider } = chain;
  const { number: blockTag } = await requireBlock(provider, "latest");
  const passports = BatteryPassport__factory.connect(await chain.contract("BatteryPassport"), provider);
  const devices = (await read("the registry of devices", () => passports.DEVICES({ blockTag }))).toLowerCase() as Hex;
  const { kind, statusNow, organisation } = await readRegisteredDevice({ provider, devices, blockTag }, device);
  const refuse = (reason: string, next: string): never => {
    throw new DeviceUnbindable(device, reason, next);
  };
  if (statusNow === DeviceStatus.Unknown) refuse("the registry knows no such device", "Check the device's id.");
  if (kind !== DeviceKind.Battery) refuse(`it is a ${kindWord(kind)}`, "Name a device of kind battery.");
  if (statusNow !== DeviceStatus.Active) {
    const next = statusNow === DeviceStatus.Registered ? "Enrol it first (wattproof device enrol)." : LOOK;
    refuse(`it is ${statusWord(statusNow)}, not active`, next);
  }
  if (organisation !== account) refuse(`organisation ${organisation} answers for it, not ${account}`, SEND);
  for (const { from, to } of blockRanges(blockTag)) {
    const [bound] = await read(`what device ${device} measures`, () =>
      passports.queryFilter(passports.filters.DeviceBound(undefined, device), from, to),
    );
    if (bound === undefined) continue;
    const { passport } = bound.args;
    const { facts } = await read("its battery", () => passports.passportOf(passport, { blockTag }));
    refuse(`it measures battery ${facts.batteryPassportIdentifier} already`, "Name a device that measures none.");
  }
}

const LOOK = "Look at the device with wattproof device show.";
const SEND = "Send from the account of the device's organisation, or name a device of your own.";
