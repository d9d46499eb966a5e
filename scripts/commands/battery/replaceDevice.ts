import { read, requireBlock } from "../../../evidence/index.js";
import { KeystoreForeign } from "../../../identity/index.js";
import {
  deviceReplacementHash,
  domainSeparator,
  type Hex,
  quoted,
  WattproofError,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { BatteryPassport__factory } from "../../../typechain-types/factories/contracts/BatteryPassport__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { hashFile } from "../../commandLine/hashFile.js";
import { openKeystoreFile, requireBinding } from "../device/keystoreFile.js";
import { readDeviceNow, requireHere } from "../device/relayMessage.js";
import { requireBindable } from "./bindable.js";
import { changePassport } from "./changePassport.js";
import type { ReplaceFlags } from "./replaceFlags.js";

/** A battery whose count nothing could continue. */
export class BatteryUnmeasured extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "BatteryUnmeasured",
      message: `No device measures battery ${quoted(identifier)}, so there is none to replace.`,
      next: "Bind its first device with wattproof battery bind.",
      facts: { identifier },
    });
  }
}

/**
 * Has another device continue a battery's count: both devices sign, or the new one signs and the organisation vouches.
 * @throws BatteryUnmeasured, DeviceUnbindable, KeystoreForeign, DeploymentForeign, FileUnreadable, and what
 *   `changePassport` and `openKeystoreFile` throw
 */
export async function replaceDevice(identifier: string, flags: ReplaceFlags): Promise<void> {
  const { device: newDevice, firstSequence, attest } = flags;
  const attestation = attest === undefined ? ZERO_HASH : await hashFile(attest);
  await changePassport(flags, identifier, async (abi, passport, account, chain) => {
    const { oldDevice, lastSequence } = await presentDevice(chain, identifier, passport);
    await requireBindable(chain, newDevice, account);
    const hash = deviceReplacementHash({ passport, oldDevice, lastSequence, newDevice, firstSequence });
    const newSignature = await signatureOf(chain, newDevice, hash, flags.newKeystore, flags);
    const oldSignature =
      flags.keystore === undefined ? "0x" : await signatureOf(chain, oldDevice, hash, flags.keystore, flags);
    const vouched = attest === undefined ? "both sign" : `its organisation vouches with ${attestation}`;
    return {
      says: `Have device ${newDevice} measure battery ${identifier} from its record ${firstSequence} on in the place of ${oldDevice}, whose records count up to ${lastSequence}: ${vouched}`,
      data: abi.encodeFunctionData("replaceDevice", [
        { passport, newDevice, firstSequence, oldSignature, newSignature, attestation },
      ]),
      done: `Device ${newDevice} measures battery ${identifier} now; of ${oldDevice}, what is later than record ${lastSequence} does not count.`,
      result: {
        device: newDevice,
        firstSequence,
        replaced: oldDevice,
        lastSequence,
        attestation: attest === undefined ? null : attestation,
      },
    };
  });
}

/** The device that measures the battery now, and the last of its records that counts, as the contract reckons it. */
async function presentDevice(chain: OpenChain, identifier: string, passport: bigint) {
  const { provider } = chain;
  const { number: blockTag } = await requireBlock(provider, "latest");
  const passports = BatteryPassport__factory.connect(await chain.contract("BatteryPassport"), provider);
  const [bindings, checkpoint] = await read(`the devices of ${quoted(identifier)}`, () =>
    Promise.all([passports.bindingsOf(passport, { blockTag }), passports.checkpointOf(passport, { blockTag })]),
  );
  const present = bindings.at(-1);
  if (present === undefined) throw new BatteryUnmeasured(identifier);
  return {
    oldDevice: present.device.toLowerCase() as Hex,
    lastSequence: checkpoint.device === present.device ? checkpoint.sequence : present.firstSequence - 1n,
  };
}

/** A device's signature with the key that counts for it now. */
async function signatureOf(chain: OpenChain, device: Hex, hash: Hex, path: string, flags: ReplaceFlags): Promise<Hex> {
  const keystore = await openKeystoreFile(path, flags);
  const binding = requireBinding(keystore);
  requireHere(`The keystore ${path}`, chain, binding);
  if (binding.device !== device) throw new KeystoreForeign(path, `holds the key of device ${binding.device}`);
  const { signer, p256Verifier } = await readDeviceNow(chain, device);
  if (signer !== keystore.key.signerFor(p256Verifier)) {
    throw new KeystoreForeign(path, "does not hold the key that counts now for its device");
  }
  return keystore.key.sign(domainSeparator(chain), hash);
}
